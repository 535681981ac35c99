"""Text as markdown for the Prefect UI: foreign text literally, changes, heat, and a mail as text."""

import re
from collections.abc import Sequence

from omroeper.domain.coverage import CoverageLedger, ProgrammeCoverage
from omroeper.domain.draft_change import Change, DraftChanges, Fate, Piece
from omroeper.rendering.coverage import HEADER, coverage_rows, heat
from omroeper.rendering.markdown import plain as plain

_HEAT = ("", "░", "▒", "█")
_LEGEND = "· geen bericht, ░ één, ▒ twee, █ drie of meer; leeg: geen nieuwsbrief in die maand."


def changes_markdown(changes: DraftChanges) -> str:
    """What a draft changes in the one before it; words that went are struck out, new ones bold."""
    if changes.since is None:
        return "Dit is het eerste concept: er is nog niets om mee te vergelijken."
    head = f"## Wat anders is dan in concept {changes.since}"
    if not changes.changes:
        return f"{head}\n\nNiets: beide concepten zijn gelijk."
    lines = [f"- {_change(change)}" for change in changes.changes]
    legend = "Doorgestreept is weg, vet is nieuw."
    return "\n\n".join((head, legend, "\n".join(lines)))


def _change(change: Change) -> str:
    told = f"**{plain(change.place)}**: {plain(change.told)}"
    return f"{told}: {' '.join(map(_piece, change.pieces))}" if change.pieces else told


def _piece(piece: Piece) -> str:
    text = plain(piece.text) or "¶"
    marks = {Fate.GONE: f"~~{text}~~", Fate.NEW: f"**{text}**"}
    return marks.get(piece.fate, text)


def coverage_markdown(ledger: CoverageLedger) -> str:
    """The ledger as a heat map; the months of newsletters that went out, and this draft's."""
    numbers = [month.number for month in ledger.months]
    shown = [0, *numbers, *range(13, len(HEADER))]
    cells = map(_warm, ledger.rows, coverage_rows(ledger))
    rows = [HEADER, ("---",) * len(HEADER), *cells]
    lines = ["| " + " | ".join(row[place] for place in shown) + " |" for row in rows]
    told = "Aantal berichten per maand, dit concept meegeteld. Stil: zoveel nieuwsbrieven geleden."
    return f"# Dekking {ledger.year}\n\n{told}\n\n{_LEGEND}\n\n" + "\n".join(lines)


def _warm(row: ProgrammeCoverage, cells: Sequence[str]) -> tuple[str, ...]:
    months = (
        f"{_HEAT[heat(count)]} {cell}".strip()
        for count, cell in zip(row.counts, cells[1:13], strict=True)
    )
    return (plain(cells[0]), *months, *cells[13:])


def text_markdown(text: str) -> str:
    """A mail's text part as it is, in a fence that no line of it can close."""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{text.strip()}\n{fence}"
