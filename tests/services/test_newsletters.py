"""Two newsletters over one store: what one told, announced or got wrong is not the other's."""

from dataclasses import replace
from datetime import timedelta

from omroeper.adapters.database import DatabaseStore
from omroeper.domain.edition import EditionState, Section
from omroeper.domain.issue import Issue
from omroeper.domain.month import Month
from omroeper.domain.newsletter import Newsroom
from omroeper.domain.source import Reading
from omroeper.services.coverage import ledger_of
from omroeper.services.rectify import open_rectifications
from tests.domain.test_assembly import event, item
from tests.samples import newsroom
from tests.services.test_rectify import NOW, OCTOBER, REVISED, approve, draft_of, october, settle

AGDB = newsroom()
SISTER = Newsroom(
    replace(AGDB.newsletter, id="agdb-anders"),
    AGDB.calendar, AGDB.programmes, AGDB.figures, AGDB.segments,
)  # fmt: skip
NOVEMBER = Month(2024, 11)


def reasons(store: DatabaseStore, room: Newsroom) -> dict[str, str]:
    """What November's draft leaves out, with why."""
    draft, _ = draft_of(store, NOVEMBER, f"{room.newsletter.id}:1", room=room)
    return {one.item.key: one.reason for one in draft.edition.dropped}


def test_the_store_lists_the_editions_of_one_newsletter(each_store: DatabaseStore) -> None:
    for room in (AGDB, SISTER):
        draft_of(each_store, NOVEMBER, f"{room.newsletter.id}:1", room=room)
    assert each_store.editions("agdb") == (("agdb-2024-11", EditionState.IN_REVIEW),)
    assert [one for one, _ in each_store.editions("agdb-anders")] == ["agdb-anders-2024-11"]
    assert len(each_store.editions()) == 2


def test_a_story_that_one_told_is_new_in_the_other(store: DatabaseStore) -> None:
    told = item("a")
    store.save_reading("bron", Reading((told, item("b", "sto"))), NOW)
    approve(store, draft_of(store, Month(2024, 10), "run:1")[0])
    again = replace(told, key="c", published=NOW.replace(day=25))
    store.save_reading("bron", Reading((again,)), NOW)
    assert reasons(store, AGDB)["c"].startswith("Stond al in de nieuwsbrief van 2024-10")
    assert "c" not in reasons(store, SISTER)


def test_that_an_event_was_moved_is_news_where_it_was_announced(store: DatabaseStore) -> None:
    first = event("dag", 45)
    store.save_reading("bron", Reading((item("a"), first)), NOW)
    approve(store, draft_of(store, Month(2024, 10), "run:1")[0])
    for state in (EditionState.SENDING, EditionState.SENT):
        store.move(OCTOBER, state)
    assert first.starts is not None
    moved = replace(first, starts=first.starts.replace(hour=20))
    store.save_reading("bron", Reading((moved,)), NOW)
    texts = replace(AGDB.newsletter.texts, moved="New date")
    spoken = replace(AGDB, newsletter=replace(AGDB.newsletter, texts=texts))
    for room, title in ((AGDB, "Verplaatst: Bericht dag"), (spoken, "New date: Bericht dag"),
                        (SISTER, "Bericht dag")):  # fmt: skip
        draft, _ = draft_of(store, NOVEMBER, f"{title}:1", room=room)
        assert [one.item.title for one in draft.edition.section(Section.AGENDA)] == [title]


def test_only_the_newsletter_that_told_a_figure_rectifies_it(store: DatabaseStore) -> None:
    october(store, sent=True)
    store.save_observations((REVISED,))
    settle(store)
    planned = NOW + timedelta(days=28)
    assert len(open_rectifications(store, "agdb", Issue(NOVEMBER), planned)) == 1
    assert open_rectifications(store, "agdb-anders", Issue(NOVEMBER), planned) == ()


def test_the_ledger_counts_one_newsletter_and_the_programmes_it_is_about(
    store: DatabaseStore,
) -> None:
    october(store)
    about = replace(SISTER.newsletter, programmes=("sto", "groen-digitaal"))
    small = replace(SISTER, newsletter=about)
    assert ledger_of(store, AGDB, 2024).months == (Month(2024, 10),)
    ledger = ledger_of(store, small, 2024)
    assert ledger.months == ()
    assert [row.programme.id for row in ledger.rows] == ["agdb", "sto"]


def test_items_of_other_programmes_are_not_looked_at(store: DatabaseStore) -> None:
    store.save_reading("bron", Reading((item("a"), item("b", "sto"), item("c", "weg"))), NOW)
    small = replace(AGDB, newsletter=replace(AGDB.newsletter, programmes=("sto",)))
    draft, _ = draft_of(store, Month(2024, 10), "run:1", room=small)
    assert [entry.item.key for entry in draft.edition.entries] == ["b"]
    assert [(one.item.key, one.reason) for one in draft.edition.dropped] == [
        ("c", "Onbekend programma ‘weg’")
    ]
