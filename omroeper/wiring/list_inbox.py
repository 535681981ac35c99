"""Lists that staff put in a folder: looked at first, imported when somebody says so."""

from dataclasses import dataclass, replace
from functools import cached_property

from omroeper.adapters.list_inbox import ListInbox
from omroeper.domain.errors import InvalidValue
from omroeper.domain.list_refusals import in_dutch
from omroeper.domain.retention import Purged
from omroeper.services.import_list import ImportResult
from omroeper.wiring.lists import ListSteps

MOST_TOLD = 500
"""So many refused rows are told; the file beside the list names them all."""
_NOT_USABLE = (
    "dit bestand is niet te gebruiken ({problem}); sla de lijst opnieuw op als Excel of CSV, met de "
    "adressen in één kolom die ‘email’ heet"
)


@dataclass(frozen=True, slots=True)
class ListOrder:
    """What somebody wants done with a waiting list; only with `add` anything changes."""

    file: str
    newsletter: str
    add: bool = False
    consent: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class ListTold:
    """What came of it, for people (Dutch): numbers, refused rows, or why nothing could be done."""

    counts: dict[str, int]
    refused: tuple[dict[str, str | int], ...] = ()
    complaint: str = ""

    @property
    def told(self) -> str:
        return ", ".join(f"{count} {what}" for what, count in self.counts.items())


class InboxSteps(ListSteps):
    @cached_property
    def list_inbox(self) -> ListInbox:
        return ListInbox(self.settings.list_inbox)

    def import_waiting(self, order: ListOrder) -> ListTold:
        """Look at a waiting list, or import it and put it away; what cannot be used stays there."""
        if order.file not in self.list_inbox.waiting():
            return ListTold(
                {}, complaint=f"‘{order.file}’ ligt er niet meer; kies een ander bestand"
            )
        if (order.add or order.consent.strip()) and not order.by.strip():
            return ListTold({}, complaint="er is geen naam ingevuld; vul uw eigen naam in")
        try:
            result = self.import_subscribers(
                self.list_inbox.folder / order.file,
                dry_run=not order.add,
                newsletters=(order.newsletter,),
                consent=order.consent.strip(),
                by=order.by.strip(),
            )
        except InvalidValue as problem:
            complaint = _NOT_USABLE.format(problem=problem.problem)
            self.list_inbox.left(order.file, [complaint])
            return ListTold({}, complaint=complaint)
        told = _told(result)
        if order.add:
            reasons = [
                f"{row['bestand']} regel {row['regel']}: {row['reden']}" for row in told.refused
            ]
            self.list_inbox.done(order.file, reasons, self.clock.now())
        return replace(told, refused=told.refused[:MOST_TOLD])

    def purge(self) -> Purged:
        """As the list's own purge, and the lists that were put away with their addresses."""
        before = self.settings.retention.before("requests", self.clock.now())
        return replace(super().purge(), lists=self.list_inbox.forget(before))


def _told(result: ImportResult) -> ListTold:
    merged = result.merged
    return ListTold(
        counts={
            "nieuw": merged.added,
            "al bekend": merged.known,
            "van wie bekend een nieuwsbrief erbij": merged.widened,
            "overgeslagen, mogen geen mail krijgen": merged.suppressed,
            "afgemeld of onbestelbaar volgens de lijst": merged.left,
            "regels geweigerd": len(result.refused),
        },
        refused=tuple(
            {"bestand": row.file, "regel": row.line, "reden": in_dutch(row.reason)}
            for row in result.refused
        ),
    )
