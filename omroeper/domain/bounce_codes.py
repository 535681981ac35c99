"""Finding status and reply codes in what servers wrote, and words that are fit to be shown."""

import re

from omroeper.domain.bounce import DEAD_STATUSES, cause_of
from omroeper.domain.text import one_line

_ADDRESS = re.compile(r"[^\s<>()\[\]\"'=;:,]*@[^\s<>()\[\]\"';:,]+")
_OPAQUE = re.compile(r"[A-Za-z0-9_\-+/=.]{28,}")
_ENHANCED = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?!\.?\d)")
# In running text a version of some program looks the same: there something must announce it.
_ANNOUNCED = re.compile(
    r"(?:\b[245]\d\d[ -]|#|\b(?:status|code|error|message|dsn|esc)[:=]?\s|^[\s:>-]*|\"\s?)"
    r"([245]\.\d{1,3}\.\d{1,3})(?!\.?\d)",
    re.IGNORECASE | re.MULTILINE,
)
_CODES = "421|45[0-5]|471|50[0-4]|51[0-3]|52[1-5]|53[0-5]|541|55[0-6]|571"
_REPLY = re.compile(rf"(?<![\d.:/])({_CODES})(?=[ \-:;#]|\Z)", re.MULTILINE)
_LONGEST = 160


def status_in(words: str, *, running_text: bool = False) -> str:
    """The enhanced status (RFC 3463) that tells most; empty when there is none."""
    found = (_ANNOUNCED if running_text else _ENHANCED).findall(words)
    return next((one for one in found if cause_of(one)), found[0] if found else "")


def code_in(words: str) -> int | None:
    """The first SMTP reply code that refuses something (RFC 5321)."""
    found = _REPLY.search(words)
    return int(found[1]) if found else None


def weighed(status: str, inner: str) -> str:
    """Which of two statuses counts: of a report's own and the one its server was told.

    One that says something goes before one that does not; where both do and disagree, the one that
    does not call the address dead.
    """
    telling = [one for one in (inner, status) if one and cause_of(one)]
    alive = [one for one in telling if one not in DEAD_STATUSES]
    return (alive or telling or [inner or status])[0]


def shown(words: str) -> str:
    """The words on one line, short, without addresses and tokens."""
    plain = _OPAQUE.sub("…", _ADDRESS.sub("…", one_line(words)))
    return plain if len(plain) <= _LONGEST else plain[: _LONGEST - 1] + "…"
