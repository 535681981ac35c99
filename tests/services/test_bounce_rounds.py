"""Rounds over a mailbox: on real databases, with a real Maildir, and a death between commit and removal."""

import mailbox as mailboxes
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from omroeper.adapters.bounces.mailbox import bounce_mailbox
from omroeper.adapters.database import DatabaseStore
from omroeper.domain.audience import SuppressionReason
from omroeper.domain.bounce import BounceTally
from omroeper.domain.bounce_reading import BounceRound, ReceivedMail
from omroeper.domain.verp import ReturnPath
from omroeper.ports import BounceMailbox, OpenMailbox
from omroeper.services.bounces import Reading, read_bounces
from omroeper.settings import MailboxSettings
from tests.adapters.bounces.test_classify import notification
from tests.fixtures_database import SECRET
from tests.samples import FixedClock
from tests.services.bouncing import (
    NOW,
    PATH,
    READER,
    RULES,
    sent,
)


def filled(path: Path, *contents: bytes) -> BounceMailbox:
    box = mailboxes.Maildir(path)
    for content in contents:
        box.add(content.replace(b"\r\n", b"\n"))
    box.close()
    return bounce_mailbox(MailboxSettings("maildir", path=path))


def reading(store: DatabaseStore, at: datetime = NOW) -> Reading:
    return Reading(READER, store, FixedClock(at), RULES, keep_days=30)


LETTER = b"From: a@school.example\r\nSubject: Vraag\r\n\r\nBeste redactie, klopt dit?"
AWAY = b"From: a@school.example\r\nAuto-Submitted: auto-replied\r\nSubject: x\r\n\r\nAfwezig"


def test_a_round_records_and_then_removes(each_store: DatabaseStore, tmp_path: Path) -> None:
    _, (first, second) = sent(each_store, 2)
    stranger = ReturnPath(PATH.mailbox, SECRET * 3).address_for(second.id)
    box = filled(
        tmp_path / "retour",
        notification(to=PATH.address_for(first.id)).replace(b"p1@", first.address[:3].encode()),
        notification(to=stranger),
        AWAY,
        LETTER,
    )
    done = read_bounces(box, reading(each_store))
    assert done == BounceRound(mails=4, hard=1, nobody=1, auto_replies=1, suppressed=1, left=1)
    assert each_store.suppression_of(second.address) is None
    assert read_bounces(box, reading(each_store)) == BounceRound(mails=1, left=1)


def test_what_is_no_report_stays_for_a_person_and_then_goes(
    each_store: DatabaseStore, tmp_path: Path
) -> None:
    box = filled(tmp_path / "retour", LETTER)
    for days, left in ((0, 1), (29, 1), (30, 0)):
        done = read_bounces(box, reading(each_store, NOW + timedelta(days=days)))
        assert done == BounceRound(mails=1, left=left)
    assert read_bounces(box, reading(each_store)) == BounceRound()


class Dies(BaseException):
    """As if the process were killed: nothing may catch it."""


class Dying:
    """A mailbox whose reader dies at the first removal, before or after it."""

    def __init__(self, inner: BounceMailbox, *, removes: bool) -> None:
        self.inner, self.removes = inner, removes

    @property
    def description(self) -> str:
        return self.inner.description

    @contextmanager
    def opened(self) -> Iterator[OpenMailbox]:
        with self.inner.opened() as opened:
            yield _DyingOpen(opened, self.removes)


class _DyingOpen:
    unreadable = 0

    def __init__(self, inner: OpenMailbox, removes: bool) -> None:
        self.inner, self.removes = inner, removes

    def mails(self) -> Iterator[ReceivedMail]:
        return self.inner.mails()

    def remove(self, name: str) -> None:
        if self.removes:
            self.inner.remove(name)
        raise Dies


@pytest.mark.parametrize("removes", [False, True])
def test_a_death_between_commit_and_removal_counts_once(
    each_store: DatabaseStore, tmp_path: Path, removes: bool
) -> None:
    campaign, (delivery,) = sent(each_store, 1)
    box = filled(tmp_path / "retour", notification(to=PATH.address_for(delivery.id)))
    with pytest.raises(Dies):
        read_bounces(Dying(box, removes=removes), reading(each_store))
    assert each_store.suppression_of(delivery.address) is SuppressionReason.HARD_BOUNCE
    done = read_bounces(box, reading(each_store))
    assert done == (BounceRound() if removes else BounceRound(mails=1, repeated=1))
    assert each_store.bounce_tally(campaign.id) == BounceTally(hard=1)
    assert read_bounces(box, reading(each_store)) == BounceRound()


def test_a_mail_that_could_not_be_recorded_is_not_removed(
    each_store: DatabaseStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, (delivery,) = sent(each_store, 1)
    box = filled(tmp_path / "retour", notification(to=PATH.address_for(delivery.id)))

    def fails(*_: object) -> bool:
        raise sa.exc.OperationalError("INSERT", {}, Exception("database is locked"))

    with monkeypatch.context() as broken:
        broken.setattr(each_store, "save_bounce", fails)
        with pytest.raises(sa.exc.OperationalError):
            read_bounces(box, reading(each_store))
    assert read_bounces(box, reading(each_store)).hard == 1
