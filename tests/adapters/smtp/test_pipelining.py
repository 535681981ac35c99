"""Grouped writes (RFC 2920): each reply to its command, and an honest outcome when that breaks."""

from collections.abc import Iterable

import pytest

from omroeper.adapters.smtp import SmtpMailer
from omroeper.adapters.smtp.line import Line
from omroeper.domain.delivery import Attempt, Outcome
from omroeper.ports import OutgoingMail
from omroeper.rendering.mime import Message
from tests.adapters.smtp.relays import (
    CLOSE,
    FEATURES,
    SWALLOW,
    ScriptedRelay,
    answering,
    mails,
    settings_of,
)

ACCEPTED, REFUSED, RETRY, UNCERTAIN = (
    Outcome.ACCEPTED,
    Outcome.REFUSED,
    Outcome.RETRY,
    Outcome.UNCERTAIN,
)


class Ready:
    """All messages lie ready, as in a queue that is never empty."""

    def __init__(self, messages: Iterable[OutgoingMail]) -> None:
        self._messages = iter(messages)

    def take(self) -> OutgoingMail | None:
        return next(self._messages, None)

    take_ready = take


def mailer_for(relay: ScriptedRelay, timeout: float = 10, **settings: object) -> SmtpMailer:
    return SmtpMailer(settings_of(relay, **settings), timeout_seconds=timeout)


def sent(relay: ScriptedRelay, messages: list[Message], timeout: float = 10) -> list[Attempt]:
    """Over one line on which each next message lies ready."""
    mailer = mailer_for(relay, timeout)
    try:
        return list(Line(mailer, Ready(messages)).attempts())
    finally:
        mailer.close()


def outcomes(attempts: Iterable[Attempt]) -> list[Outcome]:
    return [attempt.outcome for attempt in attempts]


def test_a_message_takes_one_round_trip_where_the_relay_allows() -> None:
    """The relay answers nothing before the whole group is there: one at a time would wait forever."""
    with answering(ScriptedRelay(patient=5)) as relay:
        assert outcomes(sent(relay, mails(5))) == [ACCEPTED] * 5
        assert relay.told.sessions == 1
    assert set(relay.told.taken.values()) == {1}
    assert len(relay.told.taken) == 5
    verbs = [line[:4].upper() for line in relay.told.lines if line[:4] != "RCPT"]
    assert verbs == ["EHLO", *["MAIL", "DATA"] * 5, "QUIT"]


def test_without_pipelining_each_command_waits() -> None:
    script = {"MAIL": ["250 ok", "550 no"]}
    with answering(ScriptedRelay(script, features=())) as relay:
        assert outcomes(sent(relay, mails(3))) == [ACCEPTED, REFUSED, ACCEPTED]
        assert relay.told.count("RCPT") == relay.told.count("DATA") == 2
        assert relay.told.count("RSET") == 1


@pytest.mark.parametrize("data", ["554 no valid recipients", "503 bad sequence", "354 go on"])
def test_data_that_was_sent_behind_a_refused_recipient_delivers_nothing(data: str) -> None:
    """With 354 the relay waits for a message: it gets a lone dot (RFC 2920, §3.1)."""
    script = {"RCPT": ["250 ok", "550 no such user", "250 ok"], "DATA": ["354 go on", data]}
    with answering(ScriptedRelay(script)) as relay:
        attempts = sent(relay, mails(3))
        assert outcomes(attempts) == [ACCEPTED, REFUSED, ACCEPTED]
        assert attempts[1].reply == "550 no such user"
        assert relay.told.sessions == 1
    assert relay.told.taken == {"p1@school.example": 1, "p3@school.example": 1}


def test_where_only_the_sender_was_refused_no_empty_message_is_left_behind() -> None:
    """RCPT and DATA were taken all the same: a dot would deliver, so the session ends."""
    script = {"MAIL": ["451 later"], "RCPT": ["250 ok"], "DATA": ["354 go on"]}
    with answering(ScriptedRelay(script)) as relay:
        assert outcomes(sent(relay, mails(2))) == [RETRY, ACCEPTED]
        assert relay.told.sessions == 2
    assert relay.told.taken == {"p2@school.example": 1}
    assert b"" not in relay.told.contents


@pytest.mark.parametrize("verb", ["MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize("answer", ["421 closing", CLOSE])
def test_a_session_that_ends_behind_a_message_says_nothing_of_the_next(
    verb: str, answer: str
) -> None:
    """As with a limit of messages a connection: the next goes over a new one, in the same breath."""
    usual = "354 go on" if verb == "DATA" else "250 ok"
    with answering(ScriptedRelay({verb: [usual, answer]})) as relay:
        assert outcomes(sent(relay, mails(3))) == [ACCEPTED] * 3
        assert relay.told.sessions == 2
    assert set(relay.told.taken.values()) == {1}


@pytest.mark.parametrize("verb", ["MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize("features", [FEATURES, ()], ids=["grouped", "plain"])
def test_a_fresh_session_that_ends_at_a_message_leaves_it_for_later(
    verb: str, features: tuple[str, ...]
) -> None:
    with answering(ScriptedRelay({verb: [CLOSE]}, features=features)) as relay:
        assert outcomes(sent(relay, mails(2))) == [RETRY, ACCEPTED]
    assert relay.told.taken == {"p2@school.example": 1}


def test_a_lost_reply_is_uncertain_and_the_next_message_is_not() -> None:
    with answering(ScriptedRelay({".": ["250 taken", CLOSE]})) as relay:
        attempts = sent(relay, mails(4))
        assert outcomes(attempts) == [ACCEPTED, UNCERTAIN, ACCEPTED, ACCEPTED]
        assert "after DATA" in attempts[1].reply
    assert set(relay.told.taken.values()) == {1}


def test_a_closing_reply_to_a_message_is_a_no_for_now() -> None:
    with answering(ScriptedRelay({".": ["421 full"]})) as relay:
        assert outcomes(sent(relay, mails(2))) == [RETRY, ACCEPTED]
    assert relay.told.taken == {"p2@school.example": 1}


def test_a_swallowed_reply_is_never_taken_for_the_next_commands() -> None:
    """The 250 of the next MAIL looks like that of the message; the 354 comes one too early."""
    with answering(ScriptedRelay({".": [SWALLOW]})) as relay:
        attempts = sent(relay, mails(3))
        assert outcomes(attempts) == [UNCERTAIN, ACCEPTED, ACCEPTED]
        assert relay.told.sessions == 2
    assert set(relay.told.taken.values()) == {1}


def test_the_next_mails_no_is_not_the_messages() -> None:
    """Else it would be tried again, and arrive twice."""
    script = {".": [SWALLOW], "MAIL": ["250 ok", "451 busy"]}
    with answering(ScriptedRelay(script)) as relay:
        assert outcomes(sent(relay, mails(2), timeout=0.5))[0] is UNCERTAIN
    assert relay.told.taken["p1@school.example"] == 1


def test_a_relay_that_breaks_its_own_pipelining_is_spoken_to_in_turn(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """It answers too early once; from then on no DATA goes out behind a refused recipient."""
    script = {"RCPT": ["354 too early", "550 no such user"]}
    with answering(ScriptedRelay(script)) as relay:
        assert outcomes(sent(relay, mails(3))) == [RETRY, REFUSED, ACCEPTED]
        assert "does not keep to it" in caplog.text
        assert relay.told.count("DATA") <= 2
    assert relay.told.taken == {"p3@school.example": 1}


def test_a_message_that_broke_off_in_the_middle_was_not_taken() -> None:
    """Its end never left this machine, so it is no lost reply."""
    large = mails(1, content=b"Subject: x\r\n\r\n" + b"x" * 998 * 40_000 + b"\r\n")

    with answering(ScriptedRelay(breaks_in_data=True)) as relay:
        (attempt,) = sent(relay, large)
    assert attempt.outcome is RETRY
    assert "in DATA" in attempt.reply


@pytest.mark.parametrize("recipient", ["a b@x.nl", "a@x.nl\r\nRSET", "a\0@x.nl", "a@x.nl>", "a"])
@pytest.mark.parametrize("first", [True, False])
def test_no_command_hides_in_an_address(recipient: str, first: bool) -> None:
    bad = Message(9, "desk@omroeper.example", recipient, b"x\r\n")
    with answering(ScriptedRelay()) as relay:
        attempts = sent(relay, [bad, *mails(1)] if first else [*mails(1), bad])
        assert sorted(outcomes(attempts)) == [ACCEPTED, REFUSED]
        assert relay.told.count("MAIL") == 1
    assert "RSET" not in relay.told.lines


@pytest.mark.parametrize("features", [FEATURES, ("PIPELINING",)])
def test_letters_beyond_ascii_go_only_where_they_are_taken(features: tuple[str, ...]) -> None:
    jurgen = Message(1, "desk@omroeper.example", "jürgen@school.example", b"x\r\n")
    with answering(ScriptedRelay(features=features)) as relay:
        (attempt,) = sent(relay, [jurgen])
        offered = "SMTPUTF8" in features
        assert attempt.outcome is (ACCEPTED if offered else REFUSED)
        said = [line for line in relay.told.lines if line.startswith("MAIL")]
    assert said == (["MAIL FROM:<desk@omroeper.example> SIZE=3 SMTPUTF8"] if offered else [])


def test_lines_that_begin_with_a_dot_arrive_as_they_are() -> None:
    content = b".first\r\n..\r\n.\r\nlast."
    with answering(ScriptedRelay()) as relay:
        sent(relay, mails(1, content=content))
    assert relay.told.contents == [content + b"\r\n"]
