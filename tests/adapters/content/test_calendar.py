"""The calendar's files: rules, days off, special editions, and every mistake by its line."""

from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from omroeper.adapters.content.calendar import read_calendar
from omroeper.adapters.content.planning import Days
from omroeper.adapters.dutch_holidays import dutch_holiday
from omroeper.domain.errors import ContentError
from omroeper.domain.issue import Issue
from omroeper.domain.month import Month
from omroeper.domain.planning import Planning
from omroeper.domain.team import Person, Team
from omroeper.domain.theme import Theme, ThemeCalendar

ZONE = ZoneInfo("Europe/Amsterdam")
TEAM = Team({"ruben": Person("ruben", "Ruben Voorbeeld", "ruben@desk.example", editor=True)})
SHORT = "{month: %s, theme: Thema, terms: [a], introduction: Inleiding.%s}"


def read(tmp_path: Path, *lines: str) -> ThemeCalendar:
    folder = tmp_path / "calendar"
    folder.mkdir(exist_ok=True)
    (folder / "2026.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    days = Days(Planning(), ZONE, dutch_holiday)
    return read_calendar(tmp_path, tmp_path, days, frozenset(), TEAM, {})


def one(tmp_path: Path, month: str, fields: str = "", *lines: str) -> Theme:
    (theme,) = read(tmp_path, *lines, "themes:", f"  - {SHORT % (month, fields)}").themes.values()
    return theme


def moment(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=ZONE)  # type: ignore[arg-type,misc]


def test_a_month_needs_no_more_than_its_theme(tmp_path: Path) -> None:
    theme = one(tmp_path, "2026-11")
    assert theme.send_at == moment(2026, 11, 10, 10)
    assert theme.deadline == date(2026, 10, 30), "seven working days before"
    assert theme.review_by == moment(2026, 11, 9, 12)
    assert theme.moved == ""


def test_the_year_has_rules_of_its_own(tmp_path: Path) -> None:
    rules = "planning: {send: laatste donderdag 9:30, deadline_days: 3, review_days: 0, review_hour: '09:00'}"
    theme = one(tmp_path, "2026-11", "", rules)
    assert theme.send_at == moment(2026, 11, 26, 9, 30)
    assert theme.deadline == date(2026, 11, 23)
    assert theme.review_by is not None
    assert theme.review_by.astimezone(ZONE).time() == time(9)


def test_a_day_by_rule_that_is_off_moves_on_and_says_so(tmp_path: Path) -> None:
    theme = one(tmp_path, "2026-04", "", "planning: {send: 'eerste maandag 10:00'}")
    assert theme.send_at == moment(2026, 4, 7, 10)
    assert theme.moved == (
        "Volgens de regel was de verzending op maandag 06-04-2026, maar dat is een vrije dag "
        "(Tweede paasdag). Het is dinsdag 07-04-2026 geworden."
    )
    assert theme.deadline == date(2026, 3, 25), "Goede vrijdag, Easter and the weekends are skipped"


def test_a_day_that_is_written_stands(tmp_path: Path) -> None:
    theme = one(tmp_path, "2026-04", ", send_at: 2026-04-27 10:00, deadline: 2026-04-18")
    assert (theme.send_at, theme.deadline) == (moment(2026, 4, 27, 10), date(2026, 4, 18))
    assert theme.moved == ""


def test_a_special_edition_stands_beside_its_month(tmp_path: Path) -> None:
    special = SHORT % ("2026-11", ", slug: conferentie, send_at: 2026-11-03 09:00")
    calendar = read(
        tmp_path,
        "themes:",
        f"  - {SHORT % ('2026-11', '')}",
        f"  - {SHORT % ('2026-10', '')}",
        "special_editions:",
        f"  - {special}",
    )
    named = Issue(Month(2026, 11), "conferentie")
    found = calendar.theme_of(named)
    assert found is not None
    assert found.issue == named
    assert found.deadline == date(2026, 10, 23)
    assert [str(theme.issue) for theme in calendar.planned()] == [
        "2026-10", "2026-11-conferentie", "2026-11"
    ]  # fmt: skip
    own = calendar.theme_of(Issue(Month(2026, 11)))
    assert own is not None
    assert own.slug == ""


@pytest.mark.parametrize(
    ("fields", "place", "told"),
    [
        (", send_at: 2026-03-29 02:30", "themes.0.send_at", "does not exist"),
        (", send_at: 2026-03-10T10:00:00Z", "themes.0.send_at", "a zone of its own"),
        (", review_by: 2026-03-10 10:01", "themes.0.review_by", "after the newsletter is sent"),
        (", deadline: 2026-03-10", "themes.0.deadline", "after the review"),
        (", review_by: 2026-02-20 09:00", "themes.0.deadline", "after the review"),
        (", guest_editor: joke", "themes.0.guest_editor", "there is no ‘joke’"),
        (", deputies: [ruben, joke]", "themes.0.deputies", "there is no ‘joke’"),
        (", slug: extra", "themes.0.slug", "there is no such field"),
    ],
)
def test_a_mistake_names_its_line(tmp_path: Path, fields: str, place: str, told: str) -> None:
    with pytest.raises(ContentError, match=told) as mistake:
        one(tmp_path, "2026-03", fields, "# two lines", "# before it")
    assert f"calendar/2026.yaml:4 [{place}]" in str(mistake.value)


@pytest.mark.parametrize(
    ("lines", "place"),
    [
        (["planning: {send: second Tuesday}", "themes: []"], "planning.send"),
        (["themes:", f"  - {SHORT % ('2026-03-extra', '')}"], "themes.0.month"),
        (["themes:", f"  - {SHORT % ('2026-03', '')}", f"  - {SHORT % ('2026-03', '')}"], "themes.1.month"),
        (["themes: []", "special_editions:", f"  - {SHORT % ('2026-03', ', slug: extra')}"],
         "special_editions.0.send_at"),
        (["themes: []", "special_editions:",
          f"  - {SHORT % ('2026-03', ', slug: Extra, send_at: 2026-03-03 10:00')}"],
         "special_editions.0.slug"),
        (["themes:", f"  - {SHORT % ('2026-07', '')}", "months_off:", "  - {month: 2026-07, reason: Zomer}"],
         "months_off.0.month"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(tmp_path: Path, lines: list[str], place: str) -> None:
    with pytest.raises(ContentError) as mistake:
        read(tmp_path, *lines)
    assert f"[{place}]" in str(mistake.value)


def test_a_month_that_another_file_has_off_is_refused(tmp_path: Path) -> None:
    (tmp_path / "calendar").mkdir()
    (tmp_path / "calendar" / "2025.yaml").write_text(
        "themes: []\nmonths_off:\n  - {month: 2026-03, reason: Verbouwing}\n", encoding="utf-8"
    )
    with pytest.raises(ContentError, match="2026-03 is off"):
        one(tmp_path, "2026-03")
