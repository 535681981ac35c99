"""A special edition stands beside its month's own: what it told is not told again, the rest is."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from omroeper.adapters.database import DatabaseStore
from omroeper.domain.assembly import window_of
from omroeper.domain.deciding import Deciders
from omroeper.domain.edition import Draft, Edits
from omroeper.domain.errors import ApprovalRefused, NotFound
from omroeper.domain.issue import Issue
from omroeper.domain.month import Month
from omroeper.domain.newsletter import Newsroom
from omroeper.domain.source import Reading
from omroeper.domain.team import Person, Team
from omroeper.domain.theme import Theme
from omroeper.services.assemble import DraftingDesk, draft_edition
from omroeper.services.coverage import ledger_of
from omroeper.services.review import record_decision
from tests.domain.test_assembly import item
from tests.samples import FixedClock, newsroom, verdict
from tests.services.test_review import render

ZONE = ZoneInfo("Europe/Amsterdam")
NOW = datetime(2024, 10, 2, 9, tzinfo=UTC)
OWN = Issue(Month(2024, 10))
SPECIAL = Issue(Month(2024, 10), "conferentie")
NEXT = Issue(Month(2024, 11))
GUEST = Person("mila", "Mila Voorbeeld", "mila@desk.example")


def room(special_day: int = 3) -> Newsroom:
    made = newsroom()
    special = Theme(
        month=OWN.month,
        title="De conferentie",
        description="",
        terms=("conferentie",),
        introduction="Een extra nieuwsbrief.",
        send_at=datetime(2024, 10, special_day, 9, tzinfo=ZONE),
        guest_editor="mila",
        slug="conferentie",
    )
    calendar = replace(made.calendar, specials={SPECIAL: special})
    return replace(made, calendar=calendar, team=Team({"mila": GUEST}))


def draft_of(store: DatabaseStore, issue: Issue, run: str, day: int = 3) -> Draft:
    desk = DraftingDesk(room(day), render, ZONE)
    made, _ = draft_edition(
        desk, store, issue, Edits(), made_by=run, may_replace=lambda _: True, at=NOW
    )
    return made


def approve(store: DatabaseStore, draft: Draft, by: str = "Ruben") -> None:
    deciders = Deciders(room().team, room().calendar.theme_of(draft.edition.issue))
    record_decision(store, FixedClock(NOW), draft, verdict(store, draft, by=by), deciders)


def told(draft: Draft) -> set[str]:
    return {entry.item.key for entry in draft.edition.entries}


def test_the_month_tells_what_the_special_edition_left(store: DatabaseStore) -> None:
    store.save_reading("bron", Reading((item("a", days_before=14), item("b", "sto"))), NOW)
    special = draft_of(store, SPECIAL, "run:1")
    assert (special.edition.id, special.edition.month) == ("agdb-2024-10-conferentie", OWN.month)
    assert special.edition.theme_title == "De conferentie"
    assert told(special) == {"a"}, "b was published after it"
    assert told(draft_of(store, OWN, "run:2")) == {"a", "b"}, "nobody approved the special one yet"
    approve(store, special)
    own = draft_of(store, OWN, "run:3")
    assert told(own) == {"b"}
    assert any(
        "Stond al in de nieuwsbrief van 2024-10" in one.reason for one in own.edition.dropped
    )


def test_a_special_edition_after_its_month_tells_what_is_new_since(store: DatabaseStore) -> None:
    store.save_reading("bron", Reading((item("a"), item("later", "sto", days_before=-5))), NOW)
    approve(store, draft_of(store, OWN, "run:1", day=24))
    assert told(draft_of(store, SPECIAL, "run:2", day=24)) == {"later"}


def test_what_a_special_edition_told_is_not_told_in_the_next_month(store: DatabaseStore) -> None:
    store.save_reading("bron", Reading((item("later", days_before=-5),)), NOW)
    approve(store, draft_of(store, SPECIAL, "run:1", day=24))
    assert told(draft_of(store, NEXT, "run:2", day=24)) == set()


def test_the_windows_run_from_one_months_own_to_the_next() -> None:
    september = datetime(2024, 9, 17, 10, tzinfo=ZONE)
    assert window_of(room(), SPECIAL, ZONE, None).since == september
    assert window_of(room(), SPECIAL, ZONE, None).until == datetime(2024, 10, 3, 9, tzinfo=ZONE)
    assert window_of(room(), OWN, ZONE, None).since == september
    assert window_of(room(24), SPECIAL, ZONE, None).since == datetime(2024, 10, 15, 10, tzinfo=ZONE)
    later = window_of(room(24), NEXT, ZONE, None)
    assert later.since == datetime(2024, 10, 15, 10, tzinfo=ZONE)


def test_coverage_counts_a_special_edition_in_its_month(store: DatabaseStore) -> None:
    store.save_reading("bron", Reading((item("a", days_before=14), item("b", "sto"))), NOW)
    approve(store, draft_of(store, SPECIAL, "run:1"))
    approve(store, draft_of(store, OWN, "run:2"))
    ledger = ledger_of(store, room(), 2024)
    assert ledger.months == (OWN.month,)
    assert {row.programme.id: row.counts[9] for row in ledger.rows if any(row.counts)} == {
        "fll": 1, "sto": 1
    }  # fmt: skip


def test_a_special_edition_that_is_not_in_the_calendar_is_refused(store: DatabaseStore) -> None:
    with pytest.raises(NotFound, match="2024-10-anders: the calendar has no such special edition"):
        draft_of(store, Issue(OWN.month, "anders"), "run:1")


def test_the_guest_editor_signs_and_does_not_approve(store: DatabaseStore) -> None:
    store.save_reading("bron", Reading((item("a", days_before=14),)), NOW)
    draft = draft_of(store, SPECIAL, "run:1")
    assert draft.edition.guest_editor == "Mila Voorbeeld"
    with pytest.raises(ApprovalRefused, match="heeft deze editie gemaakt"):
        approve(store, draft, by="mila voorbeeld")
    approve(store, draft, by="Ruben")


def test_a_draft_from_before_special_editions_is_still_read(store: DatabaseStore) -> None:
    import sqlalchemy as sa

    store.save_reading("bron", Reading((item("a"),)), NOW - timedelta(days=1))
    made = draft_of(store, OWN, "run:1")
    with store._writing() as connection:
        content = sa.text("UPDATE drafts SET content = replace(content, :new, '')")
        connection.execute(content, {"new": ',"slug":"","guest_editor":""'})
        left = connection.scalar(sa.text("SELECT content FROM drafts"))
    assert "slug" not in str(left)
    kept = store.draft(made.edition.id)
    assert kept is not None
    assert kept.edition == made.edition
