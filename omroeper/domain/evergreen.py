"""Evergreen texts: what stays true, kept for a month with too little news. Only an editor puts one in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from omroeper.domain.edition import Edits, Offer
from omroeper.domain.item import Item, item_key
from omroeper.domain.programme import Programmes, ProgrammeStatus
from omroeper.domain.theme_matching import ThemeMatcher

EVERGREEN = "evergreen"
"""The source of an item that was made from one."""
MOST_OFFERS = 3


@dataclass(frozen=True, slots=True)
class Evergreen:
    """One text. `terms` are what it suits, `months` (1 to 12) its season, `valid_until` its last day."""

    id: str
    title: str
    text: str
    programme: str
    link: str = ""
    terms: tuple[str, ...] = ()
    language: str = "nl"
    months: tuple[int, ...] = ()
    valid_until: date | None = None

    @property
    def key(self) -> str:
        return item_key(EVERGREEN, self.id)

    def item(self, at: datetime) -> Item:
        """The text as an item of a newsletter that is sent then."""
        return Item(
            key=self.key,
            source=EVERGREEN,
            programme=self.programme,
            title=self.title,
            text=self.text,
            link=self.link,
            published=at,
            retrieved=at,
            tags=self.terms,
            language=self.language,
        )

    def suits(self, day: date) -> bool:
        """Whether it is still true on this day, and in season."""
        in_season = not self.months or day.month in self.months
        return in_season and (self.valid_until is None or day <= self.valid_until)


@dataclass(frozen=True, slots=True)
class Background:
    """What choosing weighs: newsletters of silence by programme, and since each text was told."""

    silence: Mapping[str, int]
    told_ago: Mapping[str, int]
    silent_after: int
    rest: int


def offers(
    evergreens: Sequence[Evergreen],
    programmes: Programmes,
    matcher: ThemeMatcher,
    background: Background,
    edits: Edits,
    send_at: datetime,
) -> tuple[Offer, ...]:
    """The best fitting texts, best first: on theme, then of who was silent longest, then longest unused.

    Left out: chosen or dropped already, out of season, told not long ago, of an ended programme.
    """
    ranked = []
    for one in evergreens:
        ago = background.told_ago.get(one.key)
        programme = programmes.by_id[one.programme]
        rested = ago is None or ago > background.rest
        if (
            one.key in (*edits.evergreens, *edits.drop)
            or not one.suits(send_at.date())
            or not rested
            or programme.status is ProgrammeStatus.ENDED
        ):
            continue
        item = one.item(send_at)
        terms = [match.term for match in matcher.matches(item)]
        silence = background.silence.get(one.programme, 0)
        reasons = (
            theme_reason(terms),
            _silence_reason(programme.name, silence, background.silent_after),
            "nog nooit geplaatst" if ago is None else f"{ago} nieuwsbrieven geleden geplaatst",
        )
        told = "; ".join(reason for reason in reasons if reason)
        rank = (-len(terms), -silence, ago is not None, -(ago or 0), one.id)
        ranked.append((rank, Offer(item, f"{told[0].upper()}{told[1:]}")))
    return tuple(offer for _, offer in sorted(ranked, key=lambda pair: pair[0]))[:MOST_OFFERS]


def chosen_evergreens(evergreens: Sequence[Evergreen], edits: Edits) -> tuple[Evergreen, ...]:
    """The texts an editor chose and did not drop again, in the order of choosing."""
    by_key = {one.key: one for one in evergreens}
    wanted = (key for key in edits.evergreens if key not in edits.drop)
    return tuple(by_key[key] for key in wanted if key in by_key)


def theme_reason(terms: Sequence[str]) -> str:
    return "past bij het thema: " + ", ".join(f"‘{term}’" for term in terms) if terms else ""


def _silence_reason(name: str, silence: int, after: int) -> str:
    return (
        f"{name} stond al {silence} nieuwsbrieven niet in de nieuwsbrief"
        if silence >= after
        else ""
    )
