"""What LinkedIn's own export tells of a page's posts."""

from collections.abc import Mapping
from dataclasses import dataclass

SOURCE = "LinkedIn-export"
"""The source of the snapshots that are read from it."""


@dataclass(frozen=True, slots=True)
class ExportedPost:
    """One row, `number` as the spreadsheet shows it; `totals` are lifetime totals by the API's names.

    `misfit` says why the figures could not be read.
    """

    number: int
    address: str
    title: str
    totals: Mapping[str, int]
    misfit: str = ""


@dataclass(frozen=True, slots=True)
class PostExport:
    posts: tuple[ExportedPost, ...]


@dataclass(frozen=True, slots=True)
class ExportRead:
    """How many posts were recognised, how many figures of them were new, and which rows were not
    used, with the reason."""

    known: int
    new: int
    unknown: tuple[str, ...]
