"""The stand-in for the programmes' sites answers as RFC 9110 says."""

import httpx

from omroeper.demo.feed_server import FEEDS, FeedServer


def test_feeds_are_conditional() -> None:
    with FeedServer() as server, httpx.Client() as client:
        first = client.get(f"{server.url}/{FEEDS[0].source}")
        again = client.get(first.url, headers={"If-None-Match": first.headers["etag"]})
        assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
        assert client.get(f"{server.url}/bestaat-niet").status_code == 404
