"""Gathering, with the desk's own sources."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from omroeper.adapters.content.figure_sources import read_figure_tables
from omroeper.adapters.content.figures import MonitorEditionSource, monitor_editions
from omroeper.adapters.content.updates import UpdatesReader
from omroeper.domain.edition import EditionState
from omroeper.domain.figure import FigureObservation
from omroeper.domain.figure_approval import JudgedObservation
from omroeper.domain.figure_gathering import FigureGathering
from omroeper.domain.gathering import Gathering
from omroeper.domain.health import HealthFinding
from omroeper.domain.source import SourceKind, SourceOutcome
from omroeper.ports import FigureSource, Notifier, SourceReader
from omroeper.services import gather as service
from omroeper.services import rectify
from omroeper.services.approve_figures import approve_figure, judged_figures
from omroeper.services.gather_figures import gather_figures
from omroeper.services.health import examine_sources, report_health
from omroeper.wiring.parts import Parts

if TYPE_CHECKING:
    import httpx


class GatheringSteps(Parts):
    @cached_property
    def readers(self) -> Mapping[SourceKind, SourceReader]:
        from omroeper.adapters.calendars import CalendarReader
        from omroeper.adapters.feeds import FeedReader
        from omroeper.adapters.pages import PageReader
        from omroeper.adapters.sheets import SheetReader

        zone = self.settings.timezone
        client = self._client
        return {
            SourceKind.FEED: FeedReader(client),
            SourceKind.PAGE: PageReader(client, zone),
            SourceKind.CALENDAR: CalendarReader(client, zone),
            SourceKind.SHEET: SheetReader(
                client, self.settings.home, zone, self.newsroom.programmes
            ),
            SourceKind.UPDATES: self._updates_reader,
        }

    @cached_property
    def _updates_reader(self) -> UpdatesReader:
        settings = self.settings
        return UpdatesReader(settings.home, settings.timezone, self.newsroom.programmes)

    @cached_property
    def _figure_sources(self) -> tuple[FigureSource, ...]:
        """The desk's own editions, then the open tables that were declared."""
        from omroeper.adapters.table_source import TableSource

        definitions = {one.id: one for one in self.newsroom.figures}
        tables = read_figure_tables(self.settings.home, self.newsroom.figures)
        fetched = [TableSource(one, definitions[one.figure], self._client) for one in tables]
        return (*self._own_figures, *fetched)

    @cached_property
    def _client(self) -> "httpx.Client":
        from omroeper.adapters.feeds.connecting import make_client

        client = make_client(allow_private=self.settings.allow_private_addresses)
        self.opened.callback(client.close)
        return client

    @cached_property
    def _own_figures(self) -> tuple[MonitorEditionSource, ...]:
        return monitor_editions(self.settings.home, self.newsroom.figures)

    @cached_property
    def notifier(self) -> Notifier:
        """A mail to the operator of the settings; without one, the log."""
        from omroeper.adapters.operator import LogNotifier, MailNotifier

        operator, sender = self.settings.operator_address, self.settings.sender_address
        return (
            MailNotifier(self.mailer, sender=sender, operator=operator)
            if operator
            else LogNotifier()
        )

    def gather(self) -> Gathering:
        """Every source and the figures; the operator is told of what needs attention."""
        found = service.gather(
            self.sources, self.readers, self._figure_sources, self.store, self.clock
        )
        self.settle_revisions()
        return replace(found, health=self.report_health(found.outcomes))

    def gather_batch(self, source_ids: Sequence[str]) -> tuple[SourceOutcome, ...]:
        """These sources, side by side; one that is no longer in the settings is passed over."""
        wanted = [source for source in self.sources if source.id in set(source_ids)]
        return service.gather_sources(wanted, self.readers, self.store, self.clock)

    def source_health(self, outcomes: Sequence[SourceOutcome] = ()) -> tuple[HealthFinding, ...]:
        """What is the matter with the sources, after these visits; nobody is told."""
        return examine_sources(
            self.sources,
            {one.source: one.renewed for one in outcomes if one.renewed},
            self.store,
            self.clock.now(),
            from_failures=self.settings.source_failures,
        )

    def report_health(self, outcomes: Sequence[SourceOutcome]) -> tuple[HealthFinding, ...]:
        """What is the matter with the sources; what is new of it is told to the operator."""
        found = self.source_health(outcomes)
        report_health(self.sources, found, self.store, self.notifier, self.clock.now())
        return found

    def gather_own(self) -> tuple[str, ...]:
        """What stands in the desk's own folders; needs no network. Gives what could not be read."""
        own = [source for source in self.sources if source.kind is SourceKind.UPDATES]
        readers = {SourceKind.UPDATES: self._updates_reader}
        found = service.gather(own, readers, self._own_figures, self.store, self.clock)
        self.settle_revisions()
        return tuple(told for one in found.outcomes for told in (one.error, *one.warnings) if told)

    def outcome_row(self, outcome: SourceOutcome) -> dict[str, str | int]:
        """How one visit ended, as a row for people (Dutch)."""
        names = {source.id: source.name for source in self.sources}
        return {
            "bron": names.get(outcome.source, outcome.source),
            "nieuw": outcome.changes.new,
            "gewijzigd": outcome.changes.revised,
            "gelijk": outcome.changes.unchanged,
            "ongewijzigd": "ja" if outcome.not_modified else "",
            "let op": "; ".join(outcome.warnings),
            "fout": outcome.error,
        }

    def gather_figures(self) -> FigureGathering:
        """The figures of every source."""
        found = gather_figures(self._figure_sources, self.store, self.clock)
        self.settle_revisions()
        return found

    def figure_rows(self, found: FigureGathering) -> list[dict[str, str]]:
        """What a person should know of a gathering of figures, as rows (Dutch)."""
        troubles = [
            {"bron": one.source, "let op": told, "blijft": one.standing}
            for one in found.outcomes
            for told in (*one.warnings, *((one.error,) if one.error else ()))
        ]
        waiting = [
            {"bron": "", "let op": f"wacht op goedkeuring: {one}", "blijft": ""}
            for one in found.waiting
        ]
        return troubles + waiting

    def read_own_figures(self) -> None:
        """The editions in the desk's own folder only; needs no network."""
        gather_figures(self._own_figures, self.store, self.clock)
        self.settle_revisions()

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

    def judged_figures(self) -> tuple[JudgedObservation, ...]:
        """What speaks of every figure and what is proposed; the desk's own editions are read first."""
        self.read_own_figures()
        return judged_figures(self.store)

    def approve_figure(self, figure: str, *, by: str) -> tuple[FigureObservation, ...]:
        """Stand for what is proposed of a figure; editions that told it otherwise are settled."""
        found = approve_figure(
            self.store, self.clock, figure, by=by, definitions=self.newsroom.figures
        )
        self.settle_revisions()
        return found
