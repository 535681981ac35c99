"""Naming an edition: a month's own, or a special one beside it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from omroeper.domain.errors import InvalidValue
from omroeper.domain.issue import Issue
from omroeper.domain.month import Month
from tests import samples

OCTOBER = Month(2024, 10)


@pytest.mark.parametrize("text", ["2024-10", "2024-10-conferentie", "2024-10-sto-dag-2"])
def test_what_is_read_is_written_the_same(text: str) -> None:
    assert str(Issue.parse(f" {text} ")) == text


def test_a_month_alone_is_its_own_edition() -> None:
    assert Issue.parse("2024-10") == Issue(OCTOBER)
    assert Issue.parse("2024-10-conferentie") == Issue(OCTOBER, "conferentie")


@pytest.mark.parametrize(
    "text",
    ["2024-13", "2024-13-extra", "2024-10-", "2024-10-15", "2024-10-Extra", "2024-10-é", "2024-10-a--b",
     "2024-10-" + "a" * 41, "conferentie"],
)  # fmt: skip
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(InvalidValue):
        Issue.parse(text)


def test_a_special_edition_stands_after_its_month_and_before_the_next() -> None:
    special = Issue(OCTOBER, "conferentie")
    assert sorted([Issue(Month(2024, 11)), special, Issue(OCTOBER)]) == [
        Issue(OCTOBER), special, Issue(Month(2024, 11))
    ]  # fmt: skip


def test_of_one_month_what_is_sent_first_comes_first() -> None:
    third = datetime(2024, 10, 3, 8, tzinfo=UTC)
    special = replace(samples.edition(), slug="conferentie", send_at=third)
    assert special.comes_before(Issue(OCTOBER), samples.WHEN)
    assert not samples.edition().comes_before(special.issue, third)
    moved = samples.WHEN + timedelta(days=1)
    assert not samples.edition().comes_before(Issue(OCTOBER), moved), "itself, moved by the editor"
    assert samples.edition().comes_before(Issue(Month(2024, 11)), third), "a later month is later"
