"""The desk's mails to its team: whole, plain and in Dutch."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from omroeper.domain.chase import Asked, ChaseList, ContactAsked
from omroeper.domain.issue import Issue
from omroeper.domain.letter import Attachment
from omroeper.domain.month import Month
from omroeper.domain.programme import Domain, Programme
from omroeper.domain.team import Person
from omroeper.rendering.letters import calendar_letter, chase_letter
from tests.samples import newsroom

ZONE = ZoneInfo("Europe/Amsterdam")
MILA = Person("mila", "Mila Voorbeeld", "mila@desk.example")
STO = Asked(Programme("sto", "Sterk Techniekonderwijs", Domain.FUNDEREND), silence=4)
CONTACT = ContactAsked(MILA, (STO,))
CHASE = ChaseList(
    "agdb",
    Issue(Month(2026, 12)),
    "Terugblik",
    "Wat het jaar bracht.",
    date(2026, 12, 4),
    (CONTACT,),
    (),
)


def test_a_contact_reads_what_about_what_before_when_and_how() -> None:
    letter = chase_letter(CONTACT, CHASE, newsroom().newsletter, "https://desk.example/start")
    assert letter.subject == (
        "Nieuws voor de nieuwsbrief van december 2026, graag uiterlijk vrijdag 4 december 2026"
    )
    for part in (
        "Beste Mila Voorbeeld,",
        "- Sterk Techniekonderwijs (nog geen bericht deze maand, en al 4 nieuwsbrieven niets)",
        "Het thema is: Terugblik. Wat het jaar bracht. Ander nieuws is ook welkom.",
        "Lever uiterlijk vrijdag 4 december 2026 één kort bericht per programma aan",
        "https://desk.example/start\n",
        "redactie@omroeper.example",
    ):
        assert part in letter.text, part


def test_without_form_deadline_or_theme_the_letter_is_whole_too() -> None:
    bare = replace(CHASE, theme_title="", theme_description="", deadline=None)
    letter = chase_letter(CONTACT, bare, newsroom().newsletter, "")
    assert letter.subject == "Nieuws voor de nieuwsbrief van december 2026"
    assert "content/updates" in letter.text
    assert "thema" not in letter.text
    assert "Lever één kort bericht" in letter.text


def test_for_a_newsletter_in_english_the_news_is_asked_in_english() -> None:
    english = replace(newsroom().newsletter, language="en")
    assert (
        "schrijf het bericht dus ook in het Engels."
        in chase_letter(CONTACT, CHASE, english, "").text
    )
    assert "Engels" not in chase_letter(CONTACT, CHASE, newsroom().newsletter, "").text


def test_the_team_reads_what_changed_with_the_file_and_the_address() -> None:
    theme = newsroom().calendar.themes[Month(2024, 10)]
    planned = replace(
        theme, deadline=date(2024, 10, 4), review_by=datetime(2024, 10, 14, 12, tzinfo=ZONE)
    )
    file = Attachment("kalender.ics", "text/calendar", b"x")
    special = replace(planned, slug="extra", title="Iets extra’s")
    gone = [Issue(Month(2024, 12), "kort")]
    url = "https://desk.example/k.ics"
    letter = calendar_letter(MILA, [planned, special], gone, newsroom().newsletter, file, url, ZONE)
    assert letter.attachments == (file,)
    assert (
        "- oktober 2024, Thematiek AGDB-Conferentie: inleveren vrijdag 4 oktober 2024; beoordelen "
        "maandag 14 oktober 2024, 12.00 uur; verzenden dinsdag 15 oktober 2024, 10.00 uur"
    ) in letter.text
    assert "- oktober 2024 (extra editie ‘extra’), Iets extra’s: " in letter.text
    assert (
        "- december 2024 (extra editie ‘kort’): vervalt; haal deze dagen uit uw agenda\n"
        in letter.text
    )
    assert url in letter.text
