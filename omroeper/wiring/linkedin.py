"""LinkedIn for the operator: logging in, what ends when, and posts settled by name."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from omroeper.domain.errors import ChannelError, OmroeperError, SettingsError
from omroeper.domain.expiry import Expiring, version_sunset
from omroeper.domain.post import Post
from omroeper.services import settle_posts
from omroeper.services.expiry import warn_of_expiry
from omroeper.settings import LinkedInSettings
from omroeper.wiring.gathering import GatheringSteps

if TYPE_CHECKING:
    from omroeper.adapters.linkedin.oauth import Login
    from omroeper.adapters.linkedin.pending import PendingLogin
    from omroeper.adapters.linkedin.tokens import Tokens

_LOGIN = "Log opnieuw in met `omroeper linkedin login`."
_VERSION = "Zet OMROEPER_LINKEDIN_VERSION op een nieuwere maand."


@dataclass(frozen=True, slots=True)
class LoggedIn:
    """What a login gave: until when, and for what."""

    until: datetime
    scopes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LinkedInStanding:
    """How the desk stands with LinkedIn. `ends` is None when nobody can say; `trouble` (English) is
    why LinkedIn could not be asked. `pages` are names with their urn and whether the token's owner
    is administrator."""

    ends: datetime | None
    renewable_until: datetime | None
    scopes: tuple[str, ...]
    missing: tuple[str, ...]
    version: str
    pages: tuple[tuple[str, str, bool], ...]
    trouble: str = ""


class LinkedInSteps(GatheringSteps):
    def begin_linkedin_login(self) -> str:
        """The address where a person allows this desk to act for the pages."""
        import secrets

        state = secrets.token_urlsafe(32)
        address = self._login.address(state)
        self._pending.begin(state, self.clock.now())
        return address

    def await_linkedin_login(self, seconds: float) -> str:
        """Listen where LinkedIn sends the browser back to; gives the address it came to.

        Raises SettingsError when that is not this machine, ChannelError when nobody comes.
        """
        from omroeper.adapters.linkedin.redirect import Redirect

        with Redirect(self._linkedin.redirect_url) as redirect:
            if address := redirect.wait(seconds):
                return address
        raise ChannelError("nobody came back", thing="LinkedIn", remedy="Begin the login anew.")

    def finish_linkedin_login(self, address: str) -> LoggedIn:
        """Exchange the code in the address the browser was sent to, and keep the token.

        Raises ChannelError, also for an address of another login.
        """
        from omroeper.adapters.linkedin.oauth import code_in

        code = code_in(address, self._pending.state(self.clock.now()))
        kept = self._login.exchange(code, self.clock.now())
        self._tokens.file.write(kept)
        self._pending.end()
        return LoggedIn(kept.login_ends, kept.scopes)

    def linkedin_expiring(self) -> tuple[Expiring, ...]:
        """What of LinkedIn ends and when: the login, where that is known, and the API's version."""
        if self.settings.linkedin is None or self.linkedin_tokens is None:
            return ()
        version = self.settings.linkedin.version
        sunset = Expiring(
            "linkedin version",
            f"Versie {version} van LinkedIns API",
            version_sunset(version),
            _VERSION,
        )
        ends = self._login_ends()
        if ends is None:
            return (sunset,)
        day = ends.astimezone(self.settings.timezone).date()
        return (Expiring("linkedin login", "De toegang tot LinkedIn", day, _LOGIN), sunset)

    def warn_of_linkedin(self) -> list[dict[str, str]]:
        """Tell the operator what ends soon, once each, as rows for people (Dutch headings)."""
        now, zone = self.clock.now(), self.settings.timezone
        told = warn_of_expiry(self.linkedin_expiring(), self.store, self.notifier, now, zone)
        return [
            {
                "waarover": one.what,
                "wie": "operator",
                "wat": f"verloopt op {one.ends:%d-%m-%Y}",
                "verstuurd": "ja" if through else "nee, volgende ronde weer",
            }
            for one, through in told
        ]

    def linkedin_standing(self) -> LinkedInStanding:
        """How the desk stands with LinkedIn, which is asked. Raises SettingsError without a token."""
        from omroeper.adapters.linkedin.oauth import SCOPES

        settings, tokens = self._linkedin, self._tokens
        if not tokens.there:
            raise SettingsError(
                "there is no token", thing="LinkedIn", remedy="Run `omroeper linkedin login`."
            )
        kept, trouble = tokens.kept(), ""
        scopes, ours = (kept.scopes if kept else ()), frozenset[str]()
        try:
            scopes = scopes or self._facts_scopes()
            ours = frozenset(self._administered())
        except OmroeperError as refusal:
            trouble = refusal.sentence
        named = (("", settings.organization), *settings.pages)
        return LinkedInStanding(
            ends=kept.ends if kept else self._login_ends(),
            renewable_until=kept.refresh_ends if kept else None,
            scopes=scopes,
            missing=tuple(one for one in SCOPES if scopes and one not in scopes),
            version=settings.version,
            pages=tuple((name, urn, urn in ours) for name, urn in named),
            trouble=trouble,
        )

    def settle_post(self, post: str, address: str, by: str) -> Post:
        """Somebody looked at the page: an unknown post is at this address, or (empty) not there."""
        team = self.newsroom.team
        if address:
            return settle_posts.settle_published(self.store, team, post, address, by, self.clock)
        return settle_posts.settle_not_published(self.store, team, post, by, self.clock)

    def delete_post(self, post: str, by: str) -> Post:
        """Take a published post off the page, in somebody's name."""
        return settle_posts.delete_post(
            self.store, self.channel, self.newsroom.team, post, by, self.clock
        )

    def _administered(self) -> tuple[str, ...]:
        from omroeper.adapters.linkedin import LinkedInChannel

        return self.channel.administered() if isinstance(self.channel, LinkedInChannel) else ()

    def _login_ends(self) -> datetime | None:
        """The end of the kept login; of a token of the settings LinkedIn knows, if it may be asked."""
        if self.linkedin_tokens is None:
            return None
        kept = self.linkedin_tokens.kept()
        if kept is not None or not self._linkedin.token:
            return kept.login_ends if kept else None
        try:
            return (
                self._login.facts(self._linkedin.token).ends if self._linkedin.client_id else None
            )
        except ChannelError:  # it is warned of when LinkedIn answers again
            return None

    def _facts_scopes(self) -> tuple[str, ...]:
        if not self._linkedin.client_id:
            return ()
        return self._login.facts(self._linkedin.token).scopes

    @property
    def _tokens(self) -> "Tokens":
        if self.linkedin_tokens is None:
            raise _not_set_up()
        return self.linkedin_tokens

    @property
    def _pending(self) -> "PendingLogin":
        from omroeper.adapters.linkedin.pending import PendingLogin

        return PendingLogin(self.settings.var)

    @property
    def _linkedin(self) -> LinkedInSettings:
        if self.settings.linkedin is None:
            raise _not_set_up()
        return self.settings.linkedin

    @property
    def _login(self) -> "Login":
        from omroeper.adapters.linkedin.oauth import Login

        if not self._linkedin.client_id:
            raise SettingsError(
                "is needed to log in but not set",
                thing="OMROEPER_LINKEDIN_CLIENT_ID",
                remedy="Make an app at LinkedIn's developer portal and set its id and secret.",
            )
        return Login(self._linkedin)


def _not_set_up() -> SettingsError:
    return SettingsError(
        "LinkedIn is not set up",
        thing="OMROEPER_LINKEDIN_CLIENT_ID",
        remedy="Set it, OMROEPER_LINKEDIN_CLIENT_SECRET and OMROEPER_LINKEDIN_ORGANIZATION.",
    )
