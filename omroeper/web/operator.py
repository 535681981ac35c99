"""`/metrics` for Prometheus: with a token that reads metrics, or for who asks on this machine."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from omroeper.domain.login import Scope
from omroeper.rendering.prometheus import MEDIA_TYPE, prometheus_text
from omroeper.web.clicks import ClickCounter
from omroeper.web.programs import Programs
from omroeper.web.sessions import is_local
from omroeper.wiring import Desk

_ASK = {"WWW-Authenticate": 'Bearer realm="omroeper"', "Cache-Control": "no-store"}


class OperatorViews:
    def __init__(self, desk: Desk, programs: Programs) -> None:
        self._desk = desk
        self._programs = programs

    @property
    def routes(self) -> list[Route]:
        return [Route("/metrics", self.metrics, methods=["GET"])]

    def metrics(self, request: Request) -> Response:
        if not is_local(request) and self._programs.known(request, Scope.METRICS) is None:
            return Response(status_code=401, headers=_ASK)
        clicks: ClickCounter = request.app.state.clicks
        text = prometheus_text(self._desk.operator_reading(clicks.waiting))
        return Response(text, media_type=MEDIA_TYPE, headers={"Cache-Control": "no-store"})
