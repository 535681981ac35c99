"""Amazon SES: what each answer makes of a message, and one request a message whatever happens."""

import builtins
import socket
from collections import Counter
from collections.abc import Callable, Iterator
from email import message_from_bytes
from typing import Any

import pytest

from omroeper.adapters.ses import SesMailer
from omroeper.adapters.ses.client import TAG
from omroeper.demo.ses import AFTER_TAKING, Fault, SesSimulator
from omroeper.domain.delivery import Attempt, Outcome
from omroeper.domain.errors import SendingError, SettingsError
from omroeper.domain.verp import token_in
from omroeper.ports import OutgoingMail
from omroeper.rendering.mime import Message
from tests.fixtures_ses import RETURN_PATH, mail

Make = Callable[..., SesMailer]


def outcomes(attempts: Iterator[Attempt]) -> dict[int, Outcome]:
    return {one.delivery: one.outcome for one in attempts}


def sent_before_it_stopped(mailer: SesMailer, count: int) -> tuple[dict[int, Outcome], str]:
    """Attempts that were given, and what was raised after them."""
    given: list[Attempt] = []
    with pytest.raises(SendingError) as raised:
        given.extend(mailer.send(map(mail, range(count))))
    return outcomes(iter(given)), raised.value.sentence


@pytest.mark.parametrize("connections", [1, 4])
def test_each_message_is_one_signed_request(
    ses: SesSimulator, ses_mailer: Make, connections: int
) -> None:
    done = outcomes(ses_mailer(connections).send(map(mail, range(20))))
    assert done == dict.fromkeys(range(20), Outcome.ACCEPTED)
    assert ses.state.requests == 20
    assert Counter(one.recipient for one in ses.state.taken) == {
        f"p{number}@school.example": 1 for number in range(20)
    }


def test_our_mime_goes_out_and_says_whose_copy_it_is(ses: SesSimulator, ses_mailer: Make) -> None:
    (attempt,) = ses_mailer(configuration_set="nieuwsbrief").send([mail(7)])
    (taken,) = ses.state.taken
    assert taken.message_id in attempt.reply
    assert taken.tags == {
        TAG: [token_in(RETURN_PATH.address_for(7))],
        "ses:configuration-set": ["nieuwsbrief"],
    }
    assert RETURN_PATH.delivery_of(f"+{taken.tags[TAG][0]}") == 7
    assert taken.feedback_to == RETURN_PATH.address_for(7)
    assert message_from_bytes(taken.content).get_payload() == "Hallo.\r\n"


def test_mail_without_a_return_path_of_its_own_has_no_tag(
    ses: SesSimulator, ses_mailer: Make
) -> None:
    plain = Message(1, "desk@omroeper.example", "p@school.example", mail(1).content)
    list(ses_mailer().send([plain]))
    assert ses.state.taken[0].tags == {}


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        (Fault.THROTTLED, Outcome.RETRY),
        (Fault.DROPPED, Outcome.UNCERTAIN),
        (Fault.FAILED, Outcome.UNCERTAIN),
        (Fault.REPLY_LOST, Outcome.UNCERTAIN),
        (Fault.FAILED_AFTER, Outcome.UNCERTAIN),
        (Fault.GARBLED, Outcome.UNCERTAIN),
    ],
)
def test_no_request_is_made_again_by_itself(
    ses: SesSimulator, ses_mailer: Make, fault: Fault, outcome: Outcome
) -> None:
    ses.state.faults.append(fault)
    assert outcomes(ses_mailer().send(map(mail, range(3)))) == {
        0: outcome,
        1: Outcome.ACCEPTED,
        2: Outcome.ACCEPTED,
    }
    assert ses.state.requests == 3
    assert len(ses.state.taken) == 2 + (fault in AFTER_TAKING)


@pytest.mark.parametrize(
    ("code", "message", "told"),
    [
        ("AccountSuspendedException", "The account is suspended.", "Ask AWS why"),
        ("SendingPausedException", "Sending paused for this account.", "resume"),
        ("MailFromDomainNotVerifiedException", "not verified", "Verify the domain"),
        ("LimitExceededException", "Daily message quota exceeded.", "24 hours"),
        ("TooManyRequestsException", "Daily message quota exceeded.", "24 hours"),
        ("AccessDeniedException", "not authorized", "ses:SendRawEmail"),
        ("SomethingNewException", "never seen", "SES console"),
    ],
)
def test_what_concerns_the_account_stops_everything_and_refuses_nobody(
    ses: SesSimulator, ses_mailer: Make, code: str, message: str, told: str
) -> None:
    ses.state.refuse = (code, message)
    given, sentence = sent_before_it_stopped(ses_mailer(), 10)
    assert given == {}
    assert ses.state.requests == 1
    assert code in sentence
    assert told in sentence


def test_a_wrong_key_is_told_before_anything_is_sent(ses: SesSimulator, ses_mailer: Make) -> None:
    given, sentence = sent_before_it_stopped(ses_mailer(secret_key="another"), 3)
    assert given == {}
    assert "OMROEPER_SES_SECRET_KEY" in sentence
    assert ses.state.requests == 0


@pytest.mark.parametrize("connections", [1, 4])
def test_a_sender_that_is_not_verified_refuses_nobody(
    ses: SesSimulator, ses_mailer: Make, connections: int
) -> None:
    ses.state.verified.clear()
    given, sentence = sent_before_it_stopped(ses_mailer(connections), 50)
    assert given == {}
    assert ses.state.requests <= 3 + connections
    assert "Verify the sender's" in sentence
    assert "@" not in sentence


def test_a_short_list_that_ses_does_not_want_is_refused_to_nobody(
    ses: SesSimulator, ses_mailer: Make
) -> None:
    ses.state.verified.clear()
    assert sent_before_it_stopped(ses_mailer(), 1)[0] == {}


def test_one_bad_message_among_good_ones_is_refused(ses: SesSimulator, ses_mailer: Make) -> None:
    twice = mail(0).content.replace(b"\r\n\r\n", b"\r\nSubject: again\r\n\r\n")
    bad = Message(0, "desk@omroeper.example", "p0@school.example", twice)
    done = outcomes(ses_mailer().send([bad, mail(1), mail(2)]))
    assert done == {0: Outcome.REFUSED, 1: Outcome.ACCEPTED, 2: Outcome.ACCEPTED}


@pytest.mark.parametrize("recipient", ["zonder-domein@", "twee woorden@school.example"])
def test_a_bad_address_is_refused_alone(
    ses: SesSimulator, ses_mailer: Make, recipient: str
) -> None:
    done = outcomes(ses_mailer().send([mail(0, recipient)]))
    assert done == {0: Outcome.REFUSED}


def test_letters_beyond_ascii_are_refused_without_asking(
    ses: SesSimulator, ses_mailer: Make
) -> None:
    (attempt,) = ses_mailer().send([mail(0, "zoë@school.example")])
    assert attempt.outcome is Outcome.REFUSED
    assert "zoë" not in attempt.reply
    assert ses.state.requests == 0


def test_an_ses_that_answers_nothing_is_left_after_three(
    ses: SesSimulator, ses_mailer: Make
) -> None:
    ses.state.faults.extend([Fault.FAILED] * 50)
    given, sentence = sent_before_it_stopped(ses_mailer(), 50)
    assert given == dict.fromkeys(range(3), Outcome.UNCERTAIN)
    assert "500" in sentence


def test_an_ses_that_cannot_be_reached_has_nothing(ses: SesSimulator, ses_mailer: Make) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        nowhere = f"http://127.0.0.1:{free.getsockname()[1]}"
    given, sentence = sent_before_it_stopped(ses_mailer(base_url=nowhere), 5)
    assert given == {}
    assert "network" in sentence


def test_a_connection_that_fails_is_tried_another_time(
    ses: SesSimulator, ses_mailer: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What never left is tried again; three in a row are no accident, and the last counts as not tried."""
    mailer = ses_mailer()
    messages = iter([mail(0), mail(1), mail(2), mail(3)])

    def then_unplugged() -> Iterator[OutgoingMail]:
        yield next(messages)
        monkeypatch.setattr(socket.socket, "connect", _refused)
        mailer.close()
        yield from messages

    given: list[Attempt] = []
    with pytest.raises(SendingError, match="not reached"):
        given.extend(mailer.send(then_unplugged()))
    assert outcomes(iter(given)) == {0: Outcome.ACCEPTED, 1: Outcome.RETRY, 2: Outcome.RETRY}
    assert len(ses.state.taken) == 1


def test_the_account_is_looked_at_first(ses: SesSimulator, ses_mailer: Make) -> None:
    ses.state.enabled = False
    assert "paused" in sent_before_it_stopped(ses_mailer(), 3)[1]
    ses.state.enabled, ses.state.per_day = True, 2.0
    given, sentence = sent_before_it_stopped(ses_mailer(), 3)
    assert given == {0: Outcome.ACCEPTED, 1: Outcome.ACCEPTED}
    assert "Daily message quota" in sentence
    assert "24 hours" in sent_before_it_stopped(ses_mailer(), 3)[1]
    assert ses.state.requests == 3


@pytest.mark.parametrize(
    "refusal", [(403, "AccessDeniedException"), (429, "TooManyRequestsException")]
)
def test_an_account_that_cannot_be_asked_still_sends(
    ses: SesSimulator, ses_mailer: Make, refusal: tuple[int, str]
) -> None:
    ses.state.account_refuses = refusal
    assert outcomes(ses_mailer().send([mail(1)])) == {1: Outcome.ACCEPTED}


def test_an_error_in_making_messages_loses_no_attempt(ses: SesSimulator, ses_mailer: Make) -> None:
    def spoilt() -> Iterator[OutgoingMail]:
        yield from map(mail, range(3))
        raise RuntimeError("the database is gone")

    given: list[Attempt] = []
    with pytest.raises(RuntimeError, match="the database is gone"):
        given.extend(ses_mailer(4).send(spoilt()))
    assert outcomes(iter(given)) == dict.fromkeys(range(3), Outcome.ACCEPTED)


def test_a_reader_who_stops_halfway_leaves_nothing_on_its_way(
    ses: SesSimulator, ses_mailer: Make
) -> None:
    attempts = iter(ses_mailer(4).send(map(mail, range(50))))
    next(attempts)
    attempts.close()  # type: ignore[attr-defined]
    taken = len(ses.state.taken)
    assert taken < 50
    assert ses.state.requests == taken


def test_without_botocore_the_remedy_is_told(
    ses_mailer: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name.startswith("botocore"):
            raise ImportError(name)
        return plain(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(SettingsError, match=r"pip install 'omroeper\[ses\]'"):
        ses_mailer()


def _refused(*_: object) -> None:
    raise ConnectionRefusedError


def test_what_aws_reads_beside_is_told(ses_mailer: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_PROFILE", "weg")
    with pytest.raises(SettingsError, match="AWS_ variable"):
        ses_mailer()


def test_an_ses_in_trouble_is_found_out_before_anything_is_sent(
    ses: SesSimulator, ses_mailer: Make
) -> None:
    ses.state.account_refuses = (503, "ServiceUnavailable")
    assert sent_before_it_stopped(ses_mailer(), 3)[0] == {}
    assert ses.state.requests == 0
