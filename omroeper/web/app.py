"""The subscriber-facing pages, the archive, the editor's previews and the click counter.

No script, no cookie, nothing from elsewhere. A GET changes nothing but a count; leaving is a POST
(RFC 8058), because scanners follow links.
"""

import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import (
    FileResponse,
    HTMLResponse,
    JSONResponse,
    Response,
)
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from omroeper.domain.delivery import PROOF_TOKEN
from omroeper.domain.edition import Draft
from omroeper.domain.leaving import LeavingReason
from omroeper.domain.newsletter import newsletter_of
from omroeper.rendering import dutch
from omroeper.rendering.ics import edition_calendar
from omroeper.rendering.newsletter import paragraphs
from omroeper.rendering.preview import render_preview
from omroeper.services.compare import compare_draft
from omroeper.services.subscribe import Leaving, leave
from omroeper.web.archive import IN_ARCHIVE, ArchiveViews
from omroeper.web.choices import ChoiceViews
from omroeper.web.clicks import ClickCounter, ShortLinks
from omroeper.web.forms import Form, with_form
from omroeper.web.pages import Pages
from omroeper.web.posts import PostViews
from omroeper.web.sign_up import SignUpViews
from omroeper.web.signing import is_signed
from omroeper.web.strict import strict_page
from omroeper.web.webhooks import webhook
from omroeper.wiring.reporting import FORMS

_log = logging.getLogger("omroeper.web")
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; frame-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "interest-cohort=()",
}
_RAW = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]


def create_app(pages: Pages, more: Sequence[BaseRoute] = ()) -> Starlette:
    """The web application over these parts, with the desk's own pages as `more`."""
    archive, sign_up, choices = ArchiveViews(pages), SignUpViews(pages), ChoiceViews(pages)
    views, posts = _Views(pages, archive), PostViews(pages, _FOR_THE_DESK)
    clicks = ClickCounter(pages.store, pages.clock, pages.click_rules)
    app = Starlette(
        lifespan=_counting(clicks),
        routes=[
            Route("/k/{link}", ShortLinks(clicks)),
            Route("/", views.start),
            Route("/gezondheid", views.health),
            Route("/archief", archive.archive),
            Route("/archief/{newsletter}.atom", archive.feed),
            Route("/archief/{edition}.ics", views.calendar),
            Route("/archief/{edition}", views.edition),
            Route("/afmelden/{token}", views.ask_to_leave, methods=["GET"]),
            Route("/afmelden/{token}", with_form(views.leave), methods=["POST"]),
            Route("/aanmelden", sign_up.form, methods=["GET"]),
            Route("/aanmelden", with_form(sign_up.ask), methods=["POST"]),
            Route("/aanmelden/{token}", sign_up.ask_to_confirm, methods=["GET"]),
            Route("/aanmelden/{token}", with_form(sign_up.confirm), methods=["POST"]),
            Route("/voorkeuren/{token}", choices.preferences, methods=["GET"]),
            Route("/voorkeuren/{token}", with_form(choices.change), methods=["POST"]),
            Route("/mijn-gegevens", sign_up.my_data_form, methods=["GET"]),
            Route("/mijn-gegevens", with_form(sign_up.ask_my_data), methods=["POST"]),
            Route("/verwijderen/{token}", choices.ask_to_erase, methods=["GET"]),
            Route("/verwijderen/{token}", with_form(choices.erase), methods=["POST"]),
            Route("/voorbeeld/{edition}/{version:int}/{signature}", views.preview),
            Route("/beeld/{edition}/{version:int}/{signature}.png", views.picture),
            Route("/verslag/{edition}/{signature}", views.report),
            Route("/verslag/{edition}/{signature}/{form}", views.report_file),
            Route("/bijdrage/{key}/{signature}", views.contribution),
            Route("/kalender/{newsletter}/{signature}.ics", views.team_calendar),
            Route("/bericht/{post}/{signature}.png", posts.picture),
            Route("/bericht/{post}/{signature}", posts.page),
            webhook("/webhooks/ses", pages.hear_ses),
            *more,
        ],
        exception_handlers={HTTPException: views.problem, Exception: views.failure},
    )
    app.add_middleware(WithHeaders)
    app.state.clicks = clicks
    return app


def _counting(clicks: ClickCounter) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    """Clicks are written as long as the pages are served, and to the last one when they end."""

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        clicks.start()
        try:
            yield
        finally:
            await run_in_threadpool(clicks.stop)

    return lifespan


class WithHeaders:
    """Gives every answer the headers of the pages, where it has none of its own by that name."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = list(message.get("headers", ()))
                there = {name for name, _ in headers}
                message["headers"] = headers + [one for one in _RAW if one[0] not in there]
            await send(message)

        await self._app(scope, receive, send_with if scope["type"] == "http" else send)


class _Views:
    """One method a page; plain functions, so the database is read in a thread of its own."""

    def __init__(self, pages: Pages, archive: ArchiveViews) -> None:
        self._pages = pages
        self._archive = archive

    def health(self, _: Request) -> Response:
        return JSONResponse({"status": "ok"})

    def start(self, _: Request) -> Response:
        return HTMLResponse(self._pages.page("start", others=list(self._pages.others())))

    def edition(self, request: Request) -> Response:
        """An edition as it went out, or what a whole newsletter sent."""
        named = request.path_params["edition"]
        if named in self._pages.newsletters:
            return self._archive.of_newsletter(self._pages.of_newsletter(named), request)
        return HTMLResponse(self._archived(request).rendered.archive_html)

    def calendar(self, request: Request) -> Response:
        """The edition's agenda as a file for the reader's own calendar."""
        edition = self._archived(request).edition
        newsletter = self._pages.of_edition(edition.id).newsletter
        content = edition_calendar(
            edition, name=newsletter.name, domain=self._pages.domain, zone=self._pages.zone
        )
        shown = {"Content-Disposition": f'attachment; filename="{edition.id}.ics"'}
        return Response(content, media_type="text/calendar; charset=utf-8", headers=shown)

    def ask_to_leave(self, request: Request) -> Response:
        """Only asks: a scanner that follows the link unsubscribes nobody."""
        if request.path_params["token"] == PROOF_TOKEN:
            return HTMLResponse(self._pages.page("proof"))
        pages = self._of_copy(request)
        words = pages.phrases.words
        reasons = [(one.value, words[f"reason_{one.value or 'not_said'}"]) for one in LeavingReason]
        token = request.path_params["token"]
        others = list(pages.others())
        return strict_page(pages.page("leave", others=others, reasons=reasons, token=token))

    def leave(self, request: Request, form: Form) -> Response:
        """RFC 8058: no cookie, no login, no question; doing it twice is fine.

        One click leaves the newsletter it is a copy of. The form may ask for all, and say why.
        """
        token = request.path_params["token"]
        if token == PROOF_TOKEN:
            return HTMLResponse(self._pages.page("proof"))
        pages, now = self._of_copy(request), self._pages.clock.now()
        everything = form.one("wat") == "alles"
        reason = LeavingReason.of(form.one("reden"))
        name = self._newsletter_of(token)
        everything = everything or name is None
        done = leave(pages.store, token, name or "", now, everything=everything, reason=reason)
        if done is Leaving.UNKNOWN:
            raise HTTPException(404)
        return strict_page(pages.page("left", everything=everything))

    def preview(self, request: Request) -> Response:
        edition, version = self._signed("voorbeeld", request)
        draft = self._pages.store.draft(edition, version)
        if draft is None:
            raise HTTPException(404)
        pages = self._pages.of_edition(edition)
        findings = self._pages.store.findings(edition, version)
        page = render_preview(
            draft,
            findings,
            self._pages.coverage(draft.edition.month.year, draft.edition),
            changes=compare_draft(self._pages.store, draft, findings, self._pages.zone),
            templates=pages.templates,
            brand=pages.brand,
            newsletter=pages.newsletter,
            zone=self._pages.zone,
            counts=self._pages.counts(draft),
        )
        return HTMLResponse(page, headers=_FOR_THE_DESK)

    def picture(self, request: Request) -> Response:
        edition, version = self._signed("beeld", request)
        file = self._pages.pictures / f"{edition}-{version}.png"
        if not file.is_file():
            raise HTTPException(404)
        return FileResponse(file, headers=_FOR_THE_DESK)

    def report(self, request: Request) -> Response:
        return FileResponse(self._report(request, "html"), headers=_FOR_THE_DESK)

    def report_file(self, request: Request) -> Response:
        """A report as PDF, for a spreadsheet or as text, to keep or to send on."""
        form = request.path_params["form"]
        if form not in FORMS:
            raise HTTPException(404)
        file = self._report(request, form)
        return FileResponse(file, filename=file.name, headers=_FOR_THE_DESK)

    def _report(self, request: Request, form: str) -> Path:
        """The file of a signed report; 404 when there is none."""
        name, signature = request.path_params["edition"], request.path_params["signature"]
        file = self._pages.reports / f"{name}.{form}"
        if not is_signed(f"verslag/{name}", signature, self._pages.secret) or not file.is_file():
            raise HTTPException(404)
        return file

    def contribution(self, request: Request) -> Response:
        """What was handed in, as a reader of the newsletter would see it."""
        key, signature = request.path_params["key"], request.path_params["signature"]
        item = self._pages.store.item(key)
        if not is_signed(f"bijdrage/{key}", signature, self._pages.secret) or item is None:
            raise HTTPException(404)
        when = dutch.moment_text(item.starts, self._pages.zone) if item.starts else ""
        page = self._pages.page(
            "contribution", item=item, paragraphs=paragraphs(item.text), when=when
        )
        return HTMLResponse(page, headers=_FOR_THE_DESK)

    def team_calendar(self, request: Request) -> Response:
        """The team's days, for a calendar program that asks for them again and again."""
        newsletter, signature = (
            request.path_params["newsletter"],
            request.path_params["signature"],
        )
        if not is_signed(f"kalender/{newsletter}", signature, self._pages.secret):
            raise HTTPException(404)
        content = self._pages.team_calendar(newsletter)
        shown = {"Content-Disposition": f'attachment; filename="kalender-{newsletter}.ics"'}
        return Response(
            content, media_type="text/calendar; charset=utf-8", headers=_FOR_THE_DESK | shown
        )

    def problem(self, request: Request, error: Exception) -> Response:
        """What went wrong, in the language of the edition that was asked for."""
        status = error.status_code if isinstance(error, HTTPException) else 500
        pages = self._pages.of_edition(request.path_params.get("edition", ""))
        lost = status == 404 and "link" in request.path_params
        page = pages.page("problem", status=status, unknown_link=lost)
        return HTMLResponse(page, status_code=status)

    def failure(self, _: Request, error: Exception) -> Response:
        _log.error("a page failed", exc_info=error)
        page = self._pages.page("problem", status=500, unknown_link=False)
        return HTMLResponse(page, status_code=500)

    def _of_copy(self, request: Request) -> Pages:
        """The pages of the newsletter that a reader's copy is of; 404 for a token that is no copy's."""
        edition = self._edition_of(request.path_params["token"])
        return self._pages.of_edition(edition) if edition else self._pages

    def _newsletter_of(self, token: str) -> str | None:
        """What newsletter a copy is of, though it be broken; None when it is gone."""
        return newsletter_of(self._edition_of(token), self._pages.newsletters)

    def _edition_of(self, token: str) -> str:
        delivery = self._pages.store.delivery_by_token(token)
        if delivery is None:
            raise HTTPException(404)
        campaign = self._pages.store.campaign(delivery.campaign)
        return campaign.edition if campaign else ""

    def _signed(self, kind: str, request: Request) -> tuple[str, int]:
        parts = request.path_params
        edition, version = str(parts["edition"]), int(parts["version"])
        path = f"{kind}/{edition}/{version}"
        if not is_signed(path, str(parts["signature"]), self._pages.secret):
            raise HTTPException(404)
        return edition, version

    def _archived(self, request: Request) -> Draft:
        """What was sent of the edition in the path; 404 when it was not."""
        edition = request.path_params["edition"]
        if self._pages.store.state(edition) not in IN_ARCHIVE:
            raise HTTPException(404)
        draft = self._pages.store.draft(edition, self._approved_version(edition))
        if draft is None:
            raise HTTPException(404)
        return draft

    def _approved_version(self, edition: str) -> int | None:
        approval = self._pages.store.approval(edition)
        return approval.version if approval else None


_FOR_THE_DESK = {
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex",
    # The Prefect UI stands on another port and shows the picture of the draft.
    "Cross-Origin-Resource-Policy": "cross-origin",
}
