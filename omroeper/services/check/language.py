"""Language: plain Dutch, and the consent of who is quoted."""

from collections.abc import Iterator

from omroeper.domain.finding import Finding
from omroeper.domain.language.consent import consent_findings
from omroeper.domain.language.findings import language_findings
from omroeper.services.check.seen import Seen


def check_language(seen: Seen) -> Iterator[Finding]:
    """Its Dutch is judged when there are words to judge it by, and when the mail is in Dutch."""
    words = seen.around.words
    yield from consent_findings(seen.edition, words.programmes if words else ())
    if words is not None and seen.mail.language.startswith("nl"):
        yield from language_findings(seen.edition, seen.rendered, words)
