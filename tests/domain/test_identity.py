"""Identity as a table: guid, link, words and day each lie, together they tell."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omroeper.domain.identity import Identified, identify
from omroeper.domain.item import UNKNOWN_DATE, Item, item_key

DAY = datetime(2024, 10, 1, 9, tzinfo=UTC)
TEXT = (
    "Scholen en bedrijven in Drenthe werken samen aan een plan voor techniekonderwijs in de regio."
)


def item(**changes: object) -> Item:
    known = Item(
        key="k",
        source="s",
        programme="agdb",
        title="Plan voor Drenthe",
        text=TEXT,
        link="https://x.example/drenthe",
        published=DAY,
        retrieved=DAY,
        guid="g1",
    )
    return replace(known, **changes)  # type: ignore[arg-type]


KNOWN = item()
REWORDED: dict[str, Any] = {
    "title": "Zo gaat het verder",
    "text": "Niemand had dit verwacht, maar het is gelukt.",
}
LATER: dict[str, Any] = {"published": DAY + timedelta(days=20)}
PAGE = "https://x.example/drenthe"


@pytest.mark.parametrize(
    ("known", "found", "same"),
    [
        ({}, {"link": "http://www.x.example/drenthe/?utm_source=rss#top"}, True),
        ({}, {"guid": "g2"}, True),
        ({}, {"guid": ""}, True),
        ({}, {"link": "https://nieuw.example/2024/plan"}, True),
        ({}, {"guid": "g2", "link": "https://nieuw.example/1"}, True),  # a site that moved
        ({}, {"guid": "g2", "link": "https://nieuw.example/1", **LATER}, False),
        ({}, {"title": "Plan voor Drenthe is klaar"}, True),
        ({}, {"title": "Alles anders", "text": TEXT + " Morgen meer."}, True),
        ({}, REWORDED, True),  # the same guid and page, written anew
        ({}, {**REWORDED, **LATER}, True),
        ({}, {**REWORDED, "link": "https://x.example/ander"}, False),  # a guid used again
        ({}, {**REWORDED, "guid": "g2"}, False),  # a page used again
        ({}, {**REWORDED, "guid": "g2", "link": "https://x.example/ander"}, False),
        ({"guid": PAGE}, {"guid": PAGE, **REWORDED}, True),
        ({"guid": PAGE}, {"guid": PAGE, **REWORDED, **LATER}, False),  # guid and link are one mark
        ({"guid": ""}, {"guid": "", **REWORDED}, True),
        ({"guid": ""}, {"guid": "", **REWORDED, **LATER}, False),
        ({"guid": ""}, {"guid": "", **REWORDED, "flags": (UNKNOWN_DATE,)}, True),
        ({"link": ""}, {"link": "", **REWORDED}, True),
        ({"link": ""}, {"link": "", **REWORDED, **LATER}, False),
        ({"guid": "", "link": ""}, {"guid": "", "link": "", "text": "Iets meer."}, True),
        ({"guid": "", "link": ""}, {"guid": "", "link": "", **REWORDED}, False),
        ({"guid": "", "link": ""}, {"guid": "", "link": "", **LATER}, False),  # each month the same
        (
            {"text": "", "guid": "", "link": ""},
            {"text": "", "guid": "", "link": "", **LATER},
            False,
        ),
    ],
)
def test_two_items_are_one_when_the_marks_together_say_so(
    known: dict[str, object], found: dict[str, object], same: bool
) -> None:
    held = item(**known)
    (one,) = identify([item(**{**known, **found})], [held])
    assert (one.known == held) is same, one.reason
    assert (one.item.key == held.key) is same


def test_a_link_on_every_item_says_nothing() -> None:
    front = "https://x.example/"
    others = [item(guid=f"g{n}", title=f"Bericht {n}", text=f"{n} {n}", link=front) for n in (2, 3)]
    fresh = item(guid="g4", **REWORDED, link=front)
    known = [item(link=front), *(replace(one, key=one.title) for one in others)]
    identified = {one.item.title: one for one in identify([*others, fresh], known)}
    assert identified["Bericht 2"].known == known[1]
    assert identified["Bericht 3"].known == known[2]
    assert identified[fresh.title].known is None


def test_a_guid_used_again_is_told_and_gets_a_key_of_its_own() -> None:
    other = item(**REWORDED, link="https://x.example/ander")
    (one,) = identify([other], [KNOWN])
    assert one.reuses_guid
    assert one.item.key not in ("", KNOWN.key)
    both = identify([other, KNOWN], [KNOWN, one.item])
    assert [found.reuses_guid for found in both] == [False, False]
    assert {found.item.key for found in both} == {KNOWN.key, one.item.key}


def test_a_title_that_comes_back_each_month_is_each_month_another() -> None:
    months = [
        item(
            guid=f"g{n}",
            key=f"k{n}",
            title="Nieuwsbrief verschenen",
            text="",
            link=f"https://x.example/{n}",
            published=DAY + timedelta(days=30 * n),
        )
        for n in range(3)
    ]
    identified = identify(months, months[:2])
    assert [one.known for one in identified] == [months[0], months[1], None]


def test_a_certain_key_needs_no_other_evidence() -> None:
    mine = item(guid=None)
    (edited,) = identify([replace(mine, **REWORDED, **LATER)], [mine])
    assert edited.known == mine
    (copied,) = identify([replace(mine, key="other")], [mine])
    assert copied.known is None


@st.composite
def feeds(draw: st.DrawFn) -> list[Item]:
    """Entries whose guids, links and titles come back, with keys as a reader gives them."""
    entries = []
    for number in range(draw(st.integers(1, 7))):
        guid = draw(st.sampled_from(["", "g1", "g2", "g3"]))
        link = draw(st.sampled_from(["", "https://x.example/1", "https://x.example/2"]))
        title = draw(st.sampled_from(["Plan voor Drenthe", "Plan voor Zeeland", "Nieuws"]))
        day = draw(st.integers(0, 2))
        entries.append(
            item(
                guid=guid,
                link=link,
                title=title,
                text=draw(st.sampled_from(["", TEXT, f"Bericht {number} van de regio"])),
                published=DAY + timedelta(days=day),
                key=item_key("s", guid or link or title),
            )
        )
    return entries


def stored(identified: Sequence[Identified]) -> list[Item]:
    return sorted((one.item for one in identified), key=lambda one: one.key)


@given(feeds(), st.randoms(use_true_random=False))
def test_order_and_repeats_of_a_feed_make_no_difference(
    entries: list[Item], random: Random
) -> None:
    shuffled = [*entries, *entries[:2]]
    random.shuffle(shuffled)
    first = stored(identify(entries, []))
    assert stored(identify(shuffled, [])) == first
    assert len({one.key for one in first}) == len(first)


def test_the_same_words_of_several_days_under_one_guid_are_each_an_item_of_their_own() -> None:
    """Its key, one of its link and title, and one of its words are taken; the fifth has one too."""
    days = [item(link="", title="Nieuws", text="", published=DAY + timedelta(n)) for n in range(4)]
    entries = [*days, item(link=PAGE, title="Nieuws", text="")]
    first = stored(identify(entries, []))
    assert stored(identify(entries[::-1], [])) == first
    assert len({one.key for one in first}) == len(entries)
    assert stored(identify(entries, first)) == first


@given(feeds())
def test_a_feed_read_again_changes_nothing(entries: list[Item]) -> None:
    first = stored(identify(entries, []))
    again = identify(entries, first)
    assert all(one.known is not None and one.known.digest == one.item.digest for one in again)
    assert stored(again) == first
