"""Whose export it is, and how each of its people stands there."""

import csv
from datetime import UTC, datetime
from pathlib import Path

import pytest

from omroeper.domain.errors import InvalidValue
from omroeper.domain.list_format import Standing, columns_of, format_of, standing_of
from omroeper.domain.list_moment import moment_of
from omroeper.domain.list_table import ListTable

LISTS = Path(__file__).resolve().parents[1] / "data" / "lists"
NOW = datetime(2024, 10, 15, 8, tzinfo=UTC)


def table_of(name: str) -> ListTable:
    text = (LISTS / name).read_text(encoding="utf-8")
    heads, *rows = csv.reader(text.splitlines(), delimiter=";" if "spotler" in name else ",")
    return ListTable(name, tuple(heads), [(n, tuple(row)) for n, row in enumerate(rows, 2)])


def standings(name: str) -> list[Standing]:
    table = table_of(name)
    columns, of_file = columns_of(table), format_of(table.heads).standing_of_file(name)
    return [standing_of(cells, columns, of_file) for _, cells in table.rows]


@pytest.mark.parametrize(
    ("name", "program", "expected"),
    [
        ("subscribed_email_audience_export_1a2b3c.csv", "Mailchimp", [Standing.CONFIRMED] * 4),
        ("unsubscribed_email_audience_export_1a2b3c.csv", "Mailchimp", [Standing.LEFT]),
        ("cleaned_email_audience_export_1a2b3c.csv", "Mailchimp", [Standing.BOUNCED]),
        (
            "listmonk.csv",
            "listmonk",
            [Standing.CONFIRMED, Standing.UNCONFIRMED, Standing.BLOCKED],
        ),
        (
            "laposta.csv",
            "Laposta",
            [Standing.CONFIRMED, Standing.UNCONFIRMED, Standing.LEFT, Standing.BOUNCED],
        ),
        ("spotler.csv", "Spotler", [Standing.CONFIRMED, Standing.UNCONFIRMED, Standing.BLOCKED]),
    ],
)
def test_exports_are_recognised_by_their_columns(
    name: str, program: str, expected: list[Standing]
) -> None:
    assert format_of(table_of(name).heads).name == program
    assert standings(name) == expected


def test_a_file_of_mailchimp_under_another_name_still_tells_who_left() -> None:
    table = table_of("unsubscribed_email_audience_export_1a2b3c.csv")
    assert standing_of(table.rows[0][1], columns_of(table), None) is Standing.LEFT


def test_a_sheet_made_by_hand_is_our_own() -> None:
    assert format_of(("E-mail", "Naam", "Onderwerpen", "Status")).name == "Omroeper"


@pytest.mark.parametrize(
    ("heads", "told"),
    [(("naam",), "no column"), (("email", "E-mail"), "several columns"), ((), "no column")],
)
def test_without_one_column_of_addresses_nothing_is_read(heads: tuple[str, ...], told: str) -> None:
    with pytest.raises(InvalidValue, match=told):
        columns_of(ListTable("lijst.csv", heads, []))


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2023-02-01 09:35:12", datetime(2023, 2, 1, 9, 35, 12, tzinfo=UTC)),
        ("2023-01-10 12:20:10.123456 +0000 UTC", datetime(2023, 1, 10, 12, 20, 10, tzinfo=UTC)),
        ("2023-01-10T12:20:10+01:00", datetime(2023, 1, 10, 11, 20, 10, tzinfo=UTC)),
        ("14-03-2022 09:05", datetime(2022, 3, 14, 9, 5, tzinfo=UTC)),
        ("14-03-2022", datetime(2022, 3, 14, tzinfo=UTC)),
        ("gisteren", None),
        ("0001-01-01T00:00:00+05:00", None),
        ("2999-01-01", None),
        ("", None),
    ],
)
def test_moments_as_programs_write_them(text: str, moment: datetime | None) -> None:
    assert moment_of(text, NOW) == moment
