"""Brake: a campaign pauses by itself when too much of it is refused or complained about.

To go on is a person's decision; what went wrong before it is not held against the campaign again.
"""

from dataclasses import replace
from datetime import datetime

from omroeper.domain.delivery import Campaign, CampaignState, DeliveryState, Sent
from omroeper.domain.review import AuditEntry
from omroeper.domain.sending_plan import SendingPlan
from omroeper.domain.steering import Trouble, told
from omroeper.ports import Store

STOPPED = "campaign stopped itself"
_JUDGED = (DeliveryState.ACCEPTED, DeliveryState.REFUSED, DeliveryState.UNCERTAIN)


def brake(
    store: Store, plan: SendingPlan, campaign: Campaign, sent: Sent, at: datetime
) -> Trouble | None:
    """Pause a campaign that passed a bound, and say why; None when it goes on.

    Of several senders that see it at once, one gets the trouble to tell. The whole campaign can
    only pass its bound in a batch that passes it by itself, so the ledger is counted only then.
    """
    trouble = _refused(store, plan, campaign, sent) or _complaints(store, plan, campaign)
    if trouble is None:
        return None
    paused = replace(campaign, state=CampaignState.PAUSED)
    entry = AuditEntry(
        at,
        "omroeper",
        STOPPED,
        campaign.edition,
        f"Verzending {campaign.id}: {trouble.told}.",
        campaign.fingerprint,
        told(campaign),
        told(paused),
    )
    sending = campaign.state is CampaignState.SENDING
    return trouble if sending and store.steer(campaign, paused, entry) else None


def _refused(store: Store, plan: SendingPlan, campaign: Campaign, sent: Sent) -> Trouble | None:
    handled = sent.accepted + sent.refused + sent.uncertain
    if not handled or 100 * sent.refused <= plan.refused.percent * handled:
        return None
    counts = store.ended_since(campaign.id, _since(campaign))
    refused, judged = counts[DeliveryState.REFUSED], sum(counts[state] for state in _JUDGED)
    if not plan.refused.passed(refused, judged):
        return None
    return Trouble("geweigerd", refused, judged, plan.refused.percent)


def _complaints(store: Store, plan: SendingPlan, campaign: Campaign) -> Trouble | None:
    complaints = store.complaints_since(campaign.id, _since(campaign))
    if complaints < plan.complaints.at_least:
        return None
    accepted = store.ended_since(campaign.id, _since(campaign))[DeliveryState.ACCEPTED]
    if not plan.complaints.passed(complaints, accepted):
        return None
    return Trouble("gemeld als ongewenst", complaints, accepted, plan.complaints.percent)


def _since(campaign: Campaign) -> datetime:
    """From when on it is judged: its freezing, or when a person last let it go on."""
    return campaign.counted_from or campaign.frozen_at or campaign.send_at
