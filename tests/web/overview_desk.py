"""A desk with something in every part of its overview."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from omroeper.domain.delivery import Attempt, Campaign, DeliveryState, Outcome
from omroeper.domain.edition import Edits
from omroeper.domain.metric import TOTAL, MetricSnapshot
from omroeper.domain.month import Month
from omroeper.domain.post import Post, PostState
from omroeper.domain.trend import trend_months
from omroeper.wiring import Desk
from tests.samples import people
from tests.wiring.test_revised_figures import NOVEMBER, OCTOBER, approved

UNCERTAIN, LEFT = 2, 5


def fill(desk: Desk) -> Campaign:
    """October goes out with two uncertain copies, November waits for the editor, posts in each state."""
    desk.store.add_subscribers(people(9))
    approved(desk, "2024-10", "run:1")
    campaign = desk.freeze_audience(OCTOBER, 1)
    desk.begin_sending(campaign.id)
    now = desk.clock.now()
    begun = now - timedelta(minutes=2)
    copies = desk.store.claim(campaign.id, worker="w", limit=4, lease_until=now, at=begun)
    outcomes = (Outcome.ACCEPTED, Outcome.UNCERTAIN, Outcome.UNCERTAIN, Outcome.REFUSED)
    desk.store.settle(
        [Attempt(copy.id, told, "250") for copy, told in zip(copies, outcomes, strict=True)],
        worker="w",
        at=begun,
    )
    assert desk.store.tally(campaign.id).uncertain == UNCERTAIN
    assert len(desk.store.deliveries_in(campaign.id, DeliveryState.PENDING)) == LEFT
    desk.draft_edition("2024-11", Edits(), made_by="run-of-november:1", may_replace=lambda _: True)
    _posts(desk)
    _readings(desk, campaign)
    for _ in range(3):
        desk.store.save_failure(desk.sources[0].id, "http 500", now)
    return campaign


def _posts(desk: Desk) -> None:
    now = desk.clock.now()
    first = Post("p1", NOVEMBER, "agdb", "Techniek dichtbij", "", "", now + timedelta(days=3))
    states = (PostState.APPROVED, PostState.WAITING, PostState.UNKNOWN, PostState.PUBLISHED)
    desk.store.save_posts(
        [
            replace(first, id=f"p{at}", state=state, text=f"{state.value} <b>bericht</b>\nMeer")
            for at, state in enumerate(states)
        ]
    )


def _readings(desk: Desk, campaign: Campaign) -> None:
    at = desk.clock.now()
    rows = [
        MetricSnapshot("list", "list", "size", f"{month}-{day}", Decimal(1000 + 10 * n + day), at)
        for n, month in enumerate(trend_months(Month(2024, 10))[3:])
        for day in (10, 28)
    ]
    rows += [
        MetricSnapshot("ledger", campaign.id, "accepted", TOTAL, Decimal(1200), at),
        MetricSnapshot("bounces", campaign.id, "bounced", TOTAL, Decimal(25), at),
        MetricSnapshot("links", OCTOBER, "clicks", TOTAL, Decimal(318), at),
        MetricSnapshot("links", OCTOBER, "clicks story:a", TOTAL, Decimal(300), at),
    ]
    desk.store.save_snapshots(rows)
