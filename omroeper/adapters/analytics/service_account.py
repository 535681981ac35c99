"""A Google service account, from its key file, through google-auth.

cloud.google.com/iam/docs/keys-create-delete: the file is a secret, so only its owner may read it.
"""

import json
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Any

from omroeper.domain.errors import AnalyticsError, SettingsError

if TYPE_CHECKING:
    from google.oauth2.service_account import Credentials

_NEEDED = ("client_email", "private_key", "token_uri")


class ServiceAccount:
    """Gives access tokens; one is used until it expires."""

    def __init__(self, credentials: "Credentials") -> None:
        self._credentials = credentials

    def token(self, name: str) -> str:
        """An access token; raises AnalyticsError in the name of the provider that needs it."""
        from google.auth.exceptions import GoogleAuthError, TransportError
        from google.auth.transport.requests import Request

        if self._credentials.valid:
            return str(self._credentials.token)
        try:
            self._credentials.refresh(Request())  # type: ignore[no-untyped-call]
        except TransportError as cause:
            raise AnalyticsError(
                f"its token server gave no answer ({type(cause).__name__})",
                thing=name,
                remedy="Check the network; the next night asks again.",
            ) from cause
        except GoogleAuthError as cause:
            raise AnalyticsError(
                f"it gave no token ({cause.args[0]})",
                thing=name,
                remedy="Make a new key for the service account, and name its file.",
            ) from cause
        return str(self._credentials.token)


def read_service_account(file: Path, scope: str, setting: str) -> ServiceAccount:
    """The account of a key file (JSON) that only its owner can read; raises SettingsError."""
    from google.auth.exceptions import GoogleAuthError
    from google.oauth2.service_account import Credentials

    told = _read(file, setting)
    try:
        make = Credentials.from_service_account_info
        made = make(told, scopes=[scope])  # type: ignore[no-untyped-call]
    except (GoogleAuthError, ValueError) as cause:
        raise _unusable(setting, f"{file} is not the key of a service account") from cause
    return ServiceAccount(made)


def _read(file: Path, setting: str) -> dict[str, Any]:
    try:
        if stat.S_IMODE(file.stat().st_mode) & 0o077:
            raise SettingsError(
                f"others can read {file}", thing=setting, remedy=f"Run: chmod 600 {file}"
            )
        told = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as cause:
        raise _unusable(setting, f"{file} cannot be read as JSON") from cause
    if not isinstance(told, dict) or not all(isinstance(told.get(one), str) for one in _NEEDED):
        raise _unusable(setting, f"{file} is not the key of a service account")
    return told


def _unusable(setting: str, problem: str) -> SettingsError:
    return SettingsError(
        problem,
        thing=setting,
        remedy="Make a key (JSON) for the service account in Google Cloud, and name that file.",
    )
