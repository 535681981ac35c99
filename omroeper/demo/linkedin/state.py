"""What the simulator holds, and how it misbehaves."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

TOKEN = "demo-token"  # noqa: S105 - opens nothing but this simulator
ORGANIZATION = "urn:li:organization:2414183"
SECOND = "urn:li:organization:5583111"
APP = ("78demo", "demo-app-secret")
VERSIONS = frozenset({"202611", "202610", "202609", "202608"})
SCOPES = ("r_organization_social", "rw_organization_admin", "w_organization_social")


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: JSON, HTML when `body` is text, or nothing."""

    status: int
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request. `path` and `query` are decoded; `base` is the address it was sent to."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    content: bytes
    base: str


@dataclass(slots=True)
class IssuedToken:
    """`ends` in seconds since 1970."""

    ends: float
    scopes: tuple[str, ...] = SCOPES
    revoked: bool = False


@dataclass(slots=True)
class Uploaded:
    """A picture or document; `polls` counts down to AVAILABLE."""

    owner: str
    polls: int
    content: bytes | None = None
    fails: bool = False

    @property
    def status(self) -> str:
        if self.content is None:
            return "WAITING_UPLOAD"
        if self.polls > 0:
            return "PROCESSING"
        return "PROCESSING_FAILED" if self.fails else "AVAILABLE"


def _first_token() -> dict[str, IssuedToken]:
    return {TOKEN: IssuedToken(float("inf"))}


@dataclass(slots=True)
class Simulated:
    """`partner` is whether logins give a refresh token too; `codes` and `refreshes` are what was given
    out and did not end yet. `refuse` is a status to answer every call with; `lose` names moments
    (`created`, `commented`, `updated`, `deleted`, `uploaded`) whose reply does not arrive, each once;
    `watch` hears of every moment as it comes; `later` is how many seconds its clock is ahead."""

    posts: dict[str, dict[str, Any]] = field(default_factory=dict)
    comments: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    media: dict[str, Uploaded] = field(default_factory=dict)
    statistics: dict[str, dict[str, int]] = field(default_factory=dict)
    followers: dict[str, int] = field(default_factory=dict)
    days: dict[str, dict[str, dict[str, int]]] = field(default_factory=dict)
    """By organisation and day (ISO 8601): metrics of its posts and gains of followers."""
    tokens: dict[str, IssuedToken] = field(default_factory=_first_token)
    codes: dict[str, dict[str, Any]] = field(default_factory=dict)
    refreshes: dict[str, float] = field(default_factory=dict)
    partner: bool = False
    administers: set[str] = field(default_factory=lambda: {ORGANIZATION, SECOND})
    polls: int = 2
    fail_processing: bool = False
    quota: int | None = None
    refuse: int = 0
    lose: set[str] = field(default_factory=set)
    refuses_duplicates: bool = True
    hidden: bool = False
    """Whether posts are made but do not show up in lists yet."""
    watch: Callable[[str], None] = lambda _: None
    later: float = 0
    calls: int = 0
    minted: int = 0
    lock: threading.RLock = field(default_factory=threading.RLock)

    def now(self) -> float:
        return time.time() + self.later

    def mint(self) -> int:
        with self.lock:
            self.minted += 1
            return self.minted


def error(status: int, code: str, message: str, service: int = 0) -> Reply:
    """LinkedIn's own form of an error."""
    body: dict[str, Any] = {"status": status, "code": code, "message": message}
    return Reply(status, {**body, "serviceErrorCode": service} if service else body)


def denied(what: str) -> Reply:
    return error(403, "ACCESS_DENIED", f"Not enough permissions to access: {what}", 100)
