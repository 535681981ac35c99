"""The token of the moment: that of the settings, or the kept one, renewed before it ends."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from omroeper.adapters.linkedin.oauth import Login
from omroeper.adapters.linkedin.token_file import KeptToken, TokenFile
from omroeper.domain.errors import ChannelError, OmroeperError
from omroeper.domain.expiry import version_sunset
from omroeper.settings import LinkedInSettings

FILE = "linkedin-token.json"
_log = logging.getLogger("omroeper.linkedin")
RENEWED_BEFORE = timedelta(days=7)
"""How long before its end a token is renewed, so that a failure is seen in time."""


class Tokens:
    """Gives the access token. Two processes that renew at once both get a good one."""

    def __init__(
        self, settings: LinkedInSettings, folder: Path, now: Callable[[], datetime]
    ) -> None:
        self._settings = settings
        self._now = now
        self.file = TokenFile(folder / FILE)

    @property
    def there(self) -> bool:
        """Whether there is any token at all; raises SettingsError for a file others can read."""
        return bool(self._settings.token) or self.file.read() is not None

    def kept(self) -> KeptToken | None:
        """The token of the login, renewed if it was time; None with a token of the settings."""
        if self._settings.token:
            return None
        kept = self.file.read()
        return self._renewed(kept) if kept is not None else None

    def access_ends(self) -> datetime:
        """When calls stop working, as far as is known: the end of the login or of the API's version."""
        sunset = datetime.combine(version_sunset(self._settings.version), time(), UTC)
        kept = self.kept()
        return min(sunset, kept.login_ends) if kept else sunset

    def current(self) -> str:
        """The token to call with; raises ChannelError when it has ended."""
        if self._settings.token:
            return self._settings.token
        kept = self.kept()
        if kept is None or kept.ends <= self._now():
            raise ChannelError(
                "there is no token" if kept is None else f"the token ended on {kept.ends:%Y-%m-%d}",
                thing="LinkedIn",
                remedy="Run `omroeper linkedin login`.",
            )
        return kept.access

    def _renewed(self, kept: KeptToken) -> KeptToken:
        """A renewal that fails is logged, and the token is used while it lasts."""
        now = self._now()
        may = kept.refresh and kept.refresh_ends is not None and kept.refresh_ends > now
        if not may or kept.ends - now > RENEWED_BEFORE:
            return kept
        try:
            renewed = Login(self._settings).renew(kept, now)
        except OmroeperError as refusal:
            _log.warning("the token of LinkedIn was not renewed: %s", refusal.sentence)
            return kept
        self.file.write(renewed)
        return renewed
