"""Serving the pages with uvicorn, on loopback; a reverse proxy stands before it."""

from collections.abc import Callable

import uvicorn
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.types import ASGIApp
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from omroeper.settings import StaffSettings
from omroeper.web.api import ROOT, api_of
from omroeper.web.app import create_app
from omroeper.web.courier import Courier
from omroeper.web.operator import OperatorViews
from omroeper.web.pages import pages_of
from omroeper.web.programs import Programs
from omroeper.web.sessions import RemembersPeer
from omroeper.web.staff import StaffViews
from omroeper.wiring import Desk, open_desk


def app_of(desk: Desk, wake: Callable[[], None] = lambda: None) -> Starlette:
    """All pages of a desk: those of readers, and its own."""
    pages, programs = pages_of(desk, wake), Programs(desk)
    own = (*StaffViews(pages, desk).routes, *OperatorViews(desk, programs).routes)
    return create_app(pages, [*own, Mount(ROOT, api_of(desk, programs))])


def serve_pages() -> None:
    """Serve until SIGTERM or SIGINT. No access log: its lines would hold addresses and tokens."""
    with open_desk() as desk, Courier(desk.send_reader_mails) as courier:
        run(app_of(desk, courier.wake), desk.settings.web_port, desk.settings.staff)


def behind_proxies(app: ASGIApp, staff: StaffSettings) -> ASGIApp:
    """Our own proxies tell who the client is and whether it came by https; who connected is remembered."""
    proxies = [str(one) for one in staff.proxies]
    return RemembersPeer(ProxyHeadersMiddleware(app, trusted_hosts=proxies))  # type: ignore[arg-type]


def run(app: Starlette, port: int, staff: StaffSettings) -> None:
    config = uvicorn.Config(
        behind_proxies(app, staff),
        host="127.0.0.1",
        port=port,
        access_log=False,
        log_level="warning",
        proxy_headers=False,
    )
    uvicorn.Server(config).run()
