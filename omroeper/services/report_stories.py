"""What each story of an edition earned: clicks of its links, its posts, and visits by campaign parameters."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qs, urlsplit

from omroeper.domain.edition import Edition, Section
from omroeper.domain.item import canonical_link
from omroeper.domain.links import LinkBook
from omroeper.domain.measuring import LinkOwner, owner_of
from omroeper.domain.metric import TOTAL, MetricSnapshot, newest
from omroeper.domain.post import Post
from omroeper.domain.report import LinkClicks, PostResult, StoryResult
from omroeper.domain.web_visits import parameters_of
from omroeper.ports import Store

Visits = Mapping[tuple[str, str], int]
"""Visits by utm_source and utm_content; a provider that does not tell the content leaves it empty."""


@dataclass(slots=True)
class _Row:
    """A story while its links are looked up."""

    key: str
    title: str
    section: Section
    programme: str
    pages: set[str] = field(default_factory=set)
    links: set[str] = field(default_factory=set)


def clicks_of(
    edition: Edition, book: LinkBook, counts: Mapping[str, int]
) -> tuple[tuple[LinkClicks, ...], tuple[StoryResult, ...], tuple[frozenset[str], ...]]:
    """The clicks link by link, the stories most followed first, and the pages that each is told on.

    A link that two entries share in one section counts once, under both their titles.
    """
    rows: list[_Row] = []
    found: dict[str, LinkClicks] = {}
    owners: dict[str, _Row] = {}
    for row, url, owner, teller in _links(edition):
        link = book.link_id(url, owner.section.value)
        if not any(row is one for one in rows):
            rows.append(row)
        row.pages.add(canonical_link(url))
        if link in owners:
            owners[link].pages.add(canonical_link(url))
            _share(owners[link], row, rows)
            continue
        owners[link] = row
        row.links.add(link)
        domain = "" if owner.section is Section.FIGURES else owner.domain
        found[link] = LinkClicks(
            link, counts.get(link, 0), row.key, teller, domain, bool(owner.theme)
        )
    rest = [LinkClicks(link, count) for link, count in counts.items() if link not in found]
    told = [(_story(row, found), frozenset(row.pages)) for row in rows]
    told.sort(key=lambda one: (-one[0].clicks, one[0].title))
    return (*found.values(), *rest), tuple(s for s, _ in told), tuple(p for _, p in told)


def _share(first: _Row, other: _Row, rows: list[_Row]) -> None:
    """Another entry with the same link in the same section is told with the first."""
    if other is first or other.links:
        return
    if other.title not in first.title:
        first.title = f"{first.title}; {other.title}"
    rows[:] = [one for one in rows if one is not other]


def _links(edition: Edition) -> Iterator[tuple[_Row, str, LinkOwner, str]]:
    """Each link of the mail: its story, address, what it counts for, and who tells it.

    A story's own links come first, as `measure_links.owners_of` has them.
    """
    rows = {
        entry.item.key: _Row(entry.item.key, entry.item.title, entry.section, entry.programme_name)
        for entry in edition.entries
    }
    for entry in edition.entries:
        if entry.item.link:
            owner = replace(owner_of(entry, edition), domain=entry.domain.title)
            yield rows[entry.item.key], entry.item.link, owner, entry.programme_name
    for entry in edition.entries:
        own = canonical_link(entry.item.link)
        for other in entry.others:
            if other.item.link and canonical_link(other.item.link) != own:
                owner = replace(owner_of(entry, edition), domain=entry.domain.title)
                yield rows[entry.item.key], other.item.link, owner, other.programme_name
    for figure in edition.figures:
        seen = figure.fact.observation
        if seen.source_url:
            label = f"Bron van {figure.fact.definition.label.lower()}"
            row = _Row(f"figure:{figure.fact.definition.id}", label, Section.FIGURES, seen.edition)
            yield row, seen.source_url, LinkOwner(Section.FIGURES), seen.edition


def _story(row: _Row, found: Mapping[str, LinkClicks]) -> StoryResult:
    return StoryResult(
        key=row.key,
        title=row.title,
        section=row.section.title,
        programme=row.programme,
        clicks=sum(found[link].clicks for link in row.links),
        is_source=row.section is Section.FIGURES,
        content=row.section.value,
    )


def post_result(store: Store, post: Post, visits: Visits) -> PostResult:
    """One post with its totals, and the visits that its link brought."""
    given = parse_qs(urlsplit(post.link).query)
    source, content = (given.get(f"utm_{name}", [""])[0] for name in ("source", "content"))
    return PostResult(
        title=post.text.partition("\n")[0],
        state=post.state.value,
        urn=post.urn,
        note=post.note,
        totals=totals(store.newest_snapshots(subject=post.id, since=TOTAL, until=TOTAL)),
        link=canonical_link(post.link),
        content=content,
        visits=visits.get((source, content)) if content else None,
    )


def earned(
    stories: Iterable[StoryResult],
    pages: Iterable[frozenset[str]],
    posts: Iterable[PostResult],
    visits: Visits,
    source: str,
) -> tuple[StoryResult, ...]:
    """The stories with their posts, and the visits that came by the place they share in the mail."""
    rows = tuple(stories)
    sharing = Counter(one.content for one in rows)
    every = tuple(posts)
    return tuple(
        replace(
            story,
            visits=visits.get((source, story.content)),
            sharing=sharing[story.content],
            posts=tuple(post for post in every if post.link and post.link in told_on),
        )
        for story, told_on in zip(rows, pages, strict=True)
    )


def visits_of(readings: Iterable[MetricSnapshot], edition: str) -> tuple[str, Visits]:
    """Which provider counted, and its visits of an edition's links.

    Where there are several providers, the first by name: the same visit is counted by each.
    """
    counts: dict[str, Counter[tuple[str, str]]] = {}
    for one in newest(readings):
        given = parameters_of(one.subject)
        if given.get("campaign") == edition:
            place = (given.get("source", ""), given.get("content", ""))
            counts.setdefault(one.source, Counter())[place] += int(one.value)
    provider = min(counts, default="")
    return provider, dict(counts.get(provider, {}))


def totals(snapshots: Iterable[MetricSnapshot]) -> dict[str, int]:
    """The newest total of each metric."""
    return {one.metric: int(one.value) for one in newest(snapshots) if one.period == TOTAL}
