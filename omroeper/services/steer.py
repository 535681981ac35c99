"""Steer: people pause, resume, cancel or slow down a campaign that runs.

Senders look at the campaign before each small chunk they hand over, so they obey within a second of
the next message; what is with the server at that moment is finished and accounted for.
"""

from datetime import datetime

from omroeper.domain.delivery import Campaign, CampaignState
from omroeper.domain.edition import EditionState
from omroeper.domain.errors import InvalidValue
from omroeper.domain.review import AuditEntry
from omroeper.domain.steering import Order, steered, told
from omroeper.domain.team import Team
from omroeper.ports import Store
from omroeper.services.send import require_campaign

TRIES = 10
"""How often a change is looked at anew because somebody else changed the campaign just then."""


def steer(store: Store, campaign_id: str, order: Order, team: Team, at: datetime) -> Campaign:
    """Do it and log it, together; gives the campaign as it is now. Raises InvalidValue (Dutch).

    A cancelled campaign's edition is cancelled too: what was not sent of it never will be.
    """
    by = signed(order.by, team)
    for _ in range(TRIES):
        before = require_campaign(store, campaign_id)
        begun = store.state(before.edition) not in (EditionState.APPROVED, None)
        after = steered(before, order, begun=begun, at=at)
        entry = AuditEntry(
            at,
            by,
            order.action.logged,
            before.edition,
            " ".join(part for part in (f"Verzending {before.id}.", order.note.strip()) if part),
            before.fingerprint,
            told(before),
            told(after),
        )
        if store.steer(before, after, entry):
            _close_edition(store, after)
            return after
    raise InvalidValue(
        "iemand anders verandert deze verzending ook",
        thing=campaign_id,
        remedy="Kijk hoe zij er nu voor staat en probeer het opnieuw.",
    )


def signed(by: str, team: Team) -> str:
    """The name as the team writes it; raises InvalidValue for nobody's name."""
    given = " ".join(by.split())
    person = team.named(given) if given else None
    if not given or (len(team) and person is None):
        raise InvalidValue(
            f"‘{given}’ is niemand van het team" if given else "er is geen naam ingevuld",
            thing="naam",
            remedy="Vul uw eigen naam in, zoals die in content/team.yaml staat.",
        )
    return person.name if person else given


def _close_edition(store: Store, campaign: Campaign) -> None:
    if campaign.state is CampaignState.CANCELLED:
        state = store.state(campaign.edition)
        if state in (EditionState.APPROVED, EditionState.SENDING):
            store.move(campaign.edition, EditionState.CANCELLED)
