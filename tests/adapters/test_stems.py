"""Each language has its own stems; one that Snowball has not, has none."""

import pytest

from omroeper.adapters.stems import stemmer_of


@pytest.mark.parametrize(
    ("language", "words", "alike"),
    [
        ("nl", ("scholen", "school"), True),
        ("en", ("centres", "centre"), True),
        ("en", ("skills", "skill"), True),
        ("nl", ("cities", "city"), False),
        ("en", ("cities", "city"), True),
        ("xx", ("cities", "city"), False),
    ],
)
def test_stems_are_those_of_the_language(
    language: str, words: tuple[str, str], alike: bool
) -> None:
    stem = stemmer_of(language)
    assert (stem(words[0]) == stem(words[1])) is alike
