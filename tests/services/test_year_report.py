"""The year report: the ten themes of 2024, and a year whose totals are known."""

import csv
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from omroeper.adapters.content.newsroom import read_newsroom
from omroeper.adapters.database import DatabaseStore
from omroeper.domain.delivery import Outcome
from omroeper.domain.metric import TOTAL
from omroeper.domain.month import Month
from omroeper.domain.post import Post, PostState
from omroeper.domain.year_report import GrowthMonth, YearReport, year_observations
from omroeper.rendering.year_chapters import year_chapters
from omroeper.services.year_report import build_year_report
from tests.domain.test_assembly import item
from tests.samples import newsroom, people
from tests.services.sent_months import follow, known, on_day, send_month

ROOT = Path(__file__).resolve().parents[2]
ZONE = ZoneInfo("Europe/Amsterdam")
AT = datetime(2025, 1, 5, tzinfo=UTC)


def test_the_ten_themes_of_2024_are_those_of_the_annual_report(store: DatabaseStore) -> None:
    room = read_newsroom(ROOT, ZONE)
    report = build_year_report(store, room, 2024, AT, ZONE)
    with (ROOT / "tests/data/themes_2024.csv").open(encoding="utf-8", newline="") as stream:
        expected = [(row["month"], row["theme_nl"]) for row in csv.DictReader(stream)]
    assert len(expected) == 10
    assert [(str(month), theme) for month, theme in report.themes] == expected
    assert {str(month) for month in report.months_off} == {"2024-07", "2024-08"}
    with (ROOT / "tests/data/programmes_2024.csv").open(encoding="utf-8", newline="") as stream:
        active = {r["id"] for r in csv.DictReader(stream) if r["status_2024"].startswith("active")}
    assert {row.programme.id for row in report.ledger.rows} >= active - {"monitor"}
    assert report.sent == ()
    told = year_observations(report)[0]
    assert told.sentence == "Van 2024 zijn in dit systeem geen verzendingen bekend."
    (table,) = year_chapters(report, ZONE)[0].tables
    assert [row[1] for row in table.rows] == [theme for _, theme in expected]
    assert {row[2] for row in table.rows} == {"niet bekend"}


def played(store: DatabaseStore) -> YearReport:
    """Two newsletters of 2024 with known numbers, and what is of other years and newsletters."""
    store.add_subscribers(people(30))
    stories = {9: (item("a", title="Eerste"), item("b", "sto", title="Tweede")), 10: (item("c"),)}
    clicks = {9: {"a": 40, "b": 3}, 10: {"c": 4}}
    for number, told in stories.items():
        made, campaign = send_month(
            store, Month(2024, number), told, {"key000001": Outcome.REFUSED}
        )
        at = campaign.send_at + timedelta(days=40)
        follow(store, made, at, clicks[number])
        on_day(store, "links", made.edition.id, "left out", TOTAL, 100 * number, at)
        known(store, campaign.id, at, "ledger", accepted=29, bounced=number, unsubscribed=6)
        for campaign_id, visits in ((made.edition.id, 20), ("ander-2024-09", 900)):
            web = f"web:source=agdb&medium=email&campaign={campaign_id}&content=lead"
            on_day(
                store, "ga4", web, "visits", f"2024-{number}-20".replace("-9-", "-09-"), visits, at
            )
    post = Post("agdb-2024-09-x", "agdb-2024-09", "sto", "Een bericht\n\nTekst", "", "", AT)
    placed = replace(post, state=PostState.PUBLISHED, planned=AT - timedelta(days=90))
    waiting = replace(post, id="agdb-2024-09-y", state=PostState.WAITING, planned=placed.planned)
    later = replace(placed, id="agdb-2024-09-z", planned=AT)
    store.save_posts([placed, waiting, later])
    for one in (placed, later):
        known(store, one.id, AT, "linkedin", impressionCount=700, clickCount=31)
    for day, size, came in (("2023-12-31", 5, 99), ("2024-03-01", 100, 6), ("2024-03-31", 110, 7),
                            ("2024-11-02", 140, 2), ("2025-01-01", 900, 99)):  # fmt: skip
        on_day(store, "list", "newsletter:agdb", "size", day, size, AT)
        on_day(store, "list", "list", "confirmed", day, came, AT)
        on_day(store, "linkedin", "page", "followers", day, 10 * size, AT)
    return build_year_report(store, newsroom(), 2024, AT, ZONE)


def test_a_year_gives_its_known_totals(each_store: DatabaseStore) -> None:
    report = played(each_store)
    assert [(str(one.month), one.clicks, one.posts) for one in report.issues] == [
        ("2024-09", 43, 1),
        ("2024-10", 4, 0),
    ]
    totals = {name: report.total(name) for name in ("accepted", "clicks", "visits", "impressions")}
    assert totals == {"accepted": 58, "clicks": 47, "visits": 40, "impressions": 700}
    assert (report.total("bounced"), report.total("unsubscribed")) == (19, 12)
    assert (report.followers, report.post_clicks, report.left_out) == ((1000, 1400), 31, 1900)
    assert report.growth == (
        GrowthMonth(Month(2024, 3), 110, 13, 0, 0),
        GrowthMonth(Month(2024, 11), 140, 2, 0, 0),
    )
    assert [(one.title, one.clicks) for one in report.stories] == [
        ("Eerste", 40), ("Bericht c", 4), ("Tweede", 3),
    ]  # fmt: skip
    assert [(one.title, one.impressions) for one in report.posts] == [("Een bericht", 700)]
    told = [one.sentence for one in year_observations(report)]
    assert told == [
        "Er zijn 2 nieuwsbrieven verzonden met samen 58 aangenomen mails.",
        "Over 2 van de 4 programma’s stond een bericht.",
        "De lijst is gegroeid met 30 lezers.",
    ]


def test_a_small_month_does_not_follow_from_the_year(store: DatabaseStore) -> None:
    chapters = {one.id: one for one in year_chapters(played(store), ZONE)}
    whole, monthly = chapters["kanalen"].tables
    assert ("Nieuwsbrief", "Kliks", 47) in whole.rows
    place = monthly.heads.index("Kliks in de mail")
    assert [getattr(row[place], "value", None) for row in monthly.rows] == ["afgeschermd", "< 5"]
    best = chapters["beste"].tables[0]
    assert [row[0] for row in best.rows] == ["Eerste"]
