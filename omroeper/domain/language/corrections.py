"""What a misspelt word may have been: words one slip of the hand away.

Hunspell's own suggestions take up to a second a word in Dutch, for its compounds; these take a
hundredth, and a slip of the hand is what there is to mend.
"""

from collections.abc import Callable, Iterable, Iterator

MOST_SUGGESTIONS = 3
_LETTERS = "enatirodslghvkmubpwjzcfxyéëïq"


def corrections(word: str, knows: Callable[[str], bool]) -> tuple[str, ...]:
    """Words a slip away, of the likeliest kind of slip that gives any; the last are two words."""
    for kind in (_swapped, _doubled, _added, _dropped, _replaced, _parted):
        found = tuple(_first(MOST_SUGGESTIONS, filter(knows, dict.fromkeys(kind(word)))))
        if found:
            return found
    return ()


def is_slip(word: str, knows: Callable[[str], bool]) -> bool:
    """Whether it is known with two letters swapped, or one less or twice: the slips that are told fast."""
    return any(knows(one) for kind in (_swapped, _doubled, _dropped) for one in kind(word))


def _first(most: int, found: Iterable[str]) -> Iterator[str]:
    for _, one in zip(range(most), found, strict=False):
        yield one


def _swapped(word: str) -> Iterator[str]:
    for at in range(len(word) - 1):
        yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _doubled(word: str) -> Iterator[str]:
    """A letter that should be there twice, or once."""
    for at in range(len(word)):
        if word[at] == word[at - 1 : at]:
            yield word[:at] + word[at + 1 :]
        else:
            yield word[:at] + word[at] + word[at:]


def _dropped(word: str) -> Iterator[str]:
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]


def _added(word: str) -> Iterator[str]:
    for at in range(len(word) + 1):
        for letter in _LETTERS:
            yield word[:at] + letter + word[at:]


def _replaced(word: str) -> Iterator[str]:
    for at in range(len(word)):
        for letter in _LETTERS:
            yield word[:at] + letter + word[at + 1 :]


def _parted(word: str) -> Iterator[str]:
    for at in range(2, len(word) - 1):
        yield f"{word[:at]} {word[at:]}"
