"""Promise 2 under everything at once: a few plays here, hundreds by `make chaos`."""

from collections.abc import Callable

import pytest

from tests.chaos.ground import Ground
from tests.chaos.plan import Plan, Round, plan_for
from tests.chaos.play import Played, play
from tests.chaos.script import Act, Chosen, Fault, Moment
from tests.chaos.worker import BOUNDARIES, LEASE_SECONDS, Death

SEEDS = range(1, 5)
TAKING_UP = ("freeze", "audit_once", "move_campaign", "move", "recover")
"""What a sender does before it claims anything."""

PlayIt = Callable[[Plan], Played]


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory, postgres_url: str) -> Ground:
    folder = tmp_path_factory.mktemp("plays")
    return Ground(folder, postgres_url, ("sqlite", "postgresql"))


@pytest.fixture
def play_it(ground: Ground, monkeypatch: pytest.MonkeyPatch) -> PlayIt:
    monkeypatch.setenv("SSL_CERT_FILE", str(ground.certificate.chain))
    return lambda plan: play(plan, ground)


def assert_promise_kept(played: Played) -> None:
    told = "\n".join(played.account.violations)
    assert not told, f"{told}\nreplay: {played.plan.replay}\nwhat happened: {played.folder}"


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
@pytest.mark.parametrize("seed", SEEDS)
def test_whatever_happens_nobody_gets_two_and_everybody_is_accounted_for(
    play_it: PlayIt, seed: int, database: str
) -> None:
    assert_promise_kept(play_it(plan_for(seed, database)))


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_a_sender_may_be_killed_at_every_boundary(play_it: PlayIt, database: str) -> None:
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
    played = play_it(plan)
    assert_promise_kept(played)
    assert played.deaths == len(boundaries) == len(BOUNDARIES)


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_a_sender_may_be_killed_at_every_moment_of_the_dialogue(
    play_it: PlayIt, database: str
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
    played = play_it(Plan(0, database, 100, 1, 1, "none", script, (0.0,), rounds))
    assert_promise_kept(played)
    assert played.deaths == len(moments)


def test_the_same_seed_gives_the_same_plan() -> None:
    assert plan_for(7, "sqlite") == plan_for(7, "sqlite") != plan_for(8, "sqlite")
