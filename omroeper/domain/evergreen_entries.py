"""Where an evergreen text stands in an edition, once an editor has chosen it."""

from collections.abc import Sequence
from datetime import datetime

from omroeper.domain.edition import Edits, Entry, Section
from omroeper.domain.evergreen import Evergreen, theme_reason
from omroeper.domain.programme import Programme
from omroeper.domain.theme_matching import ThemeMatcher


def with_evergreens(
    entries: Sequence[Entry],
    chosen: Sequence[tuple[Evergreen, Programme]],
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
        section = Section.THEME if terms else Section.PROGRAMMES
        if not any(entry.section is Section.LEAD for entry in placed):
            section = Section.LEAD
        why = theme_reason(terms)
        reason = f"Evergreen, gekozen door de redactie{'; ' + why if why else ''}"
        placed.append(Entry(item, section, programme.name, programme.domain, reason))
    wished = {key: place for place, key in enumerate(edits.order)}
    sections = list(Section)
    return tuple(
        sorted(
            placed,
            key=lambda e: (sections.index(e.section), wished.get(e.item.key, len(wished))),
        )
    )
