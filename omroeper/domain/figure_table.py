"""Where in an open table a figure stands, and what its cells, periods and units mean."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from omroeper.domain.errors import InvalidValue
from omroeper.domain.figure import FigureSourceKind, FigureStatus, Missing, UpdateReason


@dataclass(frozen=True, slots=True)
class FigureTable:
    """One figure's place in an open table, as the operator declared it.

    `measure` is the measure's code or the column; `where` fixes every other dimension. `unit` is
    what the source must say it counts in, `scale` what a cell is multiplied with. `masked` are the
    cells that hide a small number; of all periods the last `periods` are read.
    """

    id: str
    kind: FigureSourceKind
    figure: str
    source: str
    address: str
    measure: str
    unit: str
    period: str = "Perioden"
    scale: int = 1
    where: Mapping[str, str] = field(default_factory=dict)
    resource: str = ""
    edition: str = ""
    published: date | None = None
    masked: tuple[str, ...] = ()
    decimal: str = "."
    periods: int = 8


@dataclass(frozen=True, slots=True)
class TableCell:
    """One cell as read; `snapshot` is the SHA-256 of the bytes and `retrieved` their moment."""

    period: str
    value: Decimal | None
    missing: Missing | None
    snapshot: str
    retrieved: datetime
    locator: str
    status: FigureStatus = FigureStatus.FINAL


@dataclass(frozen=True, slots=True)
class TableReading:
    """The cells of one measure, and what the source says about its table (unit as it stands there)."""

    cells: tuple[TableCell, ...]
    unit: str
    edition: str
    published: date
    modified: datetime | None = None
    update: UpdateReason = UpdateReason.REGULAR


_PERIODS = (
    (r"(\d{4})(?:JJ00)?", "{0}"),
    (r"(\d{4})KW0([1-4])", "{0}-K{1}"),
    (r"(\d{4})MM(0[1-9]|1[0-2])", "{0}-{1}"),
    (r"(\d{4}-K[1-4]|\d{4}-(?:0[1-9]|1[0-2]))", "{0}"),
)


def period_of(code: str) -> str:
    """A period's code (CBS: 2023JJ00, 2024KW02, 2023MM05, 2022SJ00; DUO: 2022-2023) as ours."""
    text = code.strip()
    for pattern, form in _PERIODS:
        if match := re.fullmatch(pattern, text):
            return form.format(*match.groups())
    if match := re.fullmatch(r"(\d{4})SJ00|(\d{4})[-/](?:\d{4}|\d{2})", text):
        year = int(match[1] or match[2])
        return f"{year}/{(year + 1) % 100:02d}"
    raise InvalidValue("this is no period", thing=f"‘{text}’", remedy="Look at its column.")


def cell_value(
    raw: str | int | Decimal | None, *, masked: Collection[str] = (), decimal: str = "."
) -> tuple[Decimal | None, Missing | None]:
    """A cell's number, or why there is none: never a zero. Raises InvalidValue for other text."""
    if raw is None:
        return None, Missing.ABSENT
    text = str(raw).strip()
    if not text:
        return None, Missing.IMPOSSIBLE
    if text in (".", "x", "-"):
        return None, Missing.UNKNOWN
    if text in masked or text.startswith("<"):
        return None, Missing.MASKED
    return (raw if isinstance(raw, Decimal) else _number(text, decimal)), None


def _number(text: str, decimal: str) -> Decimal:
    """Strict: with a decimal comma `12.5` is a mistake, not 125."""
    form = r"-?(\d+|\d{1,3}(\.\d{3})+)(,\d+)?" if decimal == "," else r"-?\d+(\.\d+)?"
    if not re.fullmatch(form, text, re.ASCII):
        raise InvalidValue(
            "this is no number", thing=f"‘{text[:40]}’", remedy="Look at its column."
        )
    return Decimal(text.replace(".", "").replace(",", ".") if decimal == "," else text)


def scale_of(unit: str) -> int:
    """What a unit says its numbers stand for: `x 1 000` is 1000, `mln euro` a million."""
    text = re.sub(r"\s+", " ", unit.strip().casefold())
    if match := re.match(r"(?:x )?(1(?:[ .]?000)+)\b", text):
        return int(re.sub(r"\D", "", match[1]))
    return 1_000_000 if re.match(r"(?:x )?(?:mln|miljoen)\b", text) else 1


_STATUSES = {
    "definitief": FigureStatus.FINAL,
    "voorlopig": FigureStatus.PROVISIONAL,
    "*": FigureStatus.PROVISIONAL,
    "naderVoorlopig".casefold(): FigureStatus.FURTHER_PROVISIONAL,
    "nader voorlopig": FigureStatus.FURTHER_PROVISIONAL,
    "**": FigureStatus.FURTHER_PROVISIONAL,
}


def status_of(text: str) -> FigureStatus:
    """A period's status; one that nobody knows counts as provisional, as the careful choice."""
    return _STATUSES.get(text.strip().casefold(), FigureStatus.PROVISIONAL)


def update_of(reason: str) -> UpdateReason:
    """Why a table was published anew, from CBS's own words (ReasonDelivery)."""
    text = reason.casefold()
    if "correct" in text:
        return UpdateReason.CORRECTION
    return UpdateReason.REVISION if "revisie" in text else UpdateReason.REGULAR
