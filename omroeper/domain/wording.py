"""The words of an edition around its items: subject, preheader, introduction, and what is missing."""

from omroeper.domain.edition import Entry, FigureEntry, Section
from omroeper.domain.matching import normal_title
from omroeper.domain.month import Month
from omroeper.domain.newsletter import Newsroom
from omroeper.domain.shortage import shortages
from omroeper.domain.theme import Theme

SUBJECT_LENGTH = 60
PREHEADER_LENGTH = 100


def subject_of(entries: tuple[Entry, ...], theme: Theme | None, newsroom: Newsroom) -> str:
    lead = next((e for e in entries if e.section is Section.LEAD), None)
    if lead is not None and len(lead.item.title) <= SUBJECT_LENGTH:
        return lead.item.title
    if theme is not None:
        return shortened(theme.title, SUBJECT_LENGTH)
    if lead is not None:
        return shortened(lead.item.title, SUBJECT_LENGTH)
    return newsroom.newsletter.name


def preheader_of(entries: tuple[Entry, ...], subject: str) -> str:
    titles = [
        e.item.title
        for e in entries
        if e.section is not Section.AGENDA and normal_title(e.item.title) != normal_title(subject)
    ]
    text = ""
    for title in titles:
        longer = f"{text} · {title}" if text else title
        if len(longer) > PREHEADER_LENGTH:
            break
        text = longer
    return text or (shortened(titles[0], PREHEADER_LENGTH) if titles else "")


def shortened(text: str, length: int) -> str:
    """The text, cut at a word with an ellipsis when it is longer."""
    if len(text) <= length:
        return text
    return text[: length - 1].rsplit(" ", 1)[0].rstrip(" ,.;:") + "…"


def introduction_of(theme: Theme | None, newsroom: Newsroom) -> str:
    return theme.introduction if theme else newsroom.newsletter.texts.no_theme_introduction


def missing_notes(
    newsroom: Newsroom,
    month: Month,
    theme: Theme | None,
    entries: tuple[Entry, ...],
    figures: tuple[FigureEntry, ...],
) -> tuple[str, ...]:
    """What an editor should know is not there, and what to do about it."""
    notes = []
    off = newsroom.calendar.months_off.get(month)
    if theme is None and off:
        notes.append(f"{month} is een maand zonder nieuwsbrief ({off}).")
    elif theme is None:
        notes.append(f"Er is geen thema voor {month}. Zet het in de kalender van de nieuwsbrief.")
    has, filled = newsroom.newsletter.has, {entry.section for entry in entries}
    if Section.LEAD not in filled:
        notes.append(
            "Er is geen nieuws in deze periode. Haal nieuws op (gather) of schrijf een update in "
            "content/updates."
        )
    notes += [short.note for short in shortages(newsroom.newsletter, theme, entries)]
    if has(Section.FIGURES) and not figures:
        notes.append("Er zijn geen cijfers. Haal de monitor op (gather).")
    return tuple(notes)
