"""Promise 2, one fault at a time: what each does to the copy that meets it, and to no other."""

from collections import Counter
from functools import partial
from pathlib import Path

import pytest

from omroeper.adapters.smtp.dialogue import Dialogue
from omroeper.adapters.smtp.opening import open_session
from omroeper.domain.delivery import Delivery, DeliveryState, Outcome, Tally
from omroeper.domain.errors import SendingError
from omroeper.settings import SmtpSettings
from tests.chaos.ground import Ground
from tests.chaos.relay import FaultyRelay, RelayPlan
from tests.chaos.scene import Scene
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
from tests.chaos.worker import message_for
from tests.services.test_send import NOW, RULES

ONE = "p2@school.example"
SIZE = 4


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


@pytest.mark.parametrize(
    ("fault", "security"), faults(), ids=lambda value: str(value).replace(" ", "-")
)
def test_a_fault_changes_one_copy_and_is_accounted_for(
    scene: Scene, fault: Fault, security: str
) -> None:
    with scene.relay(Chosen({ONE: fault}), security=security):
        for _ in range(2):
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


def test_all_faults_at_once_over_several_connections(ground: Ground, tmp_path: Path) -> None:
    """Each meets its own copy, among others; what shares a connection with it is not touched."""
    ends = [fault for fault in MESSAGE_FAULTS if fault.act not in (Act.KILL, Act.END_TLS, Act.HANG)]
    met = {f"p{2 * number}@school.example": fault for number, fault in enumerate(ends, start=1)}
    with Scene(tmp_path, ground, 2 * len(ends) + 1) as scene:
        with scene.relay(Chosen(met), connections=3):
            while scene.send().pending:
                pass
        outcomes = {who: expected(fault) for who, fault in met.items()}
        others = dict.fromkeys(scene.states().keys() - met.keys(), DeliveryState.ACCEPTED)
        assert scene.states() == outcomes | others
        assert max(Counter(scene.taken()).values()) == 1


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
            scene.send(partial(message_for, lines=200_000))
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
