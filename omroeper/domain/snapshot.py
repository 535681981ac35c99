"""Raw snapshots: the bytes that something was read from, as they came."""

import hashlib
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class RawSnapshot:
    """What an address gave at a moment (aware); `url` is a file's name for one of our own."""

    url: str
    media_type: str
    content: bytes
    retrieved: datetime

    @property
    def hash(self) -> str:
        """SHA-256 of the bytes."""
        return hashlib.sha256(self.content).hexdigest()
