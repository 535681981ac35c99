"""Uncertain copies: nobody knows whether the server took them, so a named person decides, or nobody."""

from collections.abc import Sequence
from datetime import datetime

from omroeper.domain.delivery import CampaignState, DeliveryState
from omroeper.domain.errors import ForbiddenTransition, InvalidValue
from omroeper.domain.review import AuditEntry
from omroeper.domain.team import Team
from omroeper.ports import Store
from omroeper.services.send import require_campaign
from omroeper.services.steer import signed

ACCEPTED = "uncertain delivery taken as sent"
AGAIN = "uncertain delivery sent again"


def settle_accepted(
    store: Store, campaign_id: str, wanted: Sequence[str], by: str, team: Team, at: datetime
) -> tuple[str, ...]:
    """Somebody knows that these subscribers' copies arrived, say from the server's log.

    Gives the keys of those settled; who is not named or not uncertain is left as it is.
    """
    return _decide(store, campaign_id, wanted, DeliveryState.ACCEPTED, by, team, at)


def send_again(
    store: Store, campaign_id: str, wanted: Sequence[str], by: str, team: Team, at: datetime
) -> tuple[str, ...]:
    """Somebody takes the chance that these subscribers get a second copy; its Message-ID is the same.

    A finished campaign sends again for them; a cancelled one never does (InvalidValue).
    """
    if require_campaign(store, campaign_id).state is CampaignState.CANCELLED:
        raise InvalidValue(
            "deze verzending is gestopt, dus er gaat niets meer uit",
            thing=campaign_id,
            remedy="Laat de kopie onzeker, of boek hem als aangekomen.",
        )
    released = _decide(store, campaign_id, wanted, DeliveryState.PENDING, by, team, at)
    if released and require_campaign(store, campaign_id).state is CampaignState.FINISHED:
        _reopen(store, campaign_id)
    return released


def _decide(
    store: Store,
    campaign_id: str,
    wanted: Sequence[str],
    state: DeliveryState,
    by: str,
    team: Team,
    at: datetime,
) -> tuple[str, ...]:
    campaign, name = require_campaign(store, campaign_id), signed(by, team)
    what, after = {
        DeliveryState.ACCEPTED: (ACCEPTED, "aangenomen"),
        DeliveryState.PENDING: (AGAIN, "opnieuw te versturen"),
    }[state]
    entry = AuditEntry(
        at,
        name,
        what,
        campaign.edition,
        f"Verzending {campaign.id}.",
        campaign.fingerprint,
        "onzeker",
        after,
    )
    return store.decide_uncertain(campaign_id, wanted, state, entry)


def _reopen(store: Store, campaign_id: str) -> None:
    try:
        store.move_campaign(campaign_id, CampaignState.SENDING, known=CampaignState.FINISHED)
    except ForbiddenTransition:
        if require_campaign(store, campaign_id).state is not CampaignState.SENDING:
            raise
