"""Choosing what goes into an edition: one item a story, a place for each, a reason for everything."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from omroeper.domain.agenda import choose_agenda
from omroeper.domain.edition import Dropped, Edits, Entry, OtherTelling, Section
from omroeper.domain.item import Item
from omroeper.domain.matching import matched_terms, theme_score
from omroeper.domain.month import Month
from omroeper.domain.newsletter import Newsroom
from omroeper.domain.programme import Domain, Programme, ProgrammeStatus
from omroeper.domain.story import Choosing, Story, tell_stories
from omroeper.domain.theme import Theme


@dataclass(slots=True)
class Chooser:
    """The choosing itself: what is in, what was dropped and why.

    `told` is what the last editions told, each item with its month; `weights` are those of sources.
    """

    newsroom: Newsroom
    theme: Theme | None
    edits: Edits
    announced: Mapping[str, datetime] = field(default_factory=dict)
    told: Mapping[Item, Month] = field(default_factory=dict)
    weights: Mapping[str, int] = field(default_factory=dict)
    dropped: list[Dropped] = field(default_factory=list)
    _stories: dict[str, Story] = field(default_factory=dict)

    @property
    def terms(self) -> tuple[str, ...]:
        return self.theme.terms if self.theme else ()

    def choose(
        self, updates: Iterable[Item], events: Iterable[Item], send_at: datetime
    ) -> tuple[Entry, ...]:
        """The entries in reading order; what is not among them stands in `dropped`."""
        rest = self._speakers(self._usable(_ranked(updates)), tuple(self.told))
        chosen = self._choose_lead(rest) + self._choose_theme(rest) + self._choose_programmes(rest)
        chosen += self._choose_agenda(self._speakers(self._usable(_soonest(events))), send_at)
        return self._in_order(chosen)

    def _usable(self, items: Iterable[Item]) -> list[Item]:
        kept = []
        for item in items:
            reason = self._unusable(item)
            if reason:
                self.dropped.append(Dropped(item, reason))
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

    def _speakers(self, items: Sequence[Item], told: Sequence[Item] = ()) -> list[Item]:
        """One item a story, in order; the others are named, and what was told before is left out."""
        choosing = Choosing(self.weights, self.newsroom.programmes.by_id)
        kept = []
        for story in tell_stories(items, choosing, told):
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
        if {story.speaker.key, *(item.key for item, _ in story.others)} & set(self.edits.drop):
            return "Weggelaten door de redactie"
        if story.earlier is None:
            return ""
        item, why = story.earlier
        edited = item.key == story.speaker.key and item.digest != story.speaker.digest
        since = ". Sindsdien gewijzigd: kijk of er iets rechtgezet moet worden" if edited else ""
        return f"Stond al in de nieuwsbrief van {self.told[item]}: ‘{item.title}’ ({why}){since}"

    def _choose_lead(self, rest: list[Item]) -> list[Entry]:
        if not rest:
            return []
        best = max(
            rest, key=lambda i: (i.lead_wish, theme_score(i, self.terms), i.published, i.key)
        )
        rest.remove(best)
        if best.lead_wish:
            reason = "De redactie wil met dit bericht openen" + self._theme_note(best)
        elif theme_score(best, self.terms):
            reason = "Past het best bij het thema" + self._theme_note(best)
        else:
            reason = "Het nieuwste bericht van de maand"
        return [self._entry(best, Section.LEAD, reason)]

    def _choose_theme(self, rest: list[Item]) -> list[Entry]:
        if not self.newsroom.newsletter.has(Section.THEME):
            return []
        fitting = [item for item in rest if theme_score(item, self.terms)]
        fitting.sort(key=lambda item: -theme_score(item, self.terms))
        chosen = fitting[: self.newsroom.newsletter.rules.max_theme]
        for item in chosen:
            rest.remove(item)
        return [
            self._entry(item, Section.THEME, "Past bij het thema" + self._theme_note(item))
            for item in chosen
        ]

    def _choose_programmes(self, rest: list[Item]) -> list[Entry]:
        """The newest of each programme first, then the second ones; all of it per domain."""
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
            if rank > rules.max_per_programme:
                self._drop(item, f"Al {rules.max_per_programme} berichten van {name}")
            elif len(chosen) >= rules.max_programmes:
                self._drop(
                    item, f"Geen plaats: al {rules.max_programmes} berichten in dit onderdeel"
                )
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
        )
        for event, reason in dropped:
            self._drop(event, reason)
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
        if story.others:
            sources = ", ".join(sorted({other.source for other, _ in story.others}))
            reason += f". Ook verteld door {sources}; dit bericht spreekt, want {story.reason}"
        if programme.status is ProgrammeStatus.ENDED:
            reason += f". Let op: {self._ended(programme)}"
        others = tuple(
            OtherTelling(other, self._programme(other).name, why) for other, why in story.others
        )
        return Entry(item, section, programme.name, programme.domain, reason, others)

    def _ended(self, programme: Programme) -> str:
        successor = self.newsroom.programmes.get(programme.successor or "")
        followed = f", opgevolgd door {successor.name}" if successor else ""
        return f"{programme.name} is een beëindigd programma{followed}"

    def _drop_all(self, items: Iterable[Item], missing: Section) -> None:
        for item in items:
            self._drop(item, f"Deze nieuwsbrief heeft geen onderdeel ‘{missing.title}’")

    def _drop(self, item: Item, reason: str) -> None:
        self.dropped.append(Dropped(item, reason))

    def _programme(self, item: Item) -> Programme:
        return self.newsroom.programmes.by_id[item.programme]

    def _theme_note(self, item: Item) -> str:
        terms = matched_terms(item, self.terms)
        return ": " + ", ".join(f"‘{term}’" for term in terms) if terms else ""


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
