"""Told: which editions readers got before another one."""

from collections.abc import Iterable
from datetime import datetime

from omroeper.domain.edition import Edition, EditionState
from omroeper.domain.issue import Issue


def editions_before(
    told: Iterable[tuple[Edition, EditionState]], issue: Issue, send_at: datetime
) -> list[Edition]:
    """Those that readers got before an edition of a newsletter, the last one first."""
    before = [edition for edition, _ in told if edition.comes_before(issue, send_at)]
    return sorted(before, key=lambda edition: (edition.month, edition.send_at), reverse=True)
