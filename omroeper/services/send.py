"""Send: each copy at most once, and every copy accounted for (promise 2).

Claims are committed before the SMTP dialogue and settled after it. What certainly did not reach the
server is given back; what may have reached it is never sent again.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from omroeper.domain.audience import Segment
from omroeper.domain.delivery import (
    Attempt,
    Campaign,
    CampaignState,
    Delivery,
    Outcome,
    SkipReason,
    Tally,
)
from omroeper.domain.edition import Draft, EditionState
from omroeper.domain.errors import ForbiddenTransition, NotFound, SendingError
from omroeper.domain.review import AuditEntry
from omroeper.ports import Clock, EditionStore, Ledger, Mailer, OutgoingMail, Store

SETTLE_EVERY = 25
"""How many replies wait at most to be written down together."""


@dataclass(frozen=True, slots=True)
class SendingRules:
    """How a campaign is sent. Durations are in seconds."""

    batch_size: int = 500
    lease_seconds: int = 900
    retry_seconds: int = 900
    max_attempts: int = 5


def campaign_of(draft: Draft, segment: Segment) -> Campaign:
    """The campaign an approved draft becomes; its id is the same each time."""
    edition = draft.edition
    return Campaign(
        id=f"{edition.id}-v{edition.version}",
        edition=edition.id,
        version=edition.version,
        fingerprint=draft.fingerprint,
        segment=segment.id,
        size=0,
        send_at=edition.send_at,
    )


def freeze_audience(
    store: Store, draft: Draft, segment: Segment, clock: Clock, *, mail_domain: str
) -> Campaign:
    """Freeze the audience of an approved draft; doing it again gives the same campaign."""
    wanted = campaign_of(draft, segment)
    now = clock.now()
    known = store.campaign(wanted.id)
    campaign = store.freeze(
        wanted, segment, mail_domain=mail_domain, at=now, figures=draft.rendered.has_figures_mail
    )
    if known is None:
        detail = f"{campaign.size} abonnees, segment {segment.id}"
        store.audit(
            AuditEntry(
                now, "omroeper", "audience frozen", campaign.edition, detail, campaign.fingerprint
            )
        )
    return campaign


def require_campaign(ledger: Ledger, campaign_id: str) -> Campaign:
    """The campaign, or NotFound with the remedy."""
    campaign = ledger.campaign(campaign_id)
    if campaign is None:
        raise NotFound(
            "there is no such campaign",
            thing=campaign_id,
            remedy="`omroeper campaign status` lists them.",
        )
    return campaign


def begin_sending(store: Store, campaign_id: str, at: datetime) -> Tally:
    """Take campaign and edition to SENDING, once; recover what a dead sender left."""
    campaign = require_campaign(store, campaign_id)
    if campaign.state is CampaignState.SCHEDULED:
        _move_campaign(store, campaign.id, CampaignState.SENDING)
    if store.state(campaign.edition) is EditionState.APPROVED:
        _move_edition(store, campaign.edition, EditionState.SENDING)
    store.recover(campaign.id, at)
    return store.tally(campaign.id)


def send_batch(
    ledger: Ledger,
    mailer: Mailer,
    message_for: Callable[[Delivery, datetime], OutgoingMail],
    campaign: Campaign,
    *,
    worker: str,
    clock: Clock,
    rules: SendingRules,
) -> Tally:
    """Claim, hand over and settle one batch; a paused or cancelled campaign claims nothing."""
    if require_campaign(ledger, campaign.id).state is not CampaignState.SENDING:
        return ledger.tally(campaign.id)
    now = clock.now()
    claimed = ledger.claim(
        campaign.id,
        worker=worker,
        limit=rules.batch_size,
        lease_until=now + timedelta(seconds=rules.lease_seconds),
        at=now,
    )
    batch = _Batch(ledger, message_for, claimed, worker, clock, rules)
    batch.deliver(mailer)
    return ledger.tally(campaign.id)


def finish_sending(store: Store, campaign_id: str, at: datetime) -> bool:
    """Finish a campaign when its account is whole: accepted + refused + uncertain + skipped = all.

    The campaign itself ends last: while it is SENDING, another run takes up what is left to do.
    """
    campaign = require_campaign(store, campaign_id)
    tally = store.tally(campaign_id)
    if campaign.state is CampaignState.FINISHED:
        return True
    if not tally.finished or campaign.state is not CampaignState.SENDING:
        return False
    _mark_sent(store, campaign, tally, at)
    _move_campaign(store, campaign_id, CampaignState.FINISHED)
    return True


def cancel_campaign(store: Store, campaign_id: str, at: datetime) -> int:
    """Stop a campaign for good; what was not claimed yet is skipped. Gives how many."""
    store.move_campaign(campaign_id, CampaignState.CANCELLED)
    return store.cancel_pending(campaign_id, at)


def cancel_unstarted(store: Store, edition: str, at: datetime) -> None:
    """Cancel the campaigns of an edition that goes back to the editor; nothing of them went out."""
    ended = (CampaignState.FINISHED, CampaignState.CANCELLED)
    for campaign in store.campaigns():
        if campaign.edition == edition and campaign.state not in ended:
            cancel_campaign(store, campaign.id, at)


def _move_campaign(ledger: Ledger, campaign: str, wanted: CampaignState) -> None:
    """A step that another sender may take at the same moment; then it is taken."""
    try:
        ledger.move_campaign(campaign, wanted)
    except ForbiddenTransition:
        if require_campaign(ledger, campaign).state not in (wanted, CampaignState.FINISHED):
            raise


def _move_edition(store: EditionStore, edition: str, wanted: EditionState) -> None:
    """A step that another sender may take at the same moment; then it is taken."""
    try:
        store.move(edition, wanted)
    except ForbiddenTransition:
        if store.state(edition) not in (wanted, EditionState.SENT):
            raise


def _mark_sent(store: EditionStore, campaign: Campaign, tally: Tally, at: datetime) -> None:
    """The edition SENT, with its account; done again, it adds only what a dead sender left out."""
    _move_edition(store, campaign.edition, EditionState.SENT)
    told = store.audit_log(campaign.edition)
    if any(one.what == "sent" and one.fingerprint == campaign.fingerprint for one in told):
        return
    detail = (
        f"{tally.accepted} aangenomen, {tally.refused} geweigerd, {tally.uncertain} onzeker, "
        f"{tally.skipped} overgeslagen, samen {tally.settled} van {tally.frozen}"
    )
    states = EditionState.SENDING.dutch, EditionState.SENT.dutch
    store.audit(
        AuditEntry(at, "omroeper", "sent", campaign.edition, detail, campaign.fingerprint, *states)
    )


@dataclass(slots=True)
class _Batch:
    """One claimed batch on its way: what is handed over, what came back, what is left."""

    ledger: Ledger
    message_for: Callable[[Delivery, datetime], OutgoingMail]
    claimed: tuple[Delivery, ...]
    worker: str
    clock: Clock
    rules: SendingRules
    untouched: set[int] = field(init=False)
    in_flight: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.untouched = {delivery.id for delivery in self.claimed}

    def deliver(self, mailer: Mailer) -> None:
        by_id = {delivery.id: delivery for delivery in self.claimed}
        waiting: list[Attempt] = []
        try:
            for attempt in mailer.send(self._outgoing()):
                self.in_flight.discard(attempt.delivery)
                waiting.append(self._bounded(attempt, by_id[attempt.delivery]))
                if len(waiting) >= SETTLE_EVERY:
                    self._settle(waiting)
        except SendingError:
            self.untouched |= self.in_flight  # by its contract the relay took nothing of these
            raise
        finally:
            # What was in flight when anything else went wrong keeps its claim: nobody knows
            # whether the server took it, so when its lease runs out it becomes UNCERTAIN.
            self._settle(waiting)
            self.ledger.release(sorted(self.untouched), worker=self.worker)

    def _outgoing(self) -> Iterator[OutgoingMail]:
        """Each message as it is needed; who left in the meantime is skipped, not mailed."""
        for delivery in self.claimed:
            reason = self.ledger.skip_reason(delivery)
            self.untouched.discard(delivery.id)
            if reason is None:
                message = self.message_for(delivery, self.clock.now())
                self.in_flight.add(delivery.id)
                yield message
            else:
                self._skip(delivery, reason)

    def _skip(self, delivery: Delivery, reason: SkipReason) -> None:
        self.ledger.skip(delivery, reason, self.clock.now())

    def _settle(self, waiting: list[Attempt]) -> None:
        if not waiting:
            return
        now = self.clock.now()
        retry_at = now + timedelta(seconds=self.rules.retry_seconds)
        self.ledger.settle(tuple(waiting), worker=self.worker, at=now, retry_at=retry_at)
        waiting.clear()

    def _bounded(self, attempt: Attempt, delivery: Delivery) -> Attempt:
        """A retry too many is a refusal, with its reason."""
        if attempt.outcome is Outcome.RETRY and delivery.attempts >= self.rules.max_attempts:
            reply = f"given up after {delivery.attempts} attempts; the last: {attempt.reply}"
            return replace(attempt, outcome=Outcome.REFUSED, reply=reply)
        return attempt
