"""What staff of a programme hand in: news, an agenda item or a LinkedIn proposal, checked on the spot."""

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from enum import StrEnum
from urllib.parse import urlsplit

from omroeper.domain.errors import InvalidValue
from omroeper.domain.language.consent import CONSENT_EXAMPLE
from omroeper.domain.language.quotes import without_consent
from omroeper.domain.programme import Programme, Programmes, ProgrammeStatus
from omroeper.domain.text import one_line, readable

KINDS = ("nieuws", "agenda", "agenda verplaatst", "agenda afgelast", "linkedin")
"""What can be chosen: a kind, and for an agenda item what it changes."""
LANGUAGES = {"Nederlands": "nl", "Engels": "en"}
"""The languages to choose from, with their ISO 639-1 code."""
MOMENT_FORMATS = ("%d-%m-%Y %H:%M", "%d-%m-%Y")
LONGEST_TITLE = 90
SHORTEST_TEXT = 40
LONGEST_TEXT = 1200
LONGEST_POST = 3000
"""LinkedIn's own limit on a post's text, in characters."""


class ContributionKind(StrEnum):
    NEWS = "nieuws"
    EVENT = "agenda"
    POST = "linkedin"


class EventChange(StrEnum):
    """What an agenda item does: it is new, or it changes the one of the same programme and title."""

    NEW = ""
    MOVED = "verplaatst"
    OFF = "afgelast"


@dataclass(frozen=True, slots=True)
class Contribution:
    """A contribution that fits. Moments are aware; `text` is plain, paragraphs by an empty line."""

    kind: ContributionKind
    programme: Programme
    title: str
    text: str
    link: str
    starts: datetime | None
    ends: datetime | None
    place: str
    by: str
    change: EventChange = EventChange.NEW
    quotes_consent: str = ""
    language: str = "nl"


LanguageOf = Callable[[str, str], str]
"""The language of a text, or the declared one where the text leaves doubt."""


def read_contribution(
    form: Mapping[str, object],
    programmes: Programmes,
    *,
    now: datetime,
    zone: tzinfo,
    language_of: LanguageOf,
) -> Contribution:
    """What was typed, as a contribution; raises InvalidValue that names every misfit (Dutch)."""
    reader = _Reader(form, programmes, now, zone)
    given = reader.contribution()
    if reader.misfits or given is None:
        raise InvalidValue(" ".join(reader.misfits))
    return replace(given, language=language_of(f"{given.title}. {given.text}", given.language))


class _Reader:
    """Reads all fields, so that one look tells everything that is wrong."""

    def __init__(
        self, form: Mapping[str, object], programmes: Programmes, now: datetime, zone: tzinfo
    ) -> None:
        self._form = form
        self._programmes = programmes
        self._now = now
        self._zone = zone
        self.misfits: list[str] = []

    def contribution(self) -> Contribution | None:
        kind, change = self._kind()
        programme = self._programme()
        title = self._title()
        text = self._text(kind) if change is EventChange.NEW else self._typed("text")
        link, by = self._link(), self._by()
        starts, ends = self._moments(kind, must=change is not EventChange.OFF)
        if kind is None or programme is None:
            return None
        place = one_line(self._typed("place"))
        consent = self._consent(f"{title}\n{text}")
        language = self._language()
        return Contribution(
            kind, programme, title, text, link, starts, ends, place, by, change, consent, language
        )

    def _typed(self, name: str) -> str:
        return readable(str(self._form.get(name) or "")).strip()

    def _kind(self) -> tuple[ContributionKind | None, EventChange]:
        typed = self._typed("kind")
        kind, _, change = typed.partition(" ")
        if kind in set(ContributionKind) and typed in KINDS:
            return ContributionKind(kind), EventChange(change)
        self.misfits.append(f"Soort: kies {', '.join(KINDS[:-1])} of {KINDS[-1]}.")
        return None, EventChange.NEW

    def _language(self) -> str:
        typed = self._typed("language") or next(iter(LANGUAGES))
        if typed not in LANGUAGES:
            self.misfits.append(f"Taal: kies {' of '.join(LANGUAGES)}.")
        return LANGUAGES.get(typed, "")

    def _programme(self) -> Programme | None:
        typed = self._typed("programme")
        names = {name.casefold(): one for one in self._programmes for name in (one.id, one.name)}
        found = names.get(typed.casefold())
        if found is None:
            near = difflib.get_close_matches(typed.casefold(), names, n=1)
            hint = f"Bedoelt u {names[near[0]].name}?" if near else "Kies er een uit de lijst."
            self.misfits.append(f"Programma: ‘{typed}’ kennen we niet. {hint}")
        elif found.status is ProgrammeStatus.ENDED:
            heir = self._programmes.get(found.successor or "")
            hint = f"Kies {heir.name}." if heir else "Kies een ander programma."
            self.misfits.append(f"Programma: {found.name} is gestopt. {hint}")
        return found

    def _title(self) -> str:
        title = one_line(self._typed("title"))
        if not title:
            self.misfits.append("Titel: niet ingevuld.")
        elif len(title) > LONGEST_TITLE:
            self.misfits.append(
                f"Titel: {len(title)} tekens is te lang. Houd het op {LONGEST_TITLE}."
            )
        return title

    def _text(self, kind: ContributionKind | None) -> str:
        text = self._typed("text")
        most = LONGEST_POST if kind is ContributionKind.POST else LONGEST_TEXT
        if len(text) < SHORTEST_TEXT:
            self.misfits.append("Tekst: schrijf ten minste één of twee zinnen.")
        elif len(text) > most:
            self.misfits.append(f"Tekst: {len(text)} tekens is te lang. Houd het op {most}.")
        return text

    def _link(self) -> str:
        link = self._typed("link")
        parts = urlsplit(link) if link.isprintable() and " " not in link else None
        if link and (parts is None or parts.scheme not in ("http", "https") or not parts.netloc):
            self.misfits.append(f"Link: ‘{link}’ is geen webadres. Begin met https://.")
        return link

    def _consent(self, told: str) -> str:
        consent = one_line(self._typed("quotes_consent"))
        missing = without_consent(told, consent, {programme.name for programme in self._programmes})
        if missing:
            self.misfits.append(
                f"Toestemming voor citaten: u citeert {' en '.join(missing)}. Noteer wie wanneer en hoe "
                f"toestemming gaf, met de naam zoals in de tekst, zoals ‘{CONSENT_EXAMPLE}’, of haal het "
                "citaat weg."
            )
        return consent

    def _by(self) -> str:
        name = one_line(self._typed("name"))
        if not name:
            self.misfits.append("Uw naam: niet ingevuld.")
        return name

    def _moments(
        self, kind: ContributionKind | None, *, must: bool
    ) -> tuple[datetime | None, datetime | None]:
        starts, ends = self._moment("starts", "Begin"), self._moment("ends", "Einde")
        if kind is ContributionKind.EVENT:
            if must and starts is None and not self._typed("starts"):
                self.misfits.append("Begin: vul in wanneer het is, zoals 19-11-2026 10:00.")
            if starts is not None and starts <= self._now:
                self.misfits.append("Begin: dat is al voorbij.")
        if starts is not None and ends is not None and ends < starts:
            self.misfits.append("Einde: dat is vóór het begin.")
        return starts, ends

    def _moment(self, name: str, title: str) -> datetime | None:
        typed = self._typed(name)
        if not typed:
            return None
        for form in MOMENT_FORMATS:
            try:
                return datetime.strptime(typed, form).replace(tzinfo=self._zone)
            except ValueError:
                continue
        self.misfits.append(
            f"{title}: ‘{typed}’ is geen dag en tijd. Schrijf het als 19-11-2026 10:00."
        )
        return None
