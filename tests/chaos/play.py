"""One play: real workers and a real relay, everything its plan has in store, and the judgement."""

import contextlib
import multiprocessing
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path

import sqlalchemy as sa

from omroeper.adapters.database import DatabaseStore, open_store
from omroeper.adapters.database.tables import deliveries, subscribers
from omroeper.domain.delivery import CampaignState, DeliveryState, Tally
from omroeper.domain.edition import EditionState
from omroeper.domain.errors import InvalidValue
from omroeper.domain.steering import Action, Order
from omroeper.domain.team import Team
from omroeper.services.steer import steer
from omroeper.settings import SmtpSettings
from tests.chaos.account import Account, Entry, Evidence, judge
from tests.chaos.ground import EDITION, Ground
from tests.chaos.journal import read_journals
from tests.chaos.plan import Happening, Kind, Plan, Round
from tests.chaos.relay import RelayPlan, serve
from tests.chaos.script import Script, Weather
from tests.chaos.surroundings import crash_server, cut_connections, full_disk, locked
from tests.chaos.truth import read_truth
from tests.chaos.worker import LEASE_SECONDS, RULES, SECRET, WorkerPlan, move_clock, run
from tests.samples import WHEN, people

LONGEST_ROUND = 120.0
"""Seconds after which a round's workers are killed, and the play fails: nothing may hang."""
CALM_ROUNDS = RULES.max_attempts + 3


@dataclass(frozen=True, slots=True)
class Played:
    plan: Plan
    folder: Path
    tally: Tally
    account: Account
    deaths: int


def processes() -> ForkServerContext:
    """Workers start from a process that has imported all they need, and holds nothing else."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.chaos.play"])
    return context


class Play:
    """What is going on: the relay and workers that run, and where they leave their traces."""

    def __init__(self, plan: Plan, ground: Ground) -> None:
        self.plan = plan
        self.url = ground.fresh(plan.database)
        self.folder = ground.folder / f"play-{plan.database}-{plan.seed}-{time.monotonic_ns()}"
        self.folder.mkdir()
        self._ground = ground
        self._processes = processes()
        self._relay: ForkServerProcess | None = None
        self._relay_plan = RelayPlan(
            plan.script, self.folder / "truth", 0, plan.security, ground.certificate
        )
        self._workers: list[ForkServerProcess] = []
        self._number = 0
        self.too_long = self.cancelled = False
        self.killed = 0

    def start_relay(self, script: Script) -> None:
        here, there = multiprocessing.Pipe(duplex=False)
        self._relay_plan = replace(self._relay_plan, script=script)
        self._relay = self._processes.Process(
            target=serve, args=(self._relay_plan, there), daemon=True
        )
        self._relay.start()
        there.close()
        self._relay_plan = replace(self._relay_plan, port=here.recv())

    def kill_relay(self) -> None:
        assert self._relay is not None
        self._relay.kill()
        self._relay.join()

    def run_round(self, planned: Round) -> None:
        """Start the workers, let things happen, and wait until every worker has ended."""
        move_clock(self.folder / "clock", planned.moved)
        begun = time.monotonic()
        self._workers = [self._start_worker(index, planned) for index in range(self.plan.workers)]
        with contextlib.ExitStack() as underway:
            for happening in planned.happenings:
                time.sleep(max(0.0, happening.after - (time.monotonic() - begun)))
                self._let_happen(happening, underway)
            for worker in self._workers:
                worker.join(max(0.0, LONGEST_ROUND - (time.monotonic() - begun)))
        for worker in self._workers:
            if worker.is_alive():
                self.too_long = True
                worker.kill()
                worker.join()
            self.killed += worker.exitcode == -signal.SIGKILL

    def _start_worker(self, index: int, planned: Round) -> ForkServerProcess:
        self._number += 1
        full = planned.full_disks[index] if planned.full_disks else None
        worker = WorkerPlan(
            name=f"w{self._number}",
            folder=self.folder,
            database_url=self.url,
            relay=SmtpSettings(
                "127.0.0.1",
                self._relay_plan.port,
                self.plan.security,
                connections=self.plan.connections,
                authority=self._ground.certificate.chain,
            ),
            edition=EDITION,
            death=planned.deaths[index] if planned.deaths else None,
            full_at=full,
            skew_seconds=self.plan.skews[index],
        )
        process = self._processes.Process(target=run, args=(worker,), daemon=True)
        process.start()
        return process

    def _let_happen(self, happening: Happening, underway: contextlib.ExitStack) -> None:
        kind, value = happening.kind, happening.value
        if kind is Kind.KILL:
            self._workers[int(value)].kill()
        elif kind is Kind.RESTART:
            self.kill_relay()
            time.sleep(0.05)
            self.start_relay(self.plan.script)
        elif kind is Kind.LOCK:
            underway.enter_context(locked(self.url, value))
        elif kind is Kind.MOVE:
            move_clock(self.folder / "clock", value)
        elif kind is Kind.LEAVE:
            with contextlib.suppress(sa.exc.OperationalError), self._store() as store:
                store.unsubscribe(f"key{int(value):06d}", WHEN, source="test")
        elif kind is Kind.DISCONNECT:
            cut_connections(self.url)
        elif kind is Kind.CRASH:
            crash_server(self.url)
        elif kind is Kind.FULL:
            with full_disk(self.url):
                time.sleep(value)
        elif kind is Kind.CANCEL:
            self.cancelled = self.order(Action.CANCEL)
        elif kind is Kind.PACE:
            self.order(Action.THROTTLE, int(value))
        elif kind is Kind.PAUSE and self.order(Action.PAUSE):
            time.sleep(value)
            self.order(Action.RESUME)

    def order(self, action: Action, per_hour: int = 0) -> bool:
        """What somebody of the team asks of the campaign; gives whether it was done."""
        with contextlib.suppress(sa.exc.DBAPIError, InvalidValue), self._store() as store:
            order = Order(action, "redactie", per_hour=per_hour)
            return any(steer(store, one.id, order, Team(), WHEN) for one in store.campaigns())
        return False

    def _store(self) -> DatabaseStore:
        return open_store(self.url, SECRET)

    @property
    def ending(self) -> CampaignState:
        return CampaignState.CANCELLED if self.cancelled else CampaignState.FINISHED

    def evidence(self) -> Evidence:
        query = sa.select(deliveries, subscribers.c.address).join(
            subscribers, subscribers.c.key == deliveries.c.subscriber
        )
        with self._ground.outside(self.url) as connection:
            entries = tuple(
                Entry(
                    row.id,
                    row.address,
                    row.message_id,
                    DeliveryState(row.state),
                    row.attempts,
                    row.reply,
                )
                for row in connection.execute(query.order_by(deliveries.c.id))
            )
            told = connection.exec_driver_sql("SELECT delivery, old, new FROM steps ORDER BY id")
            steps = tuple((row[0], row[1], row[2]) for row in told)
        events = read_truth(self._relay_plan.truth)
        return Evidence(entries, steps, events, read_journals(self.folder), RULES.max_attempts)


def play(plan: Plan, ground: Ground) -> Played:
    """Play it: bad rounds, then calm ones until the campaign has ended; then judge."""
    going = Play(plan, ground)
    with going._store() as store:
        store.add_subscribers(people(plan.recipients))
        going.start_relay(plan.script)
        try:
            for planned in plan.rounds:
                going.run_round(planned)
            _calm_down(going, store)
        finally:
            going.kill_relay()
        campaign = store.campaigns()[0]
        tally = store.tally(campaign.id)
        account = judge(going.evidence())
        violations = account.violations + tuple(_whole(going, store, tally))
    return Played(plan, going.folder, tally, replace(account, violations=violations), going.killed)


def _calm_down(going: Play, store: DatabaseStore) -> None:
    """The relay behaves, nobody dies, no pause or pace is left, and leases run out."""
    going.kill_relay()
    going.start_relay(Weather(going.plan.seed))
    going.order(Action.RESUME)
    going.order(Action.THROTTLE)
    for _ in range(CALM_ROUNDS):
        going.run_round(Round(moved=86400 + 3 * LEASE_SECONDS))
        if store.campaigns() and store.campaigns()[0].state is going.ending:
            return


def _whole(going: Play, store: DatabaseStore, tally: Tally) -> Iterator[str]:
    """The sums, and that campaign and edition have ended once."""
    campaign = store.campaigns()[0]
    if campaign.state is not going.ending:
        yield f"the campaign is not {going.ending} but {campaign.state}, {tally}"
    edition = EditionState.CANCELLED if going.cancelled else EditionState.SENT
    if store.state(campaign.edition) is not edition:
        yield f"the edition is not {edition} but {store.state(campaign.edition)}"
    left_before = going.plan.recipients - campaign.size
    if tally.settled != campaign.size or tally.frozen != campaign.size:
        yield f"the sums do not reconcile: {tally}"
    if not 0 <= left_before <= len(store.unsubscribes()):
        yield f"{left_before} of {going.plan.recipients} subscribers are not in the audience"
    told = [entry.what for entry in store.audit_log(campaign.edition)]
    for once in ("audience frozen", "campaign cancelled" if going.cancelled else "sent"):
        if told.count(once) != 1:
            yield f"the audit log says {told.count(once)} times '{once}'"
    if going.cancelled and "sent" in told:
        yield "the audit log says that the cancelled edition was sent"
    if going.too_long:
        yield f"a worker hung for more than {LONGEST_ROUND:.0f} seconds"
