"""The read-only JSON API, version 1: aggregates for other programs. Nothing in it is about a person.

Pages are followed by `next`. Each answer has an ETag; asked with If-None-Match it says 304 when it is
the same (RFC 9110, §8.8.3). `/api/v1/openapi.json` describes it all and needs no token.
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import Annotated, Any, TypeVar
from urllib.parse import urlencode

from fastapi import Depends, FastAPI, HTTPException, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from fastapi.security import HTTPBearer
from pydantic import BaseModel

from omroeper.domain.login import Scope
from omroeper.services import aggregates
from omroeper.web import api_models as models
from omroeper.web.programs import Programs
from omroeper.wiring import Desk

ROOT = "/api/v1"
MOST = 1000
_Limit = Annotated[int, Query(ge=1, le=MOST, description="How many at most")]
_Part = Annotated[str, Query(max_length=255)]
_After = Annotated[str, Query(max_length=2000, description="From `next`; as it was given")]
_Period = Annotated[str, Query(max_length=10, pattern=r"^(\d{4}-\d{2}-\d{2})?$")]
_PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"model": models.Problem} for status in (401, 404, 422, 429)
}
_One = TypeVar("_One")


def api_of(desk: Desk, programs: Programs) -> FastAPI:
    """The API as an application of its own, mounted at ROOT."""
    app = FastAPI(
        title="Omroeper",
        version="1",
        description=" ".join((__doc__ or "").split()),
        docs_url=None,
        redoc_url=None,
        servers=[{"url": f"{desk.settings.web_url}{ROOT}"}],
        responses=_PROBLEMS,
        root_path_in_servers=False,
    )
    views = _Views(desk)
    allowed = [Depends(HTTPBearer(auto_error=False)), Depends(_allowed(programs))]
    for path, view, model in (
        ("/metrics", views.metrics, models.Metrics),
        ("/editions", views.editions, models.Editions),
        ("/campaigns", views.campaigns, models.Campaigns),
        ("/coverage", views.coverage, models.CoverageData),
        ("/figures", views.figures, models.Figures),
    ):
        app.get(path, response_model=model, dependencies=allowed)(view)
    app.exception_handler(HTTPException)(_problem)
    app.exception_handler(RequestValidationError)(_misfit)
    return app


def _allowed(programs: Programs) -> Callable[[Request], None]:
    def check(request: Request) -> None:
        client = programs.known(request, Scope.DATA)
        if client is None:
            told = {
                "problem": "there is no such token",
                "remedy": "Send Authorization: Bearer TOKEN; the desk's operator makes one.",
            }
            headers = {"WWW-Authenticate": 'Bearer realm="omroeper"'}
            raise HTTPException(401, told, headers)
        if not programs.may_ask(client):
            told = {"problem": "there were too many questions", "remedy": "Ask again next hour."}
            raise HTTPException(429, told, {"Retry-After": "3600"})

    return check


class _Views:
    """One method a path; plain functions, so the database is read in a thread of its own."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def metrics(
        self,
        request: Request,
        source: _Part = "",
        subject: _Part = "",
        since: _Period = "",
        until: _Period = "",
        after: _After = "",
        limit: _Limit = 200,
    ) -> Response:
        """The newest reading of each number, by source, subject, metric and period."""
        wanted = aggregates.Wanted(source, subject, since, until)
        fewest = self._desk.settings.fewest_told
        found = aggregates.readings_after(self._desk.store, wanted, _cursor(after), fewest)
        page, more = _cut(found, limit)
        following = _next(request, after=_mark(page[-1].key)) if more else None
        return _answer(
            request, models.Metrics(data=[models.Metric.of(one) for one in page], next=following)
        )

    def editions(
        self, request: Request, newsletter: _Part = "", after: _After = "", limit: _Limit = 100
    ) -> Response:
        """Every edition that was approved or sent, newest month first."""
        every = aggregates.told_editions(self._desk.store)
        chosen = [one for one in every if newsletter in ("", one.newsletter)]
        page, following = _from(request, chosen, lambda one: one.id, after, limit)
        url = self._desk.settings.web_url
        rows = [models.EditionData.of(one, url) for one in page]
        return _answer(request, models.Editions(data=rows, next=following))

    def campaigns(
        self, request: Request, edition: _Part = "", after: _After = "", limit: _Limit = 50
    ) -> Response:
        """Every campaign, newest first, with its numbers as they were measured last."""
        store, fewest = self._desk.store, self._desk.settings.fewest_told
        chosen = [
            one for one in reversed(store.campaigns()) if not edition or one.edition == edition
        ]
        page, following = _from(request, chosen, lambda one: one.id, after, limit)
        rows = [
            models.CampaignData.of(aggregates.told_campaign(store, one, fewest)) for one in page
        ]
        return _answer(request, models.Campaigns(data=rows, next=following))

    def coverage(
        self,
        request: Request,
        year: Annotated[int, Query(ge=1900, le=2999)],
        newsletter: _Part = "",
    ) -> Response:
        """Which programme a newsletter told of in which month."""
        if newsletter and newsletter not in self._desk.newsletters:
            known = ", ".join(self._desk.newsletters)
            told = {"problem": "there is no such newsletter", "remedy": f"There are: {known}."}
            raise HTTPException(404, told)
        named = self._desk.newsletter_named(newsletter)
        ledger = self._desk.coverage(year, newsletter=named)
        return _answer(request, models.CoverageData.of(ledger, named))

    def figures(self, request: Request, after: _After = "", limit: _Limit = 200) -> Response:
        """What the newsletter may tell of each figure today, with where it comes from."""
        found = sorted(self._desk.store.latest_observations().items())
        chosen = [seen for _, seen in found]
        page, following = _from(request, chosen, lambda one: one.figure, after, limit)
        rows = [models.FigureData.of(one) for one in page]
        return _answer(request, models.Figures(data=rows, next=following))


def _answer(request: Request, told: BaseModel) -> Response:
    """The answer as JSON with its ETag, or 304 when the program has it."""
    content = told.model_dump_json().encode()
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache", "Vary": "Authorization"}
    known = [
        one.strip().removeprefix("W/")
        for one in request.headers.get("if-none-match", "").split(",")
    ]
    if tag in known or "*" in known:
        return Response(status_code=304, headers=headers)
    return Response(content, media_type="application/json", headers=headers)


def _cut(found: Iterable[_One], limit: int) -> tuple[list[_One], bool]:
    page = list(islice(found, limit + 1))
    return page[:limit], len(page) > limit


def _from(
    request: Request, every: Sequence[_One], key: Callable[[_One], str], after: str, limit: int
) -> tuple[list[_One], str | None]:
    """A page of a short list, from the one after the named one; and the address of the next."""
    (last, *_) = _cursor(after)
    places = [place for place, one in enumerate(every) if key(one) == last]
    start = places[0] + 1 if places else 0
    if last and not places:
        raise _bad_cursor()
    page, more = _cut(every[start:], limit)
    return page, _next(request, after=_mark((key(page[-1]), "", "", ""))) if more else None


def _next(request: Request, *, after: str) -> str:
    given = {name: value for name, value in request.query_params.items() if name != "after"}
    path = request.url.path
    return f"{path}?{urlencode({**given, 'after': after})}"


def _mark(key: aggregates.Cursor) -> str:
    text = json.dumps(key, ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode()


def _cursor(after: str) -> aggregates.Cursor:
    if not after:
        return aggregates.BEGINNING
    try:
        source, subject, metric, period = json.loads(base64.urlsafe_b64decode(after))
    except (ValueError, TypeError, binascii.Error) as cause:
        raise _bad_cursor() from cause
    found = (source, subject, metric, period)
    if not all(isinstance(one, str) and "\0" not in one for one in found):
        raise _bad_cursor()
    return found


def _bad_cursor() -> HTTPException:
    told = {"problem": "`after` is no place in this list", "remedy": "Follow `next` as given."}
    return HTTPException(422, told)


def _problem(_: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    detail: object = error.detail
    told = detail if isinstance(detail, dict) else {"problem": str(detail), "remedy": ""}
    return JSONResponse(told, error.status_code, headers=dict(error.headers or {}))


def _misfit(_: Request, error: Exception) -> Response:
    if not isinstance(error, RequestValidationError):
        raise error
    wrong = "; ".join(f"{one['loc'][-1]}: {one['msg']}" for one in error.errors())
    told = {"problem": wrong, "remedy": "/api/v1/openapi.json says what each parameter may be."}
    return JSONResponse(told, 422)
