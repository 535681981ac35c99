"""Serving the pages with uvicorn, on loopback; a reverse proxy stands before it."""

import uvicorn
from starlette.applications import Starlette

from omroeper.web.app import create_app
from omroeper.web.courier import Courier
from omroeper.web.pages import pages_of
from omroeper.wiring import open_desk


def serve_pages() -> None:
    """Serve until SIGTERM or SIGINT. No access log: its lines would hold addresses and tokens."""
    with open_desk() as desk, Courier(desk.send_reader_mails) as courier:
        run(create_app(pages_of(desk, courier.wake)), desk.settings.web_port)


def run(app: Starlette, port: int) -> None:
    config = uvicorn.Config(app, host="127.0.0.1", port=port, access_log=False, log_level="warning")
    uvicorn.Server(config).run()
