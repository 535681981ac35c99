"""Logging in at LinkedIn: three-legged OAuth 2.0, renewal, and what a token is worth.

learn.microsoft.com/linkedin/shared/authentication/authorization-code-flow,
programmatic-refresh-tokens and token-introspection
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hmac import compare_digest
from urllib.parse import parse_qs, urlsplit

import requests
from linkedin_api.clients.auth.client import AuthClient
from linkedin_api.common.errors import ResponseFormattingError

from omroeper.adapters.linkedin.calls import Hardened
from omroeper.adapters.linkedin.refusals import failed
from omroeper.adapters.linkedin.token_file import KeptToken
from omroeper.domain.errors import ChannelError
from omroeper.settings import LinkedInSettings
from omroeper.settings.linkedin import LOGIN_URL

SCOPES = ("w_organization_social", "r_organization_social", "rw_organization_admin")
_AGAIN = "Run `omroeper linkedin login` again."


@dataclass(frozen=True, slots=True)
class TokenFacts:
    """What LinkedIn says of a token. `ends` is aware; None when it does not say."""

    active: bool
    ends: datetime | None
    scopes: tuple[str, ...]


class Login:
    """The calls of a login, with the app of the settings."""

    def __init__(self, settings: LinkedInSettings, *, timeout_seconds: float = 20) -> None:
        self._settings = settings
        self._client = AuthClient(settings.client_id, settings.client_secret, settings.redirect_url)
        hardened = Hardened({LOGIN_URL: settings.login_url}, timeout_seconds)
        for scheme in ("https://", "http://"):
            self._client.session.mount(scheme, hardened)

    def address(self, state: str) -> str:
        """Where a person allows this desk to act for the pages."""
        address = self._client.generate_member_auth_url(list(SCOPES), state)
        return str(address).replace(LOGIN_URL, self._settings.login_url, 1)

    def exchange(self, code: str, at: datetime) -> KeptToken:
        """The token for a code, which is good once and for half an hour. Raises ChannelError."""
        with _asking("the code was not taken"):
            told = self._client.exchange_auth_code_for_access_token(code)
        return _kept(told.access_token, told.expires_in, told.scope, told, at)

    def renew(self, kept: KeptToken, at: datetime) -> KeptToken:
        """A new access token; the one to renew with keeps its own end. Raises ChannelError."""
        with _asking("the token was not renewed"):
            told = self._client.exchange_refresh_token_for_access_token(kept.refresh)
        scopes = ",".join(kept.scopes)
        return _kept(told.access_token, told.expires_in, scopes, told, at)

    def facts(self, token: str) -> TokenFacts:
        """What LinkedIn says of a token of this app. Raises ChannelError."""
        with _asking("the token could not be looked at"):
            told = self._client.introspect_access_token(token)
        ends = datetime.fromtimestamp(told.expires_at, UTC) if told.expires_at else None
        return TokenFacts(bool(told.active), ends, _scopes(told.scope))


def code_in(address: str, state: str) -> str:
    """The code in the address that LinkedIn sent the browser to.

    Raises ChannelError when the person refused, or when it belongs to another login.
    """
    told = parse_qs(urlsplit(address.strip()).query)
    if not compare_digest(told.get("state", [""])[0].encode(), state.encode()):
        raise ChannelError(
            "this address is not of the login that was begun",
            thing="LinkedIn",
            remedy=f"Copy the whole address the browser ended at, or begin anew: {_AGAIN}",
        )
    if "error" in told:
        reason = " ".join((*told["error"], *told.get("error_description", ())))
        raise ChannelError(f"it gave no code ({reason[:200]})", thing="LinkedIn", remedy=_AGAIN)
    if not told.get("code"):
        raise ChannelError("the address holds no code", thing="LinkedIn", remedy=_AGAIN)
    return told["code"][0]


def _kept(
    access: str | None, seconds: int | None, scope: str | None, told: object, at: datetime
) -> KeptToken:
    if not access or not seconds:
        raise ChannelError("it gave no token", thing="LinkedIn", remedy=_AGAIN)
    refresh = getattr(told, "refresh_token", None) or ""
    lasts = getattr(told, "refresh_token_expires_in", None)
    return KeptToken(
        access=access,
        ends=at + timedelta(seconds=int(seconds)),
        scopes=_scopes(scope),
        refresh=refresh,
        refresh_ends=at + timedelta(seconds=int(lasts)) if refresh and lasts else None,
    )


def _scopes(scope: str | None) -> tuple[str, ...]:
    """LinkedIn separates them by commas, spaces, or both."""
    return tuple(sorted(one for one in re.split(r"[\s,]+", scope or "") if one))


@contextmanager
def _asking(what: str) -> Iterator[None]:
    try:
        yield
    except requests.RequestException as cause:
        raise failed(cause, changes=False) from cause
    except ResponseFormattingError as cause:
        raise ChannelError(what, thing="LinkedIn", remedy=_AGAIN) from cause
