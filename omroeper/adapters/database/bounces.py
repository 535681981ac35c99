"""Bounces as they are kept, by whose mail they are found, and the suppression that follows."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from omroeper.adapters.database.bounce_tables import bounces
from omroeper.adapters.database.reader_tables import consents
from omroeper.adapters.database.suppressing import Departure, Suppressing, take_off_list
from omroeper.adapters.database.tables import campaigns, deliveries, subscribers
from omroeper.domain.audience import Suppression, SuppressionReason, address_hash
from omroeper.domain.bounce import OURS, SMTP, Bounce, BounceKind, BounceTally, Landing
from omroeper.domain.consent import ConfirmedBy
from omroeper.domain.delivery import Delivery, DeliveryState

_HANDED_OVER = (DeliveryState.ACCEPTED.value, DeliveryState.UNCERTAIN.value)
_RECENT = 24
"""So many campaigns are looked back on for one reader; more than any limit asks for."""


class Bounces(Suppressing):
    """Fulfils ports.BounceStore."""

    def save_bounce(self, bounce: Bounce, suppressed: SuppressionReason | None) -> bool:
        """Keep a bounce with what follows from it, in one transaction; False if it was kept before."""
        with self._writing() as connection:
            if not self._insert_new(connection, bounces, [_row(bounce)]):
                return False
            if suppressed is not None:
                self._suppress_bounced(connection, bounce, suppressed)
        return True

    def bounce_known_since(self, mark: str) -> datetime | None:
        query = sa.select(bounces.c.at).where(bounces.c.mark == mark)
        with self._reading() as connection:
            return connection.scalar(query)

    def delivery(self, number: int) -> Delivery | None:
        return self._one_delivery(deliveries.c.id == number)

    def delivery_by_message_id(self, message_id: str) -> Delivery | None:
        """Found through the campaign that stands in it, so that no index of its own is needed."""
        campaign = message_id.strip("<>").rpartition("@")[0].rpartition(".")[0]
        is_it = sa.and_(deliveries.c.campaign == campaign, deliveries.c.message_id == message_id)
        return self._one_delivery(is_it)

    def last_delivery_to(self, address: str) -> Delivery | None:
        """The newest mail that went out to this address, of the recent campaigns."""
        folded = address.strip().lower()
        query = sa.select(subscribers.c.key).where(subscribers.c.address_folded == folded)
        with self._reading() as connection:
            key = connection.scalar(query)
        if key is None:
            return None
        handed_over = sa.and_(self._sent_to(key), deliveries.c.state.in_(_HANDED_OVER))
        return self._one_delivery(handed_over, newest=True)

    def landings(self, subscriber: str, *, failing: int) -> tuple[Landing, ...]:
        """How the reader's recent mails ended, oldest first; `failing` is one that failed just now.

        What a server refused, and what came back for a reason of our own, did not land at all. What
        was before the mailbox last confirmed a request says nothing any more.
        """
        about = sa.and_(
            bounces.c.delivery == deliveries.c.id,
            bounces.c.kind.in_((BounceKind.HARD.value, BounceKind.SOFT.value)),
            bounces.c.final,
        )
        theirs = bounces.c.cause.not_in([cause.value for cause in OURS])
        failed = sa.or_(
            deliveries.c.id == failing, sa.select(bounces.c.id).where(about, theirs).exists()
        )
        arrived = sa.and_(
            deliveries.c.state.in_(_HANDED_OVER), ~sa.select(bounces.c.id).where(about).exists()
        )
        query = (
            sa.select(deliveries.c.changed_at, failed.label("failed"))
            .where(self._sent_to(subscriber), sa.or_(failed, arrived), _since_proof(subscriber))
            .order_by(deliveries.c.changed_at, deliveries.c.id)
        )
        with self._reading() as connection:
            rows = connection.execute(query)
            return tuple(Landing(row.changed_at, bool(row.failed)) for row in rows)

    def bounce_tally(self, campaign: str) -> BounceTally:
        """What was reported on a campaign's copies after a server took them."""
        gravity = {BounceKind.SOFT: 1, BounceKind.HARD: 2, BounceKind.COMPLAINT: 3}
        rank = sa.case(
            {kind.value: number for kind, number in gravity.items()}, value=bounces.c.kind
        )
        worst = (
            sa.select(sa.func.max(rank).label("rank"))
            .join(deliveries, deliveries.c.id == bounces.c.delivery)
            .where(
                deliveries.c.campaign == campaign,
                deliveries.c.state.in_(_HANDED_OVER),
                bounces.c.kind.in_([kind.value for kind in gravity]),
                bounces.c.final,
            )
            .group_by(bounces.c.delivery)
            .subquery()
        )
        query = sa.select(worst.c.rank, sa.func.count()).group_by(worst.c.rank)
        with self._reading() as connection:
            found = {int(rank): int(count) for rank, count in connection.execute(query)}
        return BounceTally(soft=found.get(1, 0), hard=found.get(2, 0), complaints=found.get(3, 0))

    def complaints_since(self, campaign: str, moment: datetime) -> int:
        """How many of a campaign's copies that a server took from `moment` on were complained about."""
        query = (
            sa.select(sa.func.count(bounces.c.delivery.distinct()))
            .join(deliveries, deliveries.c.id == bounces.c.delivery)
            .where(
                deliveries.c.campaign == campaign,
                deliveries.c.state.in_(_HANDED_OVER),
                deliveries.c.changed_at >= moment,
                bounces.c.kind == BounceKind.COMPLAINT.value,
            )
        )
        with self._reading() as connection:
            return connection.scalar(query) or 0

    def unjudged_refusals(self) -> tuple[tuple[Delivery, str], ...]:
        """Mails that a server refused at once, with its reply, that no bounce was made of yet."""
        judged = sa.select(bounces.c.id).where(
            bounces.c.delivery == deliveries.c.id, bounces.c.source == SMTP
        )
        is_it = sa.and_(deliveries.c.state == DeliveryState.REFUSED.value, ~judged.exists())
        recent = deliveries.c.campaign.in_(_recent_campaigns())
        with self._reading() as connection:
            rows = connection.execute(_with_address().where(is_it, recent)).all()
        return tuple((_delivery(row), row.reply) for row in rows)

    def _suppress_bounced(
        self, connection: sa.Connection, bounce: Bounce, reason: SuppressionReason
    ) -> None:
        """The address never mailed again, and its reader off the list, with the event."""
        query = sa.select(subscribers.c.address).where(subscribers.c.key == bounce.subscriber)
        address = connection.scalar(query)
        if address is None:  # erased: there is nothing left to mail
            return
        query = sa.select(deliveries.c.campaign).where(deliveries.c.id == bounce.delivery)
        campaign = connection.scalar(query)
        source = f"campaign:{campaign}" if campaign else bounce.source
        take_off_list(connection, [Departure(bounce.subscriber, reason.value, source, bounce.at)])
        hashed = address_hash(address, self._secret)
        self._suppress(connection, [Suppression(hashed, reason, bounce.at)])

    def _one_delivery(
        self, condition: sa.ColumnElement[bool], *, newest: bool = False
    ) -> Delivery | None:
        order = deliveries.c.id.desc() if newest else deliveries.c.id
        with self._reading() as connection:
            row = connection.execute(_with_address().where(condition).order_by(order)).first()
        return _delivery(row) if row is not None else None

    @staticmethod
    def _sent_to(subscriber: str) -> sa.ColumnElement[bool]:
        """The reader's recent mails, through the index on campaign and subscriber."""
        recent = deliveries.c.campaign.in_(_recent_campaigns())
        return sa.and_(recent, deliveries.c.subscriber == subscriber)


def _recent_campaigns() -> sa.Select[tuple[Any]]:
    return sa.select(campaigns.c.id).order_by(campaigns.c.frozen_at.desc()).limit(_RECENT)


def _since_proof(subscriber: str) -> sa.ColumnElement[bool]:
    """A condition on `deliveries`: whether they are from after the reader last proved to be there."""
    proof = (
        sa.select(sa.func.max(consents.c.at))
        .where(
            consents.c.subscriber == subscriber,
            consents.c.confirmed_by == ConfirmedBy.DOUBLE_OPT_IN.value,
        )
        .scalar_subquery()
    )
    return sa.or_(proof.is_(None), deliveries.c.changed_at > proof)


def _with_address() -> sa.Select[Any]:
    address = sa.func.coalesce(subscribers.c.address, "").label("address")
    return sa.select(deliveries, address).outerjoin(
        subscribers, subscribers.c.key == deliveries.c.subscriber
    )


def _delivery(row: sa.Row[Any]) -> Delivery:
    return Delivery(
        id=row.id,
        campaign=row.campaign,
        subscriber=row.subscriber,
        address=row.address,
        token=row.token,
        message_id=row.message_id,
        attempts=row.attempts,
    )


def _row(bounce: Bounce) -> dict[str, Any]:
    return {
        "mark": bounce.mark,
        "kind": bounce.kind.value,
        "source": bounce.source,
        "cause": bounce.cause.value,
        "status": bounce.status,
        "code": bounce.code,
        "final": bounce.final,
        "delivery": bounce.delivery,
        "at": bounce.at,
    }
