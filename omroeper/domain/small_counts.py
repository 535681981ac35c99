"""Small counts are not told: one reader's click is nobody's business (promise 6)."""

from collections.abc import Mapping

FEWEST = 5


def told(count: int, fewest: int = FEWEST) -> int | None:
    """The count as a report may tell it; None for fewer than `fewest`, but nought is told."""
    return None if 0 < count < fewest else count


def told_apart(counts: Mapping[str, int], fewest: int = FEWEST) -> dict[str, int | None]:
    """The parts of a total that is told itself: None for what is hidden.

    One hidden part would follow from the total and the others, so that the smallest other one is hidden
    with it, unless what is hidden is together as much as may be told.
    """
    shown = {name: told(count, fewest) for name, count in counts.items()}
    hidden = sum(count for name, count in counts.items() if shown[name] is None)
    others = sorted(
        (count, index) for index, count in enumerate(counts.values()) if count >= fewest
    )
    if 0 < hidden < fewest and others:
        shown[list(counts)[others[0][1]]] = None
    return shown
