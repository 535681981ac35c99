"""The store is the sum of its parts: none of them may hide another's method."""

from collections import Counter

from omroeper.adapters.database import DatabaseStore


def test_no_two_parts_define_the_same_name() -> None:
    parts = [one for one in DatabaseStore.__mro__ if one not in (object, DatabaseStore)]
    names = Counter(name for part in parts for name in vars(part) if not name.startswith("__"))
    assert [name for name, count in names.items() if count > 1] == []
