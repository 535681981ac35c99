"""The Dutch words of a reminder about LinkedIn posts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from omroeper.domain.finding import Finding
from omroeper.domain.letter import Letter
from omroeper.domain.reminding import ReminderKind, Waiting
from omroeper.rendering import dutch
from omroeper.rendering.notice import counted


@dataclass(frozen=True, slots=True)
class WaitingPosts:
    """What a reminder tells of: the posts by title and planned moment, and the run that waits.

    `url` is empty when no run waits any more; `start` is the parameter that starts one anew.
    """

    waiting: Waiting
    titles: Sequence[tuple[str, datetime]]
    findings: Sequence[Finding]
    url: str
    start: tuple[str, str]


def posts_notice(
    kind: ReminderKind, posts: WaitingPosts, *, name: str, editor: str, zone: tzinfo
) -> Letter:
    """One reminder (Dutch). `name` is who reads it, `editor` who was asked first."""
    what = f"‘{posts.titles[0][0]}’"
    one = len(posts.titles) == 1
    said = {
        ReminderKind.WAITS: (
            f"Er {'wacht een LinkedIn-bericht' if one else 'wachten LinkedIn-berichten'} op u: {what}",
            "",
        ),
        ReminderKind.DAY_BEFORE: (f"Nog één werkdag om te besluiten over LinkedIn: {what}", ""),
        ReminderKind.DUE: (
            f"Besluit nu over LinkedIn: {what}",
            "De tijd om te besluiten is om. Lukt het u niet, dan vragen we een vervanger.",
        ),
        ReminderKind.DEPUTY: (
            f"Wilt u besluiten over LinkedIn: {what}?",
            f"{editor} heeft nog niet besloten. U bent de vervanger: u kunt het nu doen.",
        ),
        ReminderKind.PASSED: (
            f"Er is niets geplaatst op LinkedIn: {what}",
            "Het geplande moment is voorbij en niemand heeft besloten. Er is dus niets geplaatst. Kies "
            "bij uw besluit een ander moment; ‘nu’ mag ook.",
        ),
    }
    title, why = said[kind]
    parts = (
        f"Dag {name}," if name else "Dag,",
        why,
        _what(posts, zone),
        f"Besluit uiterlijk: {dutch.moment_text(posts.waiting.review_by, zone)}.\n"
        f"Bevindingen: {counted(posts.findings)}.",
        _where(posts),
        "Zonder besluit komt er niets op LinkedIn.",
    )
    return Letter(title, "\n\n".join(part for part in parts if part) + "\n")


def _what(posts: WaitingPosts, zone: tzinfo) -> str:
    one = len(posts.titles) == 1
    lines = [
        f"- ‘{title}’, gepland op {dutch.moment_text(planned, zone)}"
        for title, planned in posts.titles
    ]
    head = "Dit LinkedIn-bericht wacht" if one else "Deze LinkedIn-berichten wachten"
    return "\n".join((f"{head} op goedkeuring:", *lines))


def _where(posts: WaitingPosts) -> str:
    if posts.url:
        return f"Lees de tekst en besluit (knop Resume):\n{posts.url}"
    name, value = posts.start
    return (
        "De run die op uw besluit wachtte, is gestopt. Start in Prefect een nieuwe run van "
        f"linkedin/plaatsen, met {name} {value}."
    )
