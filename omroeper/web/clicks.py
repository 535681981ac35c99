"""The click counter: per link and hour, never per person; scanners and prefetchers kept out."""

import re

from starlette.requests import Request

_ROBOTS = re.compile(
    r"bot|crawl|spider|slurp|preview|scan|proofpoint|mimecast|barracuda|curl|wget|python|httpx|"
    r"headless|monitor|facebookexternalhit|safelinks|go-http",
    re.IGNORECASE,
)


def is_person(request: Request) -> bool:
    """Whether this looks like somebody who clicked: a GET by a browser that really navigates."""
    if request.method != "GET":
        return False
    purpose = request.headers.get("sec-purpose", "") + request.headers.get("purpose", "")
    agent = request.headers.get("user-agent", "")
    return "prefetch" not in purpose and bool(agent) and not _ROBOTS.search(agent)
