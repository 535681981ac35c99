"""An approved edition gives a post for each story, spread over working days, with its own figures."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from omroeper.adapters.database import DatabaseStore
from omroeper.domain.edition import Draft, Entry, Section
from omroeper.domain.planning import day_off
from omroeper.domain.post import Post, PostState
from omroeper.domain.post_check import PostSurroundings, check_post
from omroeper.domain.post_slots import first_moment, moments_from
from omroeper.domain.programme import Domain
from omroeper.services.propose_posts import first_sentences, propose_posts
from tests import samples
from tests.domain.test_assembly import item
from tests.samples import DUTCH, WHEN, newsroom

ZONE = ZoneInfo("Europe/Amsterdam")


def off(day: date) -> str:
    return day_off(day, lambda one: "Feestdag" if one == date(2024, 10, 16) else "")


def edition() -> Draft:
    def entry(key: str, section: Section, programme: str) -> Entry:
        told = replace(item(key, programme), link=f"https://ptvt.nl/{key}")
        return Entry(told, section, programme, Domain.FUNDEREND, "Nieuw")

    made = samples.draft()
    entries = (
        entry("a", Section.LEAD, "agdb"),
        entry("b", Section.THEME, "sto"),
        entry("c", Section.PROGRAMMES, "iol"),
        entry("d", Section.AGENDA, "fll"),
    )
    return replace(made, edition=replace(made.edition, entries=entries))


def propose(store: DatabaseStore, now: datetime = WHEN - timedelta(days=2)) -> tuple[Post, ...]:
    return propose_posts(
        store, edition(), newsroom().newsletter, DUTCH,
        web_url="https://desk.example", now=now, zone=ZONE, day_off=off,
    )  # fmt: skip


def test_each_story_has_a_post_of_its_own_programme(store: DatabaseStore) -> None:
    posts = propose(store)
    assert [(one.id.removeprefix("agdb-2024-10-"), one.programme) for one in posts] == [
        ("nieuwsbrief", "agdb"),
        ("uitgelicht", "agdb"),
        ("b", "sto"),
        ("c", "iol"),
    ]
    story = posts[2]
    assert story.text.startswith("Bericht b\n\n")
    assert story.text.endswith("\n\nLees meer via de link.")
    assert story.link_title == "Bericht b"
    assert "utm_source=linkedin&utm_medium=social&utm_campaign=agdb-2024-10" in story.link
    assert {one.state for one in posts} == {PostState.IN_REVIEW}


def test_they_are_spread_over_working_days_without_colliding(store: DatabaseStore) -> None:
    first, *others = propose(store)
    assert first.planned == WHEN
    days = [one.planned.astimezone(ZONE) for one in others]
    assert [f"{day:%a %d %H:%M}" for day in days] == [
        "Thu 17 10:00",  # the 16th is a day off
        "Fri 18 10:00",
        "Mon 21 10:00",
    ]
    store.save_posts([replace(first, id="x", planned=others[0].planned + timedelta(hours=3))])
    assert propose(store)[1].planned == others[1].planned


def test_none_of_them_has_a_finding_that_blocks(store: DatabaseStore) -> None:
    posts = propose(store)
    around = PostSurroundings(WHEN - timedelta(days=2), ZONE, posts, off)
    found = {one.code for post in posts for one in check_post(post, around)}
    assert found <= {"post-aandeel"}


def test_proposing_again_gives_the_same_posts(store: DatabaseStore) -> None:
    assert store.save_posts(propose(store)) == 4
    assert store.save_posts(propose(store)) == 0
    assert propose(store) == store.posts()


@pytest.mark.parametrize(
    ("now", "first"),
    [
        ("2024-10-15 08:00", "2024-10-15 10:00"),  # the send moment is still to come
        ("2024-10-15 11:07", "2024-10-15 12:15"),
        ("2024-10-15 17:30", "2024-10-17 10:00"),
        ("2024-10-18 23:00", "2024-10-21 10:00"),
        ("2024-10-21 03:00", "2024-10-21 10:00"),
    ],
)
def test_who_approves_late_still_has_time_to_decide(now: str, first: str) -> None:
    def moment(text: str) -> datetime:
        return datetime.fromisoformat(text).replace(tzinfo=ZONE)

    assert first_moment(WHEN, moment(now), ZONE, off) == moment(first)


def test_the_clock_time_stays_over_the_change_to_winter_time() -> None:
    start = datetime(2024, 10, 25, 10, tzinfo=ZONE)
    slots = moments_from(start, (), ZONE, off)
    assert [f"{next(slots).astimezone(ZONE):%d %H:%M %z}" for _ in range(2)] == [
        "25 10:00 +0200",
        "28 10:00 +0100",
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [("Een. Twee. Drie.", "Een. Twee."), ("Een? Ja", "Een? Ja."), ("", ""), ("Kom!", "Kom!")],
)
def test_the_first_sentences_end_as_sentences(text: str, told: str) -> None:
    assert first_sentences(text, 2) == told
