"""One round of reading the mailbox of bounces: what lay in it, and what came of it."""

from dataclasses import dataclass, replace

from omroeper.domain.audience import SuppressionReason
from omroeper.domain.bounce import Bounce, BounceKind


@dataclass(frozen=True, slots=True)
class ReceivedMail:
    """A mail as it lies in a mailbox; of a very large one only the beginning. `name` is its own."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Recorded:
    """What recording a report did. `new` is False for one that was recorded before."""

    bounce: Bounce
    new: bool
    suppressed: SuppressionReason | None = None


@dataclass(frozen=True, slots=True)
class BounceRound:
    """What a round did, in numbers. `nobody`: reports about no mail of ours, which change nothing.
    `left`: mails that are no report and wait for a person; `unreadable`: what could not be fetched."""

    mails: int = 0
    hard: int = 0
    soft: int = 0
    delayed: int = 0
    complaints: int = 0
    auto_replies: int = 0
    nobody: int = 0
    repeated: int = 0
    suppressed: int = 0
    left: int = 0
    unreadable: int = 0

    def with_report(self, recorded: Recorded) -> "BounceRound":
        """The round with one report more."""
        if not recorded.new:
            return replace(self, repeated=self.repeated + 1)
        name = _counted_as(recorded.bounce)
        gone = int(recorded.suppressed is not None)
        counted = {name: getattr(self, name) + 1, "suppressed": self.suppressed + gone}
        return replace(self, **counted)


def _counted_as(bounce: Bounce) -> str:
    if bounce.kind is BounceKind.AUTO_REPLY:
        return "auto_replies"
    if not bounce.subscriber:
        return "nobody"
    if not bounce.final:
        return "delayed"
    kinds = {BounceKind.HARD: "hard", BounceKind.SOFT: "soft", BounceKind.COMPLAINT: "complaints"}
    return kinds[bounce.kind]
