"""Who may decide: the month's editor, the deputies in their order, and never who wrote it."""

from dataclasses import dataclass, field

from omroeper.domain.errors import ApprovalRefused
from omroeper.domain.team import Person, Team
from omroeper.domain.theme import Theme


@dataclass(frozen=True, slots=True)
class Deciders:
    """Who may decide on one edition, or on its posts.

    Where the team names no editors, whoever signs with a name may. A deputy may decide at any
    time: nothing waits for somebody who is ill, and the log tells in whose place it was.
    """

    team: Team = field(default_factory=Team)
    theme: Theme | None = None
    four_eyes: bool = True

    @property
    def editor(self) -> Person | None:
        """The month's editor, else the first of the team."""
        named = self._named_by_calendar((self.theme.editor,) if self.theme else ())
        return next(iter((*named, *self.team.editors)), None)

    @property
    def deputies(self) -> tuple[Person, ...]:
        """Who is asked after the editor, in this order: the calendar's deputies, else the other editors."""
        named = self._named_by_calendar(self.theme.deputies if self.theme else ())
        return tuple(one for one in named or self.team.editors if one != self.editor)

    @property
    def guest(self) -> Person | None:
        return next(
            iter(self._named_by_calendar((self.theme.guest_editor,) if self.theme else ())), None
        )

    @property
    def approvers(self) -> tuple[Person, ...]:
        """Everyone who may approve what they did not write, the editor first; empty: anybody may."""
        everyone = (self.editor, *self.deputies, *self.team.editors)
        return tuple(dict.fromkeys(one for one in everyone if one is not None))

    @property
    def signers(self) -> tuple[Person, ...]:
        """Everyone who may sign the form: a guest editor may ask for changes."""
        guest = (self.guest,) if self.guest is not None else ()
        return tuple(dict.fromkeys((*self.approvers, *guest))) if self.approvers else ()

    def signed(self, name: str) -> str:
        """The name as the team writes it; raises ApprovalRefused for nobody's name."""
        given = " ".join(name.split())
        if not given:
            raise ApprovalRefused("Er is geen naam ingevuld", remedy="Vul uw eigen naam in.")
        person = self.team.named(given)
        if not self.signers:
            return person.name if person else given
        if person not in self.signers or person is None:
            raise ApprovalRefused(
                f"‘{given}’ besluit niet over deze nieuwsbrief",
                remedy=f"Dat doen: {_names(self.signers)}.",
            )
        return person.name

    def require_approver(self, name: str, *, writer: str, made: str = "deze editie") -> None:
        """Raises ApprovalRefused unless this person may approve what `writer` made."""
        if self.four_eyes and (self._same(name, writer) or self._is_guest(name)):
            raise ApprovalRefused(
                f"{name} heeft {made} gemaakt",
                remedy="Laat een collega goedkeuren (vierogenprincipe).",
            )
        if self.approvers and self.team.named(name) not in self.approvers:
            raise ApprovalRefused(
                f"{name} mag niet goedkeuren", remedy=f"Dat mogen: {_names(self.approvers)}."
            )

    def may_approve(self, writer: str) -> tuple[Person, ...]:
        """Of the team, who may approve what `writer` made, in the order in which they are asked."""
        asked = (self.editor, *self.deputies)
        return tuple(
            one
            for one in asked
            if one is not None
            and not (self.four_eyes and (self._same(one.name, writer) or self._is_guest(one.name)))
        )

    def in_place_of(self, name: str, *, writer: str) -> str:
        """The name of the editor whose place this person takes; empty when it is nobody's."""
        editor = self.editor
        if editor is None or self._same(name, editor.name) or self._same(writer, editor.name):
            return ""
        return editor.name

    def _is_guest(self, name: str) -> bool:
        return self.guest is not None and self._same(name, self.guest.name)

    def _same(self, one: str, other: str) -> bool:
        first, second = self.team.named(one), self.team.named(other)
        if first is not None or second is not None:
            return first == second
        return one.strip().casefold() == other.strip().casefold()

    def _named_by_calendar(self, ids: tuple[str, ...]) -> tuple[Person, ...]:
        found = (self.team.get(one) for one in ids)
        return tuple(person for person in found if person is not None)


def _names(people: tuple[Person, ...]) -> str:
    return ", ".join(person.name for person in people)
