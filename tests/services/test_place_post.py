"""The manual channel's end: the address that is pasted, and LinkedIn's own figures. On both stores."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook

from omroeper.adapters.database import DatabaseStore
from omroeper.adapters.linkedin_export import read_export
from omroeper.domain.errors import InvalidValue, NotFound
from omroeper.domain.linkedin_export import SOURCE
from omroeper.domain.post import Post, PostState
from omroeper.domain.post_address import post_urn
from omroeper.services.place_post import record_placed
from omroeper.services.read_statistics import read_statistics
from tests.samples import WHEN, FixedClock

CLOCK = FixedClock(WHEN)
NUMBER = "7251234567890123456"
ADDRESS = (
    f"https://www.linkedin.com/posts/ptvt_groene-banen-activity-{NUMBER}-aB1c?utm_source=share"
)
HEADS = (
    "Post title", "Post link", "Post type", "Campaign name", "Posted by", "Created date",
    "Campaign start date", "Campaign end date", "Audience", "Impressions",
    "Views (Excluding offsite video views)", "Offsite Views", "Clicks", "Click through rate (CTR)",
    "Likes", "Comments", "Reposts", "Follows", "Engagement rate", "Content Type",
)  # fmt: skip


def waiting(key: str = "p1") -> Post:
    return Post(key, "", "sto", f"Bericht {key}.", "", "", WHEN, state=PostState.WAITING)


@pytest.mark.parametrize(
    ("address", "urn"),
    [
        (ADDRESS, f"urn:li:activity:{NUMBER}"),
        (f"urn:li:share:{NUMBER}", f"urn:li:share:{NUMBER}"),
        (f"linkedin.com/feed/update/urn:li:share:{NUMBER}/", f"urn:li:share:{NUMBER}"),
        (f"https://nl.linkedin.com/feed/update/urn%3Ali%3AugcPost%3A{NUMBER}", f"urn:li:ugcPost:{NUMBER}"),
        (f" https://www.linkedin.com/posts/ptvt-ugcPost-{NUMBER}-x ", f"urn:li:ugcPost:{NUMBER}"),
    ],
)  # fmt: skip
def test_the_addresses_that_linkedin_gives_are_understood(address: str, urn: str) -> None:
    assert post_urn(address) == urn


@pytest.mark.parametrize(
    ("address", "remedy"),
    [
        ("https://lnkd.in/abc", "Open deze korte link"),
        ("https://www.linkedin.com/company/ptvt/", "Link naar bericht kopiëren"),
        (f"https://linkedin.com.evil.example/posts/a-activity-{NUMBER}", "begint met https"),
        (f"https://www.linkedin.com/in/x?u=urn:li:share:{NUMBER}", "Link naar bericht"),
        ("https://www.linkedin.com/posts/ptvt-activity-12", "Link naar bericht"),
        ("geen adres", "begint met https"),
        ("", "begint met https"),
    ],
)
def test_what_is_no_address_of_a_post_is_told_with_what_to_do(address: str, remedy: str) -> None:
    with pytest.raises(InvalidValue, match="is geen adres van een LinkedIn-bericht") as told:
        post_urn(address)
    assert remedy in told.value.remedy


def test_a_pasted_address_makes_it_published_and_twice_is_fine(each_store: DatabaseStore) -> None:
    each_store.save_posts([waiting()])
    for _ in range(2):
        record_placed(each_store, CLOCK, "p1", ADDRESS, " Sanne  Voorbeeld")
    (post,) = each_store.posts()
    assert (post.state, post.urn) == (PostState.PUBLISHED, f"urn:li:activity:{NUMBER}")
    (entry,) = each_store.audit_log("p1")
    assert (entry.who, entry.what) == ("Sanne Voorbeeld", "post placed by hand")


def test_an_address_is_of_one_post_and_a_person_gives_it(each_store: DatabaseStore) -> None:
    each_store.save_posts(
        [waiting(), waiting("p2"), replace(waiting("p3"), state=PostState.APPROVED)]
    )
    with pytest.raises(InvalidValue, match="Uw naam: niet ingevuld"):
        record_placed(each_store, CLOCK, "p1", ADDRESS, " ")
    record_placed(each_store, CLOCK, "p1", ADDRESS, "Sanne")
    same = f"https://www.linkedin.com/feed/update/urn:li:share:{NUMBER}/"
    with pytest.raises(InvalidValue, match="hoort al bij ‘Bericht p1"):
        record_placed(each_store, CLOCK, "p2", same, "Sanne")
    with pytest.raises(InvalidValue, match="is goedgekeurd, dus"):
        record_placed(each_store, CLOCK, "p3", same.replace("72", "73"), "Sanne")
    with pytest.raises(NotFound):
        record_placed(each_store, CLOCK, "p9", same, "Sanne")


def export(tmp_path: Path, *rows: tuple[object, ...], heads: tuple[str, ...] = HEADS) -> Path:
    book = Workbook()
    book.worksheets[0].title = "Metrics"
    book.worksheets[0].append(["Date", "Impressions (total)"])
    sheet = book.create_sheet("All posts")
    sheet.append(
        ["Engagement metrics of individual posts made within the date range of the report"]
    )
    sheet.append(heads)
    for row in rows:
        sheet.append(row)
    file = tmp_path / "ptvt_content.xlsx"
    book.save(file)
    return file


def row(link: str, shown: object, clicks: object = 37) -> tuple[object, ...]:
    return ("Bericht\nover iets", link, "Organic", "", "Sanne", "10/09/2024", "", "", "", shown, "",
            "", clicks, 0.03, 21, None, 4, 1, 0.05, "Article")  # fmt: skip


def test_the_export_is_read_in_once_and_what_is_not_ours_is_told(
    each_store: DatabaseStore, tmp_path: Path
) -> None:
    each_store.save_posts([waiting()])
    record_placed(each_store, CLOCK, "p1", ADDRESS, "Sanne")
    mine = f"https://www.linkedin.com/feed/update/urn:li:activity:{NUMBER}"
    file = export(
        tmp_path,
        row(mine, 1240.0),
        row(mine.replace(NUMBER, "7259999999999999999"), 5),
        row("geen link", 5),
        row(mine, "veel"),
        (None,) * 20,
    )
    first = read_statistics(each_store, read_export(file), WHEN)
    assert (first.known, first.new) == (1, 4)
    assert [told.partition(":")[0] for told in first.unknown] == ["row 4", "row 5", "row 6"]
    assert "‘Bericht over iets’ was not placed by this desk" in first.unknown[0]
    assert "is no address of a post" in first.unknown[1]
    assert "‘veel’ in ‘impressions’ is no whole number" in first.unknown[2]
    found = {one.metric: one.value for one in each_store.snapshots("p1")}
    assert found == {
        "impressionCount": Decimal(1240), "clickCount": Decimal(37), "likeCount": Decimal(21),
        "shareCount": Decimal(4),
    }  # fmt: skip
    assert {one.source for one in each_store.snapshots("p1")} == {SOURCE}
    later = WHEN + timedelta(days=7)
    assert read_statistics(each_store, read_export(file), later).new == 0
    newer = export(tmp_path, row(mine, 1300))
    assert read_statistics(each_store, read_export(newer), later).new == 1


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "save it as .xlsx"),
        (b"PK\x03\x04nonsense", "no Excel file that can be read"),
        (b"Datum;Titel", "no Excel file that can be read"),
    ],
)
def test_a_file_that_is_no_export_is_told_with_what_to_do(
    tmp_path: Path, content: bytes, told: str
) -> None:
    file = tmp_path / "x.xls"
    file.write_bytes(content)
    with pytest.raises(InvalidValue, match=told):
        read_export(file)
    with pytest.raises(InvalidValue, match="cannot be read"):
        read_export(tmp_path / "weg.xlsx")


def test_a_workbook_without_the_columns_is_told(tmp_path: Path) -> None:
    with pytest.raises(InvalidValue, match="‘Post link’"):
        read_export(export(tmp_path, heads=("Titel", "Adres")))
