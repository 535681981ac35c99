"""Figures: each one traced and comparable, and no number in a text that is not a figure of the edition."""

import re
from collections.abc import Iterator

from omroeper.domain.figure_check import check_figure
from omroeper.domain.finding import Finding
from omroeper.domain.finding_kinds import found
from omroeper.rendering.dutch import value_text
from omroeper.services.check.seen import Seen

_NUMBER = re.compile(
    r"(?<![\w.,])(\d+(?:[.,]\d+)*)\s?(%|procentpunt\w*|procent|‰"
    r"|(?:miljoen|miljard)(?:\s+euro)?|vacatures|leerlingen|studenten|werkenden|banen)(?!\w)"
)
_SOURCED = re.compile(
    r"\b(?:volgens|bron|blijkt uit|onderzoek|monitor|rapport\w*)\b", re.IGNORECASE
)
_COUNTS = frozenset({"vacatures", "leerlingen", "studenten", "werkenden", "banen"})
_SMALL = 100
"""A count below this is of one school or day; a statistic is larger, or a share."""


def check_figures(seen: Seen) -> Iterator[Finding]:
    for entry in seen.edition.figures:
        yield from check_figure(entry.fact)
    yield from _loose_numbers(seen)


def _loose_numbers(seen: Seen) -> Iterator[Finding]:
    known = _known(seen)
    texts = [("Inleiding", seen.edition.introduction)]
    texts += [(entry.item.title, entry.item.text) for entry in seen.edition.entries]
    for place, text in texts:
        for number, unit, sentence in numbers_in(text):
            if number not in known:
                reason = f"‘{number} {unit}’ is geen cijfer van deze editie: “{sentence}”"
                remedy = "Ga na of het klopt, en noem in de tekst de bron."
                yield found("cijfer-zonder-bron", place, reason, remedy)


def numbers_in(text: str) -> Iterator[tuple[str, str, str]]:
    """Each share, amount or large count in a text, with its unit and the sentence it stands in.

    A sentence that names where it has it from is left out.
    """
    for sentence in re.split(r"(?<=[.!?])\s+", text):
        if _SOURCED.search(sentence):
            continue
        for one in _NUMBER.finditer(sentence):
            size = int(re.sub(r"\D", "", one[1].partition(",")[0]))
            if one[2] not in _COUNTS or size >= _SMALL:
                yield one[1], one[2], " ".join(sentence.split())


def _known(seen: Seen) -> set[str]:
    """The values of the edition's figures, as they are written in Dutch, without their units."""
    facts = [entry.fact for entry in seen.edition.figures]
    observed = [one for fact in facts for one in (fact.observation, fact.comparison) if one]
    return {
        number for one in observed for number in re.findall(r"\d+(?:[.,]\d+)*", value_text(one))
    }
