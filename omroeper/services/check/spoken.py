"""Spoken: a screen reader says the whole mail in one language (WCAG 2.1, 3.1.2)."""

import re
from collections.abc import Iterator

from omroeper.domain.finding import Finding
from omroeper.domain.finding_kinds import found
from omroeper.services.check.seen import Seen

_ENGLISH = frozenset(
    "the and to for with are were that this by from has have will our their which you your".split()
)
_DUTCH = frozenset("de het een en van voor met zijn dat deze door naar heeft die op u uw".split())
_FEWEST_WORDS = 6
_FEWEST_ENGLISH = 3


def check_spoken(seen: Seen) -> Iterator[Finding]:
    if not seen.mail.language.startswith("nl"):
        return
    texts = [("Inleiding", seen.edition.introduction)]
    texts += [(entry.item.title, entry.item.text) for entry in seen.edition.entries]
    for place, text in texts:
        for sentence in re.split(r"(?<=[.!?])\s+", text):
            if is_english(sentence):
                reason = f"Deze zin is Engels; een schermlezer spreekt Nederlands: “{sentence}”"
                yield found("taal-deel", place, reason, "Vertaal hem, of laat hem weg.")


def is_english(sentence: str) -> bool:
    """Whether the small words of a sentence are English; names of one or two words never are."""
    words = re.findall(r"[a-z]+", sentence.casefold())
    english = sum(word in _ENGLISH for word in words)
    dutch = sum(word in _DUTCH for word in words)
    return len(words) >= _FEWEST_WORDS and english >= _FEWEST_ENGLISH and english > dutch
