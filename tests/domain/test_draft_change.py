"""What an editor is told of the difference between two drafts."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from omroeper.domain.audience import Segment
from omroeper.domain.draft_change import (
    Change,
    Checked,
    DraftChanges,
    Fate,
    Piece,
    Wording,
    changes_since,
    word_changes,
)
from omroeper.domain.edition import Draft, Edition, Entry, Section
from omroeper.domain.figure import FigureObservation
from omroeper.domain.finding import Finding, Level
from omroeper.domain.item import Item
from omroeper.domain.programme import Domain
from omroeper.domain.variant import SegmentNote
from tests import samples
from tests.domain.test_assembly import item, make
from tests.samples import figure_observation

FOUND = Finding(Level.WARNING, "lang", "Inleiding", "Een zin is lang.", "Knip haar.")


def value(seen: FigureObservation) -> str:
    return f"{seen.number}%"


def moment(at: datetime) -> str:
    return f"{at:%d-%m}"


WORDING = Wording(value, moment)


def entry(name: str, section: Section = Section.PROGRAMMES, **changes: Any) -> Entry:
    return Entry(item(name, **changes), section, "FIRST LEGO League", Domain.FUNDEREND, "Nieuw")


def draft(version: int = 1, audience: str = "alle:*", **changes: Any) -> Draft:
    edition: Edition = replace(samples.edition(version), **changes)
    return replace(samples.draft(), edition=edition, audience=audience)


def told(before: Draft, after: Draft) -> list[tuple[str, str]]:
    found = changes_since(Checked(before), Checked(after), WORDING)
    return [(change.place, change.told) for change in found.changes]


def test_the_first_draft_changes_nothing() -> None:
    assert changes_since(None, Checked(draft()), WORDING) == DraftChanges()


def test_the_same_draft_again_has_no_changes() -> None:
    same: dict[str, Any] = {"entries": (entry("a"), entry("b"))}
    found = changes_since(Checked(draft(1, **same)), Checked(draft(2, **same)), WORDING)
    assert found == DraftChanges(since=1)


def test_texts_are_shown_word_by_word() -> None:
    old = draft(introduction="De hele dag was goed.")
    new = draft(2, introduction="De dag was heel goed.", subject="Anders")
    subject, introduction = changes_since(Checked(old), Checked(new), WORDING).changes
    assert subject == Change(
        "Onderwerp",
        "Gewijzigd",
        (Piece(Fate.GONE, "De conferentie"), Piece(Fate.NEW, "Anders")),
    )
    assert [(piece.fate, piece.text) for piece in introduction.pieces] == [
        (Fate.SAME, "De"),
        (Fate.GONE, "hele"),
        (Fate.SAME, "dag was"),
        (Fate.NEW, "heel"),
        (Fate.SAME, "goed."),
    ]


def test_a_new_paragraph_is_a_change_and_other_white_space_is_not() -> None:
    assert word_changes("een  twee", "een twee") == (Piece(Fate.SAME, "een twee"),)
    assert word_changes("een twee", "een\n\ntwee drie") == (
        Piece(Fate.SAME, "een"),
        Piece(Fate.NEW, "\n\n"),
        Piece(Fate.SAME, "twee"),
        Piece(Fate.NEW, "drie"),
    )
    (_, added) = word_changes("een twee", "een twee\n\ndrie\n\nvier")
    assert added.text == "\n\ndrie\n\nvier"


def test_items_that_came_went_and_moved() -> None:
    old = draft(entries=(entry("a"), entry("b"), entry("c"), entry("x", Section.AGENDA)))
    new = draft(
        2, entries=(entry("b", Section.LEAD), entry("n"), entry("c"), entry("a"), entry("d"))
    )
    assert told(old, new) == [
        ("Berichten", "Erbij in ‘Uit de programma’s’: ‘Bericht n’"),
        ("Berichten", "Erbij in ‘Uit de programma’s’: ‘Bericht d’"),
        ("Berichten", "Weg uit ‘Agenda’: ‘Bericht x’"),
        ("Berichten", "Van ‘Uit de programma’s’ naar ‘Uitgelicht’: ‘Bericht b’"),
        ("Berichten", "Op een andere plaats in ‘Uit de programma’s’: ‘Bericht c’"),
    ]


def test_only_what_moved_is_called_moved() -> None:
    names = ("a", "b", "c", "d")
    old = draft(entries=tuple(map(entry, names)))
    new = draft(2, entries=tuple(map(entry, ("d", "a", "b", "c"))))
    assert told(old, new) == [
        ("Berichten", "Op een andere plaats in ‘Uit de programma’s’: ‘Bericht d’")
    ]


def test_an_item_that_the_source_tells_otherwise() -> None:
    old = draft(entries=(entry("a"), entry("b")))
    new = draft(2, entries=(entry("a", text="Een lange tekst."), entry("b", place="Zwolle")))
    text, place = changes_since(Checked(old), Checked(new), WORDING).changes
    assert text.told == "Tekst anders: ‘Bericht a’"
    assert Piece(Fate.GONE, "korte") in text.pieces
    assert place == Change("Berichten", "Datum, plaats of link anders: ‘Bericht b’")


def with_figures(version: int, **observed: FigureObservation) -> Draft:
    made = make(item("a"), observations=observed)
    return draft(version, figures=made.figures)


def test_figures_that_came_went_and_changed() -> None:
    none, one = with_figures(1), with_figures(1, vrouwen=figure_observation("vrouwen", "16.9"))
    more = with_figures(2, vrouwen=figure_observation("vrouwen", "17.1"))
    again = replace(figure_observation("vrouwen", "16.9"), edition="Monitor 2025")
    assert told(none, one) == [("Cijfers", "Erbij: Aandeel vrouwen: 16.9%")]
    assert told(one, none) == [("Cijfers", "Weg: Aandeel vrouwen")]
    assert told(one, more) == [
        ("Cijfers", "Ander gegeven: Aandeel vrouwen: was 16.9%, is nu 17.1%")
    ]
    assert told(one, with_figures(2, vrouwen=again)) == [
        ("Cijfers", "Ander gegeven: Aandeel vrouwen: nog steeds 16.9%")
    ]


def test_a_note_for_some_readers_is_compared_too() -> None:
    schools = Segment("onderwijs", "Onderwijs", ("onderwijs",))
    old = draft(notes=(SegmentNote(schools, "Doe mee."),))
    new = draft(2, notes=(SegmentNote(schools, "Doe nu mee."),))
    (changed,) = changes_since(Checked(old), Checked(new), WORDING).changes
    assert changed.place == "Alleen voor ‘Onderwijs’"
    assert Piece(Fate.NEW, "nu") in changed.pieces
    (gone,) = changes_since(Checked(new), Checked(draft(3)), WORDING).changes
    assert gone.pieces == (Piece(Fate.GONE, "Doe nu mee."),)


def test_the_plan_and_the_findings() -> None:
    old, new = draft(), draft(2, "pers:pers", send_at=samples.WHEN + timedelta(days=1))
    found = changes_since(Checked(old, (FOUND,)), Checked(new), WORDING)
    assert [change.told for change in found.changes] == [
        "Was gepland op 15-10, nu op 16-10",
        "Was ‘alle:*’, is nu ‘pers:pers’",
        "Verdwenen: Inleiding: Een zin is lang.",
    ]
    (back,) = changes_since(
        Checked(new), Checked(draft(3, "pers:pers", send_at=new.edition.send_at), (FOUND,)), WORDING
    ).changes
    assert back == Change("Bevindingen", "Nieuw: Inleiding: Een zin is lang.")


def test_another_telling_of_the_same_item_is_still_that_item() -> None:
    kept: Item = item("a", flags=("datum onbekend",))
    assert (
        told(draft(entries=(entry("a"),)), draft(2, entries=(replace(entry("a"), item=kept),)))
        == []
    )
