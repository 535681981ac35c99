"""Compare: a stored draft with the version before it, for the editor."""

from collections.abc import Sequence
from datetime import tzinfo

from omroeper.domain.draft_change import Checked, DraftChanges, Wording, changes_since
from omroeper.domain.edition import Draft
from omroeper.domain.finding import Finding
from omroeper.ports import EditionStore
from omroeper.rendering import dutch


def compare_draft(
    store: EditionStore, draft: Draft, findings: Sequence[Finding], zone: tzinfo
) -> DraftChanges:
    """What a draft changes in the version before it; nothing for the first."""
    edition, version = draft.edition.id, draft.edition.version - 1
    wording = Wording(dutch.value_text, lambda at: dutch.moment_text(at, zone))
    previous = store.draft(edition, version) if version else None
    before = Checked(previous, store.findings(edition, version)) if previous else None
    return changes_since(before, Checked(draft, tuple(findings)), wording)
