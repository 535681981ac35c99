"""What a misspelt word may have been: words one slip of the hand away.

Hunspell's own suggestions take up to a second a word in Dutch, for its compounds; these take a
hundredth, and a slip of the hand is what there is to mend.
"""

from collections.abc import Callable, Iterable, Iterator

MOST_SUGGESTIONS = 2
_LETTERS = "enatirodslghvkmubpwjzcfxyéëïq"


def corrections(word: str, knows: Callable[[str], bool]) -> tuple[str, ...]:
    """Words a slip away, of the likeliest kind of slip that gives any; the last are two words."""
    for kind in (_swapped, _doubled, _dropped, _added, _replaced, _parted):
        found = tuple(_first(MOST_SUGGESTIONS, filter(knows, dict.fromkeys(kind(word)))))
        if found:
            return found
    return ()


def is_a_slip_away(word: str, other: str) -> bool:
    """Whether the two differ by one letter more, less or other, or by two swapped."""
    if word == other or abs(len(word) - len(other)) > 1:
        return False
    short, long = sorted((word, other), key=len)
    begin = next(
        (n for n, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short)
    )
    rest_short, rest_long = short[begin:], long[begin:]
    if len(short) != len(long):
        return rest_short == rest_long[1:]
    swapped = rest_short[:2] == rest_long[1::-1] and rest_short[2:] == rest_long[2:]
    return rest_short[1:] == rest_long[1:] or swapped


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
