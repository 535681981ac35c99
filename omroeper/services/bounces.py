"""Bounces: from a report to the reader it speaks of, and to what follows for that reader.

Whoever brings a report (the mailbox's round, a provider's webhook) records it here. A report that
proves nothing changes nothing: an address alone, without a token of ours, may be anybody's forgery.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from omroeper.domain.audience import SuppressionReason
from omroeper.domain.bounce import (
    SMTP,
    SUPPRESSED_FOR,
    Bounce,
    BounceKind,
    BounceReport,
    BounceRules,
    Ruling,
    gives_up,
    judge,
)
from omroeper.domain.bounce_codes import code_in, status_in
from omroeper.domain.bounce_reading import BounceRound, ReceivedMail, Recorded
from omroeper.domain.bounce_words import Cause
from omroeper.domain.delivery import Delivery
from omroeper.ports import BounceMailbox, BounceReader, BounceStore, Clock
from omroeper.rendering.mime import ascii_domain


def record_bounce(
    store: BounceStore, report: BounceReport, rules: BounceRules, at: datetime
) -> Recorded:
    """Keep a report and do what follows from it, once however often it comes.

    A dead address and a complaint take the reader off the list at once; failures in a row do so by
    the rules. One that names no mail of ours is kept as such and does nothing.
    """
    delivery, proven = _mail_of(store, report)
    bounce = _bounce(report, delivery, proven, at)
    reason = _suppressed_for(store, bounce, rules) if proven or bounce.counts else None
    if reason is not None and not _changes_something(store, delivery, reason):
        reason = None
    new = store.save_bounce(bounce, reason)
    return Recorded(bounce, new, reason if new else None)


def _changes_something(
    store: BounceStore, delivery: Delivery | None, reason: SuppressionReason
) -> bool:
    """Whether there still is an address that is mailed, or a stronger reason not to."""
    if delivery is None or not delivery.address:
        return False
    return reason.outranks(store.suppression_of(delivery.address))


def read_bounces(mailbox: BounceMailbox, reading: "Reading") -> BounceRound:
    """Read the mailbox once. A mail is removed when all it reports is committed, never before.

    Raises MailboxError; what was recorded by then stays recorded, and counts once all the same.
    """
    done = BounceRound()
    with mailbox.opened() as opened:
        for mail in opened.mails():
            done, finished = reading.of(mail, done)
            if finished:
                opened.remove(mail.name)
        return replace(done, unreadable=opened.unreadable)


@dataclass(frozen=True, slots=True)
class Reading:
    """How mails are read and recorded. What is no report stays for a person, up to `keep_days`."""

    reader: BounceReader
    store: BounceStore
    clock: Clock
    rules: BounceRules
    keep_days: int

    def of(self, mail: ReceivedMail, done: BounceRound) -> tuple[BounceRound, bool]:
        """The round with this mail recorded, and whether the mail may go."""
        now = self.clock.now()
        done = replace(done, mails=done.mails + 1)
        for report in self.reader.read(mail.content):
            if report.kind is BounceKind.UNKNOWN:
                since = self.store.bounce_known_since(report.mark) or now
                record_bounce(self.store, report, self.rules, now)
                if now - since < timedelta(days=self.keep_days):
                    return replace(done, left=done.left + 1), False
            else:
                recorded = record_bounce(self.store, report, self.rules, now)
                done = done.with_report(recorded)
        return done, True


def record_refusals(store: BounceStore, rules: BounceRules, at: datetime) -> Iterator[Recorded]:
    """Judge what servers refused while the mails were handed over; each refusal once."""
    for delivery, reply in store.unjudged_refusals():
        status, code = status_in(reply), code_in(reply)
        # without either, no server spoke of this reader: the mail could not be made or handed over
        said = bool(status) or code is not None
        ruling = judge(status, code, reply) if said else Ruling(BounceKind.SOFT, Cause.SENDER)
        report = BounceReport(
            ruling.kind,
            SMTP,
            f"{SMTP}:{delivery.id}",
            cause=ruling.cause,
            status=status,
            code=code,
            delivery=delivery.id,
        )
        yield record_bounce(store, report, rules, at)


def _mail_of(store: BounceStore, report: BounceReport) -> tuple[Delivery | None, bool]:
    """The mail a report speaks of, and whether the report proves that it knows that mail."""
    if report.delivery is not None:
        return store.delivery(report.delivery), True
    if report.forged:
        return None, False
    found = (
        *(store.delivery_by_token(token) for token in report.tokens),
        *(store.delivery_by_message_id(one) for one in report.message_ids),
    )
    known = next((one for one in found if one is not None), None)
    if known is not None or found:
        return known, known is not None
    if not report.recipient:
        return None, False
    return store.last_delivery_to(report.recipient), report.vouched


def _bounce(report: BounceReport, delivery: Delivery | None, proven: bool, at: datetime) -> Bounce:
    """The report as it is kept. Hard is only what is proven, and said of the address we wrote to:
    a mail may have been passed on to another, which is dead. A complaint that proves nothing is about
    nobody: else whoever knows addresses could stop a campaign with it."""
    kind = report.kind
    if kind is BounceKind.COMPLAINT and not proven:
        delivery = None
    elsewhere = delivery is not None and not _is_told_of(delivery.address, report.recipient)
    if kind is BounceKind.HARD and (elsewhere or not proven):
        kind = BounceKind.SOFT
    return Bounce(
        kind=kind,
        source=report.source,
        mark=report.mark,
        cause=report.cause,
        status=report.status,
        code=report.code,
        final=report.final,
        delivery=delivery.id if delivery else None,
        subscriber=delivery.subscriber if delivery else "",
        at=at,
    )


def _is_told_of(address: str, recipient: str) -> bool:
    """Whether a report names the address we wrote to, as we keep it or as it went out, or nobody."""
    if not recipient or recipient.lower() == address.lower():
        return True
    return bool(address) and recipient.lower() == ascii_domain(address).lower()


def _suppressed_for(
    store: BounceStore, bounce: Bounce, rules: BounceRules
) -> SuppressionReason | None:
    if bounce.delivery is None or not bounce.final:
        return None
    if bounce.kind in SUPPRESSED_FOR:
        return SUPPRESSED_FOR[bounce.kind]
    if not bounce.counts:
        return None
    landings = store.landings(bounce.subscriber, failing=bounce.delivery)
    return SuppressionReason.SOFT_BOUNCES if gives_up(landings, rules) else None
