"""The ledger is read from what was approved or sent, and counts up to the draft it is shown with."""

from omroeper.adapters.database import DatabaseStore
from omroeper.domain.month import Month
from omroeper.domain.source import Reading
from omroeper.services.coverage import ledger_of
from tests.domain.test_assembly import item, make
from tests.samples import newsroom
from tests.services.test_rectify import NOW, approve, draft_of, october

ROOM = newsroom(silent_after=1)


def counts(store: DatabaseStore, draft_month: Month | None = None) -> dict[str, int]:
    draft = make(item("d", "iol"), month=draft_month) if draft_month else None
    ledger = ledger_of(store, ROOM, 2024, draft)
    return {row.programme.id: sum(row.counts) for row in ledger.rows if any(row.counts)}


def test_only_what_was_approved_counts_and_a_draft_is_its_own_month(store: DatabaseStore) -> None:
    store.save_reading("bron", Reading((item("a"), item("b", "sto"))), NOW)
    draft, _ = draft_of(store, Month(2024, 10), "run:1")
    assert counts(store) == {}
    approve(store, draft)
    assert counts(store) == {"fll": 1, "sto": 1}
    assert counts(store, Month(2024, 11)) == {"fll": 1, "sto": 1, "iol": 1}
    assert counts(store, Month(2024, 10)) == {"iol": 1}
    assert counts(store, Month(2024, 9)) == {"iol": 1}


def test_the_editor_is_warned_of_silence_in_the_draft(store: DatabaseStore) -> None:
    october(store)
    room = newsroom(silent_after=2)
    _, findings = draft_of(store, Month(2024, 11), "run:2", room=room)
    (warning,) = [found for found in findings if found.code == "stilte"]
    assert "Impuls Open Leermateriaal (2)" in warning.reason
    assert "Jet-Net" not in warning.reason
