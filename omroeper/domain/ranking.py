"""Scoring the stories of a month: theme, freshness, balance, source, size, and what editors chose."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from omroeper.domain.coverage import Told, expects_news, silence_of
from omroeper.domain.month import Month
from omroeper.domain.preference import Choice, preference_for
from omroeper.domain.programme import Programme, Programmes
from omroeper.domain.score import Score, theme_points
from omroeper.domain.story import Story
from omroeper.domain.theme_matching import ThemeMatcher

FRESHNESS_MOST = 2.0
BALANCE_MOST = 2.0
SOURCE_LEAST, SOURCE_MOST, SOURCE_STEP = -0.5, 1.0, 0.5
STORY_MOST, STORY_STEP = 1.5, 0.5
RECENT = 6
"""Newsletters over which is counted how much of a programme was told."""


@dataclass(frozen=True, slots=True)
class Ranker:
    """What a score looks at besides the story. `since` and `until` bound the month's news.

    `told` are the programmes of earlier newsletters, `weights` those of the sources, `choices` what
    editors did in earlier months; `silent_after` newsletters of silence weigh in full.
    """

    month: Month
    since: datetime
    until: datetime
    matcher: ThemeMatcher
    programmes: Programmes
    silent_after: int
    told: Told = field(default_factory=dict)
    weights: Mapping[str, int] = field(default_factory=dict)
    choices: Sequence[Choice] = ()
    _balances: dict[str, tuple[float, str]] = field(default_factory=dict)

    def score(self, story: Story) -> Score:
        """The points of a story, for the item that speaks."""
        item = story.speaker
        terms = self.matcher.matches(item)
        balance, silence = self._balance_of(self.programmes.by_id[item.programme])
        sources = len({item.source, *(other.source for other, _ in story.others)})
        preference = preference_for(item, [match.term for match in terms], self.choices, self.month)
        many = f"{sources} bronnen vertellen het" if sources > 1 else ""
        return Score(
            theme=theme_points(terms),
            freshness=self._freshness(item.published),
            balance=balance,
            source=_source_points(self.weights.get(item.source, 1)),
            story=min(STORY_MOST, STORY_STEP * (sources - 1)),
            editors=preference.points,
            terms=terms,
            notes=tuple(note for note in (silence, many, preference.reason) if note),
        )

    def _freshness(self, published: datetime) -> float:
        """Nothing at the start of the month's window, all of it at its end."""
        whole = (self.until - self.since).total_seconds()
        passed = (published - self.since).total_seconds()
        return round(FRESHNESS_MOST * max(0.0, min(1.0, passed / whole)), 2) if whole > 0 else 0.0

    def _balance_of(self, programme: Programme) -> tuple[float, str]:
        if programme.id not in self._balances:
            self._balances[programme.id] = self._balance(programme)
        return self._balances[programme.id]

    def _balance(self, programme: Programme) -> tuple[float, str]:
        """More for each newsletter of silence; less for what was told beyond its share of late."""
        if not expects_news(programme):
            return 0.0, ""
        silence = silence_of(programme, self.programmes, self.told)
        if silence:
            points = BALANCE_MOST * min(1.0, silence / max(1, self.silent_after))
            told = f"al {silence} nieuwsbrieven niets van {programme.name}" if silence > 1 else ""
            return round(points, 2), told
        recent = [one for month in sorted(self.told)[-RECENT:] for one in self.told[month]]
        weight = sum(one.weight for one in self.programmes if expects_news(one))
        expected = len(recent) * programme.weight / weight if weight else 0.0
        times = recent.count(programme.id)
        extra = times - max(1.0, expected)
        if extra <= 0:
            return 0.0, ""
        told = f"al {times} berichten van {programme.name} in de laatste nieuwsbrieven"
        return round(-min(BALANCE_MOST, extra / 2), 2), told


def _source_points(weight: int) -> float:
    return max(SOURCE_LEAST, min(SOURCE_MOST, SOURCE_STEP * (weight - 1)))
