"""What identifies a page, and what counts as a change."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from omroeper.domain.item import Item, canonical_link

ITEM = Item(
    key="k",
    source="s",
    programme="agdb",
    title="Titel",
    text="Tekst",
    link="https://x.example/a",
    published=datetime(2024, 10, 1, tzinfo=UTC),
    retrieved=datetime(2024, 10, 2, tzinfo=UTC),
)


@pytest.mark.parametrize(
    "link",
    [
        "http://x.example/a",
        "https://www.x.example/a/",
        "https://x.example/a?utm_source=rss&utm_medium=feed",
        "https://x.example/a#top",
        "https://X.example/a?fbclid=1",
    ],
)
def test_the_same_page_has_one_canonical_link(link: str) -> None:
    assert canonical_link(link) == canonical_link("https://x.example/a")


def test_another_query_is_another_page() -> None:
    assert canonical_link("https://x.example/a?id=1") != canonical_link("https://x.example/a?id=2")


def test_the_digest_changes_with_what_a_reader_sees_only() -> None:
    later = replace(ITEM, retrieved=datetime(2024, 11, 1, tzinfo=UTC))
    assert later.digest == ITEM.digest
    assert replace(ITEM, text="Andere tekst").digest != ITEM.digest
    assert replace(ITEM, starts=ITEM.published).digest != ITEM.digest
