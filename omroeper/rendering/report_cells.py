"""The cells of a report's tables as Dutch readers see them."""

from decimal import Decimal

from omroeper.domain.report_table import Cell, Hidden
from omroeper.rendering import dutch

UNKNOWN = "–"


def cell_text(cell: Cell) -> str:
    """A number in Dutch notation, `< 5` for a small count, a dash for what is not known."""
    if cell is None:
        return UNKNOWN
    if isinstance(cell, Hidden):
        return cell.value
    if isinstance(cell, str):
        return cell
    return dutch.number_text(Decimal(cell), "")


def is_number(cell: Cell) -> bool:
    """Whether it stands to the right, as numbers do."""
    return not isinstance(cell, str)
