"""Figures: each one traced and comparable."""

from collections.abc import Iterator

from omroeper.domain.figure_check import check_figure
from omroeper.domain.finding import Finding
from omroeper.services.check.seen import Seen


def check_figures(seen: Seen) -> Iterator[Finding]:
    for entry in seen.edition.figures:
        yield from check_figure(entry.fact)
