"""The desk's own pages: the overview for who is logged in, and logging in and out.

Nothing tells a stranger more than that there is a login: a wrong name and a wrong password give the same
answer after the same time. Where nobody can log in, there is no page, except to who asks on this machine.
"""

import logging
from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from omroeper.domain.login import Logins
from omroeper.rendering.overview import overview_values
from omroeper.rendering.templates import fill
from omroeper.web.forms import Form, with_form
from omroeper.web.limits import Limits
from omroeper.web.pages import Pages
from omroeper.web.sessions import Sessions, Visitor, from_another_site, is_local
from omroeper.web.strict import strict_page
from omroeper.wiring import Desk
from omroeper.wiring.signing import Purpose

_log = logging.getLogger("omroeper.web")
OVERVIEW = "/overzicht"
TRIES_OF_NETWORK, TRIES_OF_NAME = 20, 30
"""Tries an hour: an office stands behind one network; a name is guarded wherever it is tried from."""
_WRONG = (
    "Deze naam en dit wachtwoord horen niet bij elkaar. Probeer het opnieuw, of vraag de beheerder."
)
_TOO_MANY = "Er is te vaak geprobeerd in te loggen. Probeer het over een uur opnieuw."
_OLD = "Dit formulier was te oud of kwam van een andere site. Vul het opnieuw in."


class StaffViews:
    """`desk` is whose overview it is; `pages` gives the look."""

    def __init__(self, pages: Pages, desk: Desk) -> None:
        self._pages = pages
        self._desk = desk
        self._sessions = Sessions(desk.tokens, desk.settings.staff, desk.settings.web_url)
        self._by_network = Limits(desk.settings.secret, per_hour=TRIES_OF_NETWORK)
        self._by_name = Limits(desk.settings.secret, per_hour=TRIES_OF_NAME)

    @property
    def routes(self) -> list[Route]:
        return [
            Route(OVERVIEW, self.overview, methods=["GET"]),
            Route(f"{OVERVIEW}/inloggen", with_form(self.log_in), methods=["POST"]),
            Route(f"{OVERVIEW}/uitloggen", with_form(self.log_out), methods=["POST"]),
        ]

    def overview(self, request: Request) -> Response:
        logins = self._logins(request)
        if logins is None:
            return self._page("how", {})
        visitor = self._sessions.visitor(request, logins)
        if visitor is None:
            return self._form()
        values = overview_values(self._desk.overview(), self._pages.zone)
        token = self._sessions.form_token(visitor)
        return self._page("overview", {**values, "visitor": visitor, "form_token": token})

    def log_in(self, request: Request, form: Form) -> Response:
        """A good name and password begin a session; every try counts, also a good one."""
        logins = self._logins(request)
        if logins is None or not logins.hashes:
            raise HTTPException(404)
        name, now = form.one("naam"), self._pages.clock.now()
        stamp = self._desk.tokens.read(Purpose.FORM, form.one("stempel"))
        if from_another_site(request) or stamp is None or stamp[0]:
            return self._form(_OLD, name, 403)
        allowed = self._by_network.allow(request, now)
        if not allowed or not self._by_name.allow_one(name.casefold(), now):
            _log.warning("too many tries to log in: refused for the rest of this hour")
            return self._form(_TOO_MANY, name, 429)
        password = form.fields.get("wachtwoord", [""])[-1]
        known = self._desk.check_login(name, password)
        if not known:
            return self._form(_WRONG, name, 403)
        answer = _onward()
        self._sessions.begin(request, answer, known, logins)
        return answer

    def log_out(self, request: Request, form: Form) -> Response:
        """Ends the session in this browser."""
        logins = self._logins(request)
        visitor = self._sessions.visitor(request, logins) if logins is not None else None
        if visitor is None:
            return _onward()
        if not self._is_own(request, visitor, form):
            raise HTTPException(403)
        answer = _onward()
        self._sessions.end(request, answer)
        return answer

    def _is_own(self, request: Request, visitor: Visitor, form: Form) -> bool:
        token = form.one("formulier")
        return not from_another_site(request) and self._sessions.is_own_form(visitor, token)

    def _logins(self, request: Request) -> Logins | None:
        """Who can log in. None to show on this machine how that is set; 404 where nobody can."""
        logins = self._desk.logins
        if logins.hashes or self._desk.settings.staff.user_header:
            return logins
        if is_local(request):
            return None
        raise HTTPException(404)

    def _form(self, problem: str = "", given: str = "", status: int = 200) -> Response:
        stamp = self._desk.tokens.make(Purpose.FORM, "")
        values = {"problem": problem, "given": given[:80], "stamp": stamp}
        return self._page("login", values, status)

    def _page(self, name: str, values: Mapping[str, object], status: int = 200) -> Response:
        pages = self._pages
        html = fill(
            pages.environment,
            f"desk/{name}.html",
            brand=pages.brand,
            newsletter=pages.newsletter,
            **values,
        )
        answer = strict_page(html, status)
        # a form from here says where it comes from; to elsewhere nothing is told
        answer.headers["Referrer-Policy"] = "same-origin"
        return answer


def _onward() -> Response:
    """To the overview, by GET."""
    return RedirectResponse(OVERVIEW, status_code=303, headers={"Cache-Control": "no-store"})
