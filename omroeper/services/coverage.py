"""Coverage: the ledger of what went out, read from the editions themselves."""

from omroeper.domain.coverage import CoverageLedger, coverage_ledger, programmes_told
from omroeper.domain.edition import Edition, EditionState
from omroeper.domain.month import Month
from omroeper.domain.newsletter import Newsroom
from omroeper.ports import EditionStore
from omroeper.services.rectify import told_draft

_COUNTED = (EditionState.APPROVED, EditionState.SENDING, EditionState.SENT)


def ledger_of(
    store: EditionStore, newsroom: Newsroom, year: int, draft: Edition | None = None
) -> CoverageLedger:
    """A newsletter's ledger of a year, over what was approved or sent; a draft counts as its month's.

    What is planned after the draft's month is left out of it, so that silence counts up to there.
    """
    told: dict[Month, tuple[str, ...]] = {}
    for edition, state in store.editions(newsroom.newsletter.id):
        found = told_draft(store, edition) if state in _COUNTED else None
        if found is not None and (draft is None or found.edition.month < draft.month):
            told[found.edition.month] = programmes_told(found.edition)
    if draft is not None:
        told[draft.month] = programmes_told(draft)
    return coverage_ledger(year, told, newsroom.covered)
