"""The content calendar tells weeks by programmes, gaps, collisions, days off and shares."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from omroeper.domain.post import Post, PostState
from omroeper.domain.post_calendar import PostCalendar, post_calendar
from omroeper.rendering.post_calendar import (
    calendar_notes,
    post_rows,
    share_rows,
    week_header,
    week_rows,
)
from tests.samples import newsroom

ZONE = ZoneInfo("Europe/Amsterdam")


def post(key: str, programme: str, when: str, **changes: PostState) -> Post:
    planned = datetime.fromisoformat(when).replace(tzinfo=ZONE)
    state = changes.get("state", PostState.APPROVED)
    return Post(key, "", programme, f"Bericht {key}", "", "", planned, state=state)


def calendar(*posts: Post, weeks: int = 4) -> PostCalendar:
    return post_calendar(
        posts, newsroom().programmes, {"agdb": 2, "sto": 1, "iol": 1}, date(2024, 10, 9), weeks,
        today=date(2024, 10, 16), zone=ZONE,
        holiday_of=lambda day: "Feestdag" if day == date(2024, 10, 22) else "",
    )  # fmt: skip


OCTOBER = (
    post("a", "sto", "2024-10-07 10:00"),
    post("b", "sto", "2024-10-08 10:00"),
    post("c", "agdb", "2024-10-08 13:00"),
    post("d", "agdb", "2024-10-22 09:00"),
    post("e", "agdb", "2024-10-09 09:00", state=PostState.CANCELLED),
    post("f", "fll", "2024-02-01 10:00", state=PostState.PUBLISHED),
)


def test_weeks_by_programmes_begin_on_monday_and_leave_out_what_is_not_placed() -> None:
    found = calendar(*OCTOBER)
    assert week_header(found) == ("programma", "wk 41", "wk 42", "wk 43", "wk 44")
    assert week_rows(found) == [
        ("Actieplan Groene en Digitale Banen", "1", "·", "1", "·"),
        ("Sterk Techniekonderwijs", "2", "·", "·", "·"),
        ("samen", "3", "·", "1", "·"),
    ]
    assert [row[5] for row in post_rows(found, ZONE)] == ["a", "b", "c", "d"]


def test_the_notes_name_gaps_collisions_days_off_and_who_has_too_much() -> None:
    assert list(calendar_notes(calendar(*OCTOBER), ZONE)) == [
        "2024 week 42: er staat niets gepland.",
        "2024 week 44: er staat niets gepland.",
        "‘Bericht b’ (dinsdag 08-10-2024 10.00) en ‘Bericht c’ (dinsdag 08-10-2024 13.00) staan "
        "minder dan 4 uur van elkaar.",
        "dinsdag 22-10-2024 is een vrije dag: Feestdag.",
        "‘Bericht d’ staat op een vrije dag (Feestdag).",
        "Sterk Techniekonderwijs heeft 2 van de 3 berichten van vier weken; zijn deel is 1.",
        "Dit jaar nog niets van: Impuls Open Leermateriaal.",
    ]


def test_shares_are_of_four_weeks_and_of_the_year() -> None:
    assert share_rows(calendar(*OCTOBER)) == [
        ("Actieplan Groene en Digitale Banen", "1 van 3 (33%)", "2 van 5 (40%)", ""),
        ("Sterk Techniekonderwijs", "2 van 3 (67%)", "2 van 5 (40%)", "meer dan zijn deel (1)"),
        ("FIRST LEGO League", "·", "1 van 5 (20%)", ""),
    ]


def test_weeks_without_a_post_are_told_together() -> None:
    (told,) = (one for one in calendar_notes(calendar(), ZONE) if "gepland" in one)
    assert told == "2024 week 41 tot en met 2024 week 44: er staat niets gepland."


def test_a_post_just_outside_the_weeks_still_collides() -> None:
    late = post("x", "iol", "2024-10-06 23:00")
    early = post("y", "sto", "2024-10-07 01:00")
    found = calendar(late, early, weeks=1)
    assert [(one.id, other.id) for one, other in found.collisions] == [("x", "y")]
    far = post("z", "iol", (early.planned + timedelta(hours=4)).strftime("%Y-%m-%d %H:%M"))
    assert calendar(early, far).collisions == ()
