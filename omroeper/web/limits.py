"""How often forms may be sent: per network, in memory, bounded, and without keeping an address."""

import hashlib
import hmac
import ipaddress
import threading
from collections import OrderedDict
from datetime import datetime

from starlette.requests import Request

PER_HOUR = 30
"""Forms that one network may send in an hour: a school or an office stands behind one."""
_MOST = 20_000
_IPV4_BITS, _IPV6_BITS = 24, 56  # what one household or office commonly has at least


class Limits:
    """Counts per network and clock hour, under a keyed hash. When it is full, the oldest is forgotten."""

    def __init__(self, secret: str, *, per_hour: int = PER_HOUR, most: int = _MOST) -> None:
        self._secret = secret.encode()
        self._per_hour = per_hour
        self._most = most
        self._counts: OrderedDict[bytes, int] = OrderedDict()
        self._lock = threading.Lock()

    def allow(self, request: Request, at: datetime) -> bool:
        """Count one form; False when this network sent too many in this hour."""
        return self.allow_one(_network(request), at)

    def allow_one(self, thing: str, at: datetime) -> bool:
        """The same for anything else that is named: a login, a program."""
        key = self._key(thing, at)
        with self._lock:
            count = self._counts.pop(key, 0) + 1
            self._counts[key] = count
            while len(self._counts) > self._most:
                self._counts.popitem(last=False)
        return count <= self._per_hour

    def _key(self, network: str, at: datetime) -> bytes:
        told = f"{network}|{at:%Y-%m-%d %H}".encode()
        return hmac.digest(self._secret, told, hashlib.sha256)[:16]


def _network(request: Request) -> str:
    """The network of whoever asks. Behind the proxy uvicorn gives its X-Forwarded-For as the client."""
    host = request.client.host if request.client else ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return "unknown"
    bits = _IPV4_BITS if address.version == 4 else _IPV6_BITS
    return str(ipaddress.ip_network((address, bits), strict=False))
