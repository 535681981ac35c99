"""Send: each copy at most once, and every copy accounted for (promise 2).

Any number of senders may work on one campaign. Claims are committed before the SMTP dialogue and
settled after it; what certainly did not reach the server is given back, also by whoever finds the
claims of a dead sender; what may have reached it is never sent again by itself.
"""

from datetime import datetime

from omroeper.domain.audience import Segment
from omroeper.domain.delivery import Campaign, CampaignState, Sent, Tally
from omroeper.domain.edition import Draft, EditionState
from omroeper.domain.errors import ForbiddenTransition, NotFound
from omroeper.domain.pace import UNLIMITED, Pace
from omroeper.domain.review import AuditEntry
from omroeper.ports import Clock, EditionStore, Ledger, Mailer, Store
from omroeper.services.copies import MessageFor
from omroeper.services.handing_over import Batch, SendingRules

__all__ = ["SendingRules"]


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
    now = clock.now()
    wanted = campaign_of(draft, segment)
    campaign = store.freeze(
        wanted, segment, mail_domain=mail_domain, at=now, figures=draft.rendered.has_figures_mail
    )
    detail = f"versie {campaign.version}: {campaign.size} abonnees, segment {segment.id}"
    what = "audience frozen"
    store.audit_once(
        AuditEntry(now, "omroeper", what, campaign.edition, detail, campaign.fingerprint)
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
    """Take campaign and edition to SENDING, once; recover what dead senders left.

    Of a cancelled campaign whose last sender died, what is left is skipped.
    """
    if require_campaign(store, campaign_id).state is CampaignState.SCHEDULED:
        _move_campaign(store, campaign_id, CampaignState.SCHEDULED, CampaignState.SENDING)
    campaign = require_campaign(store, campaign_id)
    sending = campaign.state is CampaignState.SENDING
    if sending and store.state(campaign.edition) is EditionState.APPROVED:
        _move_edition(store, campaign.edition, EditionState.SENDING)
    store.recover(campaign.id, at)
    if campaign.state is CampaignState.CANCELLED:
        store.cancel_pending(campaign.id, at)
    return store.tally(campaign.id)


def send_batch(
    ledger: Ledger,
    mailer: Mailer,
    message_for: MessageFor,
    campaign: Campaign,
    *,
    worker: str,
    clock: Clock,
    rules: SendingRules,
    pace: Pace = UNLIMITED,
) -> Sent:
    """Recover, claim, hand over and settle one batch of what is due and `pace` has room for.

    `worker` names this batch and no other. A campaign that is not SENDING claims nothing.
    Raises SendingError when the relay cannot be used; nothing is lost then.
    """
    found = require_campaign(ledger, campaign.id)
    if found.state is not CampaignState.SENDING:
        return Sent(found.state)
    now = clock.now()
    ledger.recover(campaign.id, now)
    claimed = ledger.claim(
        campaign.id,
        worker=worker,
        limit=rules.batch_size,
        lease_until=now + rules.lease,
        at=now,
        pace=pace,
    )
    if not claimed:
        return Sent(found.state)
    batch = Batch(
        ledger, message_for, found.id, claimed, worker, clock, rules, pace, found.per_hour
    )
    return batch.deliver(mailer)


def next_attempt(ledger: Ledger, campaign_id: str, at: datetime, pace: Pace) -> datetime | None:
    """When there is something to send: `at` for now; None when nothing waits, or nobody may."""
    if require_campaign(ledger, campaign_id).state is not CampaignState.SENDING:
        return None
    return ledger.next_moment(campaign_id, at, pace)


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
    return _move_campaign(store, campaign_id, CampaignState.SENDING, CampaignState.FINISHED)


def cancel_campaign(store: Store, campaign_id: str, at: datetime, *, by: str = "omroeper") -> int:
    """Stop a campaign for good; what was not claimed yet is skipped. Gives how many.

    `by` is who does it, for the audit log; the desk itself when nobody asked for it.
    """
    campaign = require_campaign(store, campaign_id)
    store.move_campaign(campaign_id, CampaignState.CANCELLED)
    skipped = store.cancel_pending(campaign_id, at)
    detail = f"{skipped} van {campaign.size} kopieën van {campaign_id} gaan niet meer uit"
    store.audit(
        AuditEntry(at, by, "campaign cancelled", campaign.edition, detail, campaign.fingerprint)
    )
    return skipped


def cancel_unstarted(store: Store, edition: str, at: datetime) -> None:
    """Cancel the campaigns of an edition that goes back to the editor; nothing of them went out."""
    ended = (CampaignState.FINISHED, CampaignState.CANCELLED)
    for campaign in store.campaigns():
        if campaign.edition == edition and campaign.state not in ended:
            cancel_campaign(store, campaign.id, at)


def _move_campaign(
    ledger: Ledger, campaign: str, known: CampaignState, wanted: CampaignState
) -> bool:
    """A step that another sender may take at the same moment, or that a person prevents; gives
    whether the campaign is where it was to go."""
    try:
        ledger.move_campaign(campaign, wanted, known=known)
    except ForbiddenTransition:
        return require_campaign(ledger, campaign).state is wanted
    return True


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
    detail = (
        f"{tally.accepted} aangenomen, {tally.refused} geweigerd, {tally.uncertain} onzeker, "
        f"{tally.skipped} overgeslagen, samen {tally.settled} van {tally.frozen}"
    )
    states = EditionState.SENDING.dutch, EditionState.SENT.dutch
    store.audit_once(
        AuditEntry(at, "omroeper", "sent", campaign.edition, detail, campaign.fingerprint, *states)
    )
