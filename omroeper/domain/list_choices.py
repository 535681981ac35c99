"""What a row of a list says that somebody chose, in the words that exist here."""

import difflib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from omroeper.domain.audience import Frequency, Subscription
from omroeper.domain.errors import InvalidValue
from omroeper.domain.list_format import Field

_YES = ("1", "ja", "yes", "true", "waar")


CHOICES = (
    Field.TOPICS,
    Field.TAGS,
    Field.PROGRAMMES,
    Field.NEWSLETTERS,
    Field.FREQUENCY,
    Field.ONLY_FIGURES,
    Field.LANGUAGE,
)
"""The fields that are read here. Many rows of a list say the same in them."""
Said = Mapping[Field, str]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The ids that lists may name: of topics, programmes and newsletters, and languages."""

    topics: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    newsletters: tuple[str, ...] = ()
    languages: tuple[str, ...] = ("nl",)


@dataclass(frozen=True, slots=True)
class Choices:
    """What somebody chose. `left_out` are tags of another program that mean nothing here."""

    topics: tuple[str, ...]
    programmes: tuple[str, ...]
    subscriptions: tuple[Subscription, ...]
    language: str
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChoiceReader:
    """Reads the choices of rows. `newsletters` are meant where a row names none."""

    vocabulary: Vocabulary
    newsletters: tuple[str, ...]
    language: str = "nl"

    def read(self, said: Said) -> Choices:
        """The choices of a row; raises InvalidValue for a topic, programme or newsletter nobody has."""
        known = self.vocabulary
        topics = _known(said[Field.TOPICS], known.topics, "topic")
        programmes = _known(said[Field.PROGRAMMES], known.programmes, "programme")
        tags = _tags(said[Field.TAGS])
        return Choices(
            topics=_once(*topics, *(one for one in tags if one in known.topics)),
            programmes=_once(*programmes, *(one for one in tags if one in known.programmes)),
            subscriptions=self._subscriptions(said),
            language=self._language(said[Field.LANGUAGE]),
            left_out=tuple(t for t in tags if t not in known.topics + known.programmes),
        )

    def _subscriptions(self, said: Said) -> tuple[Subscription, ...]:
        """`agdb`, or with how it is wanted: `agdb:quarterly`, `agdb:every:figures`."""
        frequency = said[Field.FREQUENCY] or Frequency.EVERY.value
        figures = "figures" if said[Field.ONLY_FIGURES].lower() in _YES else ""
        found = {}
        for one in _listed(said[Field.NEWSLETTERS]) or self.newsletters:
            newsletter, _, how = one.partition(":")
            _require(newsletter, self.vocabulary.newsletters, "newsletter")
            often, _, only = (how or f"{frequency}:{figures}").partition(":")
            _require(often, tuple(Frequency), "frequency")
            found[newsletter] = Subscription(newsletter, Frequency(often), only == "figures")
        return tuple(found.values())

    def _language(self, text: str) -> str:
        language = text.lower() or self.language
        _require(language, self.vocabulary.languages, "language")
        return language


def _known(text: str, names: Collection[str], kind: str) -> tuple[str, ...]:
    found = tuple(one.lower() for one in _listed(text))
    for one in found:
        _require(one, names, kind)
    return found


def _require(value: str, names: Collection[str], kind: str) -> None:
    if value not in names:
        near = difflib.get_close_matches(value, names, n=1)
        remedy = (
            f"Did you mean '{near[0]}'?" if near else f"Choose from {', '.join(sorted(names))}."
        )
        raise InvalidValue(f"there is no {kind} '{value}'", thing="row", remedy=remedy)


def _listed(text: str) -> tuple[str, ...]:
    return tuple(one for one in re.split(r"[\s|,;]+", text) if one)


def _tags(text: str) -> tuple[str, ...]:
    """Another program's tags: between commas, perhaps each between quotation marks."""
    return tuple(tag for one in text.split(",") if (tag := one.strip(' "').lower()))


def _once(*values: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))
