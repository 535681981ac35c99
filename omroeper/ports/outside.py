"""What the services ask of the world outside, mail apart."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Protocol

from omroeper.domain.edition import RenderedEdition
from omroeper.domain.figure_gathering import FigureReading
from omroeper.domain.letter import Letter
from omroeper.domain.link_answer import LinkAnswer
from omroeper.domain.source import Reading, Source, Validators
from omroeper.domain.spam import SpamVerdict
from omroeper.domain.team import Person
from omroeper.ports.gathering import SnapshotStore


class Clock(Protocol):
    def now(self) -> datetime: ...


class SourceReader(Protocol):
    """Reads one kind of source; raises SourceError when the whole source cannot be used."""

    def read(self, source: Source, validators: Validators, at: datetime) -> Reading: ...


class FigureSource(Protocol):
    """Gives a source's observations with their provenance and raw bytes; raises SourceError.

    `kept` holds what was fetched before, for when the source does not answer; `figures` are the
    ids whose last approved value is told then.
    """

    @property
    def name(self) -> str: ...
    @property
    def figures(self) -> tuple[str, ...]: ...
    def read(self, kept: SnapshotStore, at: datetime, /) -> FigureReading: ...


class Notifier(Protocol):
    """Tells the operator; gives whether it was told, so that what was not is told next time."""

    def notify(self, notice: Letter, at: datetime) -> bool: ...


class Correspondent(Protocol):
    """Writes to one of the team; gives whether it certainly or probably arrived."""

    def write(self, person: Person, letter: Letter, at: datetime) -> bool: ...


class LinkChecker(Protocol):
    """Follows links; every address asked gets an answer. `afresh` asks all of them now."""

    def check(
        self, addresses: Collection[str], *, afresh: bool = False
    ) -> Mapping[str, LinkAnswer]: ...


class SpamJudge(Protocol):
    """Judges a mail as a receiver's spam filter would; None when it gives no answer."""

    def judge(self, rendered: RenderedEdition, /) -> SpamVerdict | None: ...
