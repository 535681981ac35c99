"""What is held of a person is shown whole; forgotten, nothing of it is left but a hash and the counts."""

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from omroeper.adapters.database import DatabaseStore, open_store
from omroeper.adapters.database.tables import metadata
from omroeper.domain.audience import Subscriber, SuppressionReason
from omroeper.domain.bounce import BounceKind, BounceReport, BounceRules
from omroeper.domain.bounce_words import Cause
from omroeper.domain.errors import InvalidValue, NotFound
from omroeper.services.bounces import record_bounce
from omroeper.services.explain import explain
from omroeper.services.persons import erase_person, person_data, suppress_person
from tests.fixtures_database import SECRET
from tests.samples import WHEN, FixedClock, people
from tests.services.readers import reader, sent_campaign, sign_up

ADDRESS = "Noor.Vermeulen@School.example"
PARTS = (b"noor.vermeulen", b"Noor.Vermeulen")


def rows(store: DatabaseStore) -> Iterator[str]:
    """Every row of every table, as text."""
    with store._engine.connect() as connection:
        for table in metadata.tables.values():
            yield from (str(tuple(row)) for row in connection.execute(sa.select(table)))


def kept(store: DatabaseStore) -> list[str]:
    return [row for row in rows(store) if "noor.vermeulen" in row.lower()]


def test_everything_held_is_shown(each_store: DatabaseStore) -> None:
    key = reader(each_store, ADDRESS, WHEN)
    campaign = sent_campaign(each_store)
    data = json.loads(json.dumps(person_data(each_store, ADDRESS.lower())))
    assert data["subscriber"]["key"] == key
    assert data["subscriber"]["newsletters"][0]["newsletter"] == "agdb"
    assert data["subscriber"]["consents"][0]["text"] == "Ja, mail mij."
    assert data["subscriber"]["copies"][0]["edition"] == campaign.edition
    assert data["requests"] == [
        {
            "asked_at": WHEN.isoformat(),
            "confirmed_at": (WHEN + timedelta(minutes=1)).isoformat(),
        }
    ]
    assert data["not_to_be_mailed"] is None
    assert [one["kind"] for one in data["mails"]] == ["confirm", "welcome"]


def test_what_came_back_is_shown_and_explained(each_store: DatabaseStore) -> None:
    key = reader(each_store, ADDRESS, WHEN)
    sent_campaign(each_store)
    (copy,) = each_store.copies_to(key)
    for kind, cause in ((BounceKind.SOFT, Cause.FULL), (BounceKind.COMPLAINT, Cause.UNSPECIFIED)):
        told = BounceReport(kind, "mailbox", f"{kind}", cause, "", delivery=copy.delivery)
        record_bounce(each_store, told, BounceRules(), WHEN)
    data = json.loads(json.dumps(person_data(each_store, ADDRESS)))
    came_back = data["subscriber"]["copies"][0]["came_back"]
    assert [(one["kind"], one["cause"]) for one in came_back] == [
        ("soft", "mailbox full"), ("complaint", "no reason given"),
    ]  # fmt: skip
    assert data["not_to_be_mailed"]["reason"] == "complaint"
    found = explain(each_store, ADDRESS, ())
    assert (found.newsletters, found.suppression) == ((), SuppressionReason.COMPLAINT)
    (explained,) = found.copies
    assert [one.told for one in explained.returned] == [
        "it came back this time: mailbox full",
        "this person reported it as unwanted",
    ]


def test_who_only_asked_or_left_is_shown_too(each_store: DatabaseStore) -> None:
    sign_up(each_store, ADDRESS, WHEN)
    suppress_person(
        each_store, FixedClock(), "weg@x.example", SuppressionReason.OPERATOR, by="Sanne"
    )
    assert person_data(each_store, ADDRESS)["subscriber"] is None
    assert person_data(each_store, "weg@x.example")["not_to_be_mailed"]["reason"] == "operator"
    with pytest.raises(NotFound, match="nothing is held"):
        person_data(each_store, "niemand@x.example")


def test_an_erasure_leaves_the_counts_and_no_trace_of_who_it_was(each_store: DatabaseStore) -> None:
    key = reader(each_store, ADDRESS, WHEN)
    campaign = sent_campaign(each_store)
    sign_up(each_store, ADDRESS.upper(), WHEN, "s2")
    tally = each_store.tally(campaign.id)
    assert len(kept(each_store)) > 2
    erased = erase_person(each_store, FixedClock(), ADDRESS, by="Sanne")
    assert (erased.key, len(erased.copies)) == (key, 1)
    assert kept(each_store) == []
    assert each_store.tally(campaign.id) == tally
    assert tally.finished
    assert each_store.suppression_of(ADDRESS) is SuppressionReason.ERASED
    entry = each_store.audit_log(f"subscriber {key}")[-1]
    assert (entry.who, entry.what) == ("Sanne", "person erased")
    again = [replace(people(1)[0], key="new", address=ADDRESS)]
    assert each_store.merge_list(again, []).suppressed == 1


def leave_deleted_bytes(store: DatabaseStore) -> None:
    """As SQLite does unless it is built otherwise, as on Debian."""

    def forget_nothing(connection: sqlite3.Connection, _: object) -> None:
        connection.execute("PRAGMA secure_delete=OFF")

    sa.event.listen(store._engine, "connect", forget_nothing)
    store._engine.dispose()


def test_no_byte_of_the_file_names_an_erased_person(tmp_path: Path) -> None:
    def files() -> bytes:
        return b"".join(file.read_bytes() for file in tmp_path.glob("omroeper.db*"))

    with open_store(f"sqlite:///{tmp_path / 'omroeper.db'}", SECRET) as store:
        leave_deleted_bytes(store)
        reader(store, ADDRESS, WHEN)
        store.add_subscribers(
            replace(one, name=one.key * 5, consent_source="x" * (number % 50))
            for number, one in enumerate(people(3000))
        )
        assert all(part in files() for part in PARTS)
        assert erase_person(store, FixedClock(), ADDRESS, by="Sanne").compacted
        assert not [part for part in PARTS if part in files()]
        assert b"p2999@school.example" in files()


def test_a_file_in_use_is_rewritten_another_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("omroeper.adapters.database.engine.BUSY_SECONDS", 0.1)
    url = f"sqlite:///{tmp_path / 'omroeper.db'}"
    with open_store(url, SECRET) as store, open_store(url, SECRET) as other:
        sign_up(store, ADDRESS, WHEN)
        with other._reading() as connection:
            connection.execute(sa.select(metadata.tables["sign_ups"])).all()
            assert not erase_person(store, FixedClock(), ADDRESS, by="Sanne").compacted
        assert kept(store) == []
        assert store.compact()


def test_who_was_never_here_can_be_kept_away(each_store: DatabaseStore) -> None:
    assert erase_person(each_store, FixedClock(), ADDRESS, by="Sanne").key == ""
    assert each_store.suppression_of(ADDRESS) is SuppressionReason.ERASED
    assert kept(each_store) == []


def test_an_erasure_keeps_a_stronger_reason(each_store: DatabaseStore) -> None:
    each_store.add_subscribers([Subscriber("k", ADDRESS)])
    suppress_person(each_store, FixedClock(), ADDRESS, SuppressionReason.COMPLAINT, by="Sanne")
    erase_person(each_store, FixedClock(), ADDRESS, by="Sanne")
    assert each_store.suppression_of(ADDRESS) is SuppressionReason.COMPLAINT


def test_who_is_suppressed_is_off_the_list_at_once_and_once(each_store: DatabaseStore) -> None:
    key = reader(each_store, ADDRESS, WHEN)
    for first in (True, False):
        done = suppress_person(
            each_store, FixedClock(), ADDRESS, SuppressionReason.OPERATOR, by="Sanne"
        )
        assert done is first
    found = each_store.subscriber(key)
    assert found is not None
    assert (found.status.value, found.subscriptions) == ("unsubscribed", ())
    assert each_store.unsubscribes() == (("operator", WHEN),)
    assert [entry.what for entry in each_store.audit_log(f"subscriber {key}")] == ["suppressed"]


def test_who_left_can_still_be_kept_away_for_good(each_store: DatabaseStore) -> None:
    key = reader(each_store, ADDRESS, WHEN)
    each_store.unsubscribe(key, WHEN, source="page")
    operator = SuppressionReason.OPERATOR
    assert suppress_person(each_store, FixedClock(), ADDRESS, operator, by="Sanne")
    assert each_store.suppression_of(ADDRESS) is operator
    unsubscribed = SuppressionReason.UNSUBSCRIBED
    assert not suppress_person(each_store, FixedClock(), ADDRESS, unsubscribed, by="Sanne")
    assert each_store.suppression_of(ADDRESS) is operator


def test_somebody_stands_for_it(store: DatabaseStore) -> None:
    reader(store, ADDRESS, WHEN)
    with pytest.raises(InvalidValue, match="nobody stands for it"):
        erase_person(store, FixedClock(), ADDRESS, by=" ")
    assert store.subscriber_by_address(ADDRESS) is not None
