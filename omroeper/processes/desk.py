"""What the running desk consists of, and how its parts find each other."""

import socket
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from omroeper.processes.children import ProcessFailed, Supervisor
from omroeper.settings import Settings

WORK_POOL = "omroeper"


@dataclass(frozen=True, slots=True)
class DeskPlan:
    """Where the running desk's parts are."""

    settings: Settings
    logs: Path

    @property
    def prefect_url(self) -> str:
        return f"http://127.0.0.1:{self.settings.prefect_port}"

    @property
    def pages_url(self) -> str:
        return f"http://127.0.0.1:{self.settings.web_port}"

    @property
    def environment(self) -> dict[str, str]:
        """What the children get on top of the environment; nothing leaves for an analytics host."""
        return {
            "OMROEPER_HOME": str(self.settings.home),
            "PREFECT_HOME": str(self.settings.var / "prefect"),
            "PREFECT_API_URL": f"{self.prefect_url}/api",
            "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "false",
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            "DO_NOT_TRACK": "1",
            # The first interface shows the real mail in a frame and a visible Resume button.
            "PREFECT_SERVER_UI_V2_ENABLED": "false",
            "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
            # An editor who presses the button sees the run go on within seconds.
            "PREFECT_WORKER_QUERY_SECONDS": "2",
            "PREFECT_RESULTS_LOCAL_STORAGE_PATH": str(self.settings.var / "prefect" / "results"),
            "PREFECT_LOGGING_LEVEL": "INFO",
            "PYTHONUNBUFFERED": "1",
            **self._login,
        }

    @property
    def _login(self) -> dict[str, str]:
        """What Prefect's server asks for, and its worker and flows give, where the settings say so."""
        auth = self.settings.prefect_auth
        names = ("PREFECT_SERVER_API_AUTH_STRING", "PREFECT_API_AUTH_STRING")
        return dict.fromkeys(names, auth) if auth else {}


def start_server(supervisor: Supervisor, plan: DeskPlan, timeout_seconds: float = 90) -> None:
    """Start Prefect's server and wait until it answers."""
    port = str(plan.settings.prefect_port)
    supervisor.start(
        "prefect-server", [*_PREFECT, "server", "start", "--host", "127.0.0.1", "--port", port]
    )
    _wait_for(f"{plan.prefect_url}/api/health", "prefect-server", supervisor, timeout_seconds)


def deploy_flows(supervisor: Supervisor, plan: DeskPlan) -> None:
    """Make the work pool and register every flow of deployments/prefect.yaml with its schedule."""
    pool = [*_PREFECT, "work-pool", "create", WORK_POOL, "--type", "process", "--overwrite"]
    supervisor.run("prefect-pool", pool, timeout_seconds=120)
    deploy = [*_PREFECT, "--no-prompt", "deploy", "--all", "--prefect-file"]
    file = plan.settings.home / "deployments" / "prefect.yaml"
    supervisor.run("prefect-deploy", [*deploy, str(file)], timeout_seconds=180)


def start_worker(supervisor: Supervisor) -> None:
    """Start a worker.

    Without `--limit`: a limited worker of Prefect 3.8.8 dies when a run is resumed before its
    suspended process has quite ended ("this borrower is already holding one of this
    CapacityLimiter's tokens"). Limits stand on the deployments instead.
    """
    command = [*_PREFECT, "worker", "start", "--pool", WORK_POOL, "--type", "process"]
    supervisor.start("prefect-worker", command)


def start_pages(supervisor: Supervisor, plan: DeskPlan, timeout_seconds: float = 60) -> None:
    """Start the web pages and wait until they answer."""
    supervisor.start("web-pages", [sys.executable, "-m", "omroeper", "web"])
    _wait_for(f"{plan.pages_url}/gezondheid", "web-pages", supervisor, timeout_seconds)


def free_port() -> int:
    """A loopback port that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def port_is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def require_free_port(port: int, setting: str) -> None:
    """Raise ProcessFailed naming the setting when the port is taken."""
    if not port_is_free(port):
        raise ProcessFailed(
            "something else already listens there",
            thing=f"port {port}",
            remedy=f"Stop it, or give another port: {setting}=… in .env.",
        )


_PREFECT = (sys.executable, "-m", "prefect")


def _wait_for(url: str, name: str, supervisor: Supervisor, timeout_seconds: float) -> None:
    until = time.monotonic() + timeout_seconds
    while time.monotonic() < until:
        supervisor.check()
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310 - our own loopback address
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise ProcessFailed(
        f"did not answer at {url} within {timeout_seconds:.0f} seconds",
        thing=name,
        remedy="Its log is in the folder named at the start; a slow disk or a full one is likely.",
    )
