"""The delivery ledger of promise 2: the frozen audience, and its account."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from omroeper.adapters.database.connection import Connected
from omroeper.adapters.database.delivery_rows import campaign_with, deliveries_of
from omroeper.adapters.database.freezing import READ_AT_ONCE, insert_deliveries, opaque_tokens
from omroeper.adapters.database.membership import belongs_to
from omroeper.adapters.database.readership import chose_edition
from omroeper.adapters.database.tables import campaigns, deliveries, subscribers, suppressions
from omroeper.domain.audience import Segment, SubscriberStatus, address_hash
from omroeper.domain.delivery import (
    Campaign,
    Delivery,
    DeliveryState,
    SkipReason,
    Tally,
)


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
        the first time, also to two who freeze it at once.
        """
        with self._writing() as connection:
            new = self._insert_new(connection, campaigns, [_campaign_row(campaign, at)])
            known = None if new else self._campaign(connection, campaign.id)
            if known is not None:
                return known
            audience = self._audience(connection, campaign, segment, mail_domain, at, figures)
            size = insert_deliveries(connection, audience)
            connection.execute(
                campaigns.update().where(campaigns.c.id == campaign.id).values(size=size)
            )
        return replace(campaign, size=size, frozen_at=at)

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

    def replies(
        self, campaign: str, *states: DeliveryState
    ) -> dict[tuple[DeliveryState, str], int]:
        """How often each reply or reason was given, per state; of these states, or of all."""
        columns = (deliveries.c.state, deliveries.c.reply)
        query = (
            sa.select(*columns, sa.func.count())
            .where(deliveries.c.campaign == campaign, deliveries.c.reply != "")
            .group_by(*columns)
        )
        if states:
            query = query.where(deliveries.c.state.in_([state.value for state in states]))
        with self._reading() as connection:
            rows = connection.execute(query)
            return {(DeliveryState(state), reply): count for state, reply, count in rows}

    def deliveries_in(self, campaign: str, state: DeliveryState) -> tuple[Delivery, ...]:
        with self._reading() as connection:
            return deliveries_of(
                connection,
                sa.and_(deliveries.c.campaign == campaign, deliveries.c.state == state.value),
            )

    def delivery_by_token(self, token: str) -> Delivery | None:
        with self._reading() as connection:
            found = deliveries_of(connection, deliveries.c.token == token)
        return found[0] if found else None

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
            .execution_options(yield_per=READ_AT_ONCE)
        )
        tokens = opaque_tokens()
        for person in people:
            suppressed = bool(hashes) and address_hash(person.address, self._secret) in hashes
            state = DeliveryState.SKIPPED if suppressed else DeliveryState.PENDING
            yield {
                "campaign": campaign.id,
                "subscriber": person.key,
                "token": next(tokens),
                "message_id": f"<{campaign.id}.{next(tokens)}@{mail_domain}>",
                "state": state.value,
                "reply": SkipReason.SUPPRESSED.value if suppressed else "",
                "changed_at": at,
            }

    @staticmethod
    def _campaign(connection: sa.Connection, campaign: str) -> Campaign | None:
        return campaign_with(connection, campaign)


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
