"""Which newsletter of a month is meant: the month's own, or a special edition beside it."""

import re
from dataclasses import dataclass
from typing import Self

from omroeper.domain.month import Month

_SHAPE = re.compile(r"(\d{4}-\d{2})(?:-([a-z][a-z0-9]*(?:-[a-z0-9]+)*))?", re.ASCII)
_LONGEST = 40


@dataclass(frozen=True, slots=True, order=True)
class Issue:
    """A month's own newsletter, written `2024-10`, or with a `slug` a special one: `2024-10-conferentie`."""

    month: Month
    slug: str = ""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `YYYY-MM` or `YYYY-MM-slug`; raise InvalidValue for anything else."""
        match = _SHAPE.fullmatch(text.strip())
        if match is None or len(match[2] or "") > _LONGEST:
            return cls(Month.parse(text))  # which says what is wrong
        return cls(Month.parse(match[1]), match[2] or "")

    def __str__(self) -> str:
        return f"{self.month}-{self.slug}" if self.slug else str(self.month)
