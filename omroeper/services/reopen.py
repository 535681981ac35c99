"""Reopen: an approved edition goes back to the editor, as long as nothing of it went out."""

from datetime import datetime

from omroeper.domain.edition import Draft, EditionState
from omroeper.domain.review import AuditEntry
from omroeper.ports import Store
from omroeper.services.publish import take_back_posts
from omroeper.services.send import cancel_unstarted


def reopen(store: Store, draft: Draft, at: datetime, *, what: str, why: str) -> None:
    """Void the approval, cancel the campaign that waits, take back the posts, and log it.

    `what` names it in the log, `why` (Dutch) is for the editor. Raises ForbiddenTransition when its
    sending began just now; then nothing is changed.
    """
    edition = draft.edition.id
    store.move(edition, EditionState.RETURNED)
    store.void_approval(edition)
    cancel_unstarted(store, edition, at)
    take_back_posts(store, edition)
    states = EditionState.APPROVED.dutch, EditionState.RETURNED.dutch
    store.audit(AuditEntry(at, "omroeper", what, edition, why, draft.fingerprint, *states))
