"""Evergreens: which texts are offered to the editor of a thin month, by what was told before."""

from collections.abc import Sequence
from datetime import datetime

from omroeper.domain.coverage import CoverageLedger
from omroeper.domain.edition import Edition, Edits, Offer
from omroeper.domain.evergreen import EVERGREEN, Background, offers
from omroeper.domain.newsletter import Newsroom
from omroeper.domain.theme_matching import ThemeMatcher


def offered_evergreens(
    newsroom: Newsroom,
    matcher: ThemeMatcher,
    ledger: CoverageLedger,
    before: Sequence[Edition],
    edits: Edits,
    send_at: datetime,
) -> tuple[Offer, ...]:
    """The newsletter's own texts that fit best; `before` are the editions told, the last one first."""
    own = [
        one
        for one in newsroom.evergreens
        if one.language == newsroom.newsletter.language and newsroom.covered.get(one.programme)
    ]
    rules = newsroom.newsletter.rules
    background = Background(
        silence={row.programme.id: row.silence for row in ledger.rows},
        told_ago=_told_ago(before),
        silent_after=rules.silent_after,
        rest=rules.evergreen_rest,
    )
    return offers(own, newsroom.programmes, matcher, background, edits, send_at)


def _told_ago(before: Sequence[Edition]) -> dict[str, int]:
    """Of each evergreen that was told, how many months' own newsletters ago; 1 is the last one."""
    ago: dict[str, int] = {}
    own = 0
    for edition in before:
        own += not edition.slug
        for entry in edition.entries:
            if entry.item.source == EVERGREEN:
                ago.setdefault(entry.item.key, max(own, 1))
    return ago
