"""The first comment has a record of its own: a post whose comment failed stays published and says so."""

from dataclasses import replace
from datetime import timedelta

import pytest

from omroeper.adapters.database import DatabaseStore
from omroeper.demo.linkedin import TOKEN, LinkedInSimulator
from omroeper.domain.post import Post, PostState
from omroeper.domain.post_attempt import AttemptEnd, AttemptStep
from omroeper.domain.team import Team
from omroeper.services.publish import publish_due
from omroeper.services.settle_posts import settle_published
from tests.fixtures_linkedin import approved, channel_to, post
from tests.samples import WHEN, FixedClock

CLOCK, TEAM = FixedClock(WHEN), Team()


@pytest.fixture
def waiting(each_store: DatabaseStore) -> Post:
    made = approved(post(first_comment="Lees meer op de site."))
    each_store.save_posts([made])
    return made


def rounds(store: DatabaseStore, linkedin: LinkedInSimulator, count: int = 2) -> Post:
    for _ in range(count):
        publish_due(store, channel_to(linkedin.url), CLOCK)
    found = store.post("p1")
    assert found is not None
    return found


def comments(linkedin: LinkedInSimulator) -> int:
    return sum(len(one) for one in linkedin.state.comments.values())


@pytest.mark.usefixtures("waiting")
def test_a_comment_is_placed_once_after_its_post(
    each_store: DatabaseStore, linkedin: LinkedInSimulator
) -> None:
    found = rounds(each_store, linkedin, 3)
    assert (found.state, found.note, comments(linkedin)) == (PostState.PUBLISHED, "", 1)


@pytest.mark.usefixtures("waiting")
def test_a_comment_that_is_refused_leaves_the_post_published_and_is_told(
    each_store: DatabaseStore, linkedin: LinkedInSimulator
) -> None:
    def revoke(moment: str) -> None:
        if moment == "created":
            linkedin.state.tokens[TOKEN].revoked = True

    linkedin.state.watch = revoke
    found = rounds(each_store, linkedin)
    assert found.state is PostState.PUBLISHED
    assert found.note.startswith("Het eerste commentaar is niet geplaatst: LinkedIn: it refused")
    assert comments(linkedin) == 0


@pytest.mark.usefixtures("waiting")
def test_a_comment_whose_reply_is_lost_is_found_below_the_post(
    each_store: DatabaseStore, linkedin: LinkedInSimulator
) -> None:
    linkedin.state.lose = {"commented"}
    found = rounds(each_store, linkedin)
    assert (found.state, comments(linkedin)) == (PostState.PUBLISHED, 1)
    assert found.note == "Het eerste commentaar is gevonden op de pagina."


def test_a_comment_of_a_post_that_is_settled_too_late_is_not_placed_and_says_so(
    each_store: DatabaseStore, linkedin: LinkedInSimulator, waiting: Post
) -> None:
    linkedin.state.lose, linkedin.state.hidden = {"created"}, True
    assert rounds(each_store, linkedin).state is PostState.UNKNOWN
    (urn,) = linkedin.state.posts
    late = FixedClock(WHEN + timedelta(hours=30))
    settle_published(each_store, TEAM, waiting.id, urn, "Ruben", late)
    (told,) = publish_due(each_store, channel_to(linkedin.url), late)
    assert told.note.startswith("Het eerste commentaar is niet geplaatst")
    assert publish_due(each_store, channel_to(linkedin.url), late) == ()
    assert comments(linkedin) == 0


def test_a_post_that_a_person_placed_gets_no_comment_of_ours(
    each_store: DatabaseStore, linkedin: LinkedInSimulator, waiting: Post
) -> None:
    by_hand = replace(
        waiting, id="p2", state=PostState.PUBLISHED, urn="urn:li:share:7250000000000000009"
    )
    each_store.save_posts([by_hand])
    rounds(each_store, linkedin)
    assert comments(linkedin) == 1
    assert each_store.attempts("p2") == ()


def test_an_attempt_is_settled_once_and_what_is_known_better_wins(
    each_store: DatabaseStore, waiting: Post
) -> None:
    attempt = each_store.begin_attempt(waiting.id, AttemptStep.POST, WHEN)
    lost = each_store.end_attempt(attempt, AttemptEnd.UNKNOWN, WHEN, note="kwijt")
    assert lost.state is PostState.UNKNOWN
    found = each_store.end_attempt(attempt, AttemptEnd.DONE, WHEN, urn="urn:li:share:70000")
    assert (found.state, found.urn) == (PostState.PUBLISHED, "urn:li:share:70000")
    for worse in (AttemptEnd.UNKNOWN, AttemptEnd.REFUSED, AttemptEnd.RELEASED):
        assert each_store.end_attempt(attempt, worse, WHEN) == found
    assert not each_store.hand_over_post(attempt, WHEN)
