"""Sentences: short enough to be read once."""

import re
from collections.abc import Iterator

from omroeper.domain.finding import Finding
from omroeper.services.check.seen import Seen, warn

SENTENCE_WORDS = 30


def check_sentences(seen: Seen) -> Iterator[Finding]:
    texts = [("Inleiding", seen.edition.introduction)]
    texts += [(entry.item.title, entry.item.text) for entry in seen.edition.entries]
    for place, text in texts:
        for sentence in re.split(r"(?<=[.!?])\s+", text):
            words = len(sentence.split())
            if words > SENTENCE_WORDS:
                yield warn(
                    "lange-zin",
                    place,
                    f"Een zin telt {words} woorden: ‘{sentence[:60]}…’",
                    "Knip de zin in tweeën.",
                )
