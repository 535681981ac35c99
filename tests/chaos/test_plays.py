"""Promise 2 under everything at once: a few plays here, hundreds by `make chaos`."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from tests.chaos.ground import Ground
from tests.chaos.plan import Kind, Plan, Round, crashing, kinds_of, plan_for
from tests.chaos.play import Played, play
from tests.chaos.script import Act, Chosen, Fault, Moment
from tests.chaos.worker import BOUNDARIES, LEASE_SECONDS, Death

SEEDS = (1, 3, 17, 38)
TAKING_UP = ("freeze", "audit_once", "move_campaign", "move", "recover")
"""What a sender does before it claims anything."""


def assert_promise_kept(played: Played) -> None:
    told = "\n".join(played.account.violations)
    assert not told, f"{told}\nreplay: {played.plan.replay}\nwhat happened: {played.folder}"


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_whatever_happens_nobody_gets_two_and_everybody_is_accounted_for(
    both_grounds: Ground, database: str
) -> None:
    """All of them at once, since most of a play is waiting."""
    plans = [plan_for(seed, database) for seed in SEEDS]
    with ThreadPoolExecutor(len(plans)) as pool:
        for played in pool.map(partial(play, ground=both_grounds), plans):
            assert_promise_kept(played)


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_a_sender_may_be_killed_at_every_boundary(both_grounds: Ground, database: str) -> None:
    """One sender after another takes the campaign up, and dies one step further."""
    boundaries = [f"{when} {step}" for step in TAKING_UP for when in ("before", "after")]
    boundaries += ["before release", "after release"]  # these two are not let in by the relay
    boundaries += [
        f"{when} {step}" for step in ("claim", "hand_over") for when in ("before", "after")
    ]
    boundaries += ["before MAIL", "after reply", "before settle", "after settle"]
    shut = dict.fromkeys((1, 2), Fault(Moment.GREETING, Act.LATER))
    rounds = [Round((Death(boundary),)) for boundary in boundaries]
    rounds.append(Round(moved=2 * LEASE_SECONDS))
    plan = Plan(0, database, 60, 1, 1, "none", Chosen(sessions=shut), (0.0,), tuple(rounds))
    played = play(plan, both_grounds)
    assert_promise_kept(played)
    assert played.deaths == len(boundaries) == len(BOUNDARIES)


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_a_sender_may_be_killed_at_every_moment_of_the_dialogue(
    both_grounds: Ground, database: str
) -> None:
    """The relay kills whoever offers these copies, and knows how far each had come."""
    moments = [Moment.MAIL, Moment.RCPT, Moment.DATA, Moment.BODY, Moment.BEFORE_TAKING,
               Moment.TAKEN, Moment.ANSWERED]  # fmt: skip
    script = Chosen(
        {
            f"p{12 * n + 5}@school.example": Fault(moment, Act.KILL)
            for n, moment in enumerate(moments)
        }
    )
    rounds = tuple(Round() for _ in moments)
    played = play(Plan(0, database, 100, 1, 1, "none", script, (0.0,), rounds), both_grounds)
    assert_promise_kept(played)
    assert played.deaths == len(moments)


def test_a_server_that_crashes_in_mid_send_forgets_nothing_it_promised(
    both_grounds: Ground,
) -> None:
    assert_promise_kept(play(crashing(plan_for(17, "postgresql")), both_grounds))


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_everything_that_can_happen_is_in_these_plays(database: str) -> None:
    """A crash has its own play; SQLite has no server to crash or be cut off from."""
    elsewhere = {Kind.CRASH} | ({Kind.DISCONNECT} if database == "sqlite" else set())
    drawn = set().union(*(kinds_of(plan_for(seed, database)) for seed in SEEDS))
    assert drawn == set(Kind) - elsewhere


def test_the_same_seed_gives_the_same_plan() -> None:
    assert plan_for(7, "sqlite") == plan_for(7, "sqlite") != plan_for(8, "sqlite")
