"""Check: what a machine can see before a reader does. Blocking findings cannot be overruled."""

from collections.abc import Callable, Iterator

from omroeper.domain.edition import Edition, RenderedEdition
from omroeper.domain.finding import Finding, Level
from omroeper.domain.inspection import inspect_html
from omroeper.services.check.access import check_access
from omroeper.services.check.content import check_content
from omroeper.services.check.figures import check_figures
from omroeper.services.check.finished import GMAIL_CLIP, check_finished
from omroeper.services.check.links import check_links
from omroeper.services.check.privacy import check_leaving, check_privacy
from omroeper.services.check.seen import Seen
from omroeper.services.check.sentences import check_sentences
from omroeper.services.check.subject import check_subject

__all__ = ["GMAIL_CLIP", "check_draft"]

Check = Callable[[Seen], Iterator[Finding]]
_CHECKS: tuple[Check, ...] = (
    check_content, check_subject, check_figures, check_leaving, check_privacy, check_links,
    check_access, check_finished, check_sentences,
)  # fmt: skip


def check_draft(edition: Edition, rendered: RenderedEdition) -> tuple[Finding, ...]:
    """All findings on what would really go out, blocking ones first."""
    seen = Seen(edition, rendered, inspect_html(rendered.html))
    found = [finding for check in _CHECKS for finding in check(seen)]
    return tuple(sorted(found, key=lambda finding: finding.level is not Level.BLOCKING))
