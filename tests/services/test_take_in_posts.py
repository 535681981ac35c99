"""Posts that are read: twice adds nothing; what changed is reviewed anew. On SQLite and PostgreSQL."""

from dataclasses import replace
from datetime import timedelta

import pytest

from omroeper.adapters.database import DatabaseStore
from omroeper.domain.post import Post, PostState
from omroeper.domain.post_reading import Intake, PostReading, origin_of
from omroeper.services.take_in_posts import take_in_posts, to_review
from tests.samples import WHEN, FixedClock, approve_posts

PLACE = "content/linkedin"
CLOCK = FixedClock(WHEN - timedelta(days=3))


def post(key: str = "p1", text: str = "Een bericht.", mark: str = "", **changes: object) -> Post:
    made = Post(
        key, "", "sto", text, "", "", WHEN, author="Mila Voorbeeld", state=PostState.IN_REVIEW,
        origin=origin_of(PLACE, f"{key}.md", mark or text),
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]


def take(store: DatabaseStore, *posts: Post, whole: bool = True) -> list[Intake]:
    taken = take_in_posts(store, PostReading(PLACE, posts, whole=whole), CLOCK)
    return [one.intake for one in taken]


def kept(store: DatabaseStore) -> Post:
    (found,) = store.posts()
    return found


def test_reading_twice_adds_nothing(each_store: DatabaseStore) -> None:
    assert take(each_store, post()) == [Intake.NEW]
    assert take(each_store, post()) == []
    assert kept(each_store) == post()
    assert len(each_store.audit_log("p1")) == 1


def test_a_changed_draft_in_review_is_shown_anew(store: DatabaseStore) -> None:
    take(store, post())
    assert take(store, post(text="Beter.")) == [Intake.CHANGED]
    assert (kept(store).text, kept(store).state) == ("Beter.", PostState.IN_REVIEW)


@pytest.mark.parametrize(
    "changed",
    [
        post(text="Anders."),
        post(mark="picture", first_comment="Nieuw"),
        post(mark="moment", planned=WHEN + timedelta(hours=1)),
    ],
)
def test_a_change_after_the_approval_voids_it_and_says_so(
    each_store: DatabaseStore, changed: Post
) -> None:
    take(each_store, post())
    approve_posts(each_store, [post()], "Ruben", CLOCK)
    taken = take_in_posts(each_store, PostReading(PLACE, (changed,)), CLOCK)
    (one,) = taken
    assert one.intake is Intake.VOIDED
    assert one.was is not None
    assert one.was.approved_by == "Ruben"
    assert to_review(taken) == ("p1",)
    found = kept(each_store)
    assert (found.state, found.approved_by, found.approved_fingerprint) == (
        PostState.IN_REVIEW, "", "",
    )  # fmt: skip
    assert "Gewijzigd na de goedkeuring van Ruben" in found.note
    *_, entry = each_store.audit_log("p1")
    assert entry.what == "post voided"
    assert (entry.before[-11:], entry.after[-14:]) == ("goedgekeurd", "in beoordeling")


def test_what_readers_do_not_see_may_change_after_the_approval(store: DatabaseStore) -> None:
    take(store, post())
    approve_posts(store, [post()], "Ruben", CLOCK)
    assert take(store, post(mark="owner", owner="Sanne Voorbeeld")) == []
    assert (kept(store).state, kept(store).owner) == (PostState.APPROVED, "Sanne Voorbeeld")
    assert kept(store).approved_fingerprint == kept(store).fingerprint


@pytest.mark.parametrize("state", [PostState.PUBLISHING, PostState.PUBLISHED, PostState.WAITING])
def test_what_is_placed_or_on_its_way_is_left_alone_and_told_once(
    store: DatabaseStore, state: PostState
) -> None:
    placed = replace(post(), state=state, urn="urn:li:share:7251")
    store.save_posts([placed])
    assert take(store, post(text="Te laat.")) == [Intake.TOO_LATE]
    assert (kept(store).text, kept(store).state) == ("Een bericht.", state)
    assert take(store, post(text="Te laat.")) == []


def test_a_file_that_was_taken_away_is_not_placed_and_may_come_back(
    each_store: DatabaseStore,
) -> None:
    take(each_store, post())
    approve_posts(each_store, [post()], "Ruben", CLOCK)
    assert take(each_store, whole=False) == []  # some file could not be read: nothing is certain
    assert take(each_store) == [Intake.GONE]
    assert (kept(each_store).state, kept(each_store).approved_by) == (PostState.DRAFT, "")
    assert take(each_store) == []
    assert take(each_store, post()) == [Intake.CHANGED]
    assert kept(each_store).state is PostState.IN_REVIEW


def test_posts_of_another_place_are_not_gone(store: DatabaseStore) -> None:
    store.save_posts([post("p2", origin="lijst/p2#1"), post("p3", origin="")])
    assert take(store, post()) == [Intake.NEW]
    assert {one.state for one in store.posts()} == {PostState.IN_REVIEW}


def test_what_is_long_past_when_it_is_first_read_expires(store: DatabaseStore) -> None:
    old = post(planned=CLOCK.now() - timedelta(hours=25))
    assert take(store, old) == [Intake.EXPIRED]
    assert kept(store).state is PostState.EXPIRED
    assert take(store, old) == []
    assert take(store, post(mark="again")) == [Intake.CHANGED]
    assert kept(store).state is PostState.IN_REVIEW


def test_an_asked_change_that_is_made_comes_back_to_review(store: DatabaseStore) -> None:
    store.save_posts([replace(post(), state=PostState.CHANGES_REQUESTED, note="Korter.")])
    assert take(store, post()) == []  # nothing was changed yet
    assert take(store, post(text="Kort.")) == [Intake.CHANGED]
    assert (kept(store).state, kept(store).note) == (PostState.IN_REVIEW, "")
