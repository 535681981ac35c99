"""Coverage: the ledger of what went out, read from the editions themselves."""

from collections.abc import Iterable

from omroeper.domain.coverage import CoverageLedger, Told, coverage_ledger, programmes_told
from omroeper.domain.edition import Edition, EditionState
from omroeper.domain.month import Month
from omroeper.domain.programme import Programmes
from omroeper.ports import ToldStore


def ledger_of(
    store: ToldStore, programmes: Programmes, year: int, draft: Edition | None = None
) -> CoverageLedger:
    """The year's ledger over what was approved or sent; a draft counts as its month's newsletter.

    What is planned after the draft's month is left out of it, so that silence counts up to there.
    """
    told = dict(told_before(store.told_editions(), draft.month if draft else None))
    if draft is not None:
        told[draft.month] = programmes_told(draft)
    return coverage_ledger(year, told, programmes)


def told_before(earlier: Iterable[tuple[Edition, EditionState]], month: Month | None) -> Told:
    """The programmes of what was approved or sent before a month; of all of it without one."""
    return {
        edition.month: programmes_told(edition)
        for edition, _ in earlier
        if month is None or edition.month < month
    }
