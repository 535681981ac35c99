"""The judge itself: each sentence of the promise, broken once, is a violation."""

from dataclasses import replace

import pytest

from omroeper.domain.delivery import DeliveryState
from tests.chaos.account import Entry, Evidence, judge
from tests.chaos.journal import Line, Step
from tests.chaos.truth import Event, Happened

STATE = DeliveryState


def entry(state: DeliveryState, reply: str = "") -> Entry:
    return Entry(1, "p1@school.example", "<a@x>", state, 1, reply)


def told(*happened: Happened, session: str = "0/1", note: str = "") -> tuple[Event, ...]:
    return tuple(
        Event(one, "p1@school.example", session, 7, 1, note, "<a@x>" if one is TAKEN else "")
        for one in happened
    )


OFFERED, MET, REFUSED, BEGUN, TAKEN, ANSWERED = Happened
USUAL = told(OFFERED, BEGUN, TAKEN, ANSWERED)
NOT_TAKEN = told(OFFERED, BEGUN)


def evidence(
    ledger: Entry, events: tuple[Event, ...] = USUAL, journal: tuple[Line, ...] = ()
) -> Evidence:
    return Evidence((ledger,), (), events, journal, max_attempts=4)


@pytest.mark.parametrize(
    "right",
    [
        evidence(entry(STATE.ACCEPTED)),
        evidence(entry(STATE.UNCERTAIN), told(OFFERED, BEGUN, TAKEN)),
        evidence(entry(STATE.UNCERTAIN), NOT_TAKEN),
        evidence(entry(STATE.REFUSED), told(OFFERED) + told(REFUSED, note="550")),
        evidence(entry(STATE.REFUSED), told(OFFERED, OFFERED, OFFERED, OFFERED)),
        evidence(entry(STATE.SKIPPED), ()),
        evidence(entry(STATE.ACCEPTED), told(OFFERED, BEGUN) + told(*Happened, session="1/1")),
        evidence(
            entry(STATE.UNCERTAIN),
            journal=(Line(Step.MARKED, "w1", 1), Line(Step.REPLIED, "w1", 1)),
        ),
    ],
)
def test_what_agrees_is_no_violation(right: Evidence) -> None:
    assert judge(right).violations == ()


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        (evidence(entry(STATE.ACCEPTED), USUAL + told(TAKEN, session="1/1")), "taken 2 times"),
        (evidence(entry(STATE.ACCEPTED), NOT_TAKEN), "accepted and was never taken"),
        (
            evidence(entry(STATE.REFUSED), USUAL + told(REFUSED, note="550")),
            "refused and was taken",
        ),
        (evidence(entry(STATE.SKIPPED)), "skipped and was taken"),
        (evidence(entry(STATE.REFUSED), told(OFFERED)), "the relay did not refuse it"),
        (evidence(entry(STATE.UNCERTAIN)), "although no reply was lost"),
        (evidence(entry(STATE.UNCERTAIN), told(OFFERED)), "although no reply was lost"),
        (
            evidence(entry(STATE.UNCERTAIN), (), (Line(Step.CLAIMED, "w1", 1),)),
            "although no reply was lost",
        ),
        (
            evidence(
                entry(STATE.UNCERTAIN),
                journal=(Line(Step.MARKING, "w1", 1), Line(Step.LAPSED, "w1", 1)),
            ),
            "although no reply was lost",
        ),
        (
            evidence(
                entry(STATE.UNCERTAIN),
                journal=(Line(Step.MARKED, "w1", 1), Line(Step.SETTLED, "w1", 1)),
            ),
            "although no reply was lost",
        ),
        (evidence(entry(STATE.PENDING), ()), "in no final state"),
        (evidence(entry(STATE.CLAIMED), ()), "in no final state"),
        (evidence(replace(entry(STATE.ACCEPTED), message_id="<b@x>")), "another Message-ID"),
        (
            evidence(replace(entry(STATE.SKIPPED), recipient="p2@school.example")),
            "p1@school.example got mail and has no delivery",
        ),
        (
            evidence(entry(STATE.ACCEPTED), journal=(Line(Step.ENDED, "w1", 0, "bug: KeyError"),)),
            "worker w1: bug: KeyError",
        ),
    ],
)
def test_what_does_not_agree_is_found(wrong: Evidence, problem: str) -> None:
    violations = judge(wrong).violations
    assert len(violations) == 1
    assert problem in violations[0]


@pytest.mark.parametrize(
    ("before", "after", "allowed"),
    [
        (STATE.PENDING, STATE.CLAIMED, True),
        (STATE.CLAIMED, STATE.PENDING, True),
        (STATE.UNCERTAIN, STATE.ACCEPTED, True),
        (STATE.UNCERTAIN, STATE.PENDING, False),
        (STATE.ACCEPTED, STATE.PENDING, False),
        (STATE.ACCEPTED, STATE.UNCERTAIN, False),
        (STATE.PENDING, STATE.REFUSED, False),
    ],
)
def test_a_step_back_is_found(before: str, after: str, allowed: bool) -> None:
    stepped = replace(evidence(entry(STATE.ACCEPTED)), steps=((1, before, after),))
    assert judge(stepped).violations == (
        () if allowed else (f"delivery 1 went from {before} to {after}",)
    )
