"""A return path of its own for each delivery, so that a bounce says whose it is (VERP).

`bounces+TOKEN@domain`: the token is the delivery's number, hidden and signed with the desk's secret
(a keyed hash from which the mask is made, as in RFC 5297). It reveals neither reader nor size of the
list, nobody can make one, and it is no key to any page: it stands in the logs of every server on
the way. It survives servers that change the case of a local part.
"""

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass
from functools import lru_cache

_NUMBER = 8
_TAG = 12
_TOKEN = re.compile(r"\+([a-z2-7]{32})(?![a-z0-9])", re.IGNORECASE)
_LARGEST = 2 ** (8 * _NUMBER) - 1


@dataclass(frozen=True, slots=True)
class ReturnPath:
    """Makes and reads return paths. `mailbox` is where bounces are read, without a token."""

    mailbox: str
    secret: str

    def address_for(self, delivery: int) -> str:
        """The envelope sender of one delivery, given by its number in the ledger."""
        if not 0 <= delivery <= _LARGEST:
            raise ValueError(f"{delivery} is not the number of a delivery")
        number = delivery.to_bytes(_NUMBER, "big")
        tag = self._tag(number)
        token = base64.b32encode(tag + self._masked(number, tag)).decode().lower()
        local, _, host = self.mailbox.rpartition("@")
        return f"{local}+{token}@{host}"

    def delivery_of(self, address: str) -> int | None:
        """The number of the delivery a bounce came back for; None when this desk signed none.

        `address` may be bare, between angle brackets or among other text: the first token counts
        whose signature is right, whatever stands before the plus and after the at sign.
        """
        found = (self._read(token) for token in _TOKEN.findall(address))
        return next((number for number in found if number is not None), None)

    def _read(self, token: str) -> int | None:
        content = base64.b32decode(token.upper())
        tag, masked = content[:_TAG], content[_TAG:]
        number = self._masked(masked, tag)
        if not hmac.compare_digest(tag, self._tag(number)):
            return None
        return int.from_bytes(number, "big")

    def _tag(self, number: bytes) -> bytes:
        return self._keyed(b"return path\0" + number)

    def _masked(self, number: bytes, tag: bytes) -> bytes:
        """Hides a number, or brings it back."""
        mask = self._keyed(b"return path mask\0" + tag)[:_NUMBER]
        masked = int.from_bytes(number, "big") ^ int.from_bytes(mask, "big")
        return masked.to_bytes(_NUMBER, "big")

    def _keyed(self, content: bytes) -> bytes:
        return hashlib.blake2b(content, key=_key(self.secret), digest_size=_TAG).digest()


@lru_cache(maxsize=4)
def _key(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()


def token_in(return_path: str) -> str:
    """The token that stands in a return path, for who carries it by another way; '' without one."""
    found = _TOKEN.search(return_path)
    return found[1] if found else ""
