"""Who may see the desk's own pages: people with a login, and programs with a token."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Logins:
    """Hashes of passwords by the name of who has them."""

    hashes: Mapping[str, str]

    def named(self, text: str) -> str:
        """The name as it is kept, however it is written; empty for nobody's."""
        wanted = " ".join(text.split()).casefold()
        return next((name for name in self.hashes if name.casefold() == wanted), "")

    def mark(self, name: str) -> str:
        """Changes with the password: a session that was begun with another one is over."""
        kept = self.hashes.get(name, "")
        return hashlib.sha256(kept.encode()).hexdigest()[:16] if kept else ""


class Scope(StrEnum):
    """What a program's token opens."""

    DATA = "data"
    METRICS = "metrics"


@dataclass(frozen=True, slots=True)
class ApiClient:
    """A program that may ask. `kept` is the SHA-256 of its token."""

    name: str
    scope: Scope
    kept: str
