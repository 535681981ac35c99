"""Passwords of the team, kept as scrypt hashes (RFC 7914), and the tokens of programs.

The cost follows OWASP's password storage guide: N 2^15, r 8, p 3, which takes some 32 MB for a try.
"""

import base64
import binascii
import hashlib
import hmac
import re

from omroeper.domain.errors import InvalidValue

SHORTEST = 12
"""Characters of a password (NIST SP 800-63B asks for length, and for nothing else)."""
_N, _R, _P = 2**15, 8, 3
_MEMORY = 64 * 1024 * 1024
_MOST_COST = 2**17
_SALT_BYTES = 16
_LONGEST = 1024
_HASH = re.compile(r"scrypt:(\d{1,7}):(\d{1,2}):(\d{1,2}):([A-Za-z0-9+/=]+):([A-Za-z0-9+/=]+)")
_NAME = re.compile(r"[\w.’'-]+(?: [\w.’'-]+)*")


def checked_name(text: str) -> str:
    """A login's name with single spaces; raises InvalidValue for what cannot be one."""
    name = " ".join(text.split())
    if not _NAME.fullmatch(name) or len(name) > 80:
        raise InvalidValue(
            f"‘{name[:80]}’ cannot be a name",
            thing="NAME",
            remedy="Use letters, digits, spaces, dots and dashes; at most 80 of them.",
        )
    return name


def checked_password(password: str) -> str:
    """The password itself; raises InvalidValue when it is too short or too long."""
    if not SHORTEST <= len(password) <= _LONGEST:
        raise InvalidValue(
            "it is too short" if len(password) < SHORTEST else "it is too long",
            thing="password",
            remedy=f"Use {SHORTEST} characters or more: some words in a row are easy to remember.",
        )
    return password


def hashed(password: str, salt: bytes) -> str:
    """What is kept of a password; `salt` is random, 16 bytes."""
    if len(salt) != _SALT_BYTES:
        raise ValueError("a salt of 16 bytes is needed")
    digest = _scrypt(password, salt, _N, _R, _P)
    return f"scrypt:{_N}:{_R}:{_P}:{_text(salt)}:{_text(digest)}"


def is_hash(kept: str) -> bool:
    """Whether this is what `hashed` makes."""
    return _HASH.fullmatch(kept) is not None


def matches(password: str, kept: str) -> bool:
    """Whether this is the password; a hash that is none matches nothing."""
    found = _HASH.fullmatch(kept)
    if found is None or len(password) > _LONGEST:
        return False
    n, r, p = int(found[1]), int(found[2]), int(found[3])
    if n > _MOST_COST:
        return False
    try:
        salt, digest = base64.b64decode(found[4]), base64.b64decode(found[5])
        return hmac.compare_digest(_scrypt(password, salt, n, r, p), digest)
    except (binascii.Error, ValueError):
        return False


def token_hash(token: str) -> str:
    """What is kept of a program's token: it is random and long, so that SHA-256 is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def _scrypt(password: str, salt: bytes, n: int, r: int, p: int) -> bytes:
    return hashlib.scrypt(
        password.encode(), salt=salt, n=n, r=r, p=p, maxmem=max(_MEMORY, 256 * n * r), dklen=32
    )


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")
