"""The growth of the list, by day: who asked, confirmed, left or was taken off, and how many there are."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo

from omroeper.domain.audience import SuppressionReason

SIGNED_UP, CONFIRMED, LEFT, ERASED = "signed up", "confirmed", "left", "erased"
SUPPRESSED, SIZE = "suppressed", "size"
_TAKEN_OFF = frozenset(SuppressionReason) - {
    SuppressionReason.UNSUBSCRIBED,
    SuppressionReason.ERASED,
}


@dataclass(frozen=True, slots=True)
class ListEvents:
    """What happened to the list in some time: requests, events by kind, and leavings by reason."""

    requests: int = 0
    kinds: Mapping[str, int] = field(default_factory=dict)
    reasons: Mapping[str, int] = field(default_factory=dict)

    @property
    def metrics(self) -> dict[str, int]:
        """The day's numbers. A leaving is of one newsletter or of all; who lets a form go unconfirmed
        is in `signed up` alone."""
        off = {reason.value: self.kinds.get(reason.value, 0) for reason in sorted(_TAKEN_OFF)}
        return {
            SIGNED_UP: self.requests,
            CONFIRMED: self.kinds.get("subscribed", 0),
            LEFT: self.kinds.get("unsubscribed", 0),
            ERASED: self.kinds.get("erased", 0),
            SUPPRESSED: sum(off.values()),
            **because(LEFT, self.reasons),
            **because(SUPPRESSED, {reason: count for reason, count in off.items() if count}),
        }


def because(metric: str, counts: Mapping[str, int]) -> dict[str, int]:
    """A metric's parts by reason; who gave none is under `not_said`."""
    return {f"{metric} because:{reason or 'not_said'}": count for reason, count in counts.items()}


def day_bounds(day: date, zone: tzinfo) -> tuple[datetime, datetime]:
    """A day of the organisation's clock, from its first moment to that of the next."""
    first = datetime.combine(day, time(), zone)
    return first, datetime.combine(day + timedelta(days=1), time(), zone)
