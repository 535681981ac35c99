"""What a reviewer is sent: only their own items, as they will appear, and what became of the answer."""

from collections.abc import Sequence
from datetime import datetime, tzinfo

from omroeper.domain.edition import Entry
from omroeper.domain.item_review import ItemReview
from omroeper.domain.letter import Letter
from omroeper.rendering import dutch
from omroeper.rendering.newsletter import paragraphs


def entry_text(entry: Entry, zone: tzinfo) -> str:
    """One item as the text part of the mail has it."""
    item = entry.item
    when = dutch.span_text(item.starts, item.ends, zone) if item.starts else ""
    head = "\n".join(part for part in (item.title, entry.programme_name, when, item.place) if part)
    return "\n\n".join(part for part in (head, *paragraphs(item.text), item.link) if part)


def question_notice(
    entries: Sequence[Entry], *, name: str, by: str, deadline: datetime, url: str, zone: tzinfo
) -> Letter:
    """The mail that asks one reviewer (Dutch)."""
    many = len(entries) > 1
    subject = f"Kijkt u mee? {len(entries)} berichten" if many else "Kijkt u mee? 1 bericht"
    shown = f"\n\n{'-' * 40}\n\n".join(
        f"Onderdeel: {entry.section.title}\n\n{entry_text(entry, zone)}" for entry in entries
    )
    text = (
        f"Dag {name},\n\n{by} vraagt of u wilt meekijken met "
        f"{'deze berichten' if many else 'dit bericht'} voor de nieuwsbrief. "
        f"Antwoord graag uiterlijk {dutch.moment_text(deadline, zone)}.\n\n"
        f"Geef uw antwoord hier (knop Resume):\n{url}\n\n"
        "U kiest: akkoord, aanpassen of niet plaatsen. De redactie besluit. Antwoordt u niet, dan "
        f"gaat de nieuwsbrief zonder uw antwoord verder.\n\n{'=' * 40}\n\n{shown}\n"
    )
    return Letter(f"{subject} van uw programma", text)


def answer_notice(review: ItemReview, *, name: str, editor: str, url: str) -> Letter:
    """The mail that tells who asked what the answer is (Dutch)."""
    said = [f"{name} over ‘{review.title}’: {review.answer}."]
    said += [f"Toelichting: {review.note}"] if review.note else []
    said += [f"Voorgestelde tekst:\n\n{review.text}"] if review.text else []
    said += [f"Uw besluit wacht hier:\n{url}"] if url else []
    text = "\n\n".join((f"Dag {editor},", *said))
    return Letter(f"{name}: {review.answer} bij ‘{review.title}’", f"{text}\n")


def late_notice(review: ItemReview, *, name: str, told: str) -> Letter:
    """The mail that tells a reviewer that the answer came too late (Dutch)."""
    text = f"Dag {name},\n\nBedankt voor uw antwoord over ‘{review.title}’. {told}\n"
    return Letter(f"Uw antwoord kwam te laat: ‘{review.title}’", text)
