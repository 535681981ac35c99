"""Nothing on disk names who is gone: not the database's file, not the outbox of a desk without relay."""

from datetime import timedelta
from pathlib import Path

import pytest

from omroeper.domain.audience import Subscriber, Subscription
from omroeper.domain.edition import Edits
from omroeper.wiring import Desk, open_desk
from tests.samples import FixedClock, verdict

ADDRESS = "Noor.Vermeulen@school.example"


@pytest.fixture
def each_database_url(sqlite_url: str) -> str:
    """SQLite alone: its file can be looked into."""
    return sqlite_url


def named_in(folder: Path) -> list[Path]:
    files = [file for file in folder.rglob("*") if file.is_file()]
    return [file for file in files if b"noor.vermeulen" in file.read_bytes().lower()]


def send_to(desk: Desk, *addresses: str) -> None:
    chosen = (Subscription("agdb"),)
    desk.store.add_subscribers(
        Subscriber(f"k{n}", address, subscriptions=chosen) for n, address in enumerate(addresses)
    )
    draft, _ = desk.draft_edition("2024-10", Edits(), made_by="run:1", may_replace=lambda _: True)
    edition = draft.edition
    given = verdict(desk.store, draft, by="Ruben Voorbeeld")
    assert desk.record_decision(edition.id, edition.version, given).complaint == ""
    campaign = desk.freeze_audience(edition.id, edition.version).id
    desk.begin_sending(campaign)
    desk.send_batch(campaign, worker="w")
    assert desk.finish_sending(campaign)


def test_an_erased_person_is_nowhere_on_disk_and_still_counted(desk: Desk, tmp_path: Path) -> None:
    send_to(desk, ADDRESS, "bob@school.example")
    assert len(named_in(tmp_path)) >= 2
    erased = desk.erase_person(ADDRESS, by="Sanne")
    assert len(erased.copies) == 1
    assert named_in(tmp_path) == []
    assert len(list(desk.settings.outbox.rglob("*.eml"))) == 1
    ((_, tally),) = desk.campaign_status("")
    assert (tally.frozen, tally.accepted, tally.finished) == (2, 2, True)


def test_who_erased_themselves_is_off_the_disk_after_the_night(desk: Desk, tmp_path: Path) -> None:
    desk.store.add_subscribers([Subscriber("k1", ADDRESS)])
    assert named_in(tmp_path)
    desk.store.erase_reader("k1", desk.clock.now(), source="verwijderen")
    tonight = desk.clock.now() + timedelta(hours=18)
    with open_desk(desk.settings) as later:
        later.clock = FixedClock(tonight)  # type: ignore[assignment]
        assert later.purge().total == 0
    assert named_in(tmp_path) == []
