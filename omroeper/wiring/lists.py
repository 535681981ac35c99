"""The list of subscribers: in and out as files, and its segments."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from omroeper.domain.audience import Segment
from omroeper.domain.list_choices import ChoiceReader, Vocabulary
from omroeper.services import export_list, import_list
from omroeper.services.import_list import ImportOrder, ImportResult
from omroeper.wiring.parts import Parts


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

        rows = export_list.listed_rows(self.store)
        return list_content(export_list.HEADS, rows, form)

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
