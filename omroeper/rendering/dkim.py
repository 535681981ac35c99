"""DKIM signatures (RFC 6376), by RSA and beside it Ed25519 (RFC 8463): `relaxed/simple`.

The keys' mathematics comes in from outside; canonical forms and the header field are made here.
Signed are the fields that make a newsletter what it is, List-Unsubscribe and
List-Unsubscribe-Post too (RFC 8058, §4). Fields of which nobody may add a second are named once
more than they are there (RFC 6376, §8.15).
"""

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from omroeper.rendering.master_copy import Field

OVERSIGNED = (b"from", b"to", b"subject", b"date", b"reply-to", b"message-id", b"content-type")
SIGNED = (
    *OVERSIGNED,
    b"mime-version",
    b"list-id",
    b"list-unsubscribe",
    b"list-unsubscribe-post",
    b"feedback-id",
)
_BLANKS = re.compile(rb"[ \t\r\n]+")
_B64_LINE = 72


@dataclass(frozen=True, slots=True)
class DkimKey:
    """One key of the domain. `sign` gives a signature over the bytes that RFC 6376 has hashed.

    `algorithm` is rsa-sha256 or ed25519-sha256; `public` is what stands after `p=` in DNS.
    """

    domain: str
    selector: str
    algorithm: str
    public: str
    sign: Callable[[bytes], bytes]

    @property
    def record_name(self) -> str:
        return f"{self.selector}._domainkey.{self.domain}"

    @property
    def record(self) -> str:
        """The TXT record to publish (RFC 6376, §3.6.1)."""
        return f"v=DKIM1; k={self.algorithm.partition('-')[0]}; p={self.public}"

    def signs_for(self, address: str) -> bool:
        """Whether a signature of this key speaks for mail from this address (aligned, relaxed)."""
        host = address.rpartition("@")[2].lower()
        domain = self.domain.lower()
        return host == domain or host.endswith(f".{domain}")


class DkimSigner:
    """Signs messages with each of its keys; receivers check those they know.

    Fields in `rewritten` are left out: who carries the mail puts its own in their place.
    """

    def __init__(self, keys: Sequence[DkimKey], rewritten: Collection[bytes] = ()) -> None:
        self.keys = tuple(keys)
        self._names = tuple(name for name in SIGNED if name not in rewritten)

    def signatures(self, fields: Sequence[Field], body: bytes, at: datetime) -> list[bytes]:
        """The DKIM-Signature fields of a message, without their last line end."""
        names, canonical = _chosen(fields, self._names)
        body_hash = base64.b64encode(hashlib.sha256(simple_body(body)).digest())
        return [self._signature(key, names, canonical, body_hash, at) for key in self.keys]

    def _signature(
        self, key: DkimKey, names: bytes, canonical: bytes, body_hash: bytes, at: datetime
    ) -> bytes:
        tags = (
            f"v=1; a={key.algorithm}; c=relaxed/simple; d={key.domain}; s={key.selector};"
            f" t={int(at.timestamp())};"
        ).encode()
        parts = (tags, b"h=" + names + b";", b"bh=" + body_hash + b";", b"b=")
        told = canonical + b"dkim-signature:" + b" ".join(parts)
        signature = base64.b64encode(key.sign(told))
        lines = (signature[i : i + _B64_LINE] for i in range(0, len(signature), _B64_LINE))
        return b"DKIM-Signature: " + b"\r\n\t".join(parts) + b"\r\n\t ".join(lines)


@lru_cache(maxsize=128)  # most fields are those of every copy
def relaxed(field: bytes) -> bytes:
    """A header field in its relaxed form (RFC 6376, §3.4.2), with CRLF."""
    name, _, value = field.partition(b":")
    return name.strip().lower() + b":" + _BLANKS.sub(b" ", value).strip() + b"\r\n"


def simple_body(body: bytes) -> bytes:
    """A body in its simple form: empty lines at the end are one line end (RFC 6376, §3.4.3)."""
    if body.endswith(b"\r\n") and not body.endswith(b"\r\n\r\n"):
        return body
    end = len(body)
    while body.endswith(b"\r\n", 0, end):
        end -= 2
    return body[:end] + b"\r\n"


def _chosen(fields: Sequence[Field], wanted: tuple[bytes, ...]) -> tuple[bytes, bytes]:
    """What `h=` names, and those fields in their relaxed form; of one name the last comes first."""
    named, order = _order(tuple(name for name, _ in fields), wanted)
    return named, b"".join(relaxed(fields[place][1]) for place in order)


@lru_cache(maxsize=16)  # the copies of a campaign have the same fields
def _order(names: tuple[bytes, ...], wanted: tuple[bytes, ...]) -> tuple[bytes, tuple[int, ...]]:
    """What `h=` names for a message with these fields, and where in it they stand."""
    there = Counter(names)
    named = [name for name in wanted for _ in range(there[name] + (name in OVERSIGNED))]
    places = range(len(names) - 1, -1, -1)
    order = [place for name in wanted for place in places if names[place] == name]
    return b":".join(named), tuple(order)
