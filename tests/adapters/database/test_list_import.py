"""A list comes in by parts: others write meanwhile, and one that broke off is finished by doing it again."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from omroeper.adapters.database import DatabaseStore, open_store
from omroeper.domain.audience import (
    Segment,
    Subscriber,
    SubscriberStatus,
    Suppression,
    SuppressionReason,
    address_hash,
)
from omroeper.domain.list_import import Leaver, Merged
from tests.fixtures_database import SECRET
from tests.samples import WHEN, people

PART = 10
LEAVERS = [
    Leaver(f"weg{number}@x.example", SuppressionReason.UNSUBSCRIBED, WHEN) for number in range(25)
]


@pytest.fixture(autouse=True)
def _small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("omroeper.adapters.database.list_import._PART", PART)


def listed(store: DatabaseStore) -> list[Subscriber]:
    return sorted((one for one, _ in store.listed_people()), key=lambda one: one.address)


def test_another_connection_writes_while_a_list_comes_in(
    each_database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("omroeper.adapters.database.engine.BUSY_SECONDS", 0)  # never waits
    with open_store(each_database_url, SECRET) as store:
        store.add_subscribers(people(3 * PART))
        with open_store(each_database_url, SECRET) as page:

            def rows() -> Iterator[Subscriber]:
                for number, one in enumerate(people(6 * PART)):
                    yield one
                    if number % PART == PART - 1:
                        page.unsubscribe(f"key{number // PART:06}", WHEN, source="page")

            assert store.merge_list(rows(), []) == Merged(added=3 * PART, known=3 * PART)
        left = [one.key for one in listed(store) if one.status is SubscriberStatus.UNSUBSCRIBED]
        assert left == [f"key{number:06}" for number in range(1, 6)]


def test_a_dry_run_never_takes_the_lock(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("omroeper.adapters.database.engine.BUSY_SECONDS", 0)
    with open_store(sqlite_url, SECRET) as store, open_store(sqlite_url, SECRET) as sender:
        with sender._writing():
            told = store.merge_list(people(25), LEAVERS, dry_run=True)
        assert told == store.merge_list(people(25), LEAVERS) == Merged(added=25, left=25)


def test_who_leaves_in_the_middle_is_not_brought_in(each_store: DatabaseStore) -> None:
    def rows() -> Iterator[Subscriber]:
        for number, one in enumerate(people(2 * PART)):
            if number == PART:
                hashed = address_hash(people(2 * PART)[-1].address, SECRET)
                each_store.suppress(Suppression(hashed, SuppressionReason.OPERATOR, WHEN))
            yield one

    assert each_store.merge_list(rows(), []) == Merged(added=2 * PART - 1, suppressed=1)


class Killed(Exception):
    """The import's process dies."""


@pytest.mark.parametrize("survived", [0, 1, PART, 2 * PART + 3])
def test_broken_off_and_done_again_is_the_same_as_once(
    each_store: DatabaseStore, survived: int
) -> None:
    def breaks_off() -> Iterator[Subscriber]:
        yield from newcomers[:survived]
        raise Killed

    newcomers = [replace(one, consent_at=WHEN) for one in people(4 * PART)]
    gone = replace(LEAVERS[0], address=newcomers[-1].address, at=WHEN + timedelta(days=1))
    with pytest.raises(Killed):
        each_store.merge_list(breaks_off(), [*LEAVERS, gone])
    assert len(listed(each_store)) == survived // PART * PART
    assert each_store.suppression_of(gone.address) is SuppressionReason.UNSUBSCRIBED
    done = each_store.merge_list(newcomers, [*LEAVERS, gone])
    assert (done.left, done.added + done.known, done.suppressed) == (0, 4 * PART - 1, 1)
    assert listed(each_store) == sorted(newcomers[:-1], key=lambda one: one.address)
    assert all(len(each_store.consents(one.key)) == 1 for one in newcomers[:-1])
    assert each_store.segment_sizes(Segment("alle", "Alle"))[""] == 4 * PART - 1
    assert each_store.merge_list(newcomers, [*LEAVERS, gone]) == Merged(
        known=4 * PART - 1, suppressed=1
    )
