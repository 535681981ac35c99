"""Sending, posting, measuring and reporting, with the desk's own channels."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cached_property

from omroeper.adapters.content.sending import read_sending
from omroeper.domain.delivery import Campaign, CampaignState, Delivery, Sent, Tally
from omroeper.domain.edition import Draft, RenderedEdition
from omroeper.domain.errors import NotApproved
from omroeper.domain.pace import Pace
from omroeper.domain.sending_plan import SendingPlan
from omroeper.domain.variant import variant_for
from omroeper.rendering.mime import Message, MessageBuilder
from omroeper.services import brake, gate, publish, review, send
from omroeper.wiring.reviewing import ReviewingSteps

MEASURED_DAYS = 60
"""How long after its send moment a campaign is measured every night."""


class SendingSteps(ReviewingSteps):
    @property
    def _rules(self) -> send.SendingRules:
        settings = self.settings
        return send.SendingRules(
            settings.batch_size, settings.lease_seconds, settings.retry_seconds
        )

    @cached_property
    def sending_plan(self) -> SendingPlan:
        return read_sending(self.settings.home)

    def _pace(self, campaign: Campaign) -> Pace:
        settings = self.settings
        return self.sending_plan.pace_of(
            campaign,
            sender=settings.sender_address.rpartition("@")[2],
            at=self.clock.now(),
            zone=settings.timezone,
        )

    def freeze_audience(self, edition: str, version: int) -> Campaign:
        """Freeze the audience of exactly this approved version; register its counted links."""
        from omroeper.rendering.newsletter import links_of

        draft = review.approved_draft(self.store, self.clock, edition)
        if draft.edition.version != version:
            raise NotApproved(
                f"version {draft.edition.version} is approved, not version {version}",
                thing=f"edition {edition}",
                remedy="Send the approved version.",
            )
        self.store.register_links(edition, links_of(draft.edition, self.links_in(draft)))
        room = self.newsroom_of(self.newsletter_of(edition))
        if draft.audience != room.audience_definition:
            raise NotApproved(
                f"its readers are now ‘{room.audience_definition}’, and the approval is for "
                f"‘{draft.audience}’",
                thing=f"edition {edition}",
                remedy="Put config/segments.yaml back, or make a new draft and have it approved.",
            )
        return send.freeze_audience(
            self.store, draft, room.audience, self.clock, mail_domain=self.settings.mail_domain
        )

    def begin_sending(self, campaign_id: str) -> Tally:
        """Start or take up a campaign, if its approval still stands and the gate lets it out.

        Raises HeldBack when the gate found what blocks it; the operator is told, and the edition is
        with the editor again. What is on its way already is not checked anew.
        """
        campaign = send.require_campaign(self.store, campaign_id)
        draft = self._approved(campaign)
        if campaign.state is CampaignState.SCHEDULED:
            self._pass_the_gate(draft)
        return send.begin_sending(self.store, campaign_id, self.clock.now())

    def send_batch(self, campaign_id: str, *, worker: str) -> Sent:
        """Send one batch of exactly what was approved, as fast as the plan allows.

        When too much of it goes wrong, the campaign pauses; the operator and the editor are told.
        """
        campaign = send.require_campaign(self.store, campaign_id)
        draft = self._approved(campaign)
        sent = send.send_batch(
            self.store,
            self.mailer,
            self._message_for(draft, campaign.id),
            campaign,
            worker=worker,
            clock=self.clock,
            rules=self._rules,
            pace=self._pace(campaign),
        )
        self._brake(draft, campaign_id, sent)
        return sent

    def _brake(self, draft: Draft, campaign_id: str, sent: Sent) -> None:
        from omroeper.rendering.campaign import stopped_notice

        now, campaign = self.clock.now(), send.require_campaign(self.store, campaign_id)
        trouble = brake.brake(self.store, self.sending_plan, campaign, sent, now)
        if trouble is None:
            return
        editor, replies = self.deciders(draft.edition).editor, self.store.replies(campaign_id)
        notice = stopped_notice(draft.edition.subject, campaign_id, trouble, replies)
        self.notifier.notify(notice, now)
        if editor is not None:
            self.correspondent_of(self.newsroom_of(draft.edition.newsletter).newsletter).write(
                editor, notice, now
            )

    def _message_for(self, draft: Draft, campaign: str) -> Callable[[Delivery, datetime], Message]:
        """Builds each reader's copy: of the variant of the reader's segment, else the main one."""
        main = self.builder(draft, draft.rendered, campaign)
        variants = draft.rendered.variants
        builders = {
            one.segment: self.builder(draft, draft.rendered.as_variant(one), campaign)
            for one in variants
        }

        def message_for(delivery: Delivery, at: datetime) -> Message:
            reader = self.store.subscriber(delivery.subscriber) if variants else None
            variant = variant_for(variants, reader) if reader else None
            builder = builders[variant.segment] if variant else main
            return builder.message_for(delivery, at)

        return message_for

    def builder(self, draft: Draft, rendered: RenderedEdition, campaign: str) -> MessageBuilder:
        """Builds copies of a draft, rendered as its readers or those of a segment get it."""
        sender = self.sender_of(draft.edition.newsletter)
        return MessageBuilder(
            rendered,
            sender,
            campaign=campaign,
            web_url=self.settings.web_url,
            return_path=self.settings.return_path,
            signer=self.signer,
        )

    def finish_sending(self, campaign_id: str) -> bool:
        return send.finish_sending(self.store, campaign_id, self.clock.now())

    def next_attempt(self, campaign_id: str) -> datetime | None:
        """When there is something to send again; None when nothing waits, or nobody should."""
        campaign = send.require_campaign(self.store, campaign_id)
        return send.next_attempt(self.store, campaign_id, self.clock.now(), self._pace(campaign))

    def campaigns_due(self) -> list[str]:
        """Campaigns whose moment has come and that are not finished or paused.

        Of a cancelled one only what its last sender left is still to be accounted for.
        """
        now, under_way = self.clock.now(), (CampaignState.SCHEDULED, CampaignState.SENDING)
        found = [one for one in self.store.campaigns() if one.state in under_way]
        cancelled = self.store.unfinished((CampaignState.CANCELLED,))
        return [one.id for one in (*found, *cancelled) if one.send_at <= now]

    def enlist_sender(self, campaign_id: str, sender: str) -> bool:
        """Count this run among the campaign's senders; False when the settings' number is there.

        It counts until a lease after it last asked, so a run that dies makes room by itself.
        """
        now, rules = self.clock.now(), self._rules
        until, most = now + rules.lease, self.settings.senders
        return self.store.enlist(campaign_id, sender, at=now, until=until, most=most)

    def dismiss_sender(self, campaign_id: str, sender: str) -> int:
        """This run sends it no more; gives how many others still do."""
        self.store.leave(campaign_id, sender)
        return self.store.senders(campaign_id, self.clock.now())

    def campaign(self, campaign_id: str) -> Campaign:
        """The campaign; raises NotFound."""
        return send.require_campaign(self.store, campaign_id)

    def tally(self, campaign_id: str) -> Tally:
        return self.store.tally(campaign_id)

    def campaign_status(self, campaign_id: str) -> list[tuple[Campaign, Tally]]:
        """Campaigns with their accounts; all of them, or the one asked for (NotFound)."""
        wanted = [send.require_campaign(self.store, campaign_id)] if campaign_id else None
        found = wanted if wanted is not None else self.store.campaigns()
        return [(campaign, self.store.tally(campaign.id)) for campaign in found]

    def campaigns_to_measure(self) -> list[str]:
        """Those that began lately, also what was paused or stopped half-way: their readers leave too."""
        oldest = self.clock.now() - timedelta(days=MEASURED_DAYS)
        return [
            campaign.id
            for campaign in self.store.campaigns()
            if campaign.state is not CampaignState.SCHEDULED
            and (campaign.frozen_at or oldest) >= oldest
        ]

    def publish_due_posts(self) -> list[dict[str, str]]:
        """Publish what is due, as rows for people (Dutch headings)."""
        done = publish.publish_due(self.store, self.channel, self.clock)
        return [
            {
                "bericht": post.id,
                "stand": post.state.dutch,
                "urn": post.urn,
                "toelichting": post.note,
            }
            for post in done
        ]

    def _pass_the_gate(self, draft: Draft) -> None:
        try:
            gate.hold_back_or_pass(
                self.gate_of(draft.edition.newsletter), self.store, self.clock, draft
            )
        except gate.HeldBack as held:
            self.notifier.notify(held.notice, self.clock.now())
            raise

    def _approved(self, campaign: Campaign) -> Draft:
        """What the campaign was frozen for, if it is still approved as it stands."""
        draft = review.approved_draft(self.store, self.clock, campaign.edition)
        if draft.fingerprint != campaign.fingerprint:
            raise NotApproved(
                "the approved edition is not the one this campaign was frozen for",
                thing=f"campaign {campaign.id}",
                remedy="Cancel the campaign and have the edition sent anew.",
            )
        return draft
