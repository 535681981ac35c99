"""What stops a fetched figure before it is proposed, and what a person should look at first."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from omroeper.domain.figure import FigureDefinition, FigureObservation, period_end
from omroeper.domain.figure_table import FigureTable, scale_of
from omroeper.domain.finding import Level


@dataclass(frozen=True, slots=True)
class FigureProblem:
    """One problem of a figure; `reason` and `remedy` are English, for the operator."""

    level: Level
    code: str
    reason: str
    remedy: str


def check_unit(
    table: FigureTable, said: str, definition: FigureDefinition
) -> tuple[FigureProblem, ...]:
    """The source counts in what was declared, and the scale is what that unit says."""
    if " ".join(said.split()) != " ".join(table.unit.split()):
        reason = f"the source now counts in ‘{said.strip()}’, not in ‘{table.unit}’"
        return (_stop("unit", reason, "Look at the source; mend unit and scale if it is right."),)
    if scale_of(said) != 1 and scale_of(said) != table.scale:
        reason = f"‘{said.strip()}’ stands for {scale_of(said)}, the scale is {table.scale}"
        return (_stop("scale", reason, f"Write ‘scale: {scale_of(said)}’."),)
    percent = {said.strip() == "%", definition.unit == "%"}
    if len(percent) > 1:
        reason = f"the source counts in ‘{said.strip()}’, the registry in ‘{definition.unit}’"
        return (_stop("unit", reason, "A figure never changes its unit: define another."),)
    return ()


def check_value(definition: FigureDefinition, seen: FigureObservation) -> tuple[FigureProblem, ...]:
    """Bounds, nothing that poses as a number or a zero, and no period after its edition."""
    found = []
    if (seen.value is None) == (seen.missing is None):
        reason = f"{seen.period} has {seen.value} and is missing: {seen.missing}"
        found.append(_stop("null", reason, "A missing value is no number, and never zero."))
    if seen.value is not None and not _within(definition, seen.value):
        reason = f"{seen.value} for {seen.period} is out of bounds"
        bounds = f"from {definition.least} to {definition.most}"
        found.append(_stop("bounds", reason, f"The registry allows {bounds}."))
    end = period_end(seen.period)
    if end is not None and end > seen.published and not seen.explained:
        reason = f"{seen.period} ends after {seen.published}, when its edition was published"
        found.append(_stop("period", reason, "Look at the period and at the edition."))
    return tuple(found)


def check_jump(
    definition: FigureDefinition, before: FigureObservation | None, seen: FigureObservation
) -> tuple[FigureProblem, ...]:
    """A warning where a value moved more than the registry's `jump`, in percent."""
    if before is None or not before.value or seen.value is None:
        return ()
    moved = abs(seen.value - before.value) / abs(before.value) * 100
    if moved <= definition.jump:
        return ()
    reason = f"it went from {before.value} ({before.period}) to {seen.value} ({seen.period})"
    return (FigureProblem(Level.WARNING, "jump", reason, "Look at it before you approve it."),)


def check_stale(
    definition: FigureDefinition, seen: FigureObservation, today: date
) -> tuple[FigureProblem, ...]:
    """A warning where the newest period ended longer ago than the registry's `fresh_months`."""
    end = period_end(seen.period)
    if end is None:
        return ()
    months = (today.year - end.year) * 12 + today.month - end.month
    if months <= definition.fresh_months:
        return ()
    reason = f"its newest period, {seen.period}, ended {months} months ago"
    return (FigureProblem(Level.WARNING, "stale", reason, "Look for a newer table."),)


def _within(definition: FigureDefinition, value: Decimal) -> bool:
    least, most = definition.least, definition.most
    return (least is None or value >= least) and (most is None or value <= most)


def _stop(code: str, reason: str, remedy: str) -> FigureProblem:
    return FigureProblem(Level.BLOCKING, code, reason, remedy)
