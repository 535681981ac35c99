"""A draft waits through the death of server and worker, and goes on after the restart."""

import os
import signal
from pathlib import Path

import httpx
import pytest

from omroeper.demo.editor import DemoEditor
from omroeper.demo.prefect_api import PrefectApi
from omroeper.domain.edition import EditionState
from omroeper.processes.children import Supervisor
from omroeper.processes.desk import DeskPlan, deploy_flows, free_port, start_server, start_worker
from omroeper.settings import load_settings
from omroeper.wiring import open_desk

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.timeout(300)
def test_a_waiting_draft_survives_kill_9_of_server_and_worker(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    values = {
        "OMROEPER_HOME": str(ROOT),
        "OMROEPER_ENV_FILE": os.devnull,
        "OMROEPER_VAR": str(tmp_path / "var"),
        "OMROEPER_PREFECT_PORT": str(free_port()),
    }
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    settings = load_settings()
    plan = DeskPlan(settings, tmp_path / "logs")
    supervisor = Supervisor(plan.logs, plan.environment, ROOT)
    try:
        start_server(supervisor, plan)
        deploy_flows(supervisor, plan)
        start_worker(supervisor)
        with httpx.Client(base_url=f"{plan.prefect_url}/api", timeout=60) as client:
            api = PrefectApi(plan.prefect_url, supervisor.check, client)
            run = api.start("newsletter/maandelijks", {"month": "2024-10"})
            api.wait_until_it_asks(run, "beoordeling-1")

            for child in supervisor.children:
                os.killpg(child.process.pid, signal.SIGKILL)
                child.process.wait()
            supervisor.children.clear()
            start_server(supervisor, plan)
            start_worker(supervisor)

            form = api.wait_until_it_asks(run, "beoordeling-1")
            DemoEditor(api, run, say=print).approve(form)
            api.wait_until_completed(run)
        with open_desk(settings) as desk:
            assert desk.store.state("agdb-2024-10") in (
                EditionState.APPROVED,
                EditionState.SENDING,
                EditionState.SENT,
            )
            draft = desk.store.draft("agdb-2024-10")
            assert draft is not None
            assert draft.edition.version == 1
    finally:
        supervisor.stop()
