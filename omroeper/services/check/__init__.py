"""Check: what a machine can see before a reader does. Blocking findings cannot be overruled.

All checks look at what would really go out: the html, the text part and the archive page. What each
finding means stands in domain/finding_kinds.py.
"""

from collections.abc import Callable, Iterable, Iterator

from omroeper.domain.edition import Edition, RenderedEdition
from omroeper.domain.finding import Finding, Level
from omroeper.services.check.access import check_access
from omroeper.services.check.campaign import check_campaign
from omroeper.services.check.content import check_content
from omroeper.services.check.contrast import check_contrast
from omroeper.services.check.figures import check_figures
from omroeper.services.check.finished import check_finished
from omroeper.services.check.language import check_language
from omroeper.services.check.links import check_links
from omroeper.services.check.privacy import check_leaving, check_privacy
from omroeper.services.check.seen import Circumstances, Seen
from omroeper.services.check.size import GMAIL_CLIP, check_size
from omroeper.services.check.subject import check_subject

__all__ = ["GMAIL_CLIP", "Circumstances", "Seen", "check_draft", "check_seen", "ordered"]

Check = Callable[[Seen], Iterator[Finding]]
_CHECKS: tuple[Check, ...] = (
    check_content, check_subject, check_figures, check_leaving, check_privacy, check_links,
    check_campaign, check_access, check_contrast, check_finished, check_size, check_language,
)  # fmt: skip


def check_draft(
    edition: Edition, rendered: RenderedEdition, around: Circumstances | None = None
) -> tuple[Finding, ...]:
    """All findings on what would really go out, blocking ones first."""
    return ordered(check_seen(Seen(edition, rendered, around or Circumstances())))


def check_seen(seen: Seen) -> Iterator[Finding]:
    """The same, in the order of the checks."""
    for check in _CHECKS:
        yield from check(seen)


def ordered(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Each finding once, blocking ones first."""
    return tuple(sorted(dict.fromkeys(found), key=lambda one: one.level is not Level.BLOCKING))
