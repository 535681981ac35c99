"""The people of the desk: who edits, who reviews which programme's items, whom to ask for news."""

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Person:
    """One of the team. `contact_for` and `reviews` are ids of programmes.

    `editor` may approve an edition. Who `reviews` a programme is asked to look at its items only.
    """

    id: str
    name: str
    address: str
    editor: bool = False
    contact_for: tuple[str, ...] = ()
    reviews: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Team:
    """Everyone by id, in the order of the file; the first editor edits where no one else is named."""

    by_id: dict[str, Person] = field(default_factory=dict)

    def get(self, person_id: str) -> Person | None:
        return self.by_id.get(person_id)

    def named(self, text: str) -> Person | None:
        """The person with this name or id, however it is written."""
        wanted = " ".join(text.split()).casefold()
        return next(
            (one for one in self if wanted in (one.id.casefold(), one.name.casefold())), None
        )

    @property
    def editors(self) -> tuple[Person, ...]:
        return tuple(person for person in self if person.editor)

    def contact_of(self, programme: str) -> Person | None:
        """Whom to ask for news of a programme."""
        return next((person for person in self if programme in person.contact_for), None)

    def reviewers_of(self, programme: str) -> tuple[Person, ...]:
        return tuple(person for person in self if programme in person.reviews)

    def __iter__(self) -> Iterator[Person]:
        return iter(self.by_id.values())

    def __len__(self) -> int:
        return len(self.by_id)
