"""How a campaign stands, in the words of staff."""

from collections.abc import Mapping
from datetime import timedelta, tzinfo
from decimal import Decimal

from omroeper.domain.delivery import CampaignState, DeliveryState
from omroeper.domain.letter import Letter
from omroeper.domain.pace import BURST
from omroeper.domain.progress import WINDOW, Progress
from omroeper.domain.steering import Trouble, told
from omroeper.rendering.dutch import moment_text, number_text

SHOWN_REPLIES = 3
"""How many of the servers' most frequent refusals a notice holds."""


def campaign_line(progress: Progress, name: str, zone: tzinfo) -> str:
    """One line: state, how far, how fast, and how long still with what that rests on."""
    tally = progress.tally
    parts = [
        f"{name}: {told(progress.campaign)}",
        f"{_number(tally.settled)} van {_number(tally.frozen)} afgehandeld "
        f"({_number(tally.accepted)} aangenomen, {_number(tally.refused)} geweigerd, "
        f"{_number(tally.uncertain)} onzeker, {_number(tally.skipped)} overgeslagen)",
        _speed(progress),
        _left(progress),
        _waits(progress, zone),
    ]
    return ". ".join(part for part in parts if part) + "."


def stopped_notice(
    subject: str,
    campaign: str,
    trouble: Trouble,
    replies: Mapping[tuple[DeliveryState, str], int],
) -> Letter:
    """The mail to operator and editor about a campaign that stopped by itself."""
    refused = {reply: n for (state, reply), n in replies.items() if state is DeliveryState.REFUSED}
    often = sorted(refused.items(), key=lambda one: (-one[1], one[0]))[:SHOWN_REPLIES]
    parts = [
        "Dag,",
        f"De verzending van ‘{subject}’ ({campaign}) is vanzelf gepauzeerd: {trouble.told}. "
        "Er gaat niets meer uit tot iemand besluit.",
        "Wat de mailservers het vaakst antwoordden:\n"
        + "\n".join(f"- {_number(count)} keer: {reply}" for reply, count in often)
        if often
        else "",
        "Wat u kunt doen:\n"
        "- Kijk waar het aan ligt: de lijst (oude adressen), de inhoud of de afzender.\n"
        "- Is het in orde? Start in Prefect ‘campaign/verzending’ en kies hervatten.\n"
        "- Is het niet in orde? Kies stoppen. Wie de mail nog niet had, krijgt hem dan niet meer.",
    ]
    title = f"Gepauzeerd: de verzending van ‘{subject}’"
    return Letter(title, "\n\n".join(part for part in parts if part) + "\n")


def duration_text(span: timedelta) -> str:
    """`nog geen minuut`, `12 minuten`, `3 uur en 5 minuten`."""
    minutes = round(span / timedelta(minutes=1))
    hours, rest = divmod(minutes, 60)
    told_minutes = f"{rest} {'minuut' if rest == 1 else 'minuten'}"
    if not minutes:
        return "nog geen minuut"
    if not hours:
        return told_minutes
    return f"{_number(hours)} uur en {told_minutes}" if rest else f"{_number(hours)} uur"


def _speed(progress: Progress) -> str:
    if progress.campaign.state is not CampaignState.SENDING or not progress.per_hour:
        return ""
    a_minute = _number(round(progress.per_minute)) if progress.per_minute >= 1 else "minder dan 1"
    return f"Nu {a_minute} per minuut, {_number(round(progress.per_hour))} per uur"


def _left(progress: Progress) -> str:
    if progress.time_left is None:
        return ""
    window = round(WINDOW / timedelta(minutes=1))
    basis = {
        "speed": f"gerekend met de snelheid van de laatste {window} minuten",
        "limit": f"gerekend met hoogstens {_number(progress.limit or 0)} per uur",
    }[progress.basis]
    return f"Nog {_number(progress.left)} te gaan, {duration_text(progress.time_left)} ({basis})"


def _waits(progress: Progress, zone: tzinfo) -> str:
    """When it goes on; a pause of the pace itself is not worth telling."""
    if progress.next_at is None or progress.next_at - progress.at <= BURST:
        return ""
    return f"De volgende gaan {moment_text(progress.next_at, zone)}"


def _number(value: int) -> str:
    return number_text(Decimal(value), "")
