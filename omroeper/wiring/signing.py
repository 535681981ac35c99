"""Signed addresses: of pages for the desk's own people, and of what readers get a link to by mail."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from itsdangerous import BadData, TimestampSigner, URLSafeSerializer, URLSafeTimedSerializer

from omroeper.ports import Clock
from omroeper.settings import Settings

_SALT = "omroeper pages"


def sign(path: str, secret: str) -> str:
    """The signature that opens this path."""
    return str(URLSafeSerializer(secret, salt=_SALT).dumps(path)).rpartition(".")[2]


def signed_url(settings: Settings, path: str, suffix: str = "") -> str:
    """The whole address of a signed page."""
    return f"{settings.web_url}/{path}/{sign(path, settings.secret)}{suffix}"


class Purpose(StrEnum):
    """What a token is for; one made for one purpose opens nothing else."""

    CONFIRM = "confirm"
    PREFERENCES = "preferences"
    ERASE = "erase"
    FORM = "form"
    SESSION = "session"


LIFETIMES = {
    Purpose.CONFIRM: timedelta(days=4),
    Purpose.PREFERENCES: timedelta(days=90),
    Purpose.ERASE: timedelta(hours=24),
    Purpose.FORM: timedelta(hours=12),
    Purpose.SESSION: timedelta(hours=12),
}


class Tokens:
    """Makes and reads signed tokens. What they carry is random and opaque: never an address.

    `keys` may be several: the last one signs, the ones before it still open what they signed. To
    rotate, add a key at the end, and remove the first when its links are over.
    """

    def __init__(self, keys: Sequence[str], clock: Clock) -> None:
        self._keys = list(keys)
        self._clock = clock

    def make(self, purpose: Purpose, value: str) -> str:
        return str(self._serializer(purpose).dumps(value))

    def read(self, purpose: Purpose, token: str) -> tuple[str, datetime] | None:
        """What the token carries and when it was made; None when it is forged or its time is over."""
        seconds = int(LIFETIMES[purpose].total_seconds())
        try:
            value, made = self._serializer(purpose).loads(token, seconds, return_timestamp=True)
        except BadData:
            return None
        return str(value), made.astimezone(UTC)

    def _serializer(self, purpose: Purpose) -> URLSafeTimedSerializer:
        return URLSafeTimedSerializer(
            self._keys,
            salt=f"omroeper {purpose.value}",
            signer=_ClockSigner,
            signer_kwargs={"clock": self._clock, "digest_method": hashlib.sha256},
        )


class _ClockSigner(TimestampSigner):
    """Signs with the desk's clock."""

    def __init__(self, *args: Any, clock: Clock, **options: Any) -> None:
        super().__init__(*args, **options)
        self._clock = clock

    def get_timestamp(self) -> int:
        return int(self._clock.now().timestamp())
