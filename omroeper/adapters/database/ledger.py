"""The delivery ledger of promise 2: every method is one committed transaction.

A delivery is CLAIMED, with a lease, before its SMTP dialogue and settled after it. Whoever settles
must still hold the claim. A lease that runs out leaves the delivery UNCERTAIN: the message may have
gone out, so it is shown to a person and never sent again. If its sender turns out to live and
reports what the server said, that is better knowledge, and the delivery is settled by it.
"""

import base64
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from omroeper.adapters.database.connection import Connected, chunks
from omroeper.adapters.database.membership import belongs_to
from omroeper.adapters.database.readership import chose_edition, still_chosen
from omroeper.adapters.database.tables import campaigns, deliveries, subscribers, suppressions
from omroeper.domain.audience import Segment, SubscriberStatus, address_hash
from omroeper.domain.delivery import (
    CAMPAIGN_STEPS,
    SETTLED_AS,
    Attempt,
    Campaign,
    CampaignState,
    Delivery,
    DeliveryState,
    SkipReason,
    Tally,
)
from omroeper.domain.errors import NotFound
from omroeper.domain.states import check_step


class DeliveryLedger(Connected):
    """Fulfils ports.Ledger."""

    def freeze(
        self,
        campaign: Campaign,
        segment: Segment,
        *,
        mail_domain: str,
        at: datetime,
        figures: bool = True,
    ) -> Campaign:
        """Freeze the audience: one delivery per confirmed subscriber of the segment who chose it.

        `figures` is whether there is a mail of the figures alone. Suppressed readers are frozen as
        SKIPPED, so that they are accounted for. Freezing again gives the campaign as it was frozen
        the first time.
        """
        with self._writing() as connection:
            known = self._campaign(connection, campaign.id)
            if known is not None:
                return known
            connection.execute(campaigns.insert().values(**_campaign_row(campaign, at)))
            size = 0
            for part in chunks(
                self._audience(connection, campaign, segment, mail_domain, at, figures), 1000
            ):
                connection.execute(deliveries.insert(), part)
                size += len(part)
            connection.execute(
                campaigns.update().where(campaigns.c.id == campaign.id).values(size=size)
            )
        return replace(campaign, size=size, frozen_at=at)

    def campaign(self, campaign: str) -> Campaign | None:
        with self._reading() as connection:
            return self._campaign(connection, campaign)

    def campaigns(self) -> tuple[Campaign, ...]:
        """Every campaign, oldest first."""
        query = sa.select(campaigns).order_by(campaigns.c.frozen_at, campaigns.c.id)
        with self._reading() as connection:
            return tuple(_campaign(row) for row in connection.execute(query))

    def move_campaign(self, campaign: str, wanted: CampaignState) -> None:
        """Take one step of the transition table; raises ForbiddenTransition or NotFound."""
        with self._writing() as connection:
            query = sa.select(campaigns.c.state).where(campaigns.c.id == campaign)
            found = connection.scalar(query.with_for_update())
            if found is None:
                raise NotFound(
                    "there is no such campaign",
                    thing=campaign,
                    remedy="`omroeper campaign status` lists them.",
                )
            check_step(CAMPAIGN_STEPS, CampaignState(found), wanted, thing=f"campaign {campaign}")
            connection.execute(
                campaigns.update().where(campaigns.c.id == campaign).values(state=wanted.value)
            )

    def claim(
        self, campaign: str, *, worker: str, limit: int, lease_until: datetime, at: datetime
    ) -> tuple[Delivery, ...]:
        """Claim up to `limit` pending deliveries that are due; two workers never claim the same."""
        due = sa.or_(deliveries.c.not_before.is_(None), deliveries.c.not_before <= at)
        wanted = (
            sa.select(deliveries.c.id)
            .where(
                deliveries.c.campaign == campaign,
                deliveries.c.state == DeliveryState.PENDING.value,
                due,
            )
            .order_by(deliveries.c.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        with self._writing() as connection:
            ids = list(connection.scalars(wanted))
            connection.execute(
                deliveries.update()
                .where(deliveries.c.id.in_(ids))
                .values(
                    state=DeliveryState.CLAIMED.value,
                    worker=worker,
                    lease_until=lease_until,
                    attempts=deliveries.c.attempts + 1,
                    changed_at=at,
                )
            )
            return self._deliveries(connection, deliveries.c.id.in_(ids))

    def skip_reason(self, delivery: Delivery) -> SkipReason | None:
        """Why this copy must not go out after all; asked just before it is handed over."""
        with self._reading() as connection:
            query = sa.select(subscribers).where(subscribers.c.key == delivery.subscriber)
            person = connection.execute(query).first()
            if person is None:
                return SkipReason.ERASED
            if person.status != SubscriberStatus.CONFIRMED.value:
                return SkipReason.UNSUBSCRIBED
            if not connection.scalar(sa.select(still_chosen(delivery.id))):
                return SkipReason.UNSUBSCRIBED
            hashed = address_hash(person.address, self._secret)
            query = sa.select(sa.literal(1)).where(suppressions.c.address_hash == hashed)
            return SkipReason.SUPPRESSED if connection.scalar(query) else None

    def skip(self, delivery: Delivery, reason: SkipReason, at: datetime) -> None:
        with self._writing() as connection:
            connection.execute(
                deliveries.update()
                .where(
                    deliveries.c.id == delivery.id,
                    deliveries.c.state == DeliveryState.CLAIMED.value,
                )
                .values(state=DeliveryState.SKIPPED.value, reply=reason.value, changed_at=at)
            )

    def settle(
        self, attempts: Sequence[Attempt], *, worker: str, at: datetime, retry_at: datetime
    ) -> None:
        """Write down how attempts ended. Only who claimed a delivery settles it."""
        with self._writing() as connection:
            for attempt in attempts:
                self._settle(connection, attempt, worker, at, retry_at)

    def release(self, released: Sequence[int], *, worker: str) -> None:
        """Give back claims whose messages were certainly not handed over; they count no attempt."""
        with self._writing() as connection:
            connection.execute(
                deliveries.update()
                .where(
                    deliveries.c.id.in_(list(released)),
                    deliveries.c.worker == worker,
                    deliveries.c.state == DeliveryState.CLAIMED.value,
                )
                .values(
                    state=DeliveryState.PENDING.value,
                    worker=None,
                    lease_until=None,
                    attempts=deliveries.c.attempts - 1,
                )
            )

    def recover(self, campaign: str, at: datetime) -> int:
        """Make claims whose lease ran out UNCERTAIN; give how many."""
        with self._writing() as connection:
            lost = connection.execute(
                deliveries.update()
                .where(
                    deliveries.c.campaign == campaign,
                    deliveries.c.state == DeliveryState.CLAIMED.value,
                    deliveries.c.lease_until < at,
                )
                .values(
                    state=DeliveryState.UNCERTAIN.value,
                    reply="the sender stopped before it wrote down the server's reply",
                    changed_at=at,
                )
            )
            return lost.rowcount

    def cancel_pending(self, campaign: str, at: datetime) -> int:
        """Skip all that was not claimed yet; give how many."""
        with self._writing() as connection:
            gone = connection.execute(
                deliveries.update()
                .where(
                    deliveries.c.campaign == campaign,
                    deliveries.c.state == DeliveryState.PENDING.value,
                )
                .values(
                    state=DeliveryState.SKIPPED.value,
                    reply=SkipReason.CANCELLED.value,
                    changed_at=at,
                )
            )
            return gone.rowcount

    def tally(self, campaign: str) -> Tally:
        """The account of a campaign: its deliveries counted by state."""
        query = (
            sa.select(deliveries.c.state, sa.func.count())
            .where(deliveries.c.campaign == campaign)
            .group_by(deliveries.c.state)
        )
        with self._reading() as connection:
            frozen = connection.scalar(
                sa.select(campaigns.c.size).where(campaigns.c.id == campaign)
            )
            counts = {str(row[0]): int(row[1]) for row in connection.execute(query)}
        return Tally(frozen=frozen or 0, **counts)

    def replies(self, campaign: str) -> dict[tuple[DeliveryState, str], int]:
        """How often each reply or reason was given, per state."""
        columns = (deliveries.c.state, deliveries.c.reply)
        query = (
            sa.select(*columns, sa.func.count())
            .where(deliveries.c.campaign == campaign, deliveries.c.reply != "")
            .group_by(*columns)
        )
        with self._reading() as connection:
            rows = connection.execute(query)
            return {(DeliveryState(state), reply): count for state, reply, count in rows}

    def deliveries_in(self, campaign: str, state: DeliveryState) -> tuple[Delivery, ...]:
        with self._reading() as connection:
            return self._deliveries(
                connection,
                sa.and_(deliveries.c.campaign == campaign, deliveries.c.state == state.value),
            )

    def delivery_by_token(self, token: str) -> Delivery | None:
        with self._reading() as connection:
            found = self._deliveries(connection, deliveries.c.token == token)
        return found[0] if found else None

    def _settle(
        self,
        connection: sa.Connection,
        attempt: Attempt,
        worker: str,
        at: datetime,
        retry_at: datetime,
    ) -> None:
        state = SETTLED_AS[attempt.outcome]
        mine = [DeliveryState.CLAIMED.value]
        if state is not DeliveryState.PENDING:  # a recovered delivery is never sent again
            mine.append(DeliveryState.UNCERTAIN.value)
        connection.execute(
            deliveries.update()
            .where(
                deliveries.c.id == attempt.delivery,
                deliveries.c.worker == worker,
                deliveries.c.state.in_(mine),
            )
            .values(
                state=state.value,
                reply=attempt.reply,
                lease_until=None,
                not_before=retry_at if state is DeliveryState.PENDING else None,
                changed_at=at,
            )
        )

    def _audience(
        self,
        connection: sa.Connection,
        campaign: Campaign,
        segment: Segment,
        mail_domain: str,
        at: datetime,
        figures: bool,
    ) -> Iterator[dict[str, Any]]:
        hashes = set(connection.scalars(sa.select(suppressions.c.address_hash)))
        people = connection.execute(
            sa.select(subscribers.c.key, subscribers.c.address)
            .where(
                subscribers.c.status == SubscriberStatus.CONFIRMED.value,
                belongs_to(connection, segment),
                chose_edition(connection, campaign.edition, figures=figures),
            )
            .order_by(subscribers.c.key)
        ).all()
        for person in people:
            suppressed = address_hash(person.address, self._secret) in hashes
            state = DeliveryState.SKIPPED if suppressed else DeliveryState.PENDING
            yield {
                "campaign": campaign.id,
                "subscriber": person.key,
                "token": _opaque(),
                "message_id": f"<{campaign.id}.{_opaque()}@{mail_domain}>",
                "state": state.value,
                "reply": SkipReason.SUPPRESSED.value if suppressed else "",
                "changed_at": at,
            }

    @staticmethod
    def _campaign(connection: sa.Connection, campaign: str) -> Campaign | None:
        row = connection.execute(sa.select(campaigns).where(campaigns.c.id == campaign)).first()
        return _campaign(row) if row is not None else None

    @staticmethod
    def _deliveries(
        connection: sa.Connection, condition: sa.ColumnElement[bool]
    ) -> tuple[Delivery, ...]:
        query = (
            sa.select(deliveries, sa.func.coalesce(subscribers.c.address, "").label("address"))
            .outerjoin(subscribers, subscribers.c.key == deliveries.c.subscriber)
            .where(condition)
            .order_by(deliveries.c.id)
        )
        return tuple(
            Delivery(
                id=row.id,
                campaign=row.campaign,
                subscriber=row.subscriber,
                address=row.address,
                token=row.token,
                message_id=row.message_id,
                attempts=row.attempts,
            )
            for row in connection.execute(query)
        )


def _opaque() -> str:
    """32 lower-case characters from 20 random bytes: guessing one is out of reach."""
    return base64.b32encode(secrets.token_bytes(20)).decode().lower()


def _campaign_row(campaign: Campaign, at: datetime) -> dict[str, Any]:
    return {
        "id": campaign.id,
        "edition": campaign.edition,
        "version": campaign.version,
        "fingerprint": campaign.fingerprint,
        "segment": campaign.segment,
        "size": 0,
        "send_at": campaign.send_at,
        "state": campaign.state.value,
        "frozen_at": at,
    }


def _campaign(row: sa.Row[Any]) -> Campaign:
    return Campaign(
        id=row.id,
        edition=row.edition,
        version=row.version,
        fingerprint=row.fingerprint,
        segment=row.segment,
        size=row.size,
        send_at=row.send_at,
        state=CampaignState(row.state),
        frozen_at=row.frozen_at,
    )
