"""Forms: read within bounds, and guarded against scripts without a captcha.

A form carries a signed stamp of when it was made, and a field that people do not see. What comes back
within seconds, after hours, or with that field filled in was sent by a script.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from urllib.parse import parse_qs

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from omroeper.ports import Clock
from omroeper.web.limits import Limits
from omroeper.wiring.signing import Purpose, Tokens

MOST_BYTES = 16 * 1024
_MOST_FIELDS = 300
LEAST_FILL = timedelta(seconds=3)
"""Nobody reads a form, types an address and sends it in less."""
_KIND = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Form:
    """What was filled in, by the names of the fields."""

    fields: dict[str, list[str]]

    def one(self, name: str) -> str:
        """The field's last value, or nothing."""
        return self.fields.get(name, [""])[-1].strip()

    def all(self, name: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.fields.get(name, ())))


class Judgement(StrEnum):
    """What the guard thinks of a form that was sent."""

    GOOD = "good"
    ROBOT = "robot"
    AGAIN = "again"
    TOO_MANY = "too many"


class FormGuard:
    """Stamps forms and judges them when they come back."""

    def __init__(self, tokens: Tokens, limits: Limits, clock: Clock) -> None:
        self._tokens = tokens
        self._limits = limits
        self._clock = clock

    def stamp(self) -> str:
        return self._tokens.make(Purpose.FORM, "")

    def judge(self, request: Request, form: Form) -> Judgement:
        now = self._clock.now()
        if not self._limits.allow(request, now):
            return Judgement.TOO_MANY
        if form.one("website"):
            return Judgement.ROBOT
        stamp = self._tokens.read(Purpose.FORM, form.one("stempel"))
        if stamp is None or now - stamp[1] < LEAST_FILL:
            return Judgement.AGAIN
        return Judgement.GOOD


def with_form(
    view: Callable[[Request, Form], Response],
) -> Callable[[Request], Awaitable[Response]]:
    """A view that gets its form, and reads the database in a thread of its own."""

    async def endpoint(request: Request) -> Response:
        form = await _read(request)
        return await run_in_threadpool(view, request, form)

    return endpoint


async def _read(request: Request) -> Form:
    """The form in the body, never more than MOST_BYTES of it; what is no form has no fields."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > MOST_BYTES:
            raise HTTPException(413)
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _KIND:
        return Form({})
    try:
        text = body.decode("utf-8", errors="replace")
        return Form(parse_qs(text, keep_blank_values=True, max_num_fields=_MOST_FIELDS))
    except ValueError as cause:
        raise HTTPException(400) from cause
