"""The aggregates as files for other programs, with the desk's own store."""

from datetime import UTC, datetime
from pathlib import Path

from omroeper.adapters.aggregates_package import Field, Table, aggregates_package
from omroeper.services.aggregates import (
    BEGINNING,
    Wanted,
    readings_after,
    told_campaign,
    told_editions,
)
from omroeper.wiring.drafting import DraftingSteps
from omroeper.wiring.figures import write_files

_METRICS = (
    Field("source", "string", "Who counted: ledger, bounces, list, links, a channel, analytics"),
    Field("subject", "string", "What was measured: the id of a campaign, edition, post, segment"),
    Field("metric", "string", "What of it"),
    Field("period", "string", "A day, or ‘total’: from the beginning on"),
    Field("value", "number", "The number; empty where it is too small to tell", optional=True),
    Field("few", "boolean", "Whether it is too small to tell"),
    Field("note", "string", "What the provider said of it", optional=True),
    Field("retrieved", "datetime", "When it was read, in UTC"),
)
_CAMPAIGNS = (
    Field("id", "string", "The campaign's id"),
    Field("edition", "string", "The edition it sent"),
    Field("segment", "string", "The segment it went to"),
    Field("state", "string", "scheduled, sending, paused, finished or cancelled"),
    Field("audience", "integer", "The frozen audience"),
    Field("send_at", "datetime", "When it was due, in UTC"),
    Field("accepted", "number", "Copies that mail servers took", optional=True),
    Field("bounced", "number", "Those that came back", optional=True),
    Field("unsubscribed", "number", "Readers who left by its link", optional=True),
)
_NUMBERS = ("accepted", "bounced", "unsubscribed")
_COVERAGE = (
    Field("newsletter", "string", "The newsletter's id"),
    Field("month", "string", "YYYY-MM"),
    Field("programme", "string", "The programme's id"),
    Field("entries", "integer", "Entries about it in that month's newsletters"),
)


class ExportingSteps(DraftingSteps):
    def export_aggregates(self, out: Path, kind: str) -> list[str]:
        """Write metrics, campaigns and coverage as a data package; gives the names of its files."""
        tables = (self._metrics_table(), self._campaigns_table(), self._coverage_table())
        return write_files(aggregates_package(tables, kind, self.settings.fewest_told), out)

    def _metrics_table(self) -> Table:
        found = readings_after(self.store, Wanted(), BEGINNING, self.settings.fewest_told)
        rows = [
            (
                one.source,
                one.subject,
                one.metric,
                one.period,
                one.value,
                one.few,
                one.note,
                _utc(one.retrieved),
            )
            for one in found
        ]
        key = ("source", "subject", "metric", "period")
        return Table("metrics", "The newest reading of every number", _METRICS, key, rows)

    def _campaigns_table(self) -> Table:
        rows = []
        for one in self.store.campaigns():
            numbers = told_campaign(self.store, one, self.settings.fewest_told).numbers
            told = (one.id, one.edition, one.segment, one.state.value, one.size, _utc(one.send_at))
            rows.append((*told, *(numbers.get(name) for name in _NUMBERS)))
        about = "Every campaign, with its numbers as they were measured last"
        return Table("campaigns", about, _CAMPAIGNS, ("id",), rows)

    def _coverage_table(self) -> Table:
        sent = {(one.newsletter, int(one.month[:4])) for one in told_editions(self.store)}
        rows = [
            (newsletter, str(month), row.programme.id, row.counts[month.number - 1])
            for newsletter, year in sorted(sent)
            if newsletter in self.newsletters
            for ledger in (self.coverage(year, newsletter=newsletter),)
            for month in ledger.months
            for row in ledger.rows
        ]
        about = "Which programme was told of in which month"
        return Table("coverage", about, _COVERAGE, ("newsletter", "month", "programme"), rows)


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)
