"""LinkedIn posts pass the same desk as an edition. On SQLite and PostgreSQL where it is recorded."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from omroeper.adapters.database import DatabaseStore
from omroeper.domain.deciding import Deciders
from omroeper.domain.edition import EditionState, Edits
from omroeper.domain.errors import ApprovalRefused, Overtaken
from omroeper.domain.issue import Issue
from omroeper.domain.month import Month
from omroeper.domain.overruling import warning_choices
from omroeper.domain.post import Post, PostState
from omroeper.domain.post_check import PostSurroundings, check_post
from omroeper.domain.post_ruling import PostDecision, PostRuling, PostsVerdict
from omroeper.domain.source import Reading
from omroeper.domain.team import Person, Team
from omroeper.services.assemble import DraftingDesk, draft_edition
from omroeper.services.decide_posts import decide_posts, post_findings
from tests.domain.test_assembly import item
from tests.samples import WHEN, FixedClock, figure_observation, newsroom
from tests.services.test_review import NOW, ZONE, render

LINK = "https://x.example/a?utm_source=linkedin&utm_medium=social&utm_campaign=agdb-2024-10"
TEAM = Team(
    {
        key: Person(key, f"{key.title()} Voorbeeld", f"{key}@x.example", editor=True)
        for key in ("sanne", "ruben")
    }
)


def post(key: str = "p1", text: str = "De conferentie was een succes!", **changes: str) -> Post:
    made = Post(
        key, "agdb-2024-10", "agdb", text, LINK, "Titel", WHEN,
        state=PostState.IN_REVIEW,
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]


def verdict(
    by: str,
    approve: tuple[str, ...] = (),
    cancel: tuple[str, ...] = (),
    accepted: tuple[str, ...] = (),
    why: str = "",
) -> PostsVerdict:
    rulings = (
        *(PostRuling(one, PostDecision.APPROVE) for one in approve),
        *(PostRuling(one, PostDecision.CANCEL) for one in cancel),
    )
    return PostsVerdict(rulings, by, accepted, why)


def ruled(decision: PostDecision, by: str = "Ruben", **more: Any) -> PostsVerdict:
    return PostsVerdict((PostRuling("p1", decision, **more),), by)


def decide(
    store: DatabaseStore,
    posts: list[Post],
    given: PostsVerdict,
    around: PostSurroundings | None = None,
) -> str:
    return decide_posts(store, FixedClock(WHEN), posts, given, Deciders(TEAM), around)


def state_of(store: DatabaseStore, key: str) -> PostState | None:
    found = store.post(key)
    return found.state if found else None


@pytest.mark.parametrize(
    ("bad", "told"),
    [
        (post(text="x" * 100 + "\n" + "y" * 2900), "langer dan 3.000 tekens"),
        (post(text="Kom naar {{ plaats }}"), "Er staat nog ‘{{’ in"),
        (post(text="TODO"), "Er staat nog ‘TODO’ in"),
        (post(text="  "), "bericht is leeg"),
        (post(link="javascript:alert(1)"), "geen webadres"),
    ],
)
def test_what_blocks_is_never_placed_and_nothing_of_the_form_is_recorded(
    store: DatabaseStore, bad: Post, told: str
) -> None:
    good = post("p2")
    store.save_posts([good, bad])
    labels = tuple(warning_choices(check_post(bad)))
    with pytest.raises(ApprovalRefused) as refused:
        decide(store, [good, bad], verdict("Ruben", ("p1", "p2"), (), labels, "Toch"))
    assert told in refused.value.sentence
    assert state_of(store, "p2") is PostState.IN_REVIEW
    assert store.audit_log() == ()
    decide(store, [good, bad], verdict("Ruben", ("p2",), ("p1",)))
    assert state_of(store, "p1") is PostState.CANCELLED


def test_only_the_team_decides_and_not_the_writer(store: DatabaseStore) -> None:
    mine = post(author="Ruben Voorbeeld")
    store.save_posts([mine])
    for by, told in (("Iemand", "Dat doen: Sanne Voorbeeld"), ("ruben", "dit bericht gemaakt")):
        with pytest.raises(ApprovalRefused, match=told):
            decide(store, [mine], verdict(by, ("p1",)))
    assert decide(store, [mine], verdict("sanne", ("p1",))) == "Sanne Voorbeeld"


def test_a_warning_is_taken_on_with_a_reason_and_only_for_what_is_placed(
    each_store: DatabaseStore,
) -> None:
    long, dropped = post(text="Lang " * 40), post("p2", "Ook lang " * 30)
    each_store.save_posts([long, dropped])
    with pytest.raises(ApprovalRefused, match="nog niets gezegd"):
        decide(each_store, [long, dropped], verdict("Ruben", ("p1",), ("p2",)))
    (label,) = warning_choices(check_post(long))
    given = verdict("Ruben", ("p1",), ("p2",), (label,), "Zo is de titel")
    decide(each_store, [long, dropped], given)
    (kept,) = each_store.overrulings("p1")
    assert (kept.code, kept.why, kept.by) == ("vouw", "Zo is de titel", "Ruben Voorbeeld")
    assert each_store.overrulings("p2") == ()
    taken, placed, left = each_store.audit_log("agdb-2024-10")
    assert taken.detail.startswith("p1: Lang Lang")
    assert taken.detail.endswith("Reden: Zo is de titel")
    assert (placed.what, placed.detail) == ("post approved", "p1")
    assert placed.before.endswith("in beoordeling")
    assert placed.after.endswith("goedgekeurd")
    assert left.after.endswith("wordt niet geplaatst")


def test_a_form_sent_twice_is_one_decision_and_a_colleague_hears_it_was_decided(
    each_store: DatabaseStore,
) -> None:
    each_store.save_posts([post()])
    given = verdict("Ruben", ("p1",))
    for _ in range(2):
        found = each_store.post("p1")
        assert found is not None
        decide(each_store, [found], given)
    found = each_store.post("p1")
    assert found is not None
    for stale in (found, post()):
        with pytest.raises(Overtaken, match="al besloten: ‘De conferentie"):
            decide(each_store, [stale], verdict("Sanne", (), ("p1",)))
    assert state_of(each_store, "p1") is PostState.APPROVED
    assert len(each_store.audit_log("agdb-2024-10")) == 1


def test_two_who_decide_at_once_give_one_decision(each_store: DatabaseStore) -> None:
    each_store.save_posts([post()])

    def press(given: PostsVerdict) -> bool:
        try:
            decide(each_store, [post()], given)
        except Overtaken:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        stands = list(pool.map(press, [verdict("Ruben", ("p1",)), verdict("Sanne", (), ("p1",))]))
    assert sorted(stands) == [False, True]
    assert len(each_store.audit_log("agdb-2024-10")) == 1


def test_a_post_that_was_rewritten_meanwhile_is_not_approved_as_it_was_shown(
    store: DatabaseStore,
) -> None:
    store.save_posts([post()])
    with pytest.raises(Overtaken):
        decide(store, [post(text="Zoals het er gisteren stond")], verdict("Ruben", ("p1",)))
    assert state_of(store, "p1") is PostState.IN_REVIEW


def test_a_figure_that_was_revised_since_stops_its_post(store: DatabaseStore) -> None:
    store.save_reading("bron", Reading((item("a"), item("b", "sto"))), NOW)
    store.save_observations((figure_observation("vrouwen", "16.9"),))
    draft_edition(
        DraftingDesk(newsroom(), render, ZONE), store, Issue(Month(2024, 10)), Edits(),
        made_by="r:1", may_replace=lambda _: False, at=NOW,
    )  # fmt: skip
    store.move("agdb-2024-10", EditionState.APPROVED)
    told = post("agdb-2024-10-cijfer", "Van hen was 16,9% vrouw.")
    assert {one.code for one in post_findings(store, told)} <= {"utm"}
    revised = replace(
        figure_observation("vrouwen", "17.1"), edition="Correctie", published=date(2024, 10, 9)
    )
    store.save_observations((revised,))
    store.save_posts([told])
    with pytest.raises(ApprovalRefused, match="is nu 17,1%"):
        decide(store, [told], verdict("Ruben", (told.id,)))


def test_changes_are_asked_with_what_and_may_be_asked_by_the_writer(
    each_store: DatabaseStore,
) -> None:
    each_store.save_posts([post(author="Ruben Voorbeeld")])
    (waiting,) = each_store.posts()
    asked = ruled(PostDecision.CHANGES, note="Noem het jaar.")
    for _ in range(2):  # a form that is sent twice
        found = each_store.post("p1")
        assert found is not None
        decide(each_store, [found], asked)
    kept = each_store.post("p1")
    assert kept is not None
    assert (kept.state, kept.note) == (PostState.CHANGES_REQUESTED, "Noem het jaar.")
    (entry,) = each_store.audit_log("agdb-2024-10")
    assert (entry.what, entry.detail) == ("post changes_requested", "p1: Noem het jaar.")
    with pytest.raises(Overtaken):
        decide(each_store, [waiting], ruled(PostDecision.APPROVE, by="Sanne"))


def test_another_moment_leaves_it_waiting_and_later_decides_nothing(
    each_store: DatabaseStore,
) -> None:
    each_store.save_posts([post()])
    (waiting,) = each_store.posts()
    decide(each_store, [waiting], ruled(PostDecision.LATER))
    assert each_store.audit_log("agdb-2024-10") == ()
    moment = WHEN + timedelta(days=2)
    decide(each_store, [waiting], ruled(PostDecision.MOVE, planned=moment))
    (kept,) = each_store.posts()
    assert (kept.state, kept.planned) == (PostState.IN_REVIEW, moment)
    (entry,) = each_store.audit_log("agdb-2024-10")
    assert entry.what == "post moved"


def test_a_moment_that_is_over_blocks_until_another_is_chosen(store: DatabaseStore) -> None:
    late = post()
    late = replace(late, planned=WHEN - timedelta(minutes=1))
    store.save_posts([late])
    with pytest.raises(ApprovalRefused, match="is voorbij"):
        decide(store, [late], verdict("Ruben", ("p1",)))
    decide(store, [late], ruled(PostDecision.APPROVE, at_once=True))
    (kept,) = store.posts()
    assert (kept.state, kept.planned) == (PostState.APPROVED, WHEN)


def test_posts_of_one_form_are_judged_at_the_moments_of_that_form(store: DatabaseStore) -> None:
    """Both are planned for the same hour; moving one of them takes the collision away."""
    one, other = post(), post("p2", "Iets heel anders.")
    store.save_posts([one, other])
    around = PostSurroundings(others=(one, other))
    with pytest.raises(ApprovalRefused, match="minder dan 4 uur"):
        decide(store, [one, other], verdict("Ruben", ("p1", "p2")), around)
    apart = PostRuling("p2", PostDecision.APPROVE, planned=WHEN + timedelta(hours=5))
    given = PostsVerdict((PostRuling("p1", PostDecision.APPROVE), apart), "Ruben")
    decide(store, [one, other], given, around)
    assert {kept.state for kept in store.posts()} == {PostState.APPROVED}
