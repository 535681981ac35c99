"""Clicks of an edition per link, story, programme, domain, section and theme; nothing about a person."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, tzinfo
from decimal import Decimal

from omroeper.domain.edition import Edition, Section
from omroeper.domain.item import canonical_link
from omroeper.domain.links import LinkBook
from omroeper.domain.measuring import LinkOwner, owner_of
from omroeper.domain.metric import MetricSnapshot, total
from omroeper.ports import LinkStore

SOURCE = "links"


def link_readings(
    store: LinkStore, edition: Edition, links: LinkBook, at: datetime, zone: tzinfo
) -> list[MetricSnapshot]:
    """Totals so far, clicks by day, and what was kept out of the count by which rule."""
    clicks = store.clicks(edition.id)
    counts = Counter({"clicks": sum(clicks.values())})
    owners = owners_of(edition, links)
    for link, count in clicks.items():
        counts[f"clicks link:{link}"] += count
        if link in owners:
            for name in owners[link].names:
                counts[name] += count
    left_out = store.left_out(edition.id)
    counts["left out"] = sum(left_out.values())
    counts.update({f"left out:{rule}": count for rule, count in left_out.items()})
    totals = [total(SOURCE, edition.id, name, count, at) for name, count in counts.items()]
    return [*totals, *_by_day(store, edition.id, at, zone)]


def owners_of(edition: Edition, links: LinkBook) -> dict[str, LinkOwner]:
    """What each counted link of an edition counts for. Two entries with one link in one section share
    it: it counts for the first, so that the parts add up to the whole."""
    found: dict[str, LinkOwner] = {}
    for url, owner in _owned(edition):
        found.setdefault(links.link_id(url, owner.section.value), owner)
    return found


def _owned(edition: Edition) -> Iterator[tuple[str, LinkOwner]]:
    for entry in edition.entries:
        if entry.item.link:
            yield entry.item.link, owner_of(entry, edition)
    for entry in edition.entries:
        own = canonical_link(entry.item.link)
        for other in entry.others:
            if other.item.link and canonical_link(other.item.link) != own:
                yield other.item.link, owner_of(entry, edition, other.item.programme)
    for figure in edition.figures:
        if figure.fact.observation.source_url:
            yield figure.fact.observation.source_url, LinkOwner(Section.FIGURES)


def _by_day(store: LinkStore, edition: str, at: datetime, zone: tzinfo) -> Iterator[MetricSnapshot]:
    days: Counter[str] = Counter()
    for hour, count in store.clicks_by_hour(edition).items():
        days[hour.astimezone(zone).date().isoformat()] += count
    for day, count in days.items():
        yield MetricSnapshot(SOURCE, edition, "clicks", day, Decimal(count), at)
