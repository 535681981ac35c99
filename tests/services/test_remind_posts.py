"""LinkedIn posts that nobody decides on: the same people hear of it, once each, and nothing is placed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from omroeper.adapters.database import DatabaseStore
from omroeper.domain.edition import EditionState
from omroeper.domain.post import Post, PostState
from omroeper.domain.reminding import OPERATOR
from omroeper.domain.review import Approval, AuditEntry
from omroeper.services.remind_posts import remind_of_posts
from tests import samples
from tests.samples import FixedClock
from tests.services.test_remind import EDITION, TEAM, Told, desk

APPROVED = datetime(2024, 10, 10, 9, tzinfo=UTC)
URL = "https://prefect.example/runs/flow-run/77aa"


def post(kind: str, *, edition: str = EDITION, days: int = 0, author: str = "omroeper") -> Post:
    return Post(
        f"{edition or 'bijdrage'}-{kind}", edition, "agdb", f"Bericht {kind}\n\nTekst.", "", "",
        samples.WHEN + timedelta(days=days), author=author, state=PostState.IN_REVIEW,
    )  # fmt: skip


@pytest.fixture
def waiting(each_store: DatabaseStore) -> DatabaseStore:
    """Two posts of October, approved on the 10th; the first is planned for the 15th at ten."""
    made = samples.draft()
    each_store.save_draft(made, (), made_by="run-7:1", at=APPROVED)
    for state in (EditionState.IN_REVIEW, EditionState.APPROVED):
        each_store.move(EDITION, state)
    each_store.save_approval(Approval(EDITION, 1, made.fingerprint, "Ruben", APPROVED))
    each_store.save_posts([post("nieuwsbrief"), post("uitgelicht", days=1)])
    return each_store


def rounds(
    store: DatabaseStore, told: Told, start: datetime, count: int, url: str = URL
) -> list[tuple[str, str]]:
    """Rounds of an hour; who was told what, in order."""
    asking = replace(
        desk(told), posts_url=lambda name, value: f"{url}?{name}={value}" if url else ""
    )
    for number in range(count):
        remind_of_posts(asking, store, FixedClock(start + timedelta(hours=number)))
    return [(who, letter.subject.partition(": ")[0]) for who, letter in told.said]


def test_a_wait_to_the_end_asks_the_editor_then_the_deputy_and_places_nothing(
    waiting: DatabaseStore,
) -> None:
    assert rounds(waiting, Told(), APPROVED, 24 * 20) == [
        ("sanne", "Er wachten LinkedIn-berichten op u"),
        ("sanne", "Nog één werkdag om te besluiten over LinkedIn"),
        ("sanne", "Besluit nu over LinkedIn"),
        ("ruben", "Wilt u besluiten over LinkedIn"),
        ("sanne", "Er is niets geplaatst op LinkedIn"),
        ("ruben", "Er is niets geplaatst op LinkedIn"),
        (OPERATOR, "Er is niets geplaatst op LinkedIn"),
    ]
    assert {one.state for one in waiting.posts()} == {PostState.IN_REVIEW}
    assert waiting.audit_log(EDITION) == ()


def test_a_reminder_names_the_posts_the_deadline_and_the_run(waiting: DatabaseStore) -> None:
    told = Told()
    rounds(waiting, told, APPROVED, 1)
    ((_, letter),) = told.said
    assert letter.subject == "Er wachten LinkedIn-berichten op u: ‘Bericht nieuwsbrief’"
    assert "- ‘Bericht nieuwsbrief’, gepland op dinsdag 15 oktober 2024, 10.00 uur" in letter.text
    assert "- ‘Bericht uitgelicht’, gepland op woensdag 16 oktober 2024, 10.00 uur" in letter.text
    assert "Besluit uiterlijk: maandag 14 oktober 2024, 10.00 uur." in letter.text
    assert f"\n{URL}?edition={EDITION}\n" in letter.text
    assert letter.text.endswith("Zonder besluit komt er niets op LinkedIn.\n")


def test_a_run_that_was_stopped_is_told_with_what_to_start(waiting: DatabaseStore) -> None:
    told = Told()
    rounds(waiting, told, APPROVED, 1, url="")
    assert f"een nieuwe run van linkedin/plaatsen, met edition {EDITION}." in told.said[0][1].text


def test_who_comes_in_late_has_hours_before_the_deputy_is_asked(store: DatabaseStore) -> None:
    """A proposal that was to be placed at once; whoever handed it in is not asked about it."""
    handed = post("handig", edition="", author=TEAM.by_id["sanne"].name)
    store.save_posts([handed])
    store.audit(AuditEntry(samples.WHEN, "Sanne Voorbeeld", "contributed", handed.id))
    told = Told()
    assert rounds(store, told, samples.WHEN, 2) == [("ruben", "Er wacht een LinkedIn-bericht op u")]
    assert f"?post={handed.id}\n" in told.said[0][1].text
    assert rounds(store, told, samples.WHEN + timedelta(hours=2), 4)[1:] == [
        ("ruben", "Besluit nu over LinkedIn")
    ]
    last = rounds(store, told, samples.WHEN + timedelta(hours=6), 4)[2:]
    assert [who for who, _ in last] == ["ruben", OPERATOR]


def test_once_decided_or_taken_back_nobody_is_reminded(waiting: DatabaseStore) -> None:
    waiting.move_post(f"{EDITION}-nieuwsbrief", PostState.APPROVED)
    told = Told()
    rounds(waiting, told, APPROVED, 1)
    assert "Bericht nieuwsbrief" not in told.said[0][1].text
    waiting.move_post(f"{EDITION}-uitgelicht", PostState.DRAFT)
    assert len(rounds(waiting, told, APPROVED, 24 * 20)) == 1


def test_the_posts_of_an_old_month_that_is_played_again_remind_nobody(
    waiting: DatabaseStore,
) -> None:
    assert rounds(waiting, Told(), APPROVED + timedelta(days=400), 2) == []
