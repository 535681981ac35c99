"""A group that readers can count themselves to, as they are shown it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ReaderGroup:
    """A topic under the name of its segment; `names` holds that name in other languages than Dutch."""

    topic: str
    dutch: str
    names: Mapping[str, str] = field(default_factory=dict)

    def name_in(self, language: str) -> str:
        """The name in this language; the Dutch one where it has no other."""
        return self.names.get(language, self.dutch)

    def told_in(self, language: str) -> str:
        """The language that `name_in` gives."""
        return language if language in self.names else "nl"


def names_of(topics: Iterable[str], groups: Iterable[ReaderGroup], language: str) -> list[str]:
    """The names of these topics; a topic without a group is told as it is."""
    known = {one.topic: one.name_in(language) for one in groups}
    return [known.get(topic, topic) for topic in topics]
