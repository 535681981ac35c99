"""Starting a run from outside Prefect: from the command line, if Prefect's server is there."""

from datetime import datetime

import httpx
from prefect.exceptions import PrefectException
from prefect.settings import (
    PREFECT_API_URL,
    PREFECT_SERVER_ALLOW_EPHEMERAL_MODE,
    temporary_settings,
)

from omroeper.adapters.prefect_desk.runs import schedule_run

SENDING = "send/verzenden"
_PATIENCE_SECONDS = 3


def try_to_start_sending(campaign: str, *, at: datetime, key: str, port: int) -> bool:
    """Plan a run that sends this campaign; False when no server answers or it knows no such flow.

    The server is that of Prefect's own settings, else the desk's own on this port.
    """
    url = PREFECT_API_URL.value() or f"http://127.0.0.1:{port}/api"
    here = {PREFECT_API_URL: url, PREFECT_SERVER_ALLOW_EPHEMERAL_MODE: False}
    try:
        httpx.get(f"{url}/health", timeout=_PATIENCE_SECONDS).raise_for_status()
        with temporary_settings(here):
            schedule_run(SENDING, {"campaign": campaign}, at=at, key=key, name=key)
    except (httpx.HTTPError, PrefectException):
        return False
    return True
