"""Promise 2 when what lies around the sender breaks: its database, its disk, its clock, its relay."""

import multiprocessing
from collections import Counter
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from omroeper.adapters.database import engine as database_engine
from omroeper.domain.delivery import Delivery, DeliveryState, Tally
from omroeper.domain.errors import SendingError
from omroeper.ports import OutgoingMail
from omroeper.services.send import begin_sending
from tests.chaos.ground import Ground
from tests.chaos.journal import Step, read_journals
from tests.chaos.plan import Plan, Round
from tests.chaos.play import play, processes
from tests.chaos.relay import RelayPlan, serve
from tests.chaos.scene import Scene
from tests.chaos.script import Chosen
from tests.chaos.surroundings import crash_server, full_disk, locked
from tests.chaos.worker import message_for
from tests.services.test_send import RULES

LEASE_ENDED = timedelta(seconds=RULES.lease_seconds + 1)
SIZE = 8


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_a_database_that_stays_locked_costs_no_copy_and_no_account(
    tmp_path: Path, both_grounds: Ground, monkeypatch: pytest.MonkeyPatch, database: str
) -> None:
    """Another writer takes it while the third message is made; its reply cannot be written down."""
    monkeypatch.setattr(database_engine, "BUSY_SECONDS", 0.2)
    with (
        Scene(tmp_path, both_grounds, SIZE, database=database) as scene,
        scene.relay(Chosen()),
        ExitStack() as underway,
    ):

        def locks(delivery: Delivery, at: datetime) -> OutgoingMail:
            if delivery.address.startswith("p3@"):
                underway.enter_context(locked(scene.url))
            return message_for(delivery, at)

        with pytest.raises(sa.exc.OperationalError):
            scene.send(locks)
        underway.close()
        handed_over = set(scene.taken())
        assert handed_over == {"p1@school.example", "p2@school.example", "p3@school.example"}
        scene.clock.moment += LEASE_ENDED
        scene.send()
    assert Counter(scene.taken()) == dict.fromkeys(scene.states(), 1)
    assert scene.those(DeliveryState.UNCERTAIN) == {"p2@school.example", "p3@school.example"}
    assert len(scene.those(DeliveryState.ACCEPTED)) == SIZE - 2


def test_a_postgresql_whose_disk_is_full_costs_no_copy_and_no_account(
    tmp_path: Path, both_grounds: Ground
) -> None:
    """It is full from the third message on; whose reply cannot be written down."""
    with (
        Scene(tmp_path, both_grounds, SIZE, database="postgresql") as scene,
        scene.relay(Chosen()),
        ExitStack() as underway,
    ):

        def fills(delivery: Delivery, at: datetime) -> OutgoingMail:
            if delivery.address.startswith("p3@"):
                underway.enter_context(full_disk(scene.url))
            return message_for(delivery, at)

        with pytest.raises(sa.exc.OperationalError, match="No space left on device"):
            scene.send(fills)
        assert "p3@school.example" in scene.taken()
        underway.close()
        scene.clock.moment += LEASE_ENDED
        scene.send()
        states = scene.states()
    assert Counter(scene.taken()) == dict.fromkeys(states, 1)
    assert states["p3@school.example"] is DeliveryState.UNCERTAIN
    assert set(states.values()) == {DeliveryState.UNCERTAIN, DeliveryState.ACCEPTED}


def test_a_postgresql_that_crashes_and_comes_back_has_forgotten_nothing(
    tmp_path: Path, crash_ground: Ground
) -> None:
    """It crashes while the third message is made, and has recovered when its reply is there."""
    with (
        Scene(tmp_path, crash_ground, SIZE, database="postgresql") as scene,
        scene.relay(Chosen()),
    ):

        def crashes(delivery: Delivery, at: datetime) -> OutgoingMail:
            if delivery.address.startswith("p3@"):
                crash_server(scene.url)
            return message_for(delivery, at)

        assert scene.send(crashes) == Tally(SIZE, accepted=SIZE)
        states = scene.states()
    assert Counter(scene.taken()) == dict.fromkeys(states, 1)


def test_a_full_disk_stops_the_sender_and_nothing_is_lost(ground: Ground) -> None:
    """No file of the worker may grow past 100 kB, and the database is larger than that."""
    full = Round(full_disks=(100 * 1024,))
    played = play(Plan(0, "sqlite", 30, 1, 1, "none", Chosen(), (0.0,), (full,)), ground)
    assert played.account.violations == ()
    ended = [line.note for line in read_journals(played.folder) if line.step is Step.ENDED]
    assert ended[0].startswith("database: ")
    assert played.tally.settled == 30
    assert played.tally.accepted >= 30 - RULES.chunk


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_a_clock_that_jumps_past_the_lease_gives_no_copy_to_two_senders(
    tmp_path: Path, both_grounds: Ground, database: str
) -> None:
    """While a sender makes its fourth message, another takes up what it holds and sends the rest."""
    with Scene(tmp_path, both_grounds, SIZE, database=database) as scene, scene.relay(Chosen()):

        def jumps(delivery: Delivery, at: datetime) -> OutgoingMail:
            if delivery.address.startswith("p4@"):
                scene.clock.moment += LEASE_ENDED
                scene.send()
            return message_for(delivery, at)

        scene.send(jumps)
    taken = Counter(scene.taken())
    assert max(taken.values()) == 1
    assert scene.those(DeliveryState.ACCEPTED) == set(taken)
    assert "p4@school.example" in taken
    assert scene.store.tally(scene.campaign.id).settled == SIZE


def test_a_clock_that_is_set_back_holds_nothing_up_for_good(scene: Scene) -> None:
    """A dead sender's lease ends later by the clock that was set back, and then it is taken up."""
    held = scene.store.claim(
        scene.campaign.id,
        worker="dead",
        limit=2,
        lease_until=scene.clock.moment + LEASE_ENDED,
        at=scene.clock.moment,
    )
    scene.clock.moment -= timedelta(days=1)
    with scene.relay(Chosen()):
        assert scene.send() == Tally(4, claimed=len(held), accepted=2)
        scene.clock.moment += timedelta(days=1) + 2 * LEASE_ENDED
        assert scene.send() == Tally(4, accepted=4)
    assert max(Counter(scene.taken()).values()) == 1


def test_a_relay_that_dies_in_mid_batch_and_comes_back_gets_no_copy_twice(scene: Scene) -> None:
    """It is killed while the third message is made: what it had taken stands in its file."""
    plan = RelayPlan(Chosen(), scene.folder / "truth")
    relay, port = started(plan)
    scene.mail_through(port)

    def kills(delivery: Delivery, at: datetime) -> OutgoingMail:
        if delivery.address.startswith("p3@"):
            relay.kill()
            relay.join()
        return message_for(delivery, at)

    with pytest.raises(SendingError, match=f"127.0.0.1:{port}"):
        scene.send(kills)
    assert scene.store.tally(scene.campaign.id) == Tally(4, accepted=2, pending=2)
    again, _ = started(RelayPlan(Chosen(), scene.folder / "truth", port))
    begin_sending(scene.store, scene.campaign.id, scene.clock.moment)
    assert scene.send() == Tally(4, accepted=4)
    again.kill()
    assert Counter(scene.taken()) == dict.fromkeys(scene.states(), 1)


def started(plan: RelayPlan) -> tuple[multiprocessing.process.BaseProcess, int]:
    here, there = multiprocessing.Pipe(duplex=False)
    relay = processes().Process(target=serve, args=(plan, there), daemon=True)
    relay.start()
    return relay, int(here.recv())
