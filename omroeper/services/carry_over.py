"""Carry over: what editors changed in an approved draft stays when it comes back to them.

It comes back when the gate holds it back, when a figure was revised, or when it was altered. Whoever
wants to begin anew rejects it.
"""

from omroeper.domain.edition import Draft, Edits
from omroeper.domain.review import DECIDED, Decision
from omroeper.ports import EditionStore

_BEGINS_OR_ENDS = (DECIDED[Decision.APPROVE], DECIDED[Decision.REJECT])


def kept_edits(store: EditionStore, previous: Draft) -> Edits:
    """What the next draft takes over from the one before it; nothing when none was approved."""
    log = store.audit_log(previous.edition.id)
    decided = [entry.what for entry in log if entry.what in _BEGINS_OR_ENDS]
    came_back = decided[-1:] == [DECIDED[Decision.APPROVE]]
    return previous.edits if came_back else Edits()
