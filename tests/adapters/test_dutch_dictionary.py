"""The Dutch dictionary and our own words: what they let pass, what they find, and mistakes in the files."""

import random
import re
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
import yaml

from omroeper.adapters.content.newsroom import read_newsroom
from omroeper.adapters.content.programmes import read_programmes
from omroeper.adapters.dutch_dictionary import read_dutch_words
from omroeper.domain.errors import ContentError
from omroeper.domain.language.corrections import corrections
from omroeper.domain.language.sentences import sentences
from omroeper.domain.language.spelling import unknown_words
from omroeper.domain.language.tokens import masked, tokens
from omroeper.domain.language.words import DutchWords

ROOT = Path(__file__).resolve().parents[2]
CONFIG = ROOT / "config" / "language"
Slip = Callable[[str, random.Random], str]


@cache
def words() -> DutchWords:
    return read_dutch_words(ROOT, read_programmes(ROOT))


def items_of(folder: str) -> Iterator[tuple[str, str]]:
    """The items in Dutch of a folder of content/."""
    for file in sorted((ROOT / "content" / folder).glob("*.md")):
        text = file.read_text(encoding="utf-8")
        head, _, body = text.removeprefix("---\n").partition("\n---\n")
        if (
            text.startswith("---\n")
            and (fields := yaml.safe_load(head)).get("language", "nl") == "nl"
        ):
            yield file.name, f"{fields['title']}\n{body}"


def standing() -> Iterator[tuple[str, str]]:
    room = read_newsroom(ROOT, None)  # type: ignore[arg-type]  # no moment is read here
    for month, theme in room.calendar.themes.items():
        yield str(month), f"{theme.title}\n{theme.description}\n{theme.introduction}"
    for figure in room.figures:
        yield figure.id, f"{figure.label}\n{re.sub(r'{[a-z]+}', '12', figure.sentence)}"


@pytest.mark.parametrize(
    ("name", "text"),
    [*items_of("updates"), *items_of("evergreen"), *standing()],
    ids=lambda value: value[:40],
)
def test_our_own_texts_are_spelled_right(name: str, text: str) -> None:
    """What is right and unknown belongs in config/language/own-words.txt."""
    assert [token.text for token in unknown_words(text, words(), ())] == []


def _swapped(word: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(word) - 1)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _doubled(word: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(word))
    return word[:at] + word[at] + word[at:]


def _missed(word: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(word))
    return word[:at] + word[at + 1 :]


def _beside(word: str, chance: random.Random) -> str:
    """The key beside the right one."""
    at = chance.randrange(1, len(word))
    row = next((keys for keys in ("qwertyuiop", "asdfghjkl", "zxcvbnm") if word[at] in keys), None)
    if row is None:
        return word
    place = row.index(word[at])
    return word[:at] + (row[place - 1] if place else row[1]) + word[at + 1 :]


@pytest.mark.parametrize(
    ("slip", "found_floor", "mended_floor"),
    [(_swapped, 0.95, 0.95), (_doubled, 0.95, 0.9), (_missed, 0.75, 0.75), (_beside, 0.9, 0.6)],
)
def test_slips_of_the_hand_are_found(slip: Slip, found_floor: float, mended_floor: float) -> None:
    """One slip in each sentence of our updates, in a word of four letters or more.

    What is missed is another right word: `naar` became `nar`. So are errors of d and t, as in ‘hij
    word’, which no list of words can see. `mended` is the share for which the right word is proposed.
    """
    chance = random.Random(4)
    slips = found = proposed = mended = 0
    for sentence in (sentence for _, text in items_of("updates") for sentence in sentences(text)):
        choices = [t.text for t in tokens(masked(sentence, words().names)) if _may_slip(t.text)]
        word = chance.choice(choices) if choices else ""
        wrong = slip(word, chance) if word else ""
        if wrong == word:
            continue
        slips += 1
        changed = re.sub(rf"\b{word}\b", wrong, sentence, count=1)
        if wrong in [token.text for token in unknown_words(changed, words(), ())]:
            found += 1
            if found % 3 == 0:  # proposing takes a while
                proposed += 1
                mended += word in corrections(wrong, words().knows)
    print(f"{slip.__name__}: {found / slips:.1%} of {slips} found, {mended / proposed:.1%} mended")
    assert slips > 90
    assert found / slips >= found_floor
    assert mended / proposed >= mended_floor


def _may_slip(word: str) -> bool:
    return len(word) >= 4 and word.isalpha() and word.islower()


def test_our_own_words_have_forms_and_capitals() -> None:
    for word in (
        "skillspaspoorten",
        "deliverables",
        "Skillspaspoort",
        "High",
        "mkb-route",
        "zij-instromers",
    ):
        assert not unknown_words(f"Het {word} is er.", words(), ()), word
    (found,) = unknown_words("Zij deed mee aan dCypher of dcyper.", words(), ())
    assert found.text == "dcyper"


def test_there_are_enough_hard_words() -> None:
    assert len({form.of for forms in words().hard.values() for form in forms}) >= 250


def test_no_hard_word_is_proposed_in_place_of_another() -> None:
    """A plain alternative that is hard itself helps nobody."""
    single = {f.parts[0] for forms in words().hard.values() for f in forms if len(f.parts) == 1}
    for one in {form.of for forms in words().hard.values() for form in forms}:
        proposed = set(re.findall(r"[\w-]+", one.plain))
        assert not proposed & single, f"{one.word}: {one.plain}"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    shutil.copytree(CONFIG, tmp_path / "config" / "language")
    return tmp_path


@pytest.mark.parametrize(
    ("file", "added", "told"),
    [
        ("own-words.txt", "qqort/qqoort\n", "does not know the example ‘qqoort’"),
        ("hard-words.yaml", '  "a,, b": c\n', "a form is empty"),
        ("hard-words.yaml", "  woord:\n", "this value does not fit"),
        ("abbreviations.yaml", "  mbo: middelbaar beroepsonderwijs\n", "‘mbo’ is also under known"),
        ("abbreviations.yaml", "  STO: nog eens\n", "given twice"),
    ],
)
def test_a_mistake_in_a_file_is_told_with_its_line(
    home: Path, file: str, added: str, told: str
) -> None:
    path = home / "config" / "language" / file
    path.write_text(path.read_text(encoding="utf-8") + added, encoding="utf-8")
    with pytest.raises(ContentError, match=told) as caught:
        read_dutch_words(home, read_programmes(ROOT))
    assert re.match(rf"config/language/{file}:\d+\b", caught.value.sentence)


@pytest.mark.parametrize("file", ["own-words.txt", "hard-words.yaml", "nl/nl.dic"])
def test_a_missing_file_is_told(home: Path, file: str) -> None:
    (home / "config" / "language" / file).unlink()
    with pytest.raises(ContentError, match=file):
        read_dutch_words(home, read_programmes(ROOT))
