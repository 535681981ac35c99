"""templates/phrases/<language>.yaml → Phrases: a language is a file, not code."""

import re
from pathlib import Path
from typing import Annotated

from babel import Locale, UnknownLocaleError
from pydantic import AfterValidator

from omroeper.adapters.content.documents import Document, Line, Parsed, read_document, shown_name
from omroeper.domain.errors import ContentError
from omroeper.domain.programme import Domain
from omroeper.rendering.phrases import DateForms, Phrases

_PLACEHOLDER = re.compile(r"\{[^}]*\}?|\}")
REFERENCE = "nl"
"""The language whose words every other one has."""


def _known_locale(name: str) -> str:
    try:
        return str(Locale.parse(name))
    except (UnknownLocaleError, ValueError) as cause:
        raise ValueError("the CLDR has no such locale") from cause


class _Dates(Document):
    locale: Annotated[Line, AfterValidator(_known_locale)]
    day_pattern: Line
    weekday_pattern: Line
    clock_pattern: Line
    joined: Line
    through: Line
    until: Line


class _Phrases(Document):
    dates: _Dates
    domains: dict[Domain, Line]
    words: dict[str, Line]


def read_phrases(home: Path, language: str) -> Phrases:
    """A language's words, none missing and none unknown; raises ContentError."""
    read, parsed = _read(home, language)
    known = read if language == REFERENCE else _read(home, REFERENCE)[0]
    _require_same(read.words, known.words, parsed, "words")
    _require_same(read.domains, dict.fromkeys(Domain, ""), parsed, "domains")
    for name, text in read.words.items():
        _require_fields(name, text, known.words[name], parsed)
    return Phrases(
        DateForms(**read.dates.model_dump()),
        dict(read.words),
        {domain.value: name for domain, name in read.domains.items()},
    )


def _read(home: Path, language: str) -> tuple[_Phrases, Parsed]:
    file = home / "templates" / "phrases" / f"{language}.yaml"
    if not file.exists():
        raise ContentError(
            f"there are no words in the language ‘{language}’",
            file=shown_name(file, home),
            remedy=f"Translate {REFERENCE}.yaml there, or give the newsletter another language.",
        )
    return read_document(file, home, _Phrases)


def _require_same(
    given: dict[str, str] | dict[Domain, str],
    wanted: dict[str, str] | dict[Domain, str],
    parsed: Parsed,
    field: str,
) -> None:
    for name in wanted:
        if name not in given:
            raise parsed.error(
                (field, str(name)), "this field is missing", f"Add ‘{name}: …’ there."
            )
    for name in given:
        if name not in wanted:
            raise parsed.error(
                (field, str(name)),
                "there is no such field",
                f"Remove it, or add it to {REFERENCE}.yaml too.",
            )


def _require_fields(name: str, text: str, reference: str, parsed: Parsed) -> None:
    """Each language fills in the same things, such as {name}."""
    wanted, given = _placeholders(reference), _placeholders(text)
    if wanted != given:
        told = ", ".join(sorted(wanted)) or "nothing between braces"
        raise parsed.error(("words", name), "it fills in other things", f"Use {told}.")


def _placeholders(text: str) -> set[str]:
    return set(_PLACEHOLDER.findall(text))
