"""The links of an edition: campaign parameters for the website, and short ones that are counted.

A counted link is the same for every recipient, so a click says which link, never who (promise 6).
"""

import hashlib
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit


def is_web_address(text: str) -> bool:
    """Whether this is a whole http(s) address that can stand in a mail: host, port, no spaces."""
    try:
        parts = urlsplit(text)
        whole = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    return whole and not any(ch.isspace() or ch in '<>"' or not ch.isprintable() for ch in text)


_EXAMPLES = frozenset({"example", "test", "invalid", "localhost"})


def is_example_address(url: str) -> bool:
    """Whether the host is reserved for examples and tests (RFC 2606, 6761), or this machine itself."""
    host = (urlsplit(url).hostname or "").rstrip(".")
    labels = host.split(".")
    reserved = labels[-1] in _EXAMPLES or labels[-2:-1] == ["example"]
    return reserved or host.startswith("127.") or host == "::1"


@dataclass(frozen=True, slots=True)
class RegisteredLink:
    """A counted link's target and edition, and how many counted links that edition has."""

    target: str
    edition: str
    in_edition: int


@dataclass(frozen=True, slots=True)
class LinkBook:
    """Makes an edition's outgoing links. `counter_url` is empty when clicks are not counted."""

    edition: str
    newsletter: str
    counter_url: str = ""
    source: str = ""
    medium: str = "email"

    def target(self, url: str, placement: str) -> str:
        """The url with UTM parameters; `placement` is the section it stands in."""
        parts = urlsplit(url)
        utm = {
            "utm_source": self.source or self.newsletter,
            "utm_medium": self.medium,
            "utm_campaign": self.edition,
            "utm_content": placement,
        }
        query = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if k not in utm]
        return urlunsplit(parts._replace(query=urlencode([*query, *utm.items()])))

    def link_id(self, url: str, placement: str) -> str:
        """Twelve characters that name this link in this edition."""
        raw = f"{self.edition}\x1f{self.target(url, placement)}".encode()
        return hashlib.sha256(raw).hexdigest()[:12]

    def outgoing(self, url: str, placement: str) -> str:
        """What stands in the mail: the counted short link, or the target itself."""
        if self.counter_url:
            return f"{self.counter_url}/k/{self.link_id(url, placement)}"
        return self.target(url, placement)
