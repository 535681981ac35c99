"""An editor's choice is kept with the approved edition and weighs in the next ones."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from omroeper.adapters.database import DatabaseStore
from omroeper.domain.deciding import Deciders
from omroeper.domain.edition import Draft, Edits
from omroeper.domain.issue import Issue
from omroeper.domain.item import Item
from omroeper.domain.month import Month
from omroeper.domain.preference import Choice, ChoiceKind
from omroeper.domain.review import Decision
from omroeper.domain.source import Reading
from omroeper.services.assemble import DraftingDesk, draft_edition
from omroeper.services.review import record_decision
from tests.domain.test_assembly import item, why
from tests.samples import FixedClock, newsroom, verdict
from tests.services.test_review import render

ZONE = ZoneInfo("Europe/Amsterdam")
SEPTEMBER, OCTOBER = Month(2024, 9), Month(2024, 10)
NOW = datetime(2024, 9, 10, 9, tzinfo=UTC)


def gathered(store: DatabaseStore, *items: Item, source: str = "bron") -> None:
    store.save_reading(source, Reading(tuple(replace(one, source=source) for one in items)), NOW)


def drafted(store: DatabaseStore, month: Month, made_by: str, edits: Edits | None = None) -> Draft:
    desk = DraftingDesk(newsroom(), render, ZONE)
    draft, _ = draft_edition(
        desk,
        store,
        Issue(month),
        edits or Edits(),
        made_by=made_by,
        may_replace=lambda _: True,
        at=NOW,
    )
    return draft


def decide(store: DatabaseStore, draft: Draft, decision: Decision) -> None:
    given = verdict(store, draft, decision)
    record_decision(store, FixedClock(NOW), draft, given, Deciders(four_eyes=False))


def september(store: DatabaseStore) -> None:
    """News of September and of October; what the editor leaves out is told again by another source."""
    page = "https://x.example/bericht"
    gathered(
        store,
        item("aan", days_before=40, lead_wish=True),
        item("weg", "sto", days_before=41, link=page),
        item("nieuw", "iol", days_before=3, text="Over open lesmateriaal."),
    )
    gathered(store, item("opnieuw", "sto", days_before=4, link=page), source="ander")


def test_what_was_dropped_stays_out_next_month_and_weighs(each_store: DatabaseStore) -> None:
    september(each_store)
    draft = drafted(each_store, SEPTEMBER, "run:1", Edits(drop=("weg",)))
    decide(each_store, draft, Decision.APPROVE)
    assert each_store.editor_choices("agdb", SEPTEMBER, OCTOBER) == (
        Choice(SEPTEMBER, ChoiceKind.DROPPED, "weg", "Bericht weg", "bron", "sto"),
    )
    edition = drafted(each_store, OCTOBER, "run:2").edition
    assert "De redactie liet dit in 2024-09 weg" in why(edition, "opnieuw")
    (entry,) = [entry for entry in edition.entries if entry.item.key == "nieuw"]
    assert entry.score is not None
    assert entry.score.editors == -0.25
    assert "de redactie liet de laatste maanden vaker weg: deze bron" in entry.reason


def test_choices_in_a_draft_that_was_not_approved_say_nothing(each_store: DatabaseStore) -> None:
    september(each_store)
    draft = drafted(each_store, SEPTEMBER, "run:1", Edits(drop=("weg",)))
    decide(each_store, draft, Decision.CHANGES)
    assert each_store.editor_choices("agdb", SEPTEMBER, OCTOBER) == ()
    approved = drafted(each_store, SEPTEMBER, "run:2")
    decide(each_store, approved, Decision.APPROVE)
    assert each_store.editor_choices("agdb", SEPTEMBER, OCTOBER) == ()
    assert "opnieuw" not in keys_of(drafted(each_store, OCTOBER, "run:3"))  # it was told


def test_choices_of_another_newsletter_or_long_ago_are_not_asked_for(store: DatabaseStore) -> None:
    september(store)
    draft = drafted(store, SEPTEMBER, "run:1", Edits(drop=("weg",)))
    decide(store, draft, Decision.APPROVE)
    assert store.editor_choices("ander", SEPTEMBER, OCTOBER) == ()
    assert store.editor_choices("agdb", OCTOBER, OCTOBER.plus(6)) == ()
    assert store.editor_choices("agdb", SEPTEMBER.plus(-6), SEPTEMBER) == ()


def test_what_was_brought_back_once_is_no_longer_left_out(store: DatabaseStore) -> None:
    page = "https://x.example/bericht"
    september(store)
    decide(store, drafted(store, SEPTEMBER, "run:1", Edits(drop=("weg",))), Decision.APPROVE)
    draft = drafted(store, OCTOBER, "run:2", Edits(include=("opnieuw",)))
    assert "opnieuw" in keys_of(draft)
    decide(store, draft, Decision.APPROVE)
    later = item("later", "sto", link=page, source="derde")
    gathered(store, replace(later, published=NOW + timedelta(days=60)), source="derde")
    november = drafted(store, Month(2024, 11), "run:3").edition
    assert "Stond al in de nieuwsbrief van 2024-10" in why(november, "later")


def keys_of(draft: Draft) -> set[str]:
    return {entry.item.key for entry in draft.edition.entries}
