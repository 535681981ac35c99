"""Coverage: the ledger of what went out, read from the editions themselves."""

from collections.abc import Iterable

from omroeper.domain.coverage import CoverageLedger, Told, coverage_ledger, programmes_told
from omroeper.domain.edition import Edition
from omroeper.domain.month import Month
from omroeper.domain.newsletter import Newsroom
from omroeper.ports import ToldStore
from omroeper.services.told import editions_before


def ledger_of(
    store: ToldStore, newsroom: Newsroom, year: int, draft: Edition | None = None
) -> CoverageLedger:
    """A newsletter's ledger of a year, over what was approved or sent; a draft counts in its month.

    A special edition counts with its month's own. What is sent after the draft is left out of it, so
    that silence counts up to there.
    """
    told = store.told_editions(newsroom.newsletter.id)
    counted = [edition for edition, _ in told]
    if draft is not None:
        counted = [*editions_before(told, draft.issue, draft.send_at), draft]
    return coverage_ledger(year, told_by_month(counted), newsroom.covered)


def told_by_month(editions: Iterable[Edition]) -> Told:
    """The programmes of these editions; those of one month together."""
    told: dict[Month, tuple[str, ...]] = {}
    for one in editions:
        told[one.month] = (*told.get(one.month, ()), *programmes_told(one))
    return told
