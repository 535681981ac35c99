"""The certificates SNS signs with: fetched from its own host only, and kept."""

import re
import threading
import time
from collections.abc import Callable
from datetime import datetime

import httpx
from cryptography import x509
from cryptography.x509.oid import NameOID

_SECONDS = 5.0
_LARGEST = 64 * 1024
_QUIET_SECONDS = 10.0
_KEPT = 8
_PATH = re.compile(r"/SimpleNotificationService-[0-9a-f]{32,64}\.pem")

Fetch = Callable[[str], bytes]


class Unchecked(Exception):
    """It could not be fetched now; the message should come again."""


def fetch(url: str) -> bytes:
    """What stands at an https address; follows no redirect. Raises Unchecked."""
    try:
        with httpx.stream("GET", url, timeout=_SECONDS, follow_redirects=False) as response:
            response.raise_for_status()
            content = b""
            for piece in response.iter_bytes():
                content += piece
                if len(content) > _LARGEST:
                    raise Unchecked("it is too large")
            return content
    except (httpx.HTTPError, httpx.InvalidURL) as cause:
        raise Unchecked(f"{type(cause).__name__}") from cause


def is_at(url: str, host: str) -> bool:
    """Whether an address is https at exactly this host, without a user or a port."""
    return url.startswith((f"https://{host}/", f"https://{host}?")) and "\\" not in url


class Certificates:
    """After a fetch that failed none is tried for a while, so that nobody makes us ask all day."""

    def __init__(self, host: str, fetch: Fetch, now: Callable[[], float] = time.monotonic) -> None:
        self._host = host
        self._fetch = fetch
        self._now = now
        self._kept: dict[str, x509.Certificate] = {}
        self._not_before = 0.0
        self._guard = threading.Lock()

    def at(self, url: str, moment: datetime) -> x509.Certificate | None:
        """SNS's certificate at this address; None when it cannot be SNS's. Raises Unchecked."""
        path = url.removeprefix(f"https://{self._host}")
        if not is_at(url, self._host) or not _PATH.fullmatch(path):
            return None
        with self._guard:
            certificate = self._kept.get(url) or self._fetched(url)
        valid = certificate.not_valid_before_utc <= moment <= certificate.not_valid_after_utc
        return certificate if valid and self._is_of_sns(certificate) else None

    def _fetched(self, url: str) -> x509.Certificate:
        if self._now() < self._not_before:
            raise Unchecked("it was tried a moment ago")
        try:
            certificate = x509.load_pem_x509_certificate(self._fetch(url))
        except (Unchecked, ValueError) as cause:
            self._not_before = self._now() + _QUIET_SECONDS
            raise Unchecked("the certificate of SNS could not be fetched") from cause
        if len(self._kept) >= _KEPT:
            self._kept.clear()
        self._kept[url] = certificate
        return certificate

    def _is_of_sns(self, certificate: x509.Certificate) -> bool:
        names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
        suffix = self._host.partition(".")[2].partition(".")[2]
        return any(name.value in (self._host, f"sns.{suffix}") for name in names)
