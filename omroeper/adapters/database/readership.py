"""Who of the list an edition is for: those who chose its newsletter, as often as they chose it."""

import sqlalchemy as sa

from omroeper.adapters.database.reader_tables import subscriptions
from omroeper.adapters.database.tables import campaigns, deliveries, editions, subscribers
from omroeper.domain.audience import Frequency
from omroeper.domain.delivery import DeliveryState
from omroeper.domain.month import Month

_NOT_HAD = (DeliveryState.SKIPPED.value, DeliveryState.REFUSED.value)


def chose_edition(
    connection: sa.Connection, edition: str, *, figures: bool
) -> sa.ColumnElement[bool]:
    """A condition on `subscribers`: whether they chose what this edition is, and are due for it.

    `figures` is whether it has a mail of the figures alone: who wants that gets nothing without it.
    """
    row = connection.execute(sa.select(editions).where(editions.c.id == edition)).one()
    conditions = [
        subscriptions.c.subscriber == subscribers.c.key,
        subscriptions.c.newsletter == row.newsletter,
        subscriptions.c.left_at.is_(None),
        sa.or_(subscriptions.c.frequency == Frequency.EVERY.value, _due(connection, row)),
    ]
    if not figures:
        conditions.append(subscriptions.c.figures_only == sa.false())
    return sa.exists().where(*conditions).correlate(subscribers)


def still_chosen(delivery: int) -> sa.Exists:
    """Whether the reader of a delivery still gets the newsletter that it is a copy of."""
    return sa.exists().where(
        deliveries.c.id == delivery,
        campaigns.c.id == deliveries.c.campaign,
        editions.c.id == campaigns.c.edition,
        subscriptions.c.subscriber == deliveries.c.subscriber,
        subscriptions.c.newsletter == editions.c.newsletter,
        subscriptions.c.left_at.is_(None),
    )


def _due(connection: sa.Connection, edition: sa.Row[tuple[object, ...]]) -> sa.ColumnElement[bool]:
    """Who wants one a quarter is due for a month's own edition, when they had none this quarter."""
    newsletter, month = str(edition.newsletter), str(edition.month)
    if edition.id != f"{newsletter}-{month}":
        return sa.false()
    regular = {f"{newsletter}-{one}" for one in _quarter(Month.parse(month))} - {edition.id}
    earlier = list(
        connection.scalars(sa.select(campaigns.c.id).where(campaigns.c.edition.in_(regular)))
    )
    had = sa.exists().where(
        deliveries.c.campaign.in_(earlier),
        deliveries.c.subscriber == subscribers.c.key,
        deliveries.c.state.not_in(_NOT_HAD),
    )
    return ~had.correlate(subscribers)


def _quarter(month: Month) -> list[Month]:
    first = Month(month.year, (month.number - 1) // 3 * 3 + 1)
    return [first.plus(months) for months in range(3)]
