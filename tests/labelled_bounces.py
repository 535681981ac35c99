"""Labelled bounces, and how well three ways of reading them do.

tests/data/bounces/flufl-bounce-messages.zip holds the real messages of flufl.bounce's own tests, with
their origin and licence; flufl-bounce-labels.csv says what each means, judged by reading it, and names
the recipients flufl.bounce's tests expect. `own` holds samples in the style of today's servers, written for
these tests. sisimai-labels.csv says what rb-sisimai's public tests (BSD 2-Clause, azumakuniyuki) expect of
the mails of its set-of-emails; those hold addresses that may be people's, so they are not kept here.
"""

import csv
import email
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from email.message import Message
from email.utils import parseaddr
from pathlib import Path

from flufl.bounce import all_failures

from omroeper.adapters.bounces.classify import Classifier

DATA = Path(__file__).parent / "data" / "bounces"


@dataclass(frozen=True, slots=True)
class Labelled:
    """One message: `label` is hard, soft, delayed, complaint, auto-reply or unknown."""

    name: str
    content: bytes
    label: str
    recipients: frozenset[str]
    status: str = ""
    cause: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    label: str
    recipients: frozenset[str]


@dataclass(frozen=True, slots=True)
class Score:
    """Of the messages: recipients found as they should be, verdict right, dead addresses found, and
    living ones called dead."""

    messages: int
    recipients: int
    verdicts: int
    dead: int
    found_dead: int
    wrongly_dead: int


def real_messages() -> list[Labelled]:
    with zipfile.ZipFile(DATA / "flufl-bounce-messages.zip") as archive:
        return [
            _labelled(row, archive.read(f"{row['message']}.txt"))
            for row in _rows("flufl-bounce-labels.csv")
        ]


def own_messages() -> list[Labelled]:
    return [
        _labelled(row, (DATA / "own" / f"{row['message']}.eml").read_bytes())
        for row in _rows("own-labels.csv")
    ]


def sisimai_messages(emails: Path) -> list[Labelled]:
    """The mails of a checkout of github.com/sisimai/set-of-emails, with Sisimai's reason as their cause."""
    folder = emails / "maildir" / "bsd"
    return [
        _labelled(row, (folder / f"{row['message']}.eml").read_bytes())
        for row in _rows("sisimai-labels.csv")
    ]


def without_delays(read: Callable[[bytes], Verdict]) -> Callable[[bytes], Verdict]:
    """The same way of reading where labels call a delay soft."""

    def plain(content: bytes) -> Verdict:
        found = read(content)
        return Verdict("soft", found.recipients) if found.label == "delayed" else found

    return plain


def measured(messages: Iterable[Labelled], read: Callable[[bytes], Verdict]) -> Score:
    pairs = [(one, read(one.content)) for one in messages]
    dead = [found for one, found in pairs if one.label == "hard"]
    return Score(
        messages=len(pairs),
        recipients=sum(one.recipients == found.recipients for one, found in pairs),
        verdicts=sum(one.label == found.label for one, found in pairs),
        dead=len(dead),
        found_dead=sum(found.label == "hard" for found in dead),
        wrongly_dead=sum(found.label == "hard" != one.label for one, found in pairs),
    )


def omroeper(content: bytes) -> Verdict:
    """The gravest of what the classifier says."""
    reports = Classifier("omroeper.example").read(content)
    labels = ["delayed" if not one.final else one.kind.value for one in reports]
    order = ("hard", "complaint", "soft", "delayed", "auto-reply", "unknown")
    return Verdict(min(labels, key=order.index), _folded(one.recipient for one in reports))


def standard_library(content: bytes) -> Verdict:
    """What an RFC 3464 notification says of itself: class 5 is hard, class 4 soft."""
    labels, recipients = [], []
    for part in email.message_from_bytes(content).walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        for block in part.get_payload():
            assert isinstance(block, Message)
            recipient = str(block["Original-Recipient"] or block["Final-Recipient"] or "")
            if recipient:
                delayed = str(block["Action"]).lower().startswith("delayed")
                hard = str(block["Status"]).startswith("5")
                labels.append("delayed" if delayed else "hard" if hard else "soft")
                recipients.append(parseaddr(recipient.rpartition(";")[2])[1])
    return Verdict(min(labels, default="unknown"), _folded(recipients))


def flufl_alone(content: bytes) -> Verdict:
    """flufl.bounce's own words: permanent is hard, temporary a delay; nothing where it stumbles."""
    try:
        temporary, permanent = all_failures(email.message_from_bytes(content))
    except (AttributeError, LookupError, TypeError, ValueError):
        return Verdict("unknown", frozenset())
    label = "hard" if permanent else "delayed" if temporary else "unknown"
    return Verdict(label, _folded(one.decode() for one in (*temporary, *permanent)))


def _folded(addresses: Iterable[str]) -> frozenset[str]:
    return frozenset(address.lower() for address in addresses if address)


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _labelled(row: dict[str, str], content: bytes) -> Labelled:
    return Labelled(
        row["message"],
        content,
        row["label"],
        _folded(row["recipients"].split()),
        row.get("status", ""),
        row.get("cause", ""),
    )
