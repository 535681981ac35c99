"""What a person makes of a campaign while it runs: pause, resume, cancel, another pace."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from omroeper.domain.delivery import CAMPAIGN_STEPS, Campaign, CampaignState
from omroeper.domain.errors import InvalidValue


class Action(StrEnum):
    """The actions, in the words of the form."""

    PAUSE = "pauzeren"
    RESUME = "hervatten"
    CANCEL = "stoppen"
    THROTTLE = "ander tempo"

    @property
    def logged(self) -> str:
        """How the audit log names it."""
        return _LOGGED[self]


_LOGGED = {
    Action.PAUSE: "campaign paused",
    Action.RESUME: "campaign resumed",
    Action.CANCEL: "campaign cancelled",
    Action.THROTTLE: "campaign throttled",
}


@dataclass(frozen=True, slots=True)
class Order:
    """An action as somebody gave it. `per_hour` counts for another pace; 0 lifts an earlier one."""

    action: Action
    by: str
    note: str = ""
    per_hour: int = 0


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a campaign stopped by itself: so many of all that was judged went wrong."""

    what: str
    wrong: int
    judged: int
    percent: float

    @property
    def told(self) -> str:
        """One clause of Dutch."""
        share = f"{100 * self.wrong / self.judged:.1f}".replace(".", ",")
        bound = f"{self.percent:g}".replace(".", ",")
        return (
            f"{self.wrong} van {self.judged} {self.what}, dat is {share}% "
            f"en meer dan de grens van {bound}%"
        )


def steered(campaign: Campaign, order: Order, *, begun: bool, at: datetime) -> Campaign:
    """The campaign after this order; raises InvalidValue (Dutch) when it makes no sense now.

    A campaign that was not `begun` is planned again when it is resumed: the gate still has to let
    it out. Who resumes one takes on the refusals and complaints so far.
    """
    if order.action is Action.THROTTLE:
        return _throttled(campaign, order.per_hour)
    wanted = {
        Action.PAUSE: CampaignState.PAUSED,
        Action.RESUME: CampaignState.SENDING if begun else CampaignState.SCHEDULED,
        Action.CANCEL: CampaignState.CANCELLED,
    }[order.action]
    resumes = order.action is Action.RESUME and campaign.state is not CampaignState.PAUSED
    if resumes or wanted not in CAMPAIGN_STEPS[campaign.state]:
        raise InvalidValue(
            f"kan niet {order.action}: de verzending is {_is(campaign.state)}",
            thing=campaign.id,
            remedy="Kies iets anders, of een andere verzending.",
        )
    counted_from = at if order.action is Action.RESUME else campaign.counted_from
    return replace(campaign, state=wanted, counted_from=counted_from)


def told(campaign: Campaign) -> str:
    """State and pace in short Dutch, for the log and the form."""
    per_hour = f"{campaign.per_hour or 0:,}".replace(",", ".")
    pace = f", hoogstens {per_hour} per uur" if campaign.per_hour else ""
    return f"{campaign.state.dutch}{pace}"


def _throttled(campaign: Campaign, per_hour: int) -> Campaign:
    if campaign.state in (CampaignState.FINISHED, CampaignState.CANCELLED):
        raise InvalidValue(
            f"het tempo kan niet anders: de verzending is {_is(campaign.state)}",
            thing=campaign.id,
            remedy="Kies een andere verzending.",
        )
    if per_hour < 0 or (per_hour == 0 and campaign.per_hour is None):
        raise InvalidValue(
            "er is geen tempo ingevuld",
            thing=campaign.id,
            remedy="Vul in hoeveel mails er per uur weg mogen; 0 heft een eerder tempo op.",
        )
    return replace(campaign, per_hour=per_hour or None)


def _is(state: CampaignState) -> str:
    """‘is gepland’, ‘is al bezig’: the state after ‘is’."""
    return "bezig" if state is CampaignState.SENDING else state.dutch
