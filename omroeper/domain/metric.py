"""Metric snapshots: one reading of one metric, append-only.

What is measured, by source; a subject is an id of ours, or one of the kinds named here:

- `ledger` of a campaign: what became of its copies; `skipped because:…` by reason.
- `bounces` of a campaign: `bounced`, `soft`, `hard`, `complaints`.
- `list` of a campaign: `unsubscribed`, `unsubscribed because:…`. Of `list`, by day: what came, went, and
  how many there are (see domain/growth.py); of `newsletter:…` and `segment:…`: `size`.
- `links` of an edition: `clicks`, by day too; `clicks link:…`, `story:…`, `programme:…`, `domain:…`,
  `section:…`, `theme:…`; and what was kept out of the count, `left out:…` by rule.
- a channel's name, of a post or of `page`: what it gives. Totals of a post are for its whole life.
- a web analytics provider's name, of `web:…` (see domain/web_visits.py), by day.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

TOTAL = "total"
"""The period of what is counted from the beginning on."""
_LONGEST = 255
"""Characters that a subject or metric may have in the database."""


@dataclass(frozen=True, slots=True)
class MetricSnapshot:
    """One reading. `subject` is what was measured; `period` is a day (ISO 8601) or `total`.

    `retrieved` is aware. Cumulative metrics are stored as read: differences are made in the report.
    `note` is what the provider said of it: sampled, thresholded, not final.
    """

    source: str
    subject: str
    metric: str
    period: str
    value: Decimal
    retrieved: datetime
    note: str = ""

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What it is a reading of: readings with the same key follow each other up."""
        return self.source, self.subject, self.metric, self.period

    def changes(self, before: "MetricSnapshot | None") -> bool:
        """Whether it says something else than the reading before it."""
        return before is None or (before.value, before.note) != (self.value, self.note)


def newest(readings: Iterable[MetricSnapshot]) -> tuple[MetricSnapshot, ...]:
    """The newest reading of each key; of two of one moment the later one in the order given."""
    found: dict[tuple[str, str, str, str], MetricSnapshot] = {}
    for reading in readings:
        known = found.get(reading.key)
        if known is None or known.retrieved <= reading.retrieved:
            found[reading.key] = reading
    return tuple(found.values())


def total(source: str, subject: str, metric: str, value: int, at: datetime) -> MetricSnapshot:
    """A reading of what was counted from the beginning on."""
    return MetricSnapshot(source, bounded(subject), bounded(metric), TOTAL, Decimal(value), at)


def bounded(name: str) -> str:
    """The name, or when it is too long its beginning with a hash of all of it."""
    if len(name) <= _LONGEST:
        return name
    mark = hashlib.sha256(name.encode()).hexdigest()[:12]
    return f"{name[: _LONGEST - 13]}~{mark}"
