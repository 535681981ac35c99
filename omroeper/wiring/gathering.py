"""Gathering, with the desk's own sources."""

from collections.abc import Mapping
from functools import cached_property

from omroeper.adapters.content.figures import MonitorEditionSource, monitor_editions
from omroeper.adapters.content.updates import UpdatesReader
from omroeper.domain.edition import EditionState
from omroeper.domain.errors import NotFound
from omroeper.domain.figure import FigureObservation
from omroeper.domain.source import Gathering, SourceKind
from omroeper.ports import SourceReader
from omroeper.services import gather as service
from omroeper.services import rectify
from omroeper.wiring.parts import Parts


class GatheringSteps(Parts):
    @cached_property
    def readers(self) -> Mapping[SourceKind, SourceReader]:
        from omroeper.adapters.calendars import CalendarReader
        from omroeper.adapters.feeds import FeedReader
        from omroeper.adapters.feeds.connecting import make_client

        client = make_client(allow_private=self.settings.allow_private_addresses)
        return {
            SourceKind.FEED: FeedReader(client),
            SourceKind.CALENDAR: CalendarReader(client, self.settings.timezone),
            SourceKind.UPDATES: self._updates_reader,
        }

    @cached_property
    def _updates_reader(self) -> UpdatesReader:
        settings = self.settings
        return UpdatesReader(settings.home, settings.timezone, self.newsroom.programmes)

    @cached_property
    def _figure_sources(self) -> tuple[MonitorEditionSource, ...]:
        return monitor_editions(self.settings.home, self.newsroom.figures)

    def gather(self) -> Gathering:
        """Every source and the figures."""
        found = service.gather(
            self.sources, self.readers, self._figure_sources, self.store, self.clock
        )
        self.settle_revisions()
        return found

    def gather_own(self) -> tuple[str, ...]:
        """What stands in the desk's own folders; needs no network. Gives what could not be read."""
        own = [source for source in self.sources if source.kind is SourceKind.UPDATES]
        readers = {SourceKind.UPDATES: self._updates_reader}
        found = service.gather(own, readers, self._figure_sources, self.store, self.clock)
        self.settle_revisions()
        return tuple(told for one in found.outcomes for told in (one.error, *one.warnings) if told)

    def gather_source(self, source_id: str) -> dict[str, str | int]:
        """One source, as a row for people (Dutch)."""
        source = next(one for one in self.sources if one.id == source_id)
        outcome = service.gather_source(source, self.readers, self.store, self.clock)
        return {
            "bron": source.name,
            "nieuw": outcome.changes.new,
            "gewijzigd": outcome.changes.revised,
            "gelijk": outcome.changes.unchanged,
            "ongewijzigd": "ja" if outcome.not_modified else "",
            "let op": "; ".join(outcome.warnings),
            "fout": outcome.error,
        }

    def gather_figures(self) -> tuple[int, int]:
        counted = service.gather_figures(self._figure_sources, self.store)
        self.settle_revisions()
        return counted

    def settle_revisions(self) -> None:
        """Reopen reviews and draft rectifications for figures that were revised."""
        self.revised.extend(
            {
                "editie": one.edition,
                "cijfer": one.sentence,
                "gevolg": (
                    "goedkeuring vervallen"
                    if one.state is EditionState.APPROVED
                    else "rectificatie in de volgende nieuwsbrief"
                ),
            }
            for one in rectify.settle_revisions(self.store, self.clock)
        )

    @cached_property
    def revised(self) -> list[dict[str, str]]:
        """What revisions did to editions since this desk was opened, as rows for people (Dutch)."""
        return []

    def latest_figures(self) -> tuple[FigureObservation, ...]:
        """Every figure's newest observation, by id; the desk's own editions are read first."""
        self.gather_figures()
        return tuple(seen for _, seen in sorted(self.store.latest_observations().items()))

    def figure_history(self, figure: str) -> tuple[FigureObservation, ...]:
        """All observations of one figure; raises NotFound for an id the registry has not."""
        self.gather_figures()
        found = self.store.observations(figure)
        if not found:
            raise NotFound(
                "there is no such figure", thing=figure, remedy="`omroeper figures` lists them."
            )
        return found
