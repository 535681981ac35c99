"""The list in numbers."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ListCounts:
    """Subscribers by status, confirmed readers by newsletter, and suppressed addresses by reason."""

    statuses: dict[str, int]
    newsletters: dict[str, int]
    suppressed: dict[str, int]
