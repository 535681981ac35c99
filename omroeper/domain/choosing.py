"""Choosing what goes into an edition: one item a story, a place for each, a reason for everything."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from omroeper.domain.agenda import choose_agenda, is_unusable
from omroeper.domain.edition import Dropped, Edits, Entry, OtherTelling, Section
from omroeper.domain.item import Item
from omroeper.domain.month import Month
from omroeper.domain.newsletter import Newsroom
from omroeper.domain.programme import Domain, Programme, ProgrammeStatus
from omroeper.domain.ranking import Ranker
from omroeper.domain.score import Score
from omroeper.domain.story import Choosing, Story, tell_stories


@dataclass(slots=True)
class Chooser:
    """The choosing itself: what is in, what was dropped and why.

    `told` is what the last editions told, `refused` what editors left out of them, each item with its
    month.
    """

    newsroom: Newsroom
    ranker: Ranker
    edits: Edits
    announced: Mapping[str, datetime] = field(default_factory=dict)
    told: Mapping[Item, Month] = field(default_factory=dict)
    refused: Mapping[Item, Month] = field(default_factory=dict)
    dropped: list[Dropped] = field(default_factory=list)
    _stories: dict[str, Story] = field(default_factory=dict)
    _scores: dict[str, Score] = field(default_factory=dict)

    def choose(
        self, updates: Iterable[Item], events: Iterable[Item], send_at: datetime
    ) -> tuple[Entry, ...]:
        """The entries in reading order; what is not among them stands in `dropped`."""
        before = (*self.told, *self.refused)
        rest = self._speakers(self._usable(_ranked(updates)), before, scored=True)
        rest.sort(key=lambda item: -self._scores[item.key].total)
        chosen = self._choose_lead(rest) + self._choose_theme(rest) + self._choose_programmes(rest)
        meetings = self._speakers(self._usable(_soonest(events)), tuple(self.refused))
        chosen += self._choose_agenda(meetings, send_at)
        return self._in_order(chosen)

    def _usable(self, items: Iterable[Item]) -> list[Item]:
        kept = []
        for item in items:
            reason = self._unusable(item)
            if reason:
                self._drop(item, reason, unusable=True)
            else:
                kept.append(item)
        return kept

    def _unusable(self, item: Item) -> str:
        if self.newsroom.programmes.get(item.programme) is None:
            return f"Onbekend programma ‘{item.programme}’"
        newsletter = self.newsroom.newsletter
        if item.language not in newsletter.languages:
            wanted = (
                "het Nederlands"
                if newsletter.languages == ("nl",)
                else "een taal van deze nieuwsbrief"
            )
            return f"Niet in {wanted} (taal: {item.language})"
        return ""

    def _speakers(
        self, items: Sequence[Item], before: Sequence[Item], *, scored: bool = False
    ) -> list[Item]:
        """One item a story, in order; the others are named, and what was seen before is left out."""
        programmes = self.newsroom.programmes.by_id
        choosing = Choosing(self.ranker.weights, programmes, self.edits.include)
        kept = []
        for story in tell_stories(items, choosing, before):
            if scored:
                self._scores[story.speaker.key] = self.ranker.score(story)
            reason = self._untold(story)
            if reason:
                self._drop(story.speaker, reason)
            else:
                self._stories[story.speaker.key] = story
                kept.append(story.speaker)
            for item, why in story.others:
                self._drop(item, _same_news(story, why))
        return kept

    def _untold(self, story: Story) -> str:
        """Why a whole story is left out; empty when it is not."""
        keys = {story.speaker.key, *(item.key for item, _ in story.others)}
        if keys & set(self.edits.drop):
            return "Weggelaten door de redactie"
        if story.earlier is None or story.speaker.key in self.edits.include:
            return ""
        item, why = story.earlier
        if item in self.refused and story.speaker.key in self.announced:
            return ""  # readers know of it, so that a change has to be told
        if item in self.refused:
            return f"De redactie liet dit in {self.refused[item]} weg: ‘{item.title}’ ({why})"
        edited = item.key == story.speaker.key and item.digest != story.speaker.digest
        since = ". Sindsdien gewijzigd: kijk of er iets rechtgezet moet worden" if edited else ""
        return f"Stond al in de nieuwsbrief van {self.told[item]}: ‘{item.title}’ ({why}){since}"

    def _choose_lead(self, rest: list[Item]) -> list[Entry]:
        if not rest:
            return []
        best = max(rest, key=lambda item: (item.lead_wish, self._scores[item.key].fits))
        rest.remove(best)
        if best.lead_wish:
            reason = "De redactie wil met dit bericht openen"
        elif self._scores[best.key].fits:
            reason = "Scoort het hoogst binnen het thema"
        else:
            reason = "Scoort het hoogst van deze maand"
        return [self._entry(best, Section.LEAD, reason)]

    def _choose_theme(self, rest: list[Item]) -> list[Entry]:
        if not self.newsroom.newsletter.has(Section.THEME):
            return []
        fitting = [item for item in rest if self._scores[item.key].fits]
        chosen = fitting[: self.newsroom.newsletter.rules.max_theme]
        for item in chosen:
            rest.remove(item)
        return [self._entry(item, Section.THEME, "") for item in chosen]

    def _choose_programmes(self, rest: list[Item]) -> list[Entry]:
        """The best of each programme first, then the second ones; all of it per domain."""
        if not self.newsroom.newsletter.has(Section.PROGRAMMES):
            self._drop_all(rest, Section.PROGRAMMES)
            return []
        rules = self.newsroom.newsletter.rules
        seen: Counter[str] = Counter()
        ranked = []
        for item in rest:
            seen[item.programme] += 1
            ranked.append((seen[item.programme], item))
        ranked.sort(key=lambda pair: pair[0])
        chosen: list[Entry] = []
        for rank, item in ranked:
            name = self._programme(item).name
            if item.key in self.edits.include:
                chosen.append(self._entry(item, Section.PROGRAMMES, f"Nieuws van {name}"))
            elif rank > rules.max_per_programme:
                reason = f"Al {rules.max_per_programme} berichten van {name}"
                self._drop(item, self._weighed(item, reason))
            elif len(chosen) >= rules.max_programmes:
                reason = f"Geen plaats: al {rules.max_programmes} berichten in dit onderdeel"
                self._drop(item, self._weighed(item, reason))
            else:
                place = "Nieuws" if rank == 1 else "Tweede bericht"
                chosen.append(self._entry(item, Section.PROGRAMMES, f"{place} van {name}"))
        order = list(Domain)
        return sorted(chosen, key=lambda entry: order.index(entry.domain))

    def _choose_agenda(self, events: list[Item], send_at: datetime) -> list[Entry]:
        if not self.newsroom.newsletter.has(Section.AGENDA):
            self._drop_all(events, Section.AGENDA)
            return []
        rules, texts = self.newsroom.newsletter.rules, self.newsroom.newsletter.texts
        chosen, dropped = choose_agenda(
            events,
            send_at=send_at,
            days=rules.agenda_days,
            most=rules.max_agenda,
            announced=self.announced,
            called_off=texts.called_off,
            moved=texts.moved,
            wanted=self.edits.include,
        )
        for event, reason in dropped:
            self._drop(event, reason, unusable=is_unusable(event, send_at))
        return [self._entry(event, Section.AGENDA, reason) for event, reason in chosen]

    def _in_order(self, entries: list[Entry]) -> tuple[Entry, ...]:
        """Sections in reading order; what the editor put in order comes first in its section."""
        wished = {key: place for place, key in enumerate(self.edits.order)}
        sections = [heading.section for heading in self.newsroom.newsletter.sections]

        def rank(pair: tuple[int, Entry]) -> tuple[int, int, int]:
            place, entry = pair
            return sections.index(entry.section), wished.get(entry.item.key, len(wished)), place

        return tuple(entry for _, entry in sorted(enumerate(entries), key=rank))

    def _entry(self, item: Item, section: Section, reason: str) -> Entry:
        programme = self._programme(item)
        story = self._stories.get(item.key, Story(item))
        score = self._scores.get(item.key)
        reason = self._weighed(item, reason)
        if story.others:
            sources = ", ".join(sorted({other.source for other, _ in story.others}))
            reason += f". Ook verteld door {sources}; dit bericht spreekt, want {story.reason}"
        if programme.status is ProgrammeStatus.ENDED:
            reason += f". Let op: {self._ended(programme)}"
        others = tuple(
            OtherTelling(other, self._programme(other).name, why) for other, why in story.others
        )
        return Entry(item, section, programme.name, programme.domain, reason, others, score)

    def _ended(self, programme: Programme) -> str:
        successor = self.newsroom.programmes.get(programme.successor or "")
        followed = f", opgevolgd door {successor.name}" if successor else ""
        return f"{programme.name} is een beëindigd programma{followed}"

    def _drop_all(self, items: Iterable[Item], missing: Section) -> None:
        for item in items:
            self._drop(item, f"Deze nieuwsbrief heeft geen onderdeel ‘{missing.title}’")

    def _drop(self, item: Item, reason: str, *, unusable: bool = False) -> None:
        score = self._scores.get(item.key)
        self.dropped.append(Dropped(item, reason, unusable, score))

    def _programme(self, item: Item) -> Programme:
        return self.newsroom.programmes.by_id[item.programme]

    def _weighed(self, item: Item, reason: str) -> str:
        """The reason with what the item was weighed by, where it was."""
        score = self._scores.get(item.key)
        if score is None:
            return reason
        wanted = "De redactie wil dit toch opnemen" if item.key in self.edits.include else ""
        about = "Past bij het thema" if score.fits else "Raakt aan het thema"
        terms = f"{about}: {score.told_terms}" if score.terms else ""
        notes = f" ({'; '.join(score.notes)})" if score.notes else ""
        return ". ".join(part for part in (wanted, reason, terms, score.told + notes) if part)


def _ranked(items: Iterable[Item]) -> list[Item]:
    """Newest first; the key decides between equals, so that the order is always the same."""
    return sorted(sorted(items, key=lambda i: i.key), key=lambda i: i.published, reverse=True)


def _soonest(events: Iterable[Item]) -> list[Item]:
    return sorted(events, key=lambda event: (event.starts or event.published, event.key))


def _same_news(story: Story, why: str) -> str:
    speaker = story.speaker
    return (
        f"Zelfde nieuws als ‘{speaker.title}’ ({speaker.source}): {why}. "
        f"Dat bericht spreekt, want {story.reason}"
    )
