"""A section with too little says so, with what is there against what is wanted."""

from dataclasses import replace

from omroeper.domain.edition import Section
from omroeper.domain.issue import Issue
from omroeper.domain.newsletter import STANDARD_SECTIONS
from omroeper.domain.shortage import lacks_news, shortages
from tests.domain.test_assembly import OCTOBER, event, item, make
from tests.samples import newsroom


def test_what_is_there_stands_against_what_is_wanted() -> None:
    room = newsroom(min_theme=2, min_programmes=3, min_agenda=2)
    updates = (item("wens", lead_wish=True), item("t", text="Een conferentie."), item("p", "sto"))
    edition = make(*updates, events=(event("e", 5),), room=room)
    notes = [note for note in edition.missing if "gewenste" in note]
    assert notes == [
        "Thema van de maand: 1 van de 2 gewenste berichten. Vraag de programma’s om een bijdrage.",
        "Uit de programma’s: 1 van de 3 gewenste berichten. Vraag de programma’s om een bijdrage.",
        "Agenda: 1 van de 2 gewenste berichten. Voeg bijeenkomsten toe in content/updates.",
    ]


def test_an_empty_section_says_that_it_is_empty() -> None:
    missing = make(item("wens", lead_wish=True), room=newsroom(min_theme=2)).missing
    assert (
        "Geen bericht past bij het thema (gewenst: 2). Vraag de programma’s om een bijdrage."
        in missing
    )
    assert "De agenda is leeg. Voeg bijeenkomsten toe in content/updates." in missing


def test_enough_says_nothing() -> None:
    room = newsroom(min_theme=1, min_programmes=1)
    updates = (item("wens", lead_wish=True), item("t", text="Een conferentie."), item("p", "sto"))
    entries = make(*updates, events=(event("e", 5),), room=room).entries
    theme = room.calendar.theme_of(Issue(OCTOBER))
    assert shortages(room.newsletter, theme, entries) == ()
    assert not lacks_news(room.newsletter, theme, entries)


def test_an_empty_agenda_lacks_events_and_no_news() -> None:
    room = newsroom()
    theme = room.calendar.theme_of(Issue(OCTOBER))
    entries = make(item("wens", lead_wish=True), item("t", text="Een conferentie.")).entries
    (short,) = shortages(room.newsletter, theme, entries)
    assert (short.section, short.there, short.wanted) == (Section.AGENDA, 0, 1)
    assert not lacks_news(room.newsletter, theme, entries)
    assert lacks_news(room.newsletter, theme, ()), "without any news there is room"


def test_a_section_that_the_newsletter_does_not_have_is_never_thin() -> None:
    room = newsroom(min_programmes=3)
    sections = tuple(one for one in STANDARD_SECTIONS if one.section is Section.LEAD)
    room = replace(room, newsletter=replace(room.newsletter, sections=sections))
    edition = make(item("wens", lead_wish=True), room=room)
    assert shortages(room.newsletter, room.calendar.theme_of(Issue(OCTOBER)), edition.entries) == ()
    assert not [note for note in edition.missing if "gewenst" in note]
