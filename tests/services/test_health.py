"""Health over a real store: each trouble is told once, until it ends and comes back."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from omroeper.adapters.database import DatabaseStore
from omroeper.adapters.operator import LogNotifier, MailNotifier
from omroeper.adapters.outbox import OutboxMailer
from omroeper.domain.delivery import Attempt, Outcome
from omroeper.domain.health import HealthFinding, Trouble
from omroeper.domain.letter import Letter
from omroeper.domain.source import Reading, Source, SourceKind
from omroeper.ports import Mailer, OutgoingMail
from omroeper.services.health import examine_sources, report_health
from tests.domain.test_item import ITEM
from tests.samples import WHEN

FEED = Source("s", "Bron", SourceKind.FEED, "https://x.example", "agdb")
OWN = replace(FEED, id="updates", kind=SourceKind.UPDATES)


class Told:
    """A notifier that can be deaf."""

    def __init__(self, hears: bool = True) -> None:
        self.notices: list[Letter] = []
        self.hears = hears

    def notify(self, notice: Letter, at: datetime) -> bool:
        self.notices.append(notice)
        return self.hears


def round_of(
    store: DatabaseStore, notifier: Told, at: datetime = WHEN, **renewed: int
) -> list[Trouble]:
    found = examine_sources([FEED, OWN], renewed, store, at, from_failures=2)
    report_health([FEED, OWN], found, store, notifier, at)
    return [one.trouble for one in found]


def test_a_failing_source_is_told_once_and_again_when_it_fails_anew(store: DatabaseStore) -> None:
    told = Told()
    store.save_failure("s", "http_500", WHEN)
    assert round_of(store, told) == []
    store.save_failure("s", "timeout", WHEN)
    assert round_of(store, told) == [Trouble.FAILING]
    assert "laatste reden: timeout" in told.notices[0].text
    store.save_failure("s", "timeout", WHEN)
    assert round_of(store, told) == [Trouble.FAILING]
    assert len(told.notices) == 1
    store.save_unchanged(["s"], WHEN)
    assert round_of(store, told) == []
    for _ in range(2):
        store.save_failure("s", "http_404", WHEN)
    round_of(store, told)
    assert len(told.notices) == 2


def test_what_could_not_be_told_is_told_the_next_time(store: DatabaseStore) -> None:
    deaf, told = Told(hears=False), Told()
    for _ in range(2):
        store.save_failure("s", "http_500", WHEN)
    round_of(store, deaf)
    round_of(store, told)
    assert (len(deaf.notices), len(told.notices)) == (1, 1)


def test_a_feed_that_falls_silent_is_noticed_and_what_people_write_is_not(
    store: DatabaseStore,
) -> None:
    weekly = [
        replace(ITEM, key=f"{source}{week}", source=source, published=WHEN - timedelta(weeks=week))
        for source in ("s", "updates")
        for week in range(10)
    ]
    for source in ("s", "updates"):
        store.save_reading(
            source, Reading(tuple(one for one in weekly if one.source == source)), WHEN
        )
    told = Told()
    assert round_of(store, told, WHEN + timedelta(days=20)) == []
    assert round_of(store, told, WHEN + timedelta(days=30)) == [Trouble.SILENT]
    assert "al 30 dagen geen nieuw bericht" in told.notices[0].text


def test_all_entries_changed_at_once_is_told_beside_what_lasts(store: DatabaseStore) -> None:
    told = Told()
    for _ in range(2):
        store.save_failure("s", "http_500", WHEN)
    round_of(store, told)
    store.save_failure("s", "http_500", WHEN)
    assert round_of(store, told, s=12) == [Trouble.FAILING, Trouble.RENEWED]
    assert "alle 12 berichten" in told.notices[1].text
    assert "Dit is al eerder gemeld en duurt voort" in told.notices[1].text


NOTICE = Letter("Omroeper: 1 bron vraagt aandacht", "STO – al 40 dagen stil\n")


def test_the_operator_gets_a_plain_mail_that_no_absence_notice_answers(tmp_path: Path) -> None:
    notifier = MailNotifier(
        OutboxMailer(tmp_path), sender="desk@omroeper.example", operator="beheer@omroeper.example"
    )
    assert notifier.notify(NOTICE, WHEN)
    (file,) = tmp_path.rglob("*.eml")
    mail = file.read_text(encoding="utf-8")
    for line in ("To: beheer@omroeper.example", "Auto-Submitted: auto-generated", "40 dagen stil"):
        assert line in mail


class Refusing:
    description = "refuses"

    def send(self, messages: Iterator[OutgoingMail]) -> Iterator[Attempt]:
        return (Attempt(one.delivery, Outcome.REFUSED, "550 no") for one in messages)


def test_a_mail_that_is_refused_is_logged_and_not_told(caplog: pytest.LogCaptureFixture) -> None:
    mailer: Mailer = Refusing()  # type: ignore[assignment]
    notifier = MailNotifier(mailer, sender="d@x.example", operator="b@x.example")
    assert not notifier.notify(NOTICE, WHEN)
    assert "the operator was not told: 550 no" in caplog.text
    assert "b@x.example" not in caplog.text


def test_without_an_address_the_log_is_all_there_is(caplog: pytest.LogCaptureFixture) -> None:
    assert LogNotifier().notify(NOTICE, WHEN)
    assert "40 dagen stil" in caplog.text


def test_findings_stand_in_the_order_of_the_sources(store: DatabaseStore) -> None:
    for source in ("updates", "s"):
        store.save_failure(source, "x", WHEN)
    found = examine_sources([FEED, OWN], {}, store, WHEN, from_failures=1)
    assert [one.source for one in found] == ["s", "updates"]
    assert all(isinstance(one, HealthFinding) for one in found)
