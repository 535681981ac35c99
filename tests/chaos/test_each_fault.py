"""Promise 2, one fault at a time: what each does to the copy that meets it, and to no other."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from omroeper.adapters.database import DatabaseStore, open_store
from omroeper.adapters.smtp import SmtpMailer
from omroeper.adapters.smtp.dialogue import Dialogue
from omroeper.adapters.smtp.opening import open_session
from omroeper.domain.delivery import Delivery, DeliveryState, Outcome, Tally
from omroeper.domain.errors import SendingError
from omroeper.services.send import begin_sending, freeze_audience, send_batch
from omroeper.settings import SmtpSettings
from tests.chaos.ground import EDITION, Ground
from tests.chaos.relay import Certificate, FaultyRelay, RelayPlan
from tests.chaos.script import (
    MESSAGE_FAULTS,
    SESSION_FAULTS,
    Act,
    Chosen,
    Fault,
    Moment,
    Pipelining,
)
from tests.chaos.truth import Happened, of, read_truth
from tests.chaos.worker import EVERYONE, SECRET, message_for
from tests.samples import FixedClock, people
from tests.services.test_send import NOW, RULES

ONE = "p2@school.example"
SIZE = 4


class Scene:
    """A relay with a certificate of its own, and the desk's mailer to it."""

    def __init__(self, folder: Path, store: DatabaseStore, certificate: Certificate) -> None:
        self.folder, self.store, self.certificate = folder, store, certificate
        self.batches = 0
        store.add_subscribers(people(SIZE))
        draft = store.draft(EDITION)
        assert draft is not None
        self.campaign = freeze_audience(
            store, draft, EVERYONE, FixedClock(NOW), mail_domain="omroeper.example"
        )
        begin_sending(store, self.campaign.id, NOW)

    @contextmanager
    def relay(
        self, script: Chosen, *, security: str = "none", connections: int = 1, patience: float = 0.5
    ) -> Iterator[FaultyRelay]:
        """The relay, and a mailer that waits `patience` seconds for each of its replies."""
        truth = self.folder / "truth"
        with FaultyRelay(RelayPlan(script, truth, 0, security, self.certificate)) as relay:
            settings = SmtpSettings("127.0.0.1", relay.port, security, connections=connections)
            self.mailer = SmtpMailer(settings, timeout_seconds=patience)
            yield relay
            self.mailer.close()

    def send(self, lines: int = 20) -> Tally:
        self.batches += 1
        send_batch(
            self.store,
            self.mailer,
            partial(message_for, lines=lines),
            self.campaign,
            worker=f"w{self.batches}",
            clock=FixedClock(NOW),
            rules=RULES,
        )
        return self.store.tally(self.campaign.id)

    def states(self) -> dict[str, DeliveryState]:
        return {
            delivery.address: state
            for state in DeliveryState
            for delivery in self.store.deliveries_in(self.campaign.id, state)
        }

    def taken(self) -> list[str]:
        return [event.recipient for event in of(read_truth(self.folder / "truth"), Happened.TAKEN)]


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    return Ground(tmp_path_factory.mktemp("ground"))


@pytest.fixture
def scene(tmp_path: Path, ground: Ground, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    monkeypatch.setenv("SSL_CERT_FILE", str(ground.certificate.chain))
    with open_store(ground.fresh("sqlite"), SECRET) as store:
        yield Scene(tmp_path, store, ground.certificate)


def expected(fault: Fault) -> DeliveryState:
    """The promise, as a table: only a lost reply to a whole message is uncertain."""
    if fault.act is Act.NO:
        return DeliveryState.REFUSED
    if fault.act in (Act.LATER, Act.CLOSING, Act.DRIBBLE) or fault.moment is Moment.ANSWERED:
        return DeliveryState.ACCEPTED
    if fault.moment in (Moment.BODY, Moment.BEFORE_TAKING, Moment.TAKEN):
        return DeliveryState.UNCERTAIN
    return DeliveryState.ACCEPTED


def faults() -> list[tuple[Fault, str]]:
    """Each fault in the clear, and each that ends the connection inside TLS as well."""
    chosen = [fault for fault in MESSAGE_FAULTS if fault.act is not Act.KILL]
    clear = [(fault, "none") for fault in chosen if fault.act is not Act.END_TLS]
    secret = [(fault, "starttls") for fault in chosen if fault.act in (Act.END_TLS, Act.RESET)]
    return clear + secret


@pytest.mark.parametrize("connections", [1, 2])
@pytest.mark.parametrize(
    ("fault", "security"), faults(), ids=lambda value: str(value).replace(" ", "-")
)
def test_a_fault_changes_one_copy_and_is_accounted_for(
    scene: Scene, fault: Fault, security: str, connections: int
) -> None:
    with scene.relay(Chosen({ONE: fault}), security=security, connections=connections):
        for _ in range(3):  # as often as a copy may need
            scene.send()
    outcome = expected(fault)
    assert scene.states() == {
        f"p{number}@school.example": outcome if number == 2 else DeliveryState.ACCEPTED
        for number in range(1, SIZE + 1)
    }
    at_relay = outcome is DeliveryState.ACCEPTED or fault.moment is Moment.TAKEN
    assert sorted(scene.taken()) == sorted(
        f"p{number}@school.example" for number in range(1, SIZE + 1) if number != 2 or at_relay
    )


@pytest.mark.parametrize(
    "fault",
    [fault for fault in SESSION_FAULTS if fault.act is not Act.DRIBBLE],
    ids=lambda value: str(value).replace(" ", "-"),
)
def test_a_relay_that_does_not_let_the_desk_in_leaves_every_copy_to_be_sent(
    scene: Scene, fault: Fault
) -> None:
    with scene.relay(Chosen(sessions={1: fault})) as relay:
        with pytest.raises(SendingError, match=f"127.0.0.1:{relay.port}"):
            scene.send()
        assert set(scene.states().values()) == {DeliveryState.PENDING}
        assert scene.send() == Tally(SIZE, accepted=SIZE)
    assert len(scene.taken()) == SIZE


@pytest.mark.parametrize("manners", Pipelining)
@pytest.mark.parametrize("act", [Act.NO, Act.LATER, Act.RESET])
def test_a_refused_recipient_stops_no_other_however_pipelining_is_kept(
    scene: Scene, manners: Pipelining, act: Act
) -> None:
    """Whatever was already on its way when the RCPT failed: nothing of it is taken for another's."""
    fault = Fault(Moment.RCPT, act)
    with scene.relay(Chosen({ONE: fault}, pipelining=manners)):
        for _ in range(RULES.max_attempts):
            scene.send()
    states = scene.states()
    sent = {who for who, state in states.items() if state is DeliveryState.ACCEPTED}
    assert sorted(scene.taken()) == sorted(sent)
    assert DeliveryState.UNCERTAIN not in states.values()
    assert states[ONE] is (DeliveryState.REFUSED if act is Act.NO else DeliveryState.ACCEPTED)
    assert len(sent) == (SIZE - 1 if act is Act.NO else SIZE)


def test_a_large_message_that_breaks_off_half_way_is_sent_again(scene: Scene) -> None:
    """Its end never left this machine, so the relay cannot have taken it."""
    with scene.relay(Chosen({ONE: Fault(Moment.BODY, Act.RESET)}), patience=30):
        for _ in range(2):
            scene.send(lines=200_000)
    assert scene.states()[ONE] is DeliveryState.ACCEPTED
    assert scene.taken().count(ONE) == 1


@pytest.mark.parametrize(
    "fault",
    [
        fault
        for fault in MESSAGE_FAULTS
        if fault.moment in (Moment.MAIL, Moment.RCPT, Moment.DATA)
        and fault.act not in (Act.KILL, Act.END_TLS, Act.DRIBBLE)
    ],
    ids=lambda value: str(value).replace(" ", "-"),
)
@pytest.mark.parametrize("manners", [Pipelining.KEPT, Pipelining.TOGETHER])
def test_what_meets_the_next_envelope_does_not_change_the_message_before_it(
    tmp_path: Path, fault: Fault, manners: Pipelining
) -> None:
    """With PIPELINING the next envelope travels behind a message; each reply belongs to one of them."""
    first, second = (
        message_for(
            Delivery(number, "c", "k", f"p{number}@school.example", "t", f"<{number}@x>"), NOW
        )
        for number in (1, 2)
    )
    script = Chosen({"p2@school.example": fault}, pipelining=manners)
    with FaultyRelay(RelayPlan(script, tmp_path / "truth")) as relay:
        session = open_session(SmtpSettings("127.0.0.1", relay.port, "none"), 0.5)
        dialogue = Dialogue(session, timeout_seconds=0.5, final_seconds=0.5, grouped=True)
        assert dialogue.offer(first) is None
        attempt, verdict = dialogue.hand_over(first, second)
        dialogue.close()
    assert attempt.outcome is Outcome.ACCEPTED
    assert verdict is not None
    assert verdict.outcome is (Outcome.REFUSED if fault.act is Act.NO else Outcome.RETRY)
    taken = of(read_truth(tmp_path / "truth"), Happened.TAKEN)
    assert [event.recipient for event in taken] == ["p1@school.example"]
