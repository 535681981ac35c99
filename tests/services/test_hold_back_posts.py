"""What blocks just before a post is placed sends it back to the editor; the others go on."""

from dataclasses import replace
from datetime import timedelta

from omroeper.adapters.database import DatabaseStore
from omroeper.domain.link_answer import LinkAnswer, LinkTrouble
from omroeper.domain.post import Post, PostState
from omroeper.domain.post_check import PostSurroundings
from omroeper.services.hold_back_posts import hold_back_posts
from tests.samples import WHEN, FixedClock, approve_posts

CLOCK = FixedClock(WHEN)
UTM = "utm_source=linkedin&utm_medium=social&utm_campaign=x"


def post(key: str, days: int = 0) -> Post:
    link = f"https://ptvt.nl/{key}?{UTM}"
    return Post(
        key, "", "sto", f"Bericht {key}.", link, "T", WHEN + timedelta(days=days),
        state=PostState.IN_REVIEW,
    )  # fmt: skip


def test_a_link_that_died_since_the_approval_sends_its_post_back(
    each_store: DatabaseStore,
) -> None:
    posts = [post("a"), post("b"), post("c", days=1)]
    each_store.save_posts(posts)
    approve_posts(each_store, posts, "Ruben", CLOCK)
    gone = {one.link: LinkAnswer(((LinkTrouble.GONE, "404"),)) for one in (posts[0], posts[2])}
    around = PostSurroundings(others=each_store.posts(), answers=gone, trial=False)
    (held,) = hold_back_posts(each_store, CLOCK, around)  # c is not due yet
    assert (held.post.id, held.approved_by) == ("a", "Ruben")
    assert "antwoordt niet (404)" in held.told
    states = {one.id: one.state for one in each_store.posts()}
    assert states == {
        "a": PostState.IN_REVIEW, "b": PostState.APPROVED, "c": PostState.APPROVED,
    }  # fmt: skip
    back = each_store.post("a")
    assert back is not None
    assert (back.approved_by, back.approved_fingerprint) == ("", "")
    assert back.note.startswith("Tegengehouden: De link antwoordt niet")
    assert [entry.what for entry in each_store.audit_log("a")][-1] == "post held back"
    assert hold_back_posts(each_store, CLOCK, around) == ()


def test_what_is_not_what_was_approved_goes_back(store: DatabaseStore) -> None:
    store.save_posts([post("a")])
    approve_posts(store, [post("a")], "Ruben", CLOCK)
    (approved,) = store.posts()
    store.rewrite_post(approved, replace(approved, text="Anders."), ())
    (held,) = hold_back_posts(store, CLOCK, PostSurroundings())
    assert [one.code for one in held.findings] == ["post-gewijzigd"]


def test_access_that_ended_meanwhile_stops_and_lateness_or_a_warning_does_not(
    store: DatabaseStore,
) -> None:
    shouting = replace(post("a"), hashtags=("techniek",))
    store.save_posts([shouting])
    approve_posts(store, [shouting], "Ruben", CLOCK)
    late = FixedClock(WHEN + timedelta(hours=3))
    assert hold_back_posts(store, late, PostSurroundings(now=late.now())) == ()
    ended = PostSurroundings(access_ends=WHEN)
    (held,) = hold_back_posts(store, late, ended)
    assert [one.code for one in held.findings] == ["post-toegang"]
