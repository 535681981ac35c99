"""Assembling an edition: pure, explained, and the same each time for the same material.

First what cannot go in is set aside, then the lead, the theme's items, the programmes' items, the
figures and the agenda are chosen. Every item that was looked at ends up with a reason in Dutch,
because an editor reads it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta, tzinfo

from omroeper.domain.agenda import choose_agenda
from omroeper.domain.edition import Dropped, Edition, Edits, Entry, FigureEntry, Section
from omroeper.domain.figure import FigureDefinition, FigureFact, FigureObservation
from omroeper.domain.item import Item, canonical_link
from omroeper.domain.matching import matched_terms, normal_title, theme_score
from omroeper.domain.month import Month
from omroeper.domain.newsletter import Newsroom
from omroeper.domain.programme import Domain, Programme, ProgrammeStatus
from omroeper.domain.theme import Theme

SUBJECT_LENGTH = 60
PREHEADER_LENGTH = 100


@dataclass(frozen=True, slots=True)
class Material:
    """What was gathered for a month: updates in the window, events to come, latest figures.

    `announced` are the keys of the events that earlier editions told about.
    """

    updates: tuple[Item, ...]
    events: tuple[Item, ...]
    observations: Mapping[str, FigureObservation]
    announced: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Window:
    """Which news belongs to a month: published after `since` and up to `until`, its send moment."""

    since: datetime
    until: datetime
    agenda_until: datetime


def window_of(newsroom: Newsroom, month: Month, zone: tzinfo, send_at: datetime | None) -> Window:
    """From the previous edition's send moment to this one's; the agenda looks further ahead."""
    calendar, rules = newsroom.calendar, newsroom.newsletter.rules
    until = send_at or planned_moment(newsroom, month, zone)
    previous = calendar.previous(month)
    since = previous.send_at if previous else until - timedelta(days=rules.first_lookback_days)
    since = max(since, until - timedelta(days=3 * rules.first_lookback_days))
    return Window(since, until, until + timedelta(days=rules.agenda_days))


def planned_moment(newsroom: Newsroom, month: Month, zone: tzinfo) -> datetime:
    """When the month's edition is sent: as the calendar says, else its second Tuesday at 10:00."""
    theme = newsroom.calendar.theme_of(month)
    if theme is not None:
        return theme.send_at
    first = month.first_day
    day = first + timedelta(days=(1 - first.weekday()) % 7 + 7)
    return datetime.combine(day, time(10), zone)


def assemble(
    *,
    newsroom: Newsroom,
    month: Month,
    material: Material,
    edits: Edits,
    version: int,
    author: str,
    zone: tzinfo,
) -> Edition:
    """One draft of the month's edition; `material` may hold more than fits: the rest is dropped."""
    theme = newsroom.calendar.theme_of(month)
    send_at = edits.send_at or planned_moment(newsroom, month, zone)
    desk = _Desk(newsroom, theme, edits, material.announced)
    entries = desk.choose(material.updates, material.events, send_at)
    figures = _choose_figures(newsroom, theme, material.observations)
    subject = edits.subject or _subject(entries, theme, newsroom)
    return Edition(
        id=f"{newsroom.newsletter.id}-{month}",
        newsletter=newsroom.newsletter.id,
        month=month,
        version=version,
        theme_title=theme.title if theme else "",
        theme_description=theme.description if theme else "",
        subject=subject,
        preheader=edits.preheader if edits.preheader is not None else _preheader(entries, subject),
        introduction=(
            edits.introduction if edits.introduction is not None else _introduction(theme, newsroom)
        ),
        send_at=send_at,
        entries=entries,
        figures=figures,
        dropped=tuple(desk.dropped),
        missing=_missing(newsroom, month, theme, entries, figures),
        author=author,
    )


@dataclass(slots=True)
class _Desk:
    """The choosing itself: what is in, what was dropped and why."""

    newsroom: Newsroom
    theme: Theme | None
    edits: Edits
    announced: frozenset[str] = frozenset()
    dropped: list[Dropped] = field(default_factory=list)

    @property
    def terms(self) -> tuple[str, ...]:
        return self.theme.terms if self.theme else ()

    def choose(
        self, updates: Iterable[Item], events: Iterable[Item], send_at: datetime
    ) -> tuple[Entry, ...]:
        usable = self._without_doubles(self._usable(_ranked(updates)))
        rest = list(usable)
        chosen = self._choose_lead(rest) + self._choose_theme(rest) + self._choose_programmes(rest)
        chosen += self._choose_agenda(self._usable(_soonest(events)), send_at)
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
        if item.key in self.edits.drop:
            return "Weggelaten door de redactie"
        if self.newsroom.programmes.get(item.programme) is None:
            return f"Onbekend programma ‘{item.programme}’"
        if item.language != "nl":
            return f"Niet in het Nederlands (taal: {item.language})"
        return ""

    def _without_doubles(self, items: list[Item]) -> list[Item]:
        """Of items with the same link or title the fullest text speaks; the others are named."""
        best: dict[str, Item] = {}
        for item in items:
            for mark in _marks(item):
                held = best.get(mark)
                if held is None or _fuller(item, held):
                    best[mark] = item
        kept = []
        for item in items:
            winner = next((best[m] for m in _marks(item) if best[m].key != item.key), None)
            if winner is None:
                kept.append(item)
            else:
                reason = f"Zelfde nieuws als ‘{winner.title}’ ({winner.source}); dat bericht vertelt meer"
                self.dropped.append(Dropped(item, reason))
        return kept

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
        rules = self.newsroom.newsletter.rules
        chosen, dropped = choose_agenda(
            events,
            send_at=send_at,
            days=rules.agenda_days,
            most=rules.max_agenda,
            announced=self.announced,
        )
        for event, reason in dropped:
            self._drop(event, reason)
        return [self._entry(event, Section.AGENDA, reason) for event, reason in chosen]

    def _in_order(self, entries: list[Entry]) -> tuple[Entry, ...]:
        """Sections in reading order; what the editor put in order comes first in its section."""
        wished = {key: place for place, key in enumerate(self.edits.order)}
        sections = list(Section)

        def rank(pair: tuple[int, Entry]) -> tuple[int, int, int]:
            place, entry = pair
            return sections.index(entry.section), wished.get(entry.item.key, len(wished)), place

        return tuple(entry for _, entry in sorted(enumerate(entries), key=rank))

    def _entry(self, item: Item, section: Section, reason: str) -> Entry:
        programme = self._programme(item)
        if programme.status is ProgrammeStatus.ENDED:
            reason += f". Let op: {programme.name} is een beëindigd programma"
        return Entry(item, section, programme.name, programme.domain, reason)

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


def _marks(item: Item) -> tuple[str, ...]:
    """What two tellings of the same news share."""
    marks = [f"title:{normal_title(item.title)}"]
    if item.link:
        marks.append(f"link:{canonical_link(item.link)}")
    return tuple(marks)


def _fuller(item: Item, held: Item) -> bool:
    return (item.lead_wish, len(item.text), held.key) > (held.lead_wish, len(held.text), item.key)


def _choose_figures(
    newsroom: Newsroom, theme: Theme | None, observations: Mapping[str, FigureObservation]
) -> tuple[FigureEntry, ...]:
    """The theme's own figures first, then those whose terms are the theme's; all traceable."""
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


def _subject(entries: tuple[Entry, ...], theme: Theme | None, newsroom: Newsroom) -> str:
    lead = next((e for e in entries if e.section is Section.LEAD), None)
    if lead is not None and len(lead.item.title) <= SUBJECT_LENGTH:
        return lead.item.title
    if theme is not None:
        return shortened(theme.title, SUBJECT_LENGTH)
    if lead is not None:
        return shortened(lead.item.title, SUBJECT_LENGTH)
    return newsroom.newsletter.name


def _preheader(entries: tuple[Entry, ...], subject: str) -> str:
    titles = [
        e.item.title
        for e in entries
        if e.section is not Section.AGENDA and normal_title(e.item.title) != normal_title(subject)
    ]
    text = ""
    for title in titles:
        longer = f"{text} · {title}" if text else title
        if len(longer) > PREHEADER_LENGTH:
            break
        text = longer
    return text or (shortened(titles[0], PREHEADER_LENGTH) if titles else "")


def shortened(text: str, length: int) -> str:
    """The text, cut at a word with an ellipsis when it is longer."""
    if len(text) <= length:
        return text
    return text[: length - 1].rsplit(" ", 1)[0].rstrip(" ,.;:") + "…"


def _introduction(theme: Theme | None, newsroom: Newsroom) -> str:
    return theme.introduction if theme else newsroom.newsletter.texts.no_theme_introduction


def _missing(
    newsroom: Newsroom,
    month: Month,
    theme: Theme | None,
    entries: tuple[Entry, ...],
    figures: tuple[FigureEntry, ...],
) -> tuple[str, ...]:
    """What an editor should know is not there, and what to do about it."""
    notes = []
    off = newsroom.calendar.months_off.get(month)
    if theme is None and off:
        notes.append(f"{month} is een maand zonder nieuwsbrief ({off}).")
    elif theme is None:
        notes.append(f"Er is geen thema voor {month}. Zet het in de kalender van de nieuwsbrief.")
    filled = {entry.section for entry in entries}
    if Section.LEAD not in filled:
        notes.append(
            "Er is geen nieuws in deze periode. Haal nieuws op (gather) of schrijf een update in "
            "content/updates."
        )
    if theme is not None and Section.THEME not in filled and Section.LEAD in filled:
        notes.append("Geen bericht past bij het thema. Vraag de programma’s om een bijdrage.")
    if Section.AGENDA not in filled:
        notes.append("De agenda is leeg. Voeg bijeenkomsten toe in content/updates.")
    if not figures:
        notes.append("Er zijn geen cijfers. Haal de monitor op (gather).")
    return tuple(notes)
