"""The month an edition belongs to."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Self

from omroeper.domain.errors import InvalidValue

_SHAPE = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
_YEARS = range(1900, 3000)  # outside it, the window of an edition leaves the calendar


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month, written `YYYY-MM`."""

    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `YYYY-MM`; raise InvalidValue for anything else."""
        match = _SHAPE.fullmatch(text.strip())
        if match is None or not 1 <= int(match[2]) <= 12 or int(match[1]) not in _YEARS:
            raise InvalidValue(
                f"'{text}' is not a month",
                thing="month",
                remedy="Write year and month as YYYY-MM, for example 2024-10.",
            )
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def of(cls, day: date) -> Self:
        return cls(day.year, day.month)

    @property
    def first_day(self) -> date:
        return date(self.year, self.number, 1)

    def plus(self, months: int) -> Self:
        """The month `months` later (or earlier, when negative)."""
        index = self.year * 12 + self.number - 1 + months
        return type(self)(index // 12, index % 12 + 1)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"
