"""Campaigns: their state, what people make of it while they run, and who is sending them."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from omroeper.adapters.database.connection import Connected
from omroeper.adapters.database.decisions import audit_row
from omroeper.adapters.database.delivery_rows import campaign_of, campaign_with
from omroeper.adapters.database.pace_tables import campaign_senders
from omroeper.adapters.database.tables import audit_entries, campaigns, deliveries
from omroeper.domain.delivery import (
    CAMPAIGN_STEPS,
    FINAL_STATES,
    Campaign,
    CampaignState,
    DeliveryState,
    SkipReason,
)
from omroeper.domain.errors import ForbiddenTransition, NotFound
from omroeper.domain.review import AuditEntry
from omroeper.domain.states import check_step

_HANDED_OVER = (DeliveryState.ACCEPTED.value, DeliveryState.REFUSED.value)


class Campaigns(Connected):
    """Fulfils ports.CampaignStore."""

    def campaign(self, campaign: str) -> Campaign | None:
        with self._reading() as connection:
            return campaign_with(connection, campaign)

    def campaigns(self) -> tuple[Campaign, ...]:
        """Every campaign, oldest first."""
        query = sa.select(campaigns).order_by(campaigns.c.frozen_at, campaigns.c.id)
        with self._reading() as connection:
            return tuple(campaign_of(row) for row in connection.execute(query))

    def move_campaign(
        self, campaign: str, wanted: CampaignState, *, known: CampaignState | None = None
    ) -> None:
        """Take one step of the transition table; raises ForbiddenTransition or NotFound.

        With `known` only from that state: what a person did meanwhile stands.
        """
        with self._writing() as connection:
            query = sa.select(campaigns.c.state).where(campaigns.c.id == campaign)
            found = connection.scalar(query.with_for_update())
            if found is None:
                raise NotFound(
                    "there is no such campaign",
                    thing=campaign,
                    remedy="`omroeper campaign status` lists them.",
                )
            present, thing = CampaignState(found), f"campaign {campaign}"
            if known is not None and present is not known:
                remedy = "Look at it again; somebody else changed it."
                raise ForbiddenTransition(
                    f"it is {present}, not {known}", thing=thing, remedy=remedy
                )
            check_step(CAMPAIGN_STEPS, present, wanted, thing=thing)
            connection.execute(
                campaigns.update().where(campaigns.c.id == campaign).values(state=wanted.value)
            )

    def steer(self, before: Campaign, after: Campaign, entry: AuditEntry) -> bool:
        """Make `before` into `after` with its line in the log, if it still is as `before` says.

        Gives whether it was. A cancelled campaign's pending deliveries are skipped with it.
        """
        with self._writing() as connection:
            changed = connection.execute(
                campaigns.update()
                .where(
                    campaigns.c.id == before.id,
                    campaigns.c.state == before.state.value,
                    campaigns.c.per_hour.is_not_distinct_from(before.per_hour),
                )
                .values(
                    state=after.state.value,
                    per_hour=after.per_hour,
                    counted_from=after.counted_from,
                )
            )
            if not changed.rowcount:
                return False
            connection.execute(audit_entries.insert().values(**audit_row(entry)))
            if after.state is CampaignState.CANCELLED:
                _skip_pending(connection, after.id, entry.at)
        return True

    def cancel_pending(self, campaign: str, at: datetime) -> int:
        """Skip all that is not claimed; give how many."""
        with self._writing() as connection:
            return _skip_pending(connection, campaign, at)

    def unfinished(self, states: Sequence[CampaignState]) -> tuple[Campaign, ...]:
        """Campaigns in these states with deliveries that are still pending or claimed."""
        open_states = (DeliveryState.PENDING.value, DeliveryState.CLAIMED.value)
        left = sa.exists().where(
            deliveries.c.campaign == campaigns.c.id, deliveries.c.state.in_(open_states)
        )
        query = sa.select(campaigns).where(
            campaigns.c.state.in_([state.value for state in states]), left
        )
        with self._reading() as connection:
            return tuple(campaign_of(row) for row in connection.execute(query))

    def enlist(
        self, campaign: str, sender: str, *, at: datetime, until: datetime, most: int
    ) -> bool:
        """Count this sender among those of a campaign until `until`; gives whether there was room.

        A sender that died is forgotten when its moment is over. Asking again renews it.
        """
        of_campaign = campaign_senders.c.campaign == campaign
        with self._writing() as connection:
            row = sa.select(campaigns.c.id).where(campaigns.c.id == campaign)
            connection.execute(row.with_for_update())  # senders enlist one after the other
            gone = sa.or_(campaign_senders.c.until < at, campaign_senders.c.sender == sender)
            connection.execute(campaign_senders.delete().where(of_campaign, gone))
            there = connection.scalar(sa.select(sa.func.count()).where(of_campaign)) or 0
            if there >= most:
                return False
            connection.execute(
                campaign_senders.insert().values(campaign=campaign, sender=sender, until=until)
            )
        return True

    def leave(self, campaign: str, sender: str) -> None:
        """This sender is done with the campaign."""
        with self._writing() as connection:
            connection.execute(
                campaign_senders.delete().where(
                    campaign_senders.c.campaign == campaign, campaign_senders.c.sender == sender
                )
            )

    def senders(self, campaign: str, at: datetime) -> int:
        """How many are sending it now."""
        query = sa.select(sa.func.count()).where(
            campaign_senders.c.campaign == campaign, campaign_senders.c.until >= at
        )
        with self._reading() as connection:
            return connection.scalar(query) or 0

    def ended_since(self, campaign: str, moment: datetime) -> Counter[DeliveryState]:
        """How many deliveries reached each final state from `moment` on."""
        query = (
            sa.select(deliveries.c.state, sa.func.count())
            .where(
                deliveries.c.campaign == campaign,
                deliveries.c.state.in_([state.value for state in FINAL_STATES]),
                deliveries.c.changed_at >= moment,
            )
            .group_by(deliveries.c.state)
        )
        with self._reading() as connection:
            rows = connection.execute(query)
            return Counter({DeliveryState(state): count for state, count in rows})

    def first_sent_since(self, campaign: str, moment: datetime) -> datetime | None:
        """When the first delivery from `moment` on was accepted or refused."""
        query = (
            sa.select(deliveries.c.changed_at)
            .where(
                deliveries.c.campaign == campaign,
                deliveries.c.state.in_(_HANDED_OVER),
                deliveries.c.changed_at >= moment,
            )
            .order_by(deliveries.c.changed_at)
            .limit(1)
        )
        with self._reading() as connection:
            found: datetime | None = connection.scalar(query)
        return found


def _skip_pending(connection: sa.Connection, campaign: str, at: datetime) -> int:
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
