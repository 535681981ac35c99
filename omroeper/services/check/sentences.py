"""Sentences: short enough to be read once."""

import re
from collections.abc import Iterator

from omroeper.domain.finding import Finding
from omroeper.domain.finding_kinds import found
from omroeper.services.check.seen import Seen

SENTENCE_WORDS = 30


def check_sentences(seen: Seen) -> Iterator[Finding]:
    texts = [("Inleiding", seen.edition.introduction)]
    texts += [(entry.item.title, entry.item.text) for entry in seen.edition.entries]
    for place, text in texts:
        for sentence in re.split(r"(?<=[.!?])\s+", text):
            words = len(sentence.split())
            if words > SENTENCE_WORDS:
                reason = f"Een zin telt {words} woorden: ‘{sentence[:60]}…’"
                yield found("lange-zin", place, reason, "Knip de zin in tweeën.")
