"""`make demo`: the whole month of October 2024 on this machine, against local stand-ins.

Everything is real but what lies on the internet: Prefect's server and a worker, the web pages, SMTP
to a mail catcher, the database. The feeds and LinkedIn are local servers that follow their
documentation. The approvals are given through the calls that the Prefect UI makes.
"""

import os
import shutil
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from omroeper.demo.editor import DemoEditor
from omroeper.demo.feed_server import FeedServer, write_sources
from omroeper.demo.linkedin import ORGANIZATION, TOKEN, LinkedInSimulator
from omroeper.demo.mail_catcher import Faults, MailCatcher
from omroeper.demo.overview import give_login, how_to_see, save_overview
from omroeper.demo.prefect_api import PrefectApi, open_prefect_api
from omroeper.demo.readers import read_and_click
from omroeper.demo.summary import Summary, tell
from omroeper.domain.errors import OmroeperError
from omroeper.processes.children import Supervisor
from omroeper.processes.desk import (
    DeskPlan,
    deploy_flows,
    free_port,
    start_pages,
    start_server,
    start_worker,
)
from omroeper.settings import PREFIX, Settings, load_settings
from omroeper.wiring import open_desk

MONTH = "2024-10"
EDITION = f"agdb-{MONTH}"
_MARK = ".omroeper-demo"

Say = Callable[[str], None]


def run_demo(*, stay: bool, say: Say) -> None:
    """Run the month and say what happened; with `stay` the approval is left to the user."""
    started = time.monotonic()
    say(f"Omroeper demo: the newsletter of {MONTH}, from gathering to report")
    with ExitStack() as stack:
        stage = set_up(stack, say)
        if stay:
            _stay(stage, say)
            return
        summary = play(stage, say)
    tell(summary, say)
    say(f"\nDone in {time.monotonic() - started:.0f} seconds. Everything is stopped again.")
    say("`make demo-desk` runs the same month and leaves the approval to you, in the Prefect UI.")
    say("Its overview for the team stays open too, with the login that it names.")


@dataclass(slots=True)
class Stage:
    """The running desk of the demo and its stand-ins."""

    settings: Settings
    plan: DeskPlan
    supervisor: Supervisor
    catcher: MailCatcher
    linkedin: LinkedInSimulator


def set_up(stack: ExitStack, say: Say) -> Stage:
    """Start the stand-ins and the desk on free loopback ports, in a folder of their own."""
    home = _home()
    var = fresh_folder(home / "var" / "demo")
    say(f"[1/8] Preparing {var}")
    catcher = stack.enter_context(MailCatcher(var / "mail", _faults()))
    feeds = stack.enter_context(FeedServer())
    linkedin = stack.enter_context(LinkedInSimulator())
    write_sources(var / "sources.yaml", feeds.url)
    settings = load_settings(_environment(home, var, catcher.port, linkedin.url))
    give_login(settings)
    say("[2/8] Starting Prefect, a worker, the web pages and the stand-ins ...")
    plan = DeskPlan(settings, var / "logs")
    supervisor = Supervisor(plan.logs, plan.environment, home)
    stack.enter_context(supervisor)
    start_server(supervisor, plan)
    deploy_flows(supervisor, plan)
    start_worker(supervisor)
    start_pages(supervisor, plan)
    say(f"      Prefect UI {plan.prefect_url}   web pages {plan.pages_url}")
    say(f"      The team's overview {how_to_see(plan.pages_url)}")
    return Stage(settings, plan, supervisor, catcher, linkedin)


def play(stage: Stage, say: Say) -> Summary:
    """The month itself, step by step, through Prefect's API."""
    api = open_prefect_api(stage.plan.prefect_url, stage.supervisor.check)
    summary = Summary(stage.settings.var)
    run = draft_month(stage, api, summary, say)
    finish_month(stage, api, run, summary, say)
    return summary


def draft_month(stage: Stage, api: PrefectApi, summary: Summary, say: Say) -> str:
    """Subscribers, gathering and the draft; gives the run that will wait for the editor."""
    for deployment in ("gather/dagelijks", "newsletter/maandelijks", "newsletter/internationaal",
                       "send/verzenden", "linkedin/plaatsen", "measure/dagelijks",
                       "report/maandelijks", "calendar/werkdagen", "remind/werkuren"):  # fmt: skip
        api.pause_schedules(deployment)

    say("[3/8] Subscribers and gathering: flow 'gather', twice")
    with open_desk(stage.settings) as desk:
        list_file = files("omroeper.demo") / "subscribers.csv"
        summary.imported = desk.import_subscribers(Path(str(list_file)), dry_run=False)
    for _ in range(2):  # the second time shows that nothing changes
        api.wait_until_completed(api.start("gather/dagelijks", {}))

    say("[4/8] Drafting and reviewing: flow 'newsletter' waits for the editor in the Prefect UI")
    return api.start("newsletter/maandelijks", {"month": MONTH})


def finish_month(
    stage: Stage,
    api: PrefectApi,
    run: str,
    summary: Summary,
    say: Say,
    watch: Callable[[str], None] = lambda _: None,
) -> None:
    """From the editor's review to the report."""
    editor = DemoEditor(api, run, say, watch)
    editor.review()
    api.wait_until_completed(run)

    say("[5/8] Sending: flow 'send'")
    (sending,) = api.runs_of("send")
    api.wait_until_completed(sending["id"])

    say("[6/8] Posting: flow 'linkedin' waits for the editor, then posts")
    (posting,) = api.runs_of("linkedin")
    editor.approve_posts(posting["id"])
    api.wait_until_completed(posting["id"])

    say("[7/8] Readers read, click and leave; flow 'measure' counts")
    summary.read = read_and_click(stage.catcher)
    for number, urn in enumerate(stage.linkedin.state.posts):
        stage.linkedin.state.statistics[urn] = {"impressionCount": 1240 + number, "clickCount": 37,
                                                "likeCount": 21, "commentCount": 0}  # fmt: skip
    api.wait_until_completed(api.start("measure/dagelijks", {}))

    say("[8/8] Reporting: flow 'report'")
    api.wait_until_completed(api.start("report/maandelijks", {"period": MONTH}))
    with open_desk(stage.settings) as desk:
        summary.look(desk, EDITION, stage.catcher, stage.linkedin)
    overview = save_overview(stage.plan.pages_url, stage.settings.var / "overview.html")
    summary.opened.append(("the team's overview", overview))


def _stay(stage: Stage, say: Say) -> None:
    """Draft the month and leave the rest to the user."""
    api = open_prefect_api(stage.plan.prefect_url, stage.supervisor.check)
    with open_desk(stage.settings) as desk:
        list_file = files("omroeper.demo") / "subscribers.csv"
        desk.import_subscribers(Path(str(list_file)), dry_run=False)
    api.wait_until_completed(api.start("gather/dagelijks", {}))
    run = api.start("newsletter/maandelijks", {"month": MONTH})
    api.wait_until_it_asks(run, "beoordeling-1")
    say(f"\nThe draft waits for you: {stage.plan.prefect_url}/runs/flow-run/{run}")
    say(f"The team's overview: {how_to_see(stage.plan.pages_url)}")
    say("Look at its Artifacts, then press Resume and fill in the form.")
    say(f"Mail arrives in {stage.settings.var / 'mail'}. Ctrl-C stops the demo.")
    stage.supervisor.stay()


def fresh_folder(folder: Path) -> Path:
    """An empty folder; the demo before this one is kept beside it, the one before that goes.

    Only a folder that a demo made itself is ever moved or removed.
    """
    previous = folder.with_name(f"{folder.name}.previous")
    for old in (folder, previous):
        if old.exists() and not (old / _MARK).exists():
            raise OmroeperError(
                "it is there, and no demo made it",
                thing=str(old),
                remedy="Move it away; the demo removes only what it made itself.",
            )
    if folder.exists():
        shutil.rmtree(previous, ignore_errors=True)
        folder.rename(previous)
    folder.mkdir(parents=True)
    (folder / _MARK).touch()
    return folder


def _home() -> Path:
    """Where content and templates are; the demo itself reads no .env and no OMROEPER_ setting."""
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        del os.environ[name]
    return load_settings({f"{PREFIX}ENV_FILE": os.devnull}).home


def _environment(home: Path, var: Path, smtp_port: int, linkedin_url: str) -> dict[str, str]:
    """The demo's settings, also for the processes it starts."""
    web_port = free_port()
    values = {
        "HOME": str(home),
        "ENV_FILE": os.devnull,
        "VAR": str(var),
        "SOURCES_FILE": str(var / "sources.yaml"),
        "PREFECT_PORT": str(free_port()),
        "WEB_PORT": str(web_port),
        "PUBLIC_URL": f"http://127.0.0.1:{web_port}",
        "SMTP_HOST": "127.0.0.1",
        "SMTP_PORT": str(smtp_port),
        "SMTP_SECURITY": "none",
        "RETRY_SECONDS": "0",
        "ALLOW_PRIVATE_ADDRESSES": "true",
        "LINKEDIN_TOKEN": TOKEN,
        "LINKEDIN_ORGANIZATION": ORGANIZATION,
        "LINKEDIN_BASE_URL": linkedin_url,
    }
    os.environ.update({PREFIX + name: value for name, value in values.items()})
    return dict(os.environ)


def _faults() -> Faults:
    """Two mailboxes that are not as they should be, so that the account has something to show."""
    return Faults(
        refused=frozenset({"geweigerd@postbus.example"}),
        greylisted_once=frozenset({"later@postbus.example"}),
    )
