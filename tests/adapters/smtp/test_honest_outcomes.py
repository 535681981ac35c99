"""Whatever a relay answers: one attempt a message, and an outcome that agrees with what it took."""

from collections.abc import Mapping, Sequence

from hypothesis import example, given, settings
from hypothesis import strategies as st

from omroeper.adapters.smtp import SmtpMailer
from omroeper.adapters.smtp.line import Line
from omroeper.domain.delivery import Attempt, Outcome
from tests.adapters.smtp.relays import (
    CLOSE,
    FEATURES,
    SWALLOW,
    ScriptedRelay,
    answering,
    mails,
    settings_of,
)
from tests.adapters.smtp.test_pipelining import Ready

COUNT = 6
NO = ("451 later", "452 full", "550 no", "554 never", "421 closing", CLOSE)
Script = Mapping[str, Sequence[str]]


def answers(usual: str, *, also: tuple[str, ...] = ()) -> st.SearchStrategy[list[str]]:
    """Mostly the usual answer."""
    one = st.one_of(*[st.just(usual)] * 3, st.sampled_from(NO + also))
    return st.lists(one, max_size=COUNT + 2)


SCRIPTS = st.fixed_dictionaries(
    {
        "MAIL": answers("250 ok"),
        "RCPT": answers("250 ok", also=("251 will forward",)),
        "DATA": answers("354 go on"),
        ".": answers("250 taken", also=("252 perhaps",)),
    }
)


def check(attempts: Sequence[Attempt], relay: ScriptedRelay) -> None:
    assert sorted(one.delivery for one in attempts) == list(range(1, COUNT + 1))
    for one in attempts:
        recipient = f"p{one.delivery}@school.example"
        taken = relay.told.taken[recipient]
        assert taken <= 1
        if one.outcome is Outcome.ACCEPTED:
            assert taken == 1, one
        elif one.outcome is Outcome.UNCERTAIN:
            assert recipient in relay.told.lost_replies, one
        else:
            assert taken == 0, one
    assert b"" not in relay.told.contents


@settings(deadline=None, max_examples=60)
@given(script=SCRIPTS, features=st.sampled_from([FEATURES, ()]))
@example(script={"RCPT": ["550 no"], "DATA": ["354 go on"], ".": [CLOSE]}, features=FEATURES)
@example(script={"MAIL": ["451 later"], "DATA": ["354 go on"]}, features=FEATURES)
def test_over_one_line_where_each_next_message_lies_ready(
    script: Script, features: tuple[str, ...]
) -> None:
    with answering(ScriptedRelay(script, features=features)) as relay:
        mailer = SmtpMailer(settings_of(relay), timeout_seconds=10)
        attempts = list(Line(mailer, Ready(mails(COUNT))).attempts())
        mailer.close()
    check(attempts, relay)


@settings(deadline=None, max_examples=40)
@given(
    script=SCRIPTS,
    connections=st.integers(1, 4),
    most=st.integers(0, 3),
    features=st.sampled_from([FEATURES, ()]),
)
def test_over_several_lines_with_shares(
    script: Script, connections: int, most: int, features: tuple[str, ...]
) -> None:
    with answering(ScriptedRelay(script, features=features)) as relay:
        chosen = settings_of(relay, connections=connections, messages_per_connection=most)
        mailer = SmtpMailer(chosen, timeout_seconds=10)
        attempts = list(mailer.send(mails(COUNT)))
        mailer.close()
    check(attempts, relay)


@settings(deadline=None, max_examples=30)
@given(
    swallowed=st.integers(0, COUNT - 2),
    verb=st.sampled_from(["MAIL", "RCPT"]),
    answer=st.sampled_from(["250 ok", "451 later", "550 no"]),
)
def test_a_swallowed_reply_never_makes_a_second_copy(
    swallowed: int, verb: str, answer: str
) -> None:
    """What the next command is answered may look like the message's own answer."""
    script = {
        ".": ["250 taken"] * swallowed + [SWALLOW],
        verb: ["250 ok"] * (swallowed + 1) + [answer],
    }
    with answering(ScriptedRelay(script)) as relay:
        mailer = SmtpMailer(settings_of(relay), timeout_seconds=0.4)
        attempts = list(Line(mailer, Ready(mails(COUNT))).attempts())
        mailer.close()
    lost = attempts[swallowed]
    assert lost.outcome is not Outcome.RETRY, lost
    assert lost.outcome is not Outcome.REFUSED, lost
    assert max(relay.told.taken.values()) == 1
