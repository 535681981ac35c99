"""A notice of the desk to one of its own people: a plain mail, and the Dutch words of a reminder."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid

from omroeper.domain.edition import Edition, EditionState
from omroeper.domain.finding import Finding, Level
from omroeper.domain.health import Notice
from omroeper.domain.reminding import ReminderKind, Waiting
from omroeper.rendering import dutch
from omroeper.rendering.mime import Message, ascii_domain


def notice_mail(notice: Notice, *, sender: str, recipient: str, at: datetime) -> Message:
    """Plain text; Auto-Submitted (RFC 3834) keeps absence notices from answering it."""
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = recipient
    message["Subject"] = notice.subject
    message["Date"] = format_datetime(at)
    message["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(notice.text, charset="utf-8", cte="quoted-printable")
    return Message(
        delivery=_number(notice, recipient, at),
        sender=sender,
        recipient=ascii_domain(recipient),
        content=message.as_bytes(),
    )


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
) -> Notice:
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
        f"Bevindingen: {_counted(draft.findings)}.",
        _where(draft),
        "Zonder besluit gaat er niets uit.",
    )
    return Notice(title, "\n\n".join(part for part in parts if part) + "\n")


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
        f"newsletter/maandelijks, met month {draft.edition.month}."
    )


def _counted(findings: Sequence[Finding]) -> str:
    stops = sum(finding.level is Level.BLOCKING for finding in findings)
    warned = len(findings) - stops
    if not findings:
        return "geen"
    words = f"{warned} waarschuwing{'en' if warned != 1 else ''}"
    return f"{stops} blokkeren de verzending, {words}" if stops else words


def _number(notice: Notice, recipient: str, at: datetime) -> int:
    """Tells one notice from another, far above the numbers of the deliveries."""
    said = f"{recipient}\n{at.isoformat()}\n{notice.subject}\n{notice.text}"
    return int(hashlib.sha256(said.encode()).hexdigest()[:15], 16)
