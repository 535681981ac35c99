"""Where an evergreen text stands in an edition, once an editor has chosen it."""

from collections.abc import Sequence
from datetime import datetime

from omroeper.domain.edition import Edits, Entry, Section
from omroeper.domain.evergreen import Evergreen, theme_reason
from omroeper.domain.newsletter import Newsletter
from omroeper.domain.programme import Programme
from omroeper.domain.theme_matching import ThemeMatcher


def with_evergreens(
    entries: Sequence[Entry],
    chosen: Sequence[tuple[Evergreen, Programme]],
    newsletter: Newsletter,
    matcher: ThemeMatcher,
    edits: Edits,
    send_at: datetime,
) -> tuple[Entry, ...]:
    """The entries with the chosen texts after the news of their section, or as the editor ordered.

    One that is on theme stands with the theme; without any news the first one opens the newsletter.
    """
    placed = list(entries)
    for evergreen, programme in chosen:
        item = evergreen.item(send_at)
        terms = [match.term for match in matcher.matches(item)]
        section = _section(newsletter, placed, on_theme=bool(terms))
        why = theme_reason(terms)
        reason = f"Evergreen, gekozen door de redactie{'; ' + why if why else ''}"
        placed.append(Entry(item, section, programme.name, programme.domain, reason))
    wished = {key: place for place, key in enumerate(edits.order)}
    sections = [heading.section for heading in newsletter.sections]
    return tuple(
        sorted(
            placed,
            key=lambda e: (sections.index(e.section), wished.get(e.item.key, len(wished))),
        )
    )


def _section(newsletter: Newsletter, placed: Sequence[Entry], *, on_theme: bool) -> Section:
    """The first of the sections it could stand in that the newsletter has; a lead always."""
    if not any(entry.section is Section.LEAD for entry in placed):
        return Section.LEAD
    usual = (Section.PROGRAMMES, Section.THEME)
    fitting = reversed(usual) if on_theme else usual
    return next((section for section in fitting if newsletter.has(section)), Section.LEAD)
