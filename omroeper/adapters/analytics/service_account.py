"""A Google service account's access token: a signed JWT for it (RFC 7523), as Google documents it.

developers.google.com/identity/protocols/oauth2/service-account
"""

import base64
import json
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from omroeper.domain.errors import SettingsError

GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
SECONDS = 3600
"""How long an assertion is valid; Google allows an hour."""
_NEEDED = ("client_email", "private_key", "private_key_id", "token_uri")


@dataclass(frozen=True, slots=True)
class ServiceAccount:
    """What of the key file is needed to ask for a token."""

    email: str
    key_id: str
    token_url: str
    key: rsa.RSAPrivateKey = field(repr=False)

    def assertion(self, scope: str, at: datetime) -> str:
        """A JWT (RS256) that asks for this scope."""
        now = int(at.timestamp())
        claims = {
            "iss": self.email,
            "scope": scope,
            "aud": self.token_url,
            "iat": now,
            "exp": now + SECONDS,
        }
        head = {"alg": "RS256", "typ": "JWT", "kid": self.key_id}
        signed = f"{_encoded(head)}.{_encoded(claims)}"
        signature = self.key.sign(signed.encode(), padding.PKCS1v15(), hashes.SHA256())
        return f"{signed}.{_base64(signature)}"


def read_service_account(file: Path, setting: str) -> ServiceAccount:
    """The account of a key file (JSON) that only its owner can read; raises SettingsError."""
    try:
        if stat.S_IMODE(file.stat().st_mode) & 0o077:
            raise SettingsError(
                f"others can read {file}", thing=setting, remedy=f"Run: chmod 600 {file}"
            )
        told = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as cause:
        raise _unusable(setting, f"{file} cannot be read as JSON") from cause
    if not isinstance(told, Mapping) or not all(isinstance(told.get(one), str) for one in _NEEDED):
        raise _unusable(setting, f"{file} is not the key of a service account")
    try:
        key = serialization.load_pem_private_key(told["private_key"].encode(), password=None)
    except (ValueError, TypeError) as cause:
        raise _unusable(setting, f"the private key in {file} cannot be used") from cause
    if not isinstance(key, rsa.RSAPrivateKey):
        raise _unusable(setting, f"the private key in {file} is not an RSA key")
    return ServiceAccount(told["client_email"], told["private_key_id"], told["token_uri"], key)


def _unusable(setting: str, problem: str) -> SettingsError:
    return SettingsError(
        problem,
        thing=setting,
        remedy="Make a key (JSON) for the service account in Google Cloud, and name that file.",
    )


def _encoded(value: Mapping[str, Any]) -> str:
    return _base64(json.dumps(value, separators=(",", ":")).encode())


def _base64(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
