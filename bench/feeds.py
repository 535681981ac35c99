"""The bench's sources: many small news feeds on as many loopback hosts, served by a process of its own.

Run as a program it serves: `python bench/feeds.py PORT HOSTS SOURCES DELAY_MS`. It answers conditional
requests as RFC 9110 §13 says, each after the delay that a network would cost. `POST /change/N` gives the
first N sources other news.
"""

import asyncio
import hashlib
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

ENTRIES = 10
WORDS = 400
START = datetime(2024, 10, 1, 8, tzinfo=UTC)
_WORDS = (
    "techniek onderwijs leerlingen bedrijven regio werkplaats docenten stage vmbo mbo hbo digitaal "
    "groen banen programma conferentie samen opleiding praktijk project subsidie monitor vrouwen "
    "instroom leermateriaal netwerk scholen toekomst"
).split()


def host_of(source: int, hosts: int) -> str:
    return f"127.0.0.{source % hosts + 1}"


def feed(source: int, revision: int) -> bytes:
    """An RSS 2.0 feed as WordPress writes it: ten posts of 400 words."""
    entries = "".join(_entry(source, number) for number in range(revision, revision + ENTRIES))
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
        f"<title>Bron {source}</title><link>http://bron.example/{source}/</link>"
        f"<description>Nieuws</description><language>nl-NL</language>{entries}</channel></rss>"
    ).encode()


def _entry(source: int, number: int) -> str:
    words = [_WORDS[(source * 7 + number * 13 + n * n) % len(_WORDS)] for n in range(WORDS)]
    parts = [" ".join(words[n : n + 50]).capitalize() for n in range(0, WORDS, 50)]
    published = format_datetime(START + timedelta(days=number))
    return (
        f"<item><title>{' '.join(words[:7]).capitalize()} {number}</title>"
        f"<link>http://bron.example/{source}/{number}/</link>"
        f'<guid isPermaLink="false">bron-{source}-{number}</guid><pubDate>{published}</pubDate>'
        f"<dc:creator>Redactie</dc:creator><category>{words[0]}</category>"
        f"<category>{words[1]}</category><description><![CDATA[<p>{parts[0]}</p>]]></description>"
        f"<content:encoded><![CDATA[{_html(parts, number)}]]></content:encoded></item>"
    )


def _html(parts: list[str], number: int) -> str:
    """A post as the editor of WordPress writes it: an image, paragraphs with links, a list."""
    image = (
        f'<figure class="wp-block-image size-large"><img decoding="async" width="1024" height="683" '
        f'src="http://bron.example/{number}.jpg" alt="Werkplaats" class="wp-image-{number}" />'
        "</figure>"
    )
    body = "".join(
        f'<p class="wp-block-paragraph">{part}, <a href="http://bron.example/x" target="_blank" '
        f'rel="noreferrer noopener">lees <strong>meer</strong></a>.</p>'
        for part in parts
    )
    points = "".join(f"<li>{part[:40]}</li>" for part in parts[:4])
    return f'{image}{body}<ul class="wp-block-list">{points}</ul>'


@dataclass(slots=True)
class Site:
    """Every source, and how often each was changed."""

    sources: int
    delay: float
    changed: int = 0
    _made: dict[tuple[int, int], tuple[bytes, str]] = field(default_factory=dict)

    def content(self, source: int) -> tuple[bytes, str]:
        """The feed and its ETag."""
        key = (source, int(source < self.changed))
        if key not in self._made:
            content = feed(*key)
            self._made[key] = content, f'"{hashlib.sha256(content).hexdigest()[:16]}"'
        return self._made[key]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, kept open as HTTP/1.1 does."""
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                await asyncio.sleep(self.delay)
                writer.write(self._answer(head.decode("latin-1")))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    def _answer(self, head: str) -> bytes:
        method, path, *_ = head.split(" ", 2)
        if method == "POST":
            self.changed = int(path.rsplit("/", 1)[1])
            return b"HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n"
        content, etag = self.content(int(path[1:]))
        if etag in head:
            return f"HTTP/1.1 304 Not Modified\r\nETag: {etag}\r\n\r\n".encode()
        told = (
            f"ETag: {etag}\r\nContent-Type: application/rss+xml\r\nContent-Length: {len(content)}"
        )
        return f"HTTP/1.1 200 OK\r\n{told}\r\n\r\n".encode() + content


async def main(port: int, hosts: int, sources: int, delay_ms: int) -> None:
    site = Site(sources, delay_ms / 1000)
    for source in range(sources):
        site.content(source)
    addresses = [host_of(number, hosts) for number in range(hosts)]
    server = await asyncio.start_server(site.serve, addresses, port, backlog=256)
    print("ready", flush=True)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(*(int(argument) for argument in sys.argv[1:5])))
