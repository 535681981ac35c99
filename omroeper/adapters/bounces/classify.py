"""From a received mail to what it reports: complaint, failed delivery, answer of a machine, or neither."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from email.message import Message

from omroeper.adapters.bounces.auto_replies import asks_to_leave, is_auto_reply, is_receipt
from omroeper.adapters.bounces.complaints import complainer_in, is_feedback
from omroeper.adapters.bounces.dsn import Reported, reported_in
from omroeper.adapters.bounces.free_form import (
    Failure,
    failures_in,
    is_from_daemon,
    looks_like_report,
    words_near,
)
from omroeper.adapters.bounces.letter import everything_in, header, read_letter, told_in
from omroeper.domain.bounce import BounceKind, BounceReport, cause_of, judge
from omroeper.domain.bounce_codes import code_in, shown, status_in, weighed
from omroeper.domain.bounce_words import cause_in

SOURCE = "mailbox"
_MOST_TOKENS = 20
_RETURN_PATH = re.compile(r"\+[a-z2-7]{32}@", re.IGNORECASE)
_TOKEN = re.compile(r"(?:[/ =]|%20)([a-z2-7]{32})(?![a-z0-9@])")
_FOR_MARK = ("Message-ID", "Date", "From", "To", "Subject")


@dataclass(frozen=True, slots=True)
class Classifier:
    """Fulfils ports.BounceReader. Our own mails are known by their return path and Message-ID.

    `delivery_of` finds the delivery in a signed return path, None when there is none or it is forged.
    """

    mail_domain: str
    delivery_of: Callable[[str], int | None] = lambda _: None

    def read(self, content: bytes) -> tuple[BounceReport, ...]:
        """What the mail reports, one report a recipient; always at least one. Never raises for
        what a mail may hold: one that cannot be read is of an unknown kind."""
        mark = _digest(content)
        try:
            letter = read_letter(content)
            found = _reports(letter, mark)
            found = [self._found_again(one, letter, content) for one in found]
        except (
            Exception
        ):  # of parsers over foreign bytes: such a mail stays for a person to look at
            return (BounceReport(BounceKind.UNKNOWN, SOURCE, _numbered(mark, 0)),)
        return tuple(
            replace(report, mark=_numbered(mark, number)) for number, report in enumerate(found)
        )

    def _found_again(self, report: BounceReport, letter: Message, content: bytes) -> BounceReport:
        """With that by which the mail it speaks of can be found again."""
        everything = everything_in(letter, content)
        delivery = self.delivery_of(everything)
        came_to = " ".join(header(letter, name) for name in ("To", "Delivered-To", "X-Original-To"))
        own_id = rf"<[\w.-]+\.[a-z2-7]{{32}}@{re.escape(self.mail_domain)}>"
        return replace(
            report,
            delivery=delivery,
            forged=delivery is None and bool(_RETURN_PATH.search(came_to)),
            tokens=tuple(dict.fromkeys(_TOKEN.findall(everything)))[:_MOST_TOKENS],
            message_ids=tuple(dict.fromkeys(re.findall(own_id, everything)))[:_MOST_TOKENS],
        )


def _reports(letter: Message, mark: str) -> list[BounceReport]:
    complainer = complainer_in(letter)
    if complainer is not None:
        return [BounceReport(BounceKind.COMPLAINT, SOURCE, mark, recipient=complainer)]
    if is_feedback(letter):
        return [BounceReport(BounceKind.UNKNOWN, SOURCE, mark)]
    notified = reported_in(letter)
    missed = [one for one in notified if not one.arrived]
    if missed:
        text = told_in(letter)
        return [_of_notification(one, text, mark) for one in missed]
    if notified:
        return [BounceReport(BounceKind.AUTO_REPLY, SOURCE, mark)]
    if looks_like_report(letter):
        failures = failures_in(letter)
        if _says_something(letter, failures):
            return [_of_failure(one, mark) for one in failures]
    if is_auto_reply(letter) and not asks_to_leave(letter):
        return [BounceReport(BounceKind.AUTO_REPLY, SOURCE, mark)]
    return [BounceReport(BounceKind.UNKNOWN, SOURCE, mark)]


def _says_something(letter: Message, failures: list[Failure]) -> bool:
    """A receipt must name a cause to be a failure; another report a cause or a recipient, unless a
    mail system wrote it."""
    if any(cause_in(one.words) for one in failures):
        return True
    named = any(one.recipient for one in failures)
    return not is_receipt(letter) and (named or is_from_daemon(letter))


def _of_notification(one: Reported, text: str, mark: str) -> BounceReport:
    status = weighed(one.status, status_in(one.diagnostic))
    words = one.diagnostic
    if cause_of(status) is None and cause_in(words) is None:
        words = f"{words}\n{words_near(text, one.recipient)}".strip()
        status = weighed(status, status_in(words, running_text=True))
    return _judged(one.recipient, one.delayed, status, words, mark)


def _of_failure(one: Failure, mark: str) -> BounceReport:
    status = status_in(one.words, running_text=True)
    return _judged(one.recipient, one.delayed, status, one.words, mark)


def _judged(recipient: str, delayed: bool, status: str, words: str, mark: str) -> BounceReport:
    code = code_in(words)
    ruling = judge(status, code, words)
    return BounceReport(
        BounceKind.SOFT if delayed else ruling.kind,
        SOURCE,
        mark,
        cause=ruling.cause,
        status=status,
        code=code,
        final=not delayed,
        recipient=recipient,
        words=shown(words),
    )


def _digest(content: bytes) -> str:
    """The same for the same mail, whichever way it came in again: without the headers of its road."""
    head, _, body = content.replace(b"\r\n", b"\n").partition(b"\n\n")
    letter = read_letter(head)
    kept = "\n".join(str(letter.get(name, "")) for name in _FOR_MARK)
    return hashlib.sha256(kept.encode("utf-8", errors="replace") + b"\n\n" + body).hexdigest()


def _numbered(mark: str, number: int) -> str:
    return hashlib.sha256(f"{mark}:{number}".encode()).hexdigest()
