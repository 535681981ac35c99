"""`omroeper up`: the desk on one machine, until ctrl-C."""

from collections.abc import Callable

from omroeper.processes.children import Supervisor
from omroeper.processes.desk import (
    DeskPlan,
    deploy_flows,
    require_free_port,
    start_pages,
    start_server,
    start_worker,
)
from omroeper.settings import Settings

Say = Callable[[str], None]


def run_desk(settings: Settings, say: Say) -> None:
    """Start everything, say where it is and what is not configured, and stay."""
    require_free_port(settings.prefect_port, "OMROEPER_PREFECT_PORT")
    require_free_port(settings.web_port, "OMROEPER_WEB_PORT")
    plan = DeskPlan(settings, settings.var / "logs")
    for line in not_configured(settings):
        say(line)
    say("Starting Prefect, a worker and the web pages; the first time takes a little longer ...")
    with Supervisor(plan.logs, plan.environment, settings.home) as supervisor:
        start_server(supervisor, plan)
        deploy_flows(supervisor, plan)
        start_worker(supervisor)
        start_pages(supervisor, plan)
        say(f"Prefect UI   {plan.prefect_url}")
        say(f"  drafts that wait for an editor: {plan.prefect_url}/runs?state=Suspended")
        say(f"  start a month: {plan.prefect_url}/deployments, then newsletter, Quick run")
        say(f"Web pages    {plan.pages_url}")
        say(f"Logs         {plan.logs}")
        say("The desk is up. Ctrl-C stops it; what waits for an editor goes on waiting.")
        try:
            supervisor.stay()
        finally:
            say("\nStopping; what is being sent now is finished or given back ...")


def not_configured(settings: Settings) -> list[str]:
    """What is not set, and what happens instead."""
    lines = []
    if not (settings.home / ".env").exists():
        lines.append("No .env file: the defaults are used (.env.example lists every setting).")
    if not settings.mails:
        lines.append(f"No SMTP relay: mail is written to {settings.outbox} and not sent.")
    if settings.linkedin is None:
        lines.append("No LinkedIn token: approved posts are put ready to place by hand.")
    if not settings.counts_clicks:
        lines.append("No public address: clicks are not counted; unsubscribe links work here only.")
    return lines
