"""Posts at a whole desk: what is told to whom, and what is mailed once. On SQLite and PostgreSQL."""

import email.policy
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from email.parser import BytesParser

import pytest

from omroeper.domain.errors import NotFound
from omroeper.domain.finding import Level
from omroeper.domain.post import Post, PostState
from omroeper.domain.post_ruling import shown_label
from omroeper.wiring import Desk
from omroeper.wiring.posting import PostsForm
from tests.samples import FixedClock, approve_posts

UTM = "utm_source=linkedin&utm_medium=social&utm_campaign=x"


def post(desk: Desk, **changes: object) -> Post:
    planned = desk.clock.now() + timedelta(hours=1)
    made = Post(
        "p1", "", "sto", "Een bericht.", "", "", planned, author="Mila Voorbeeld",
        owner="Ruben Voorbeeld", state=PostState.IN_REVIEW, origin="lijst/p1#1",
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]


def later(desk: Desk) -> None:
    assert isinstance(desk.clock, FixedClock)
    desk.clock.moment += timedelta(hours=1)


def mails(desk: Desk) -> list[EmailMessage]:
    parse = BytesParser(policy=email.policy.default).parsebytes
    return [parse(file.read_bytes()) for file in sorted(desk.settings.outbox.glob("*.eml"))]


def test_the_examples_of_october_are_read_once_and_shown_in_the_calendar(desk: Desk) -> None:
    taken, warnings = desk.take_in_posts()
    assert warnings == ()
    assert len(taken) >= 4
    assert desk.take_in_posts() == ((), ())
    weeks = desk.post_calendar(weeks=2).weeks
    assert [week.name for week in weeks] == ["2024 week 41", "2024 week 42"]
    assert {one.id for week in weeks for one in week.posts} >= {"2024-10-17-digitale-werkplaatsen"}


def test_an_approved_post_waits_for_its_moment_and_is_then_mailed_once(desk: Desk) -> None:
    desk.store.save_posts([post(desk)])
    approve_posts(desk.store, [post(desk)], "Sanne Voorbeeld", desk.clock)
    assert desk.publish_due_posts() == []
    later(desk)
    (row,) = desk.publish_due_posts()
    assert row["stand"] == "klaar om zelf te plaatsen"
    assert desk.posts_to_place() == ["p1"]
    assert [desk.ask_to_place("p1", "https://prefect.example/r") for _ in range(2)] == [True, False]
    (mail,) = mails(desk)
    assert mail["To"] == "Ruben Voorbeeld <ruben@omroeper.example>"
    assert (desk.settings.var / "linkedin/p1/bericht.txt").read_text() == "Een bericht.\n"
    assert "Om te plaatsen" in desk.post_page("p1")


def test_what_blocks_at_its_moment_is_not_placed_and_who_approved_it_hears_why(
    desk: Desk,
) -> None:
    bad = post(desk, link=f"http://ptvt.nl/?{UTM}", link_title="T")
    desk.store.save_posts([replace(bad, state=PostState.APPROVED, approved_by="Ruben Voorbeeld",
                                   approved_fingerprint=bad.fingerprint)])  # fmt: skip
    later(desk)
    (row,) = desk.publish_due_posts()
    assert (row["bericht"], row["stand"]) == ("p1", "tegengehouden")
    assert desk.posts_to_place() == []
    (mail,) = mails(desk)
    assert mail["To"] == "Ruben Voorbeeld <ruben@omroeper.example>"
    assert "geen webadres dat met https:// begint" in mail.get_content()
    assert desk.posts_to_review() == [("p1", "1")]


def test_a_form_of_other_words_decides_nothing(desk: Desk) -> None:
    desk.store.save_posts([post(desk)])
    form = PostsForm({"p1": ("goedkeuren", "", "")}, "Sanne", "1 getoond (oud)")
    assert "gewijzigd" in desk.record_posts(["p1"], form).complaint
    form = replace(form, shown=shown_label(desk.posts(["p1"])))
    recorded = desk.record_posts(["p1"], replace(form, decisions={"p1": ("goedkeuren", "", "x")}))
    assert "‘x’ is geen dag en tijd" in recorded.complaint
    assert desk.posts(["p1"]) == [post(desk)]


def test_a_preview_is_of_a_post_that_is_there(desk: Desk) -> None:
    with pytest.raises(NotFound):
        desk.post_page("weg")


def test_a_post_planned_after_the_channels_access_ends_is_blocked(desk: Desk) -> None:
    ends = desk.clock.now() + timedelta(minutes=30)
    desk.channel.access_ends = ends  # type: ignore[misc]
    found = desk.post_findings([post(desk)], follow=False)
    assert [one.code for one in found if one.level is Level.BLOCKING] == ["post-toegang"]
    soon = post(desk, planned=ends - timedelta(minutes=1))
    assert "post-toegang" not in {one.code for one in desk.post_findings([soon], follow=False)}
