"""The Dutch words of a reminder."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo

from omroeper.domain.edition import Edition, EditionState
from omroeper.domain.finding import Finding, Level
from omroeper.domain.letter import Letter
from omroeper.domain.reminding import ReminderKind, Waiting
from omroeper.rendering import dutch


@dataclass(frozen=True, slots=True)
class WaitingDraft:
    """What a reminder tells of: the draft, its findings, and the run that waits with its form.

    `url` is empty when no run waits any more.
    """

    waiting: Waiting
    edition: Edition
    state: EditionState
    findings: Sequence[Finding]
    url: str


def reminder_notice(
    kind: ReminderKind, draft: WaitingDraft, *, name: str, editor: str, zone: tzinfo
) -> Letter:
    """One reminder (Dutch). `name` is who reads it, `editor` who was asked first."""
    edition, waiting = draft.edition, draft.waiting
    subject = f"‘{edition.subject}’"
    before = dutch.moment_text(waiting.review_by, zone)
    said = {
        ReminderKind.WAITS: (f"Er wacht een concept op u: {subject}", ""),
        ReminderKind.DAY_BEFORE: (
            f"Nog één werkdag om te besluiten: {subject}",
            "Dit concept wacht nog op een besluit.",
        ),
        ReminderKind.DUE: (
            f"Besluit nu over {subject}",
            "De tijd om te besluiten is om. Lukt het u niet, dan vragen we een vervanger.",
        ),
        ReminderKind.DEPUTY: (
            f"Wilt u besluiten over {subject}?",
            f"{editor} heeft nog niet besloten. U bent de vervanger: u kunt het nu doen.",
        ),
        ReminderKind.PASSED: (
            f"Er is niets verzonden: {subject}",
            "Het moment van verzenden is voorbij en niemand heeft besloten. De nieuwsbrief is dus "
            "niet uitgegaan. Na een goedkeuring gaat hij meteen uit.",
        ),
    }
    title, why = said[kind]
    parts = (
        f"Dag {name}," if name else "Dag,",
        why,
        f"{_what(draft)}\nBesluit uiterlijk: {before}.\n"
        f"Gepland om te verzenden: {dutch.moment_text(waiting.send_at, zone)}.\n"
        f"Bevindingen: {counted(draft.findings)}.",
        _where(draft),
        "Zonder besluit gaat er niets uit.",
    )
    return Letter(title, "\n\n".join(part for part in parts if part) + "\n")


def _what(draft: WaitingDraft) -> str:
    month = dutch.month_text(draft.edition.month.first_day)
    told = f"Concept {draft.edition.version} van de nieuwsbrief van {month}"
    if draft.state is EditionState.IN_REVIEW:
        return f"{told} wacht op goedkeuring."
    return f"{told} ging terug naar de redactie. Er is nog geen nieuw concept."


def _where(draft: WaitingDraft) -> str:
    if draft.url:
        return f"Bekijk het concept en besluit (knop Resume):\n{draft.url}"
    return (
        "De run die op uw besluit wachtte, is gestopt. Start in Prefect een nieuwe run van "
        f"newsletter/maandelijks, met month {draft.edition.issue} en newsletter "
        f"{draft.edition.newsletter}."
    )


def counted(findings: Sequence[Finding]) -> str:
    """How many findings there are, and how many of them block."""
    stops = sum(finding.level is Level.BLOCKING for finding in findings)
    warned = len(findings) - stops
    if not findings:
        return "geen"
    words = f"{warned} waarschuwing{'en' if warned != 1 else ''}"
    return f"{stops} blokkeren de verzending, {words}" if stops else words
