"""The year as it stands, and the team told of each change once."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from omroeper.adapters.database import DatabaseStore
from omroeper.domain.edition import EditionState
from omroeper.domain.issue import Issue
from omroeper.domain.letter import Letter
from omroeper.domain.newsletter import Newsroom
from omroeper.domain.team import Person, Team
from omroeper.domain.theme import Theme
from omroeper.services.calendar import calendar_year, tell_team
from tests.domain.test_assembly import OCTOBER
from tests.domain.test_chase import MILA, YUSUF
from tests.samples import approved_draft, newsroom
from tests.services.test_chase import Postbox

ZONE = ZoneInfo("Europe/Amsterdam")
NOW = datetime(2024, 9, 1, 9, tzinfo=UTC)
SANNE = Person("sanne", "Sanne", "sanne@desk.example", editor=True)


def room(*people: Person) -> Newsroom:
    made = newsroom()
    own = made.calendar.themes[OCTOBER]
    changed = replace(
        own, deadline=date(2024, 10, 5), deputies=("yusuf",), guest_editor="mila", editor=""
    )
    special = replace(
        own, slug="extra", send_at=datetime(2024, 10, 3, 9, tzinfo=ZONE), editor="yusuf"
    )
    calendar = replace(
        made.calendar,
        themes={**made.calendar.themes, OCTOBER: changed},
        specials={special.issue: special},
    )
    team = Team({one.id: one for one in (people or (SANNE, MILA, YUSUF))})
    return replace(made, calendar=calendar, team=team)


def holiday(day: date) -> str:
    return "Feestdag" if day == date(2024, 10, 8) else ""


def test_a_year_has_every_month_with_its_days_people_and_state(store: DatabaseStore) -> None:
    approved_draft(store)
    rows = {str(row.issue): row for row in calendar_year(room(), store, 2024, ZONE, holiday)}
    assert len(rows) == 13
    assert rows["2024-07"].off == "Zomerstop"
    assert (rows["2024-08"].theme, rows["2024-08"].off) == (None, "")
    assert list(rows).index("2024-10-extra") == list(rows).index("2024-10") - 1, "as they are sent"
    october = rows["2024-10"]
    assert (october.editor, october.guest_editor, october.deputies) == ("Sanne", "Mila", ("Yusuf",))
    assert october.state is EditionState.APPROVED
    assert october.holidays == ((date(2024, 10, 8), "Feestdag"),)
    assert any("Het inleveren valt op zaterdag 05-10-2024." in one for one in october.remarks)
    assert (rows["2024-10-extra"].editor, rows["2024-10-extra"].state) == ("Yusuf", None)


def written(person: Person, changed: Sequence[Theme], gone: Sequence[Issue]) -> Letter:
    names = "".join(f" -{issue}" for issue in gone)
    return Letter(f"{person.id}: {len(changed)}{names}", "")


def tell(store: DatabaseStore, box: Postbox, where: Newsroom | None = None) -> list[str]:
    before = len(box.sent)
    tell_team(where or room(), store, box, written, NOW)
    return [letter.subject for _, letter in box.sent[before:]]


def test_everybody_is_told_once_and_again_when_a_day_changes(store: DatabaseStore) -> None:
    box = Postbox()
    assert tell(store, box) == ["sanne: 3", "mila: 3", "yusuf: 3"]
    assert tell(store, box) == []
    moved = room()
    theme = moved.calendar.themes[OCTOBER]
    later = replace(theme, send_at=theme.send_at + timedelta(days=1))
    themes = {**moved.calendar.themes, OCTOBER: later}
    moved = replace(moved, calendar=replace(moved.calendar, themes=themes))
    assert tell(store, box, moved) == ["sanne: 1", "mila: 1", "yusuf: 1"]
    assert tell(store, box, moved) == []


def test_what_was_sent_already_is_no_news(store: DatabaseStore) -> None:
    box = Postbox()
    tell_team(room(), store, box, written, datetime(2024, 10, 4, tzinfo=UTC))
    assert {letter.subject for _, letter in box.sent} == {"sanne: 1", "mila: 1", "yusuf: 1"}


def test_who_joins_later_and_who_was_not_reached_are_told_later(store: DatabaseStore) -> None:
    box = Postbox(refused={"sanne"})
    assert tell(store, box, room(SANNE, MILA)) == ["mila: 3"]
    box.refused.clear()
    assert tell(store, box) == ["sanne: 3", "yusuf: 3"]


def test_who_knew_of_an_edition_hears_once_that_it_is_gone(store: DatabaseStore) -> None:
    box = Postbox()
    tell(store, box, room(SANNE))
    without = room()
    without = replace(without, calendar=replace(without.calendar, specials={}))
    assert tell(store, box, without) == ["sanne: 0 -2024-10-extra", "mila: 2", "yusuf: 2"]
    assert tell(store, box, without) == []
    assert tell(store, box)[0] == "sanne: 1", "and that it is back"


def test_a_new_special_edition_is_told(store: DatabaseStore) -> None:
    box = Postbox()
    without = room(SANNE)
    tell(store, box, replace(without, calendar=replace(without.calendar, specials={})))
    assert tell(store, box, without) == ["sanne: 1"]
    assert Issue(OCTOBER, "extra") in without.calendar.specials
