"""Which figures go into an edition, and what each may be compared with."""

from collections.abc import Mapping

from omroeper.domain.edition import FigureEntry, Section
from omroeper.domain.figure import FigureDefinition, FigureFact, FigureObservation
from omroeper.domain.newsletter import Newsroom
from omroeper.domain.theme import Theme


def choose_figures(
    newsroom: Newsroom, theme: Theme | None, observations: Mapping[str, FigureObservation]
) -> tuple[FigureEntry, ...]:
    """The theme's own figures first, then those whose terms are the theme's; all traceable."""
    if not newsroom.newsletter.has(Section.FIGURES):
        return ()
    definitions = {definition.id: definition for definition in newsroom.figures}
    wanted = [
        (definitions[figure], "Hoort bij het thema") for figure in (theme.figures if theme else ())
    ]
    wanted += [
        (definition, f"Past bij het thema: ‘{term}’")
        for definition in newsroom.figures
        for term in definition.terms[:1]
        if theme and term in theme.terms and definition.id not in theme.figures
    ]
    if not wanted:
        wanted = [(d, "Vast cijfer: er is geen thema") for d in newsroom.figures if d.terms]
    entries = []
    for definition, reason in wanted:
        seen = observations.get(definition.id)
        if seen is not None and not seen.gaps:
            fact = FigureFact(definition, seen, _comparison(definition, seen, observations))
            entries.append(FigureEntry(fact, reason))
    return tuple(entries[: newsroom.newsletter.rules.max_figures])


def _comparison(
    definition: FigureDefinition,
    seen: FigureObservation,
    observations: Mapping[str, FigureObservation],
) -> FigureObservation | None:
    """What the value is compared with: only from the same edition and the same definition."""
    other = observations.get(definition.compare_with or "")
    if other is None or other.gaps:
        return None
    same = (other.edition, other.definition_version) == (seen.edition, seen.definition_version)
    return other if same else None
