"""Several connections at once, kept sessions, and relays that allow less than was asked."""

import threading
from collections.abc import Iterator

import pytest

from omroeper.adapters.smtp import SmtpMailer, mailer
from omroeper.domain.delivery import Attempt, Outcome
from omroeper.domain.errors import SendingError
from omroeper.rendering.mime import Message
from tests.adapters.smtp.relays import CLOSE, ScriptedRelay, answering, mails, settings_of
from tests.adapters.smtp.test_pipelining import mailer_for, outcomes


def taken_once(relay: ScriptedRelay, count: int) -> bool:
    return len(relay.told.taken) == count and set(relay.told.taken.values()) == {1}


def test_each_message_goes_out_once_over_one_of_the_lines() -> None:
    with answering(ScriptedRelay()) as relay:
        over = mailer_for(relay, connections=5)
        attempts = list(over.send(mails(100)))
        over.close()
        assert sorted(attempt.delivery for attempt in attempts) == list(range(1, 101))
        assert set(outcomes(attempts)) == {Outcome.ACCEPTED}
        assert 1 < relay.told.sessions <= 5
        assert taken_once(relay, 100)


def test_one_message_needs_one_connection() -> None:
    with answering(ScriptedRelay()) as relay:
        over = mailer_for(relay, connections=5)
        assert len(list(over.send(mails(1)))) == 1
        assert relay.told.sessions == 1
        over.close()


def test_a_relay_that_allows_fewer_connections_gets_fewer() -> None:
    with answering(ScriptedRelay(most_sessions=2)) as relay:
        over = mailer_for(relay, connections=6)
        attempts = list(over.send(mails(60)))
        over.close()
        assert set(outcomes(attempts)) == {Outcome.ACCEPTED}
        assert taken_once(relay, 60)


def test_when_no_line_is_left_what_was_taken_is_told_first() -> None:
    """One session, of three messages; after that the relay lets nobody in."""
    relay = ScriptedRelay({"MAIL": ["250 ok"] * 3 + [CLOSE] * 9}, most_sessions=1)
    with answering(relay):
        over = mailer_for(relay, connections=4)
        told: list[Attempt] = []

        def keep_out() -> Iterator[Message]:
            yield from mails(3)
            relay.most_sessions = 0
            yield from mails(40)[3:]

        with pytest.raises(SendingError, match="Check OMROEPER_SMTP_"):
            told.extend(over.send(keep_out()))
        over.close()
        told_ok = {one.delivery for one in told if one.outcome is Outcome.ACCEPTED}
        taken = {f"p{number}@school.example" for number in told_ok}
        assert set(relay.told.taken) >= taken


def test_an_error_in_making_a_message_loses_no_attempt() -> None:
    def broken() -> Iterator[Message]:
        yield from mails(12)
        raise ValueError("no such template")

    with answering(ScriptedRelay()) as relay:
        over = mailer_for(relay, connections=3)
        told: list[Attempt] = []
        with pytest.raises(ValueError, match="no such template"):
            told.extend(over.send(broken()))
        over.close()
        assert sorted(attempt.delivery for attempt in told) == list(range(1, 13))
        assert taken_once(relay, 12)


def test_a_caller_that_stops_leaves_no_thread_behind() -> None:
    with answering(ScriptedRelay()) as relay:
        over = mailer_for(relay, connections=3)
        attempts = over.send(mails(50))
        next(iter(attempts))
        attempts.close()  # type: ignore[attr-defined]
        over.close()
        assert not [one for one in threading.enumerate() if one.name == "smtp"]
        assert max(relay.told.taken.values()) == 1


def test_sessions_are_kept_for_the_next_batch_and_closed_in_the_end() -> None:
    with answering(ScriptedRelay()) as relay:
        over = mailer_for(relay)
        for _ in range(3):
            assert outcomes(over.send(mails(2))) == [Outcome.ACCEPTED] * 2
        over.close()
        assert relay.told.sessions == 1
        assert relay.told.count("QUIT") == 1


def test_a_kept_session_that_the_relay_closed_costs_no_attempt() -> None:
    with answering(ScriptedRelay({"MAIL": ["250 ok", "421 idle too long"]})) as relay:
        over = mailer_for(relay)
        assert outcomes(over.send(mails(1))) == [Outcome.ACCEPTED]
        assert outcomes(over.send(mails(2)[1:])) == [Outcome.ACCEPTED]
        over.close()
        assert relay.told.sessions == 2
        assert taken_once(relay, 2)


def test_a_session_that_waited_too_long_is_not_used_again(monkeypatch: pytest.MonkeyPatch) -> None:
    with answering(ScriptedRelay()) as relay:
        over = mailer_for(relay)
        list(over.send(mails(1)))
        monkeypatch.setattr(mailer, "IDLE_SECONDS", -1)
        list(over.send(mails(2)[1:]))
        over.close()
        assert relay.told.sessions == 2


@pytest.mark.parametrize("connections", [1, 2])
def test_a_connection_gets_its_share_of_messages_and_no_more(connections: int) -> None:
    with answering(ScriptedRelay()) as relay:
        over = SmtpMailer(
            settings_of(relay, connections=connections, messages_per_connection=3),
            timeout_seconds=10,
        )
        assert set(outcomes(over.send(mails(12)))) == {Outcome.ACCEPTED}
        over.close()
        assert relay.told.sessions >= 4
        assert taken_once(relay, 12)
