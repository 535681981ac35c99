"""Year report: a newsletter's year from the calendar, what was sent, and the readings."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from omroeper.domain.delivery import Campaign
from omroeper.domain.edition import Edition
from omroeper.domain.growth import CONFIRMED, LEFT, SIZE, SUPPRESSED
from omroeper.domain.issue import Issue
from omroeper.domain.metric import TOTAL, MetricSnapshot
from omroeper.domain.month import Month
from omroeper.domain.newsletter import Newsroom
from omroeper.domain.post import Post, PostState
from omroeper.domain.small_counts import FEWEST
from omroeper.domain.web_visits import parameters_of
from omroeper.domain.year_report import BestPost, BestStory, GrowthMonth, YearIssue, YearReport
from omroeper.ports import Store
from omroeper.services.coverage import ledger_of
from omroeper.services.report_months import sent_campaigns, summed
from omroeper.services.report_stories import totals

BEST = 10
"""So many stories and posts are named."""
FOLLOWERS = "followers"
"""What channels call the number of who follows the page."""


@dataclass(frozen=True, slots=True)
class _Sent:
    """What went out of one issue."""

    edition: Edition
    campaign: Campaign
    counts: Mapping[str, int]
    clicks: Mapping[str, int]


def build_year_report(
    store: Store,
    newsroom: Newsroom,
    year: int,
    at: datetime,
    zone: tzinfo,
    *,
    fewest: int = FEWEST,
) -> YearReport:
    """The year as it stands now; one that has yet to come, or of which nothing is known, is empty."""
    newsletter = newsroom.newsletter.id
    sent = _sent_of(store, newsletter, year)
    posts = _posts_of(store, newsletter, year, zone)
    results = {post.id: _totals(store, post.id) for post in posts}
    provider, visits = _visits(store, year)
    issues = _issues(newsroom, year, sent, posts, results, visits)
    clicks = [one["clickCount"] for one in results.values() if "clickCount" in one]
    return YearReport(
        year=year,
        newsletter=newsletter,
        at=at,
        issues=issues,
        months_off={
            month: why for month, why in newsroom.calendar.months_off.items() if month.year == year
        },
        ledger=ledger_of(store, newsroom, year),
        growth=_growth(store, newsletter, year),
        stories=_best_stories(sent.values()),
        posts=_best_posts(posts, results, newsroom),
        followers=_followers(store, year),
        post_clicks=sum(clicks) if clicks else None,
        visits_by=provider,
        left_out=sum(one.clicks.get("left out", 0) for one in sent.values()),
        fewest=fewest,
    )


def _sent_of(store: Store, newsletter: str, year: int) -> dict[Issue, _Sent]:
    """What was sent of the year's issues; of one that was sent twice the first."""
    editions = {edition.id: edition for edition, _ in store.told_editions(newsletter)}
    found: dict[Issue, _Sent] = {}
    for campaign in sent_campaigns(store, newsletter):
        edition = editions.get(campaign.edition)
        if edition is not None and edition.month.year == year:
            counts, clicks = _totals(store, campaign.id), _totals(store, edition.id)
            found[edition.issue] = _Sent(edition, campaign, counts, clicks)
    return found


def _issues(
    newsroom: Newsroom,
    year: int,
    sent: Mapping[Issue, _Sent],
    posts: Iterable[Post],
    results: Mapping[str, Mapping[str, int]],
    visits: Mapping[str, int],
) -> tuple[YearIssue, ...]:
    themes = {one.issue: one.title for one in newsroom.calendar.planned() if one.month.year == year}
    by_edition: dict[str, list[Post]] = defaultdict(list)
    for post in posts:
        by_edition[post.edition].append(post)
    found = []
    for issue in sorted({*themes, *sent}):
        done = sent.get(issue)
        if done is None:
            found.append(YearIssue(issue.month, themes[issue], special=bool(issue.slug)))
            continue
        mine = by_edition[done.edition.id]
        seen = [results[post.id]["impressionCount"] for post in mine if results[post.id]]
        found.append(
            YearIssue(
                month=issue.month,
                theme=done.edition.theme_title or themes.get(issue, ""),
                sent_at=done.campaign.send_at,
                special=bool(issue.slug),
                accepted=done.counts.get("accepted"),
                clicks=done.clicks.get("clicks"),
                bounced=done.counts.get("bounced"),
                unsubscribed=done.counts.get("unsubscribed"),
                complaints=done.counts.get("complaints"),
                stories=len(done.edition.entries),
                posts=len(mine),
                impressions=sum(seen) if seen else None,
                visits=visits.get(done.edition.id),
            )
        )
    return tuple(found)


def _totals(store: Store, subject: str) -> dict[str, int]:
    return totals(store.newest_snapshots(subject=subject, since=TOTAL, until=TOTAL))


def _posts_of(store: Store, newsletter: str, year: int, zone: tzinfo) -> tuple[Post, ...]:
    """The posts of the year that were placed: of this newsletter's editions, and of none."""
    editions = {edition for edition, _ in store.editions(newsletter)}
    return tuple(
        post
        for post in store.posts()
        if post.state is PostState.PUBLISHED
        and post.planned.astimezone(zone).year == year
        and (not post.edition or post.edition in editions)
    )


def _visits(store: Store, year: int) -> tuple[str, dict[str, int]]:
    """Which provider counted, and its visits in the year by campaign; of several the first by name."""
    since, until = _days(year)
    found: dict[str, Counter[str]] = {}
    for one in store.readings_of(("visits",), since=since, until=until):
        campaign = parameters_of(one.subject).get("campaign", "")
        found.setdefault(one.source, Counter())[campaign] += int(one.value)
    provider = min(found, default="")
    return provider, dict(found.get(provider, {}))


def _days(year: int) -> tuple[str, str]:
    """The first and the last day, as readings have them."""
    return date(year, 1, 1).isoformat(), date(year, 12, 31).isoformat()


def _growth(store: Store, newsletter: str, year: int) -> tuple[GrowthMonth, ...]:
    since, until = _days(year)

    def read(subject: str) -> defaultdict[str, list[MetricSnapshot]]:
        return _by_month(store.newest_snapshots("list", subject=subject, since=since, until=until))

    events, sizes = read("list"), read(f"newsletter:{newsletter}")
    found = []
    for month in (Month(year, number) for number in range(1, 13)):
        known = [one for one in sizes[str(month)] if one.metric == SIZE]
        if not known and not events[str(month)]:
            continue
        last = max(known, key=lambda one: one.period, default=None)
        happened = events[str(month)]
        counts = [summed(happened, name) for name in (CONFIRMED, LEFT, SUPPRESSED)]
        came, left, off = counts if happened else (None, None, None)
        found.append(GrowthMonth(month, int(last.value) if last else None, came, left, off))
    return tuple(found)


def _by_month(readings: Iterable[MetricSnapshot]) -> defaultdict[str, list[MetricSnapshot]]:
    found: defaultdict[str, list[MetricSnapshot]] = defaultdict(list)
    for one in readings:
        found[one.period[:7]].append(one)
    return found


def _best_stories(sent: Iterable[_Sent]) -> tuple[BestStory, ...]:
    found = [
        BestStory(entry.item.title, entry.programme_name, one.edition.month, clicks)
        for one in sent
        for entry in one.edition.entries
        if (clicks := one.clicks.get(f"clicks story:{entry.item.key}", 0))
    ]
    return tuple(sorted(found, key=lambda one: (-one.clicks, one.month, one.title))[:BEST])


def _best_posts(
    posts: Iterable[Post], results: Mapping[str, Mapping[str, int]], newsroom: Newsroom
) -> tuple[BestPost, ...]:
    found = []
    for post in posts:
        seen = results[post.id].get("impressionCount")
        if seen is not None:
            programme = newsroom.programmes.get(post.programme)
            name = programme.name if programme else newsroom.newsletter.name
            title = post.text.partition("\n")[0]
            found.append(BestPost(title, name, post.planned, seen))
    return tuple(sorted(found, key=lambda one: (-one.impressions, one.title))[:BEST])


def _followers(store: Store, year: int) -> tuple[int, int] | None:
    """The first and the last known number of the year, over the pages together."""
    since, until = _days(year)
    days: Counter[str] = Counter()
    for one in store.readings_of((FOLLOWERS,), since=since, until=until):
        days[one.period] += int(one.value)
    return (days[min(days)], days[max(days)]) if days else None
