"""LinkedIn: the pages, the app to log in with, and the API's version."""

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from omroeper.domain.errors import SettingsError
from omroeper.settings.values import PREFIX, Values

API_URL = "https://api.linkedin.com"
LOGIN_URL = "https://www.linkedin.com"
_URN = re.compile(r"urn:li:organization:\d+")
_VERSION = re.compile(r"20\d\d(?:0[1-9]|1[0-2])")
_PAGE = re.compile(r"(?P<name>[a-z0-9-]+)=(?P<urn>urn:li:organization:\d+)")
_GIVE_URN = "Give the page's urn, for example urn:li:organization:123."


@dataclass(frozen=True, slots=True)
class LinkedInSettings:
    """How to reach LinkedIn. `base_url` differs from LinkedIn's own only in the demo and the tests.

    `organization` is the first page; `pages` are others by name. Without a token of the settings,
    the one that `omroeper linkedin login` keeps is used.
    """

    token: str = field(repr=False)
    organization: str
    version: str
    base_url: str
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    redirect_url: str = "http://localhost:8191/linkedin"
    pages: tuple[tuple[str, str], ...] = ()

    @property
    def login_url(self) -> str:
        """Where people log in; the simulator answers for both."""
        return LOGIN_URL if self.base_url == API_URL else self.base_url

    def organization_of(self, page: str) -> str:
        """The urn of a page by name, of the first for none; raises SettingsError."""
        if not page:
            return self.organization
        for name, urn in self.pages:
            if name == page:
                return urn
        known = ", ".join(name for name, _ in self.pages) or "none"
        raise SettingsError(
            f"it names no page ‘{page}’ (known: {known})",
            thing=f"{PREFIX}LINKEDIN_PAGES",
            remedy=f"Add {page}=urn:li:organization:123, or take the page out of the post.",
        )


def linkedin_settings(values: Values) -> LinkedInSettings | None:
    """None without a token or an app to log in with: then a person places the posts."""
    found = LinkedInSettings(
        token=values.text("LINKEDIN_TOKEN", ""),
        organization=values.text("LINKEDIN_ORGANIZATION", ""),
        version=values.text("LINKEDIN_VERSION", "202610"),
        base_url=values.url("LINKEDIN_BASE_URL", API_URL),
        client_id=values.text("LINKEDIN_CLIENT_ID", ""),
        client_secret=values.text("LINKEDIN_CLIENT_SECRET", ""),
        redirect_url=values.url("LINKEDIN_REDIRECT_URL", "http://localhost:8191/linkedin"),
        pages=_pages(values.text("LINKEDIN_PAGES", "")),
    )
    if not found.token and not found.client_id:
        return None
    _require("LINKEDIN_ORGANIZATION", found.organization, _URN, _GIVE_URN)
    _require("LINKEDIN_VERSION", found.version, _VERSION, "Write a year and month, as in 202610.")
    if found.client_id:
        _require(
            "LINKEDIN_CLIENT_SECRET", found.client_secret, re.compile(".+"), "Copy it from the app."
        )
    if urlsplit(found.redirect_url).query:
        raise _wrong("LINKEDIN_REDIRECT_URL", "it holds a ‘?’", "LinkedIn ignores what follows it.")
    return found


def _pages(given: str) -> tuple[tuple[str, str], ...]:
    found = [_PAGE.fullmatch(one) for one in given.split()]
    if any(one is None for one in found):
        remedy = "Write name=urn:li:organization:123 for each, with a space between them."
        raise _wrong("LINKEDIN_PAGES", f"‘{given}’ does not list pages", remedy)
    return tuple((one["name"], one["urn"]) for one in found if one)


def _require(name: str, value: str, form: re.Pattern[str], remedy: str) -> None:
    if not value:
        raise _wrong(name, "is needed but not set", remedy)
    if not form.fullmatch(value):
        raise _wrong(name, f"‘{value}’ has another form", remedy)


def _wrong(name: str, problem: str, remedy: str) -> SettingsError:
    return SettingsError(problem, thing=PREFIX + name, remedy=remedy)
