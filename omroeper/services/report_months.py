"""What a month report looks back on: earlier editions at the same age, and the list in its month."""

from collections.abc import Iterable
from datetime import datetime, timedelta, tzinfo

from omroeper.domain.delivery import Campaign, CampaignState
from omroeper.domain.growth import CONFIRMED, ERASED, LEFT, SIZE, SUPPRESSED
from omroeper.domain.issue import Issue
from omroeper.domain.metric import TOTAL, MetricSnapshot
from omroeper.domain.month import Month
from omroeper.domain.report import ListHealth, MonthNumbers
from omroeper.ports import Store
from omroeper.services.report_stories import totals

EARLIER = 12
"""So many earlier editions are compared with."""
UNREACHED_MAILS = 3
"""Who got none of the last so many mails is told of as not reached."""
_OF_CAMPAIGN = ("accepted", "bounced", "unsubscribed", "complaints")
_NOT_SENT = (CampaignState.SCHEDULED, CampaignState.CANCELLED)


def sent_campaigns(store: Store, newsletter: str) -> tuple[Campaign, ...]:
    """The campaigns of a newsletter that went out, newest first."""
    editions = {edition for edition, _ in store.editions(newsletter)}
    found = [
        one for one in store.campaigns() if one.edition in editions and one.state not in _NOT_SENT
    ]
    return tuple(sorted(found, key=lambda one: (one.send_at, one.id), reverse=True))


def numbers_of(store: Store, campaign: Campaign, newsletter: str, age: timedelta) -> MonthNumbers:
    """A campaign's numbers as they were known at this age, from the readings of that time."""
    then = campaign.send_at + age
    found = _known(store, campaign.id, then, _OF_CAMPAIGN)
    clicks = _known(store, campaign.edition, then, ("clicks",))
    return MonthNumbers(
        edition=campaign.edition,
        month=Issue.parse(campaign.edition.removeprefix(f"{newsletter}-")).month,
        sent_at=campaign.send_at,
        days=age.days,
        accepted=found.get("accepted"),
        clicks=clicks.get("clicks"),
        bounced=found.get("bounced"),
        unsubscribed=found.get("unsubscribed"),
        complaints=found.get("complaints"),
    )


def earlier_numbers(
    store: Store, campaign: Campaign, newsletter: str, at: datetime
) -> tuple[MonthNumbers, ...]:
    """The editions before this one, newest first, each at the age that this one has now."""
    age = max(at - campaign.send_at, timedelta())
    before = [one for one in sent_campaigns(store, newsletter) if one.send_at < campaign.send_at]
    return tuple(numbers_of(store, one, newsletter, age) for one in before[:EARLIER])


def _known(store: Store, subject: str, then: datetime, metrics: tuple[str, ...]) -> dict[str, int]:
    return totals(
        store.newest_snapshots(
            subject=subject, metrics=metrics, since=TOTAL, until=TOTAL, retrieved_by=then
        )
    )


def list_health(
    store: Store, campaign: Campaign, newsletter: str, at: datetime, zone: tzinfo
) -> ListHealth:
    """What came to and went from the list in the month of sending, up to today."""
    month = Month.of(campaign.send_at.astimezone(zone).date())
    today = at.astimezone(zone).date()
    last = min(month.plus(1).first_day - timedelta(days=1), today)
    since, until = month.first_day.isoformat(), last.isoformat()
    events = store.newest_snapshots("list", subject="list", since=since, until=until)
    sizes = store.newest_snapshots(
        "list", subject=f"newsletter:{newsletter}", since=since, until=until
    )
    known = sorted((one.period, int(one.value)) for one in sizes if one.metric == SIZE)
    recent = [
        one.id for one in sent_campaigns(store, newsletter) if one.send_at <= campaign.send_at
    ][:UNREACHED_MAILS]
    return ListHealth(
        before=known[0][1] if known else None,
        after=known[-1][1] if known else None,
        confirmed=summed(events, CONFIRMED),
        left=summed(events, LEFT),
        suppressed=summed(events, SUPPRESSED),
        erased=summed(events, ERASED),
        measured_days=len({one.period for one in events}),
        unconfirmed=store.list_counts().statuses.get("unconfirmed", 0),
        mails=UNREACHED_MAILS,
        unreached=store.unreached_by(recent) if len(recent) == UNREACHED_MAILS else None,
    )


def summed(readings: Iterable[MetricSnapshot], metric: str) -> int:
    """A metric's days together."""
    return sum(int(one.value) for one in readings if one.metric == metric)
