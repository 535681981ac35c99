"""Metric snapshots: one reading of one metric, append-only."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class MetricSnapshot:
    """One reading. `subject` is what was measured (a campaign, a link, a post); `period` may be empty.

    `retrieved` is aware. Cumulative metrics are stored as read: differences are made in the report.
    """

    source: str
    subject: str
    metric: str
    period: str
    value: Decimal
    retrieved: datetime
    note: str = ""
