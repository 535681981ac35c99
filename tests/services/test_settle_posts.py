"""Unknown posts are settled by name, published ones deleted by name, and the log says who."""

from dataclasses import replace
from datetime import timedelta

import pytest

from omroeper.adapters.database import DatabaseStore
from omroeper.demo.linkedin import LinkedInSimulator
from omroeper.domain.errors import ChannelError, InvalidValue, ReplyLost
from omroeper.domain.post import Post, PostState
from omroeper.domain.team import Team
from omroeper.services.publish import publish_due, publish_post
from omroeper.services.settle_posts import (
    delete_post,
    settle_not_published,
    settle_published,
)
from tests.fixtures_linkedin import approved, channel_to, post
from tests.samples import WHEN, FixedClock

CLOCK, TEAM = FixedClock(WHEN), Team()


@pytest.fixture
def unknown(each_store: DatabaseStore, linkedin: LinkedInSimulator) -> Post:
    """It is on the page, but the page does not show it yet."""
    each_store.save_posts([approved(post())])
    linkedin.state.lose, linkedin.state.hidden = {"created"}, True
    found = publish_post(each_store, channel_to(linkedin.url), "p1", CLOCK)
    assert found.state is PostState.UNKNOWN
    return found


def test_what_was_seen_on_the_page_is_published_in_somebodys_name(
    each_store: DatabaseStore, linkedin: LinkedInSimulator, unknown: Post
) -> None:
    (urn,) = linkedin.state.posts
    with pytest.raises(InvalidValue, match="geen naam ingevuld"):
        settle_published(each_store, TEAM, unknown.id, urn, " ", CLOCK)
    found = settle_published(each_store, TEAM, unknown.id, urn, "Ruben", CLOCK)
    assert (found.state, found.urn) == (PostState.PUBLISHED, urn)
    (entry,) = [one for one in each_store.audit_log(unknown.edition) if one.what == "post settled"]
    assert (entry.who, entry.detail, entry.after) == ("Ruben", f"p1: {urn}", "geplaatst")
    with pytest.raises(InvalidValue, match="nothing to settle"):
        settle_not_published(each_store, TEAM, unknown.id, "Ruben", CLOCK)


def test_what_is_not_on_the_page_failed_and_may_be_offered_anew_but_its_twin_is_found(
    each_store: DatabaseStore, linkedin: LinkedInSimulator, unknown: Post
) -> None:
    """The person was wrong: LinkedIn says so with a duplicate, and the page shows it by then."""
    found = settle_not_published(each_store, TEAM, unknown.id, "Ruben", CLOCK)
    assert found.state is PostState.FAILED
    for state in (PostState.DRAFT, PostState.IN_REVIEW, PostState.APPROVED):
        each_store.move_post("p1", state)
    linkedin.state.hidden = False
    again = publish_post(each_store, channel_to(linkedin.url), "p1", CLOCK)
    assert (again.state, [again.urn]) == (PostState.PUBLISHED, list(linkedin.state.posts))


def test_a_duplicate_of_an_old_post_is_unknown_and_names_it(
    each_store: DatabaseStore, linkedin: LinkedInSimulator
) -> None:
    each_store.save_posts([approved(post())])
    channel = channel_to(linkedin.url)
    old = channel.publish(post(), channel.prepare(post()))
    linkedin.state.posts[old]["createdAt"] = int((WHEN - timedelta(days=99)).timestamp()) * 1000
    found = publish_post(each_store, channel, "p1", CLOCK)
    assert found.state is PostState.UNKNOWN
    assert old in found.note


def test_a_deleted_post_is_off_the_page_and_in_the_log(
    each_store: DatabaseStore, linkedin: LinkedInSimulator
) -> None:
    each_store.save_posts([approved(post())])
    channel = channel_to(linkedin.url)
    publish_due(each_store, channel, CLOCK)
    linkedin.state.lose = {"deleted"}
    with pytest.raises(ReplyLost):
        delete_post(each_store, channel, TEAM, "p1", "Ruben", CLOCK)
    found = delete_post(each_store, channel, TEAM, "p1", "Ruben", CLOCK)  # again, and it is gone
    assert (found.state, linkedin.state.posts) == (PostState.DELETED, {})
    log = each_store.audit_log(found.edition)
    assert [one.who for one in log if one.what == "post deleted"] == ["Ruben"]
    with pytest.raises(InvalidValue, match="it is deleted"):
        delete_post(each_store, channel, TEAM, "p1", "Ruben", CLOCK)


def test_what_linkedin_refuses_to_delete_stays_published(
    each_store: DatabaseStore, linkedin: LinkedInSimulator
) -> None:
    each_store.save_posts([approved(post())])
    publish_due(each_store, channel_to(linkedin.url), CLOCK)
    old_token = channel_to(linkedin.url, token="oud")
    with pytest.raises(ChannelError):
        delete_post(each_store, old_token, TEAM, "p1", "Ruben", CLOCK)
    stays = each_store.post("p1")
    assert stays is not None
    assert stays.state is PostState.PUBLISHED


def test_a_reshare_waits_for_its_post_and_a_correction_is_no_post_of_its_own(
    each_store: DatabaseStore, linkedin: LinkedInSimulator
) -> None:
    again = replace(post("Lees dit!", page="hca", reshares="p1", link=""), id="a-reshare")
    better = replace(post("Beter (3 oktober)"), id="p3", corrects="p1")
    each_store.save_posts([approved(again), approved(better)])
    later = replace(approved(post()), planned=WHEN + timedelta(hours=1))
    each_store.save_posts([later])
    channel = channel_to(linkedin.url)
    assert publish_due(each_store, channel, CLOCK) == ()
    done = publish_due(each_store, channel, FixedClock(WHEN + timedelta(hours=1)))
    assert [one.id for one in done] == ["p1"]
    linkedin.state.lose = {"created", "updated"}  # both are looked up on the page
    done = publish_due(each_store, channel, FixedClock(WHEN + timedelta(hours=2)))
    assert {one.state for one in done} == {PostState.PUBLISHED}
    first = each_store.post("p1")
    assert first is not None
    assert linkedin.state.posts[first.urn]["commentary"].startswith(r"Beter \(3 oktober\)")
    assert len(linkedin.state.posts) == 2
    with pytest.raises(InvalidValue, match="only corrects another"):
        delete_post(each_store, channel, TEAM, "p3", "Ruben", CLOCK)


def test_a_reshare_of_what_never_came_fails_and_one_that_changed_goes_back(
    each_store: DatabaseStore, linkedin: LinkedInSimulator
) -> None:
    orphan = approved(post("Lees dit!", reshares="weg"))
    changed = replace(approved(post("Anders")), id="p2", text="Gewijzigd")
    fine = replace(approved(post("Goed")), id="p3")
    each_store.save_posts([orphan, changed, fine])
    publish_due(each_store, channel_to(linkedin.url), CLOCK)
    states = {one.id: one.state for one in each_store.posts()}
    assert states == {
        "p1": PostState.FAILED,
        "p2": PostState.DRAFT,
        "p3": PostState.PUBLISHED,
    }
