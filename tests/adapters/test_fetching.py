"""Fetching keeps to public addresses and to its limits, and knows what did not change."""

import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest

from omroeper.adapters.feeds import fetching
from omroeper.adapters.feeds.addresses import is_public
from omroeper.adapters.feeds.fetching import MOST_BYTES, Fetched, fetch, make_client
from omroeper.domain.errors import SourceError
from omroeper.domain.source import Source, SourceKind, Validators

Answer = Callable[[BaseHTTPRequestHandler], None]


def source(address: str) -> Source:
    return Source("bron", "Bron", SourceKind.FEED, address, "fll")


def reply(content: bytes, status: int = 200, **headers: str) -> Answer:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content)

    return answer


def dribbled(*, headers: bool) -> Answer:
    """One byte every tenth of a second, for ten seconds: of the headers or of the body."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        if not headers:
            handler.send_response(200)
            handler.end_headers()
        else:
            handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        try:
            for _ in range(100):
                handler.wfile.write(b"x")
                handler.wfile.flush()
                time.sleep(0.1)
        except OSError:
            return

    return answer


class Host:
    """A local web server that answers as told and counts the requests it got."""

    def __init__(self) -> None:
        self.answer: Answer = reply(b"tekst")
        self.requests: list[dict[str, str]] = []
        host = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                host.requests.append({k.lower(): v for k, v in self.headers.items()})
                host.answer(self)

            def log_message(self, *_: object) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_port
        self.url = f"http://127.0.0.1:{self.port}/feed"

    def fetch(
        self, validators: Validators | None = None, *, address: str = "", **limits: Any
    ) -> Fetched:
        with make_client(5, allow_private=True) as client:
            return fetch(client, source(address or self.url), validators or Validators(), **limits)


@pytest.fixture
def host() -> Iterator[Host]:
    made = Host()
    thread = threading.Thread(target=made.server.serve_forever, args=(0.05,))
    thread.start()
    yield made
    made.server.shutdown()
    made.server.server_close()
    thread.join()


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        ("127.0.0.1", False),
        ("127.255.255.254", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("240.0.0.1", False),
        ("255.255.255.255", False),
        ("192.0.2.1", False),
        ("198.18.0.1", False),
        ("192.88.99.1", False),
        ("::1", False),
        ("::", False),
        ("fe80::1%eth0", False),
        ("fc00::1", False),
        ("fec0::1", False),
        ("ff02::1", False),
        ("2001:db8::1", False),
        ("::7f00:1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:10.0.0.1", False),
        ("::ffff:93.184.216.34", True),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::a9fe:a9fe", False),
        ("64:ff9b::5db8:d822", True),
        ("64:ff9b:1::1", False),
        ("2002:7f00:1::1", False),
        ("2001:0:7f00:1::1", False),
    ],
)
def test_only_addresses_on_the_public_internet_are_public(address: str, public: bool) -> None:
    assert is_public(address) is public


@pytest.mark.parametrize(
    "name", ["127.0.0.1", "localhost", "0x7f.1", "2130706433", "[::1]", "[::ffff:127.0.0.1]"]
)
def test_a_private_address_is_refused_however_it_is_written(host: Host, name: str) -> None:
    with make_client(5) as client, pytest.raises(SourceError) as caught:
        fetch(client, source(f"http://{name}:{host.port}/"), Validators())
    assert caught.value.reason == "private_address"
    assert "OMROEPER_ALLOW_PRIVATE_ADDRESSES" in caught.value.remedy
    assert host.requests == []


def resolving(monkeypatch: pytest.MonkeyPatch, *answers: str) -> list[str]:
    """Names resolve to these addresses, one at each question (the last one stays)."""
    asked: list[str] = []
    real = socket.getaddrinfo

    def getaddrinfo(name: Any, port: Any, *more: Any, **options: Any) -> Any:
        if not str(name).endswith(".example"):
            return real(name, port, *more, **options)
        asked.append(str(name))
        address = answers[min(len(asked), len(answers)) - 1]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return asked


def test_a_name_that_leads_inside_is_refused(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    resolving(monkeypatch, "127.0.0.1")
    with make_client(5) as client, pytest.raises(SourceError, match=r"leads to 127\.0\.0\.1"):
        fetch(client, source(f"http://binnen.example:{host.port}/"), Validators())
    assert host.requests == []


def test_the_address_that_was_checked_is_the_one_connected_to(
    host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DNS rebinding: the second answer would lead inside, but nobody asks twice."""
    asked = resolving(monkeypatch, "93.184.216.34", "127.0.0.1")
    gone_to: list[str] = []

    def connect(self: socket.socket, address: Any) -> None:
        gone_to.append(address[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(socket.socket, "connect", connect)
    with make_client(5) as client, pytest.raises(SourceError) as caught:
        fetch(client, source(f"http://draait.example:{host.port}/"), Validators())
    assert caught.value.reason == "connection"
    assert (asked, gone_to) == (["draait.example"], ["93.184.216.34"])


def test_a_redirect_inside_is_refused_too(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "omroeper.adapters.feeds.connecting.is_public", lambda address: address == "127.0.0.1"
    )
    host.answer = reply(b"", 302, Location=f"http://127.0.0.2:{host.port}/geheim")
    with make_client(5) as client, pytest.raises(SourceError, match=r"leads to 127\.0\.0\.2"):
        fetch(client, source(host.url), Validators())
    assert len(host.requests) == 1


def test_a_proxy_of_the_environment_does_not_go_round_the_check(
    host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{host.port}")
    with make_client(5) as client, pytest.raises(SourceError) as caught:
        fetch(client, source("http://127.0.0.3:1/"), Validators())
    assert caught.value.reason == "private_address"
    assert host.requests == []


@pytest.mark.parametrize("headers", [True, False], ids=["headers", "body"])
def test_a_dribbling_server_is_given_up_in_all(host: Host, headers: bool) -> None:
    host.answer = dribbled(headers=headers)
    begin = time.monotonic()
    with pytest.raises(SourceError) as caught:
        host.fetch(most_seconds=0.5)
    assert caught.value.reason == "timeout"
    assert time.monotonic() - begin < 3


def test_a_decompression_bomb_is_stopped_before_it_unfolds(
    host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    pieces: list[int] = []
    whole = fetching._decompressed

    def watched(reply: httpx.Response, source: Source) -> Iterator[bytes]:
        for piece in whole(reply, source):
            pieces.append(len(piece))
            yield piece

    monkeypatch.setattr(fetching, "_decompressed", watched)
    host.answer = reply(gzip.compress(bytes(200 * 1024 * 1024), 9), Content_Encoding="gzip")
    with pytest.raises(SourceError) as caught:
        host.fetch()
    assert caught.value.reason == "too_large"
    assert max(pieces) <= 64 * 1024
    assert sum(pieces) <= MOST_BYTES + 64 * 1024


def test_what_is_compressed_comes_whole(host: Host) -> None:
    text = b"Nieuws uit de techniek. " * 20_000
    host.answer = reply(gzip.compress(text), Content_Encoding="gzip")
    assert host.fetch().content == text
    assert host.requests[0]["accept-encoding"] == "gzip"


@pytest.mark.parametrize(
    ("encoding", "content"), [("br", b"x"), ("gzip, gzip", b"x"), ("gzip", b"no gzip at all")]
)
def test_an_encoding_that_cannot_be_read_is_named(
    host: Host, encoding: str, content: bytes
) -> None:
    host.answer = reply(content, Content_Encoding=encoding)
    with pytest.raises(SourceError) as caught:
        host.fetch()
    assert caught.value.reason == "encoding"


def test_the_same_bytes_again_count_as_unchanged_and_keep_the_newest_validators(
    host: Host,
) -> None:
    first = host.fetch()
    assert first.content == b"tekst"
    host.answer = reply(b"tekst", ETag='"2"')
    again = host.fetch(first.validators)
    assert again.content is None
    assert again.validators.etag == '"2"'
    assert again.validators.content_hash == first.validators.content_hash
    host.answer = reply(b"andere tekst")
    assert host.fetch(again.validators).content == b"andere tekst"


def test_a_304_keeps_the_hash(host: Host) -> None:
    held = Validators('"1"', "", "a" * 64)
    host.answer = reply(b"", 304)
    fetched = host.fetch(held)
    assert (fetched.content, fetched.validators) == (None, held)
