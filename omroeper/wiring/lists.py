"""The list of subscribers: in and out as files, its segments, its people and how long they are kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from omroeper.domain.audience import Segment, SuppressionReason
from omroeper.domain.errors import NotFound
from omroeper.domain.list_choices import ChoiceReader, Vocabulary
from omroeper.domain.retention import Purged
from omroeper.services import export_list, housekeeping, import_list, persons
from omroeper.services.import_list import ImportOrder, ImportResult
from omroeper.services.personal_data import personal_data
from omroeper.wiring.parts import Parts

_ERASED_LATELY = timedelta(days=3)
"""Readers erase themselves at any hour; a night that could not rewrite the file leaves it to the next."""


@dataclass(frozen=True, slots=True)
class SegmentSize:
    """A segment with how many confirmed subscribers it has, and of each newsletter how many readers."""

    segment: Segment
    subscribers: int
    readers: dict[str, int]


class ListSteps(Parts):
    def import_subscribers(
        self,
        file: Path,
        *,
        dry_run: bool,
        newsletters: Sequence[str] = (),
        consent: str = "",
        by: str = "",
    ) -> ImportResult:
        """Import a CSV, Excel or zip file; raises InvalidValue naming it and what is wrong with it.

        `newsletters` are meant where a row names none: else that of the settings.
        """
        from omroeper.adapters.subscriber_files import read_tables

        wanted = tuple(map(self.newsletter_named, newsletters or ("",)))
        language = self.newsroom_of(wanted[0]).newsletter.language
        choices = ChoiceReader(self.vocabulary, wanted, language)
        order = ImportOrder(choices, consent, by, dry_run)
        return import_list.import_list(read_tables(file), self.store, self.clock, order)

    def export_subscribers(self, form: str) -> bytes:
        """The whole list as a file: `csv` or `xlsx`. What is imported again changes nothing."""
        from omroeper.adapters.subscriber_files import list_content

        content = list_content(export_list.HEADS, export_list.listed_rows(self.store), form)
        export_list.record_export(self.store, self.clock, form)
        return content

    def person_data(self, address: str) -> dict[str, Any]:
        """Everything held under an address; raises NotFound when there is nothing."""
        return persons.person_data(self.store, address)

    def erase_person(self, address: str, *, by: str) -> persons.Erased:
        """Forget whoever has this address, in the database and in the outbox of a desk without relay."""
        from omroeper.adapters.outbox import OutboxMailer

        erased = persons.erase_person(self.store, self.clock, address, by=by)
        OutboxMailer(self.settings.outbox).forget(address.strip())
        return erased

    def suppress_person(self, address: str, reason: SuppressionReason, *, by: str) -> bool:
        """Never mail this address again; True the first time."""
        return persons.suppress_person(self.store, self.clock, address, reason, by=by)

    def reader_data(self, key: str) -> dict[str, Any]:
        """What is kept of a subscriber, without who it is; raises NotFound."""
        reader = self.store.subscriber(key)
        if reader is None:
            raise NotFound(
                "no subscriber has this key",
                thing=key,
                remedy="Keys stand in logs and in `omroeper person export ADDRESS`.",
            )
        data = personal_data(self.store, reader)
        return {name: value for name, value in data.items() if name not in ("address", "name")}

    def purge(self) -> Purged:
        """Forget all whose period is over; the database's file is rewritten without who is gone."""
        purged = housekeeping.purge(self.store, self.settings.retention, self.clock)
        if purged.total or self.store.erased_since(self.clock.now() - _ERASED_LATELY):
            self.store.compact()
        return purged

    def retention_rows(self, purged: Purged) -> list[dict[str, str | int]]:
        """What was forgotten after how many days, as rows for people (Dutch headings)."""
        days = self.settings.retention
        told = (
            ("Aanvragen", days.requests, purged.requests),
            ("Mails aan lezers", days.requests, purged.mails),
            ("Naam en adres van wie weg is", days.left, purged.left),
            ("Wie welk exemplaar kreeg", days.copies, purged.copies),
            ("Van wie een gebeurtenis was", days.events, purged.events),
            ("Ingelezen lijsten", days.requests, purged.lists),
        )
        return [{"wat": what, "na dagen": after, "gewist": count} for what, after, count in told]

    def reader_rows(self, newsletter: str) -> list[dict[str, str | int]]:
        """How many readers of a newsletter each segment has, as rows for people (Dutch headings)."""
        audience = self.newsroom_of(newsletter).audience.id
        return [
            {
                "groep": one.segment.name,
                "lezers": one.readers.get(newsletter, 0),
                "krijgt deze nieuwsbrief": "ja" if one.segment.id == audience else "",
            }
            for one in self.segment_sizes()
        ]

    def segment_sizes(self) -> list[SegmentSize]:
        """Every segment with its size now."""
        found = []
        for segment in self.newsroom.segments.values():
            readers = self.store.segment_sizes(segment)
            found.append(SegmentSize(segment, readers.pop("", 0), readers))
        return found

    @property
    def vocabulary(self) -> Vocabulary:
        """The ids that a list may name."""
        from omroeper.adapters.content.segments import read_topics

        rooms = [self.newsroom_of(one).newsletter for one in self.newsletters]
        return Vocabulary(
            topics=read_topics(self.settings.home),
            programmes=tuple(one.id for one in self.newsroom.programmes),
            newsletters=self.newsletters,
            languages=tuple(dict.fromkeys(one.language for one in rooms)),
        )
