"""What reviewers say: advice that is not followed is a warning; silence shows and says nothing."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from omroeper.domain.edition import Edition, Entry, Section
from omroeper.domain.finding import Level
from omroeper.domain.item_review import (
    ItemAnswer,
    ItemReview,
    entries_for,
    review_findings,
    standing_lines,
)
from omroeper.domain.programme import Domain
from omroeper.domain.team import Person, Team
from tests import samples
from tests.domain.test_assembly import item

MILA = Person("mila", "Mila Voorbeeld", "mila@x.example", reviews=("sto",))
YUSUF = Person("yusuf", "Yusuf Voorbeeld", "yusuf@x.example", reviews=("agdb", "sto"))
TEAM = Team({"mila": MILA, "yusuf": YUSUF})
ASKED, AGREED, CHANGE, DROP = ItemAnswer


def edition(*entries: tuple[str, str]) -> Edition:
    shown = tuple(
        Entry(item(key, programme), Section.LEAD, "P", Domain.FUNDEREND, "")
        for key, programme in entries
    )
    return replace(samples.edition(), entries=shown)


MONTH = edition(("a", "agdb"), ("b", "sto"))
KEYS = [entry.item.key for entry in MONTH.entries]


def said(answer: ItemAnswer, text: str = "", note: str = "", version: int = 1) -> ItemReview:
    when = datetime(2024, 10, 10, tzinfo=UTC)
    return ItemReview(
        "e", version, KEYS[1], "Bericht b", "mila", answer, text, note, when, f"r{version}"
    )


def test_each_reviewer_is_asked_about_their_own_programmes_only() -> None:
    found = entries_for(MONTH, TEAM)
    assert {who.id: [e.item.title for e in entries] for who, entries in found.items()} == {
        "yusuf": ["Bericht a", "Bericht b"],
        "mila": ["Bericht b"],
    }


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ((), []),
        ((said(AGREED),), []),
        ((said(DROP, note="Mag niet"),), ["Mila Voorbeeld zegt: niet plaatsen (‘Mag niet’)."]),
        (
            (said(CHANGE, "Andere tekst."),),
            ["Mila Voorbeeld stelt een andere tekst voor: “Andere tekst.”"],
        ),
        ((said(DROP, note="Mag niet"), said(AGREED)), []),  # thought better of it
        (
            (said(DROP, note="Nee"), said(ASKED, note="Sanne", version=2)),
            ["Mila Voorbeeld zegt: niet plaatsen (‘Nee’)."],  # asked again, not answered yet
        ),
    ],
)
def test_advice_that_is_not_followed_warns(
    answers: tuple[ItemReview, ...], told: list[str]
) -> None:
    found = review_findings((said(ASKED, note="Sanne"), *answers), MONTH, TEAM)
    assert [finding.reason for finding in found] == told
    assert all(finding.level is Level.WARNING for finding in found)


def test_advice_that_was_followed_is_silent() -> None:
    asked = said(ASKED, note="Sanne")
    without = edition(("a", "agdb"))
    assert review_findings((asked, said(DROP, note="Nee")), without, TEAM) == ()
    follows = said(CHANGE, f"  {MONTH.entries[1].item.text} ")
    assert review_findings((asked, follows), MONTH, TEAM) == ()


def test_silence_shows() -> None:
    asked = said(ASKED, note="Sanne")
    again = said(ASKED, note="Sanne", version=2)
    assert standing_lines((asked,), TEAM) == ("Mila Voorbeeld over ‘Bericht b’: nog geen antwoord",)
    assert standing_lines((asked, said(AGREED, note="Mooi")), TEAM) == (
        "Mila Voorbeeld over ‘Bericht b’: akkoord (‘Mooi’)",
    )
    assert standing_lines((asked, said(AGREED), again), TEAM) == (
        "Mila Voorbeeld over ‘Bericht b’: nog geen antwoord op concept 2; eerder akkoord",
    )
