"""Campaigns as people see and steer them."""

from collections.abc import Sequence
from pathlib import Path

from omroeper.domain.delivery import Campaign, CampaignState
from omroeper.domain.errors import InvalidValue
from omroeper.domain.explanation import Explanation, UncertainCopy
from omroeper.domain.progress import WINDOW, Progress, Reading, speed
from omroeper.domain.steering import Order
from omroeper.services import explain, restore, send, steer, uncertain
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
        """How a campaign stands; its speed is by these earlier readings, or by the ledger."""
        now, tally = self.clock.now(), self.store.tally(campaign.id)
        if not readings:
            began = self.store.first_sent_since(campaign.id, now - WINDOW) or now
            recent = self.store.ended_since(campaign.id, began).total()
            readings = (Reading(began, tally.settled - recent),)
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

    def campaign_line(self, campaign: Campaign) -> str:
        """How a campaign stands, on one line (Dutch)."""
        return self.progress_line(self.progress(campaign))

    def progress_line(self, progress: Progress) -> str:
        """The same of a campaign that was looked at already."""
        from omroeper.rendering.campaign import campaign_line

        name = self.campaign_name(progress.campaign)
        return campaign_line(progress, name, self.settings.timezone)

    def campaign_progress(self, campaign_id: str) -> list[Progress]:
        """How campaigns stand; all of them, or the one asked for (NotFound)."""
        return [self.progress(one) for one, _ in self.campaign_status(campaign_id)]

    def explain(self, address: str) -> Explanation:
        """What the person with this address got and why."""
        return explain.explain(self.store, address, self.newsroom.segments.values())

    def uncertain_copies(self, campaign_id: str) -> tuple[UncertainCopy, ...]:
        """The copies of which nobody knows whether they arrived."""
        return self.store.uncertain_copies(send.require_campaign(self.store, campaign_id).id)

    def settle_uncertain(
        self, campaign_id: str, settle: str, subscribers: Sequence[str], by: str
    ) -> tuple[str, ...]:
        """Decide on these subscribers' uncertain copies: `accepted` or `again`; gives their keys."""
        decide = {"accepted": uncertain.settle_accepted, "again": uncertain.send_again}.get(settle)
        if decide is None:
            remedy = "Choose accepted or again."
            raise InvalidValue(
                f"‘{settle}’ is no way to settle it", thing="--settle", remedy=remedy
            )
        if not subscribers:
            remedy = "Name each with --subscriber KEY, as `campaign uncertain` lists them."
            raise InvalidValue("nobody is named", thing="--subscriber", remedy=remedy)
        team, now = self.newsroom.team, self.clock.now()
        decided = decide(self.store, campaign_id, subscribers, by, team, now)
        if not decided:
            remedy = "`campaign uncertain` lists those that are."
            raise InvalidValue("none of these is uncertain", thing=campaign_id, remedy=remedy)
        return decided

    def reconcile(self, campaign_id: str, log: Path, by: str) -> restore.Reconciled:
        """Settle what a restored backup left in doubt, by the relay's log."""
        try:
            with log.open(encoding="utf-8", errors="replace") as lines:
                return restore.reconcile(
                    self.store, campaign_id, lines, by, self.newsroom.team, self.clock.now()
                )
        except OSError as cause:
            raise InvalidValue(
                f"it cannot be read ({cause.strerror})", thing=str(log), remedy="Name a log file."
            ) from cause

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
