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
    """A newsletter's ledger of a year, over what was approved or sent; a draft counts in its month.

    A special edition counts with its month's own. What is sent after the draft is left out of it, so
    that silence counts up to there.
    """
    told: dict[Month, tuple[str, ...]] = {}
    found = store.editions(newsroom.newsletter.id)
    drafts = [told_draft(store, edition) for edition, state in found if state in _COUNTED]
    counted = [one.edition for one in drafts if one is not None]
    if draft is not None:
        counted = [one for one in counted if one.comes_before(draft.issue, draft.send_at)]
        counted.append(draft)
    for one in counted:
        told[one.month] = (*told.get(one.month, ()), *programmes_told(one))
    return coverage_ledger(year, told, newsroom.covered)
