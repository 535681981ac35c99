"""Promise 3 against the simulator: a post goes out at most once."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from omroeper.adapters.database import DatabaseStore
from omroeper.adapters.linkedin import LinkedInChannel
from omroeper.adapters.manual_channel import ManualChannel
from omroeper.demo.linkedin import TOKEN, LinkedInSimulator
from omroeper.domain.errors import ApprovalRefused, ForbiddenTransition, NotApproved
from omroeper.domain.post import Post, PostState
from omroeper.domain.post_attempt import LEASE, AttemptStep
from omroeper.services.publish import publish_due, publish_post
from tests import samples
from tests.fixtures_linkedin import channel_to, post
from tests.samples import WHEN, FixedClock

CLOCK = FixedClock(WHEN)


def channel(simulator: LinkedInSimulator, **changes: str) -> LinkedInChannel:
    return channel_to(simulator.url, Path("nowhere"), **changes)


def approved(store: DatabaseStore, made: Post | None = None) -> Post:
    made = made or post()
    store.save_posts([made])
    samples.approve_posts(store, [made], clock=CLOCK)
    found = store.post(made.id)
    assert found is not None
    return found


def test_an_approved_post_goes_out_once(store: DatabaseStore, linkedin: LinkedInSimulator) -> None:
    approved(store)
    done = publish_post(store, channel(linkedin), "p1", CLOCK)
    assert done.state is PostState.PUBLISHED
    assert linkedin.state.posts[done.urn]["commentary"] == (
        "De conferentie \\(2 oktober\\) was een succes!\n\n#GroeneEnDigitaleBanen"
    )
    assert linkedin.state.posts[done.urn]["content"]["article"]["source"] == "https://x.example/a"
    with pytest.raises(ForbiddenTransition):
        publish_post(store, channel(linkedin), "p1", CLOCK)
    assert len(linkedin.state.posts) == 1


def test_a_lost_reply_is_looked_up_on_the_page(
    store: DatabaseStore, linkedin: LinkedInSimulator
) -> None:
    approved(store)
    linkedin.state.lose = {"created"}
    done = publish_post(store, channel(linkedin), "p1", CLOCK)
    assert done.state is PostState.PUBLISHED
    assert list(linkedin.state.posts) == [done.urn]


def test_what_a_crash_left_is_found_on_the_page_or_waits_for_a_person(
    store: DatabaseStore, linkedin: LinkedInSimulator
) -> None:
    approved(store)
    attempt = store.begin_attempt("p1", AttemptStep.POST, CLOCK.now())
    assert store.hand_over_post(attempt, CLOCK.now())  # and then the process died
    assert publish_due(store, channel(linkedin), CLOCK) == ()
    later = FixedClock(WHEN + LEASE)
    (done,) = publish_due(store, channel(linkedin), later)
    assert done.state is PostState.UNKNOWN
    assert publish_due(store, channel(linkedin), later) == ()
    assert linkedin.state.posts == {}


@pytest.mark.parametrize(
    ("refuse", "changes", "told"),
    [
        (429, {}, "quota"),
        (403, {}, "administrator"),
        (0, {"token": "oud"}, "omroeper linkedin login"),
        (0, {"version": "202401"}, "OMROEPER_LINKEDIN_VERSION"),
    ],
)
def test_a_refusal_is_a_failure_with_its_remedy(
    store: DatabaseStore,
    linkedin: LinkedInSimulator,
    refuse: int,
    changes: dict[str, str],
    told: str,
) -> None:
    approved(store)
    linkedin.state.refuse = refuse
    done = publish_post(store, channel(linkedin, **changes), "p1", CLOCK)
    assert done.state is PostState.FAILED
    assert told in done.note
    assert TOKEN not in done.note
    assert linkedin.state.posts == {}


def test_an_unreachable_linkedin_published_nothing(store: DatabaseStore) -> None:
    approved(store)
    with LinkedInSimulator() as gone:
        away = channel(gone)
    assert publish_post(store, away, "p1", CLOCK).state is PostState.FAILED


def test_a_server_error_on_create_is_not_taken_for_a_refusal(
    store: DatabaseStore, linkedin: LinkedInSimulator
) -> None:
    approved(store)
    linkedin.state.refuse = 503
    assert publish_post(store, channel(linkedin), "p1", CLOCK).state is PostState.UNKNOWN


def test_too_late_expires_and_is_not_posted_late(
    store: DatabaseStore, linkedin: LinkedInSimulator
) -> None:
    approved(store)
    late = FixedClock(WHEN + timedelta(hours=25))
    assert publish_post(store, channel(linkedin), "p1", late).state is PostState.EXPIRED
    assert linkedin.state.posts == {}


def test_what_is_not_due_waits(store: DatabaseStore, linkedin: LinkedInSimulator) -> None:
    approved(store, replace(post(), planned=WHEN + timedelta(days=1)))
    assert publish_due(store, channel(linkedin), CLOCK) == ()


def test_the_manual_channel_leaves_the_text_ready(store: DatabaseStore, tmp_path: Path) -> None:
    approved(store)
    done = publish_post(store, ManualChannel(tmp_path), "p1", CLOCK)
    assert done.state is PostState.WAITING
    assert post().text in (tmp_path / "p1" / "bericht.txt").read_text(encoding="utf-8")


def test_nobody_approves_own_or_nameless_and_unapproved_stays(
    store: DatabaseStore, linkedin: LinkedInSimulator
) -> None:
    store.save_posts([post()])
    for by in ("omroeper", " "):
        with pytest.raises(ApprovalRefused):
            samples.approve_posts(store, [post()], by, CLOCK)
    with pytest.raises(NotApproved):
        publish_post(store, channel(linkedin), "p1", CLOCK)


def test_statistics_leave_zeros_out_and_count_as_zero(linkedin: LinkedInSimulator) -> None:
    urn = "urn:li:share:7250000000000000000"
    linkedin.state.statistics[urn] = {"impressionCount": 12, "likeCount": 0}
    found = channel(linkedin).statistics(urn)
    assert (found["impressionCount"], found["likeCount"], found["clickCount"]) == (12, 0, 0)
