"""Whether a source does what it always did, and what the operator reads when it does not."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

from omroeper.domain.letter import Letter
from omroeper.domain.source import ItemChanges, Source, SourceRecord

FEWEST_DAYS = 6
"""Days with publications before a source has a habit."""
RECENT_DAYS = 30
"""The last so many days with publications make the habit."""
SHORTEST_SILENCE = 21
"""Days. A shorter silence is never reported: holidays, and sources that publish daily."""
FEWEST_ENTRIES = 3
"""Of a source with fewer entries, that all of them changed says nothing."""


class Trouble(StrEnum):
    FAILING = "failing"
    SILENT = "silent"
    RENEWED = "renewed"


@dataclass(frozen=True, slots=True)
class HealthFinding:
    """One trouble of one source. `days` and `usual_days` are about its silence."""

    source: str
    name: str
    trouble: Trouble
    failures: int = 0
    reason: str = ""
    days: int = 0
    usual_days: int = 0
    entries: int = 0

    @property
    def told(self) -> str:
        """What is the matter and what to do (Dutch)."""
        if self.trouble is Trouble.FAILING:
            return (
                f"{self.failures} keer achter elkaar niet gelezen (laatste reden: {self.reason}). "
                "Kijk of het adres nog klopt, of vraag het de beheerder van de site."
            )
        if self.trouble is Trouble.SILENT:
            return (
                f"al {self.days} dagen geen nieuw bericht; gewoonlijk is dat hooguit "
                f"{self.usual_days} dagen. Kijk of de bron is verhuisd of gestopt."
            )
        return (
            f"alle {self.entries} berichten zijn in één keer anders. "
            "Kijk of de site is vernieuwd en of de berichten nog kloppen."
        )

    @property
    def in_short(self) -> str:
        """What is the matter, for the operator's terminal (English)."""
        if self.trouble is Trouble.FAILING:
            return f"failed {self.failures} times in a row ({self.reason})"
        if self.trouble is Trouble.SILENT:
            return f"has been silent for {self.days} days (usually at most {self.usual_days})"
        return f"changed all of its {self.entries} entries at once"


def usual_silence(days: Sequence[date]) -> int | None:
    """The longest silence that is usual, in days; None when the source has too short a history.

    Nine in ten of its recent intervals between days with publications are not longer.
    """
    recent = sorted(set(days))[-RECENT_DAYS:]
    if len(recent) < FEWEST_DAYS:
        return None
    gaps = sorted((later - earlier).days for earlier, later in pairwise(recent))
    return gaps[(len(gaps) * 9 - 1) // 10]


def may_be_silent(last: date, today: date) -> bool:
    """Whether it is so long ago that its habit matters."""
    return (today - last).days > SHORTEST_SILENCE


def silence(source: Source, days: Sequence[date], today: date) -> HealthFinding | None:
    """Silent: nothing for longer than twice its usual silence, and longer than three weeks."""
    usual = usual_silence(days)
    quiet = (today - max(days)).days if days else 0
    if usual is None or quiet <= max(SHORTEST_SILENCE, 2 * usual):
        return None
    return HealthFinding(source.id, source.name, Trouble.SILENT, days=quiet, usual_days=usual)


def failing(source: Source, record: SourceRecord, from_failures: int) -> HealthFinding | None:
    """Failing: so many visits in a row, or more, ended in an error."""
    count = record.failures_in_a_row
    if count < from_failures:
        return None
    return HealthFinding(
        source.id, source.name, Trouble.FAILING, failures=count, reason=record.failure
    )


def renewed_entries(changes: ItemChanges, record: SourceRecord) -> int:
    """How many entries this reading changed, when it left none of those known as it was; else 0."""
    changed = changes.new + changes.revised
    all_at_once = not changes.unchanged and min(changed, record.entries) >= FEWEST_ENTRIES
    return changed if all_at_once else 0


def health_notice(new: Sequence[HealthFinding], known: Sequence[HealthFinding]) -> Letter:
    """The message to the operator: what is new first, then what was told before."""
    sources = len({one.source for one in new})
    subject = f"Omroeper: {sources} {'bron vraagt' if sources == 1 else 'bronnen vragen'} aandacht"
    parts = ["Bij het verzamelen viel dit op:", _lines(new)]
    if known:
        parts += ["Dit is al eerder gemeld en duurt voort:", _lines(known)]
    parts.append("De bronnen staan in config/sources.yaml.")
    return Letter(subject, "\n\n".join(parts) + "\n")


def _lines(findings: Sequence[HealthFinding]) -> str:
    return "\n".join(f"- {one.name} ({one.source}): {one.told}" for one in findings)


def reported_troubles(findings: Collection[HealthFinding], source: str) -> str:
    """What is kept as last told of a source: its troubles by name, in order."""
    return " ".join(sorted(one.trouble for one in findings if one.source == source))
