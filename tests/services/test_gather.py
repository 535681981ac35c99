"""Gathering over the demo's real feeds into a real database."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from omroeper.adapters.content.programmes import read_programmes
from omroeper.adapters.content.sources import read_sources
from omroeper.adapters.database import DatabaseStore
from omroeper.adapters.feeds import FeedReader
from omroeper.adapters.feeds.fetching import make_client
from omroeper.demo.feed_server import FEEDS, FeedServer, write_sources
from omroeper.domain.item import Item
from omroeper.domain.source import Reading, Source, SourceKind, SourceOutcome, Validators
from omroeper.services.gather import gather_sources
from tests.domain.test_item import ITEM
from tests.samples import FixedClock

ROOT = Path(__file__).resolve().parents[2]


Visit = Callable[[], dict[str, SourceOutcome]]


@pytest.fixture
def visit(tmp_path: Path, store: DatabaseStore) -> Iterator[Visit]:
    """Visit every demo feed once; gives the outcomes by source."""
    reader = FeedReader(make_client(allow_private=True))
    with FeedServer() as server:
        write_sources(tmp_path / "sources.yaml", server.url)
        found = read_sources(tmp_path / "sources.yaml", ROOT, read_programmes(ROOT))

        def visit_all() -> dict[str, SourceOutcome]:
            readers = {SourceKind.FEED: reader}
            feeds = [source for source in found if source.kind is SourceKind.FEED]
            return {s.id: gather_sources([s], readers, store, FixedClock())[0] for s in feeds}

        yield visit_all
    reader.close()


def test_gathering_twice_changes_nothing(visit: Visit) -> None:
    first = visit()
    assert sum(outcome.changes.new for outcome in first.values()) >= 14
    second = visit()
    assert all(outcome.changes.new == outcome.changes.revised == 0 for outcome in second.values())
    good = [outcome for outcome in second.values() if not outcome.error]
    feeds = [feed for feed in FEEDS if feed.kind == "feed"]
    assert len(good) == len(feeds) - 2
    assert all(outcome.not_modified for outcome in good)


def test_one_bad_source_does_not_stop_the_others(visit: Visit) -> None:
    outcomes = visit()
    assert outcomes["rif-nieuws"].error_reason == "http_404"
    assert outcomes["coe-nieuws"].error_reason == "not_a_feed"
    assert outcomes["katapult-nieuws"].changes.new == 1
    assert any("malformed" in warning for warning in outcomes["katapult-nieuws"].warnings)
    assert outcomes["techkwadraat-nieuws"].changes.new == 3


class OneItem:
    """A source that gives one item, as it is told."""

    def __init__(self, item: Item) -> None:
        self.item = item

    def read(self, source: Source, validators: Validators, at: datetime) -> Reading:
        return Reading((self.item,))


def test_another_article_under_a_known_guid_is_a_warning(store: DatabaseStore) -> None:
    source = Source("s", "S", SourceKind.FEED, "https://x.example", "agdb")
    reader = OneItem(replace(ITEM, guid="g"))

    def visit() -> SourceOutcome:
        return gather_sources([source], {SourceKind.FEED: reader}, store, FixedClock())[0]

    assert visit().warnings == ()
    reader.item = replace(
        reader.item, title="Iets heel anders", text="Ook.", link="https://x.example/b"
    )
    outcome = visit()
    assert outcome.changes.new == 1
    (warning,) = outcome.warnings
    assert "‘Iets heel anders’" in warning
    assert "guid" in warning
    assert visit().warnings == ()
