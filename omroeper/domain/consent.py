"""What a person agreed to, so that it can be proven: the exact text, when, where and how (AVG art. 7)."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class ConsentText:
    """The words beside the subscribe button in one language. An editor who changes them raises `version`."""

    version: str
    language: str
    text: str

    @property
    def hash(self) -> str:
        """SHA-256 of exactly these words: it tells two texts apart that claim the same version."""
        return hashlib.sha256(self.text.encode()).hexdigest()


class ConfirmedBy(StrEnum):
    """How we know that the address's owner agreed."""

    DOUBLE_OPT_IN = "double opt-in"
    PREFERENCES = "preferences"
    IMPORT = "import"


@dataclass(frozen=True, slots=True)
class Consent:
    """One agreement to get newsletters; append-only, and without address or IP.

    `asked_at` is when the form was sent, `at` when the owner of the address confirmed it. `source`
    is the page or file it came from. Without a text (an import) its version and hash are empty.
    """

    subscriber: str
    newsletters: tuple[str, ...]
    text_version: str
    text_hash: str
    source: str
    confirmed_by: ConfirmedBy
    asked_at: datetime
    at: datetime
