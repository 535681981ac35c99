"""What a social page's own statistics say."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PageFigure:
    """One number of a page. `period` is a day (ISO 8601, UTC); empty for how it stands now."""

    metric: str
    period: str
    value: int
