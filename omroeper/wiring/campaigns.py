"""Campaigns as people see and steer them."""

from collections.abc import Sequence

from omroeper.domain.delivery import Campaign, CampaignState
from omroeper.domain.errors import InvalidValue
from omroeper.domain.progress import WINDOW, Progress, Reading, speed
from omroeper.domain.steering import Order
from omroeper.services import steer
from omroeper.wiring.sending import SendingSteps

_ENDED = (CampaignState.FINISHED, CampaignState.CANCELLED)


class CampaignSteps(SendingSteps):
    def campaigns_to_steer(self) -> tuple[Campaign, ...]:
        """The campaigns of which something can still be changed, newest first."""
        running = [one for one in self.store.campaigns() if one.state not in _ENDED]
        return tuple(reversed(running))

    def campaign_name(self, campaign: Campaign) -> str:
        """How people know it: the mail's subject beside the id."""
        draft = self.store.draft(campaign.edition, campaign.version)
        subject = f"‘{draft.edition.subject}’ " if draft else ""
        return f"{subject}({campaign.id})"

    def progress(self, campaign: Campaign, readings: Sequence[Reading] = ()) -> Progress:
        """How a campaign stands; its speed is by these readings, or by the ledger's last minutes."""
        now, tally = self.clock.now(), self.store.tally(campaign.id)
        if not readings:
            recent = self.store.settled_since(campaign.id, now - WINDOW)
            readings = (Reading(now - WINDOW, tally.settled - recent),)
        pace = self._pace(campaign)
        limits = [lane.per_hour for lane in pace.lanes if not lane.domains]
        return Progress(
            campaign,
            tally,
            now,
            per_hour=speed((*readings, Reading(now, tally.settled))),
            limit=min(limits, default=None),
            senders=self.store.senders(campaign.id, now),
            next_at=self.next_attempt(campaign.id),
        )

    def campaign_line(self, campaign: Campaign, readings: Sequence[Reading] = ()) -> str:
        """How a campaign stands, on one line (Dutch)."""
        from omroeper.rendering.campaign import campaign_line

        progress = self.progress(campaign, readings)
        return campaign_line(progress, self.campaign_name(campaign), self.settings.timezone)

    def steer_campaign(self, campaign_id: str, order: Order) -> Campaign:
        """Do what somebody ordered; raises InvalidValue (Dutch) when it cannot be."""
        return steer.steer(self.store, campaign_id, order, self.newsroom.team, self.clock.now())

    def try_to_steer(self, campaign_id: str, order: Order) -> str:
        """Do what somebody ordered; gives the complaint (Dutch) when it cannot be, else nothing."""
        try:
            self.steer_campaign(campaign_id, order)
        except InvalidValue as misfit:
            return misfit.sentence
        return ""

    def team_names(self) -> tuple[str, ...]:
        """Whom the form offers; none where anybody may sign."""
        return tuple(person.name for person in self.newsroom.team)
