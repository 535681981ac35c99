"""Where providers post what became of mail. Bodies are bounded; nothing is believed unproven."""

from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from omroeper.domain.mail_news import Hearing

LARGEST = 1024 * 1024
"""SNS posts at most 256 kB, and writing that as JSON makes it longer."""
_STATUSES = {
    Hearing.HEARD: 200,
    Hearing.MALFORMED: 400,
    Hearing.FORGED: 403,
    Hearing.NOT_NOW: 503,  # SNS posts it again
}


def webhook(path: str, hear: Callable[[bytes], Hearing | None]) -> Route:
    """A POST to `path` is heard; `hear` gives None when nothing is expected there."""

    async def take(request: Request) -> Response:
        body = bytearray()
        async for piece in request.stream():
            body += piece
            if len(body) > LARGEST:
                return Response(status_code=413)
        hearing = await run_in_threadpool(hear, bytes(body))
        return Response(status_code=404 if hearing is None else _STATUSES[hearing])

    return Route(path, take, methods=["POST"])
