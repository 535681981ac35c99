"""Reports as one self-contained page each, and in short for the Prefect UI."""

from collections.abc import Mapping, Sequence
from datetime import tzinfo

from markupsafe import Markup

from omroeper.domain.newsletter import Newsletter
from omroeper.domain.observing import observations
from omroeper.domain.report import MonthReport, Observation
from omroeper.domain.report_table import Chapter, ReportTable, filled
from omroeper.rendering import dutch
from omroeper.rendering.brand import Brand
from omroeper.rendering.charts import bar_chart
from omroeper.rendering.markdown import chapters_markdown, plain
from omroeper.rendering.month_chapters import month_chapters
from omroeper.rendering.report_cells import cell_text, is_number
from omroeper.rendering.templates import environment_for, fill

MOST_BARS = 8
_SHORT = ("bezorgd", "eerder")
"""The chapters that an artifact has besides the observations; the page has them all."""
ACTIONS = {
    "drafted": "Concept gemaakt",
    "approved": "Goedgekeurd",
    "changes asked": "Wijzigingen gevraagd",
    "rejected": "Afgewezen",
    "warnings taken on": "Waarschuwingen voor eigen rekening genomen",
    "review reopened": "Opnieuw in beoordeling",
    "review asked": "Gevraagd om mee te kijken",
    "review answered": "Meegekeken",
    "rectification drafted": "Rectificatie klaargezet",
    "audience frozen": "Ontvangers vastgelegd",
    "sent": "Verzonden",
    "post approved": "LinkedIn-bericht goedgekeurd",
    "post cancelled": "LinkedIn-bericht niet geplaatst",
}
Downloads = Sequence[tuple[str, str]]
"""Other forms of a report: what to call each, and its address on the same site."""


def render_report(
    report: MonthReport,
    *,
    templates: Mapping[str, str],
    brand: Brand,
    newsletter: Newsletter,
    zone: tzinfo,
    downloads: Downloads = (),
) -> str:
    """The month's page (Dutch): every chart has a table with the same numbers."""
    return render_chapters(
        "report/month.html",
        month_chapters(report),
        observations(report),
        templates=templates,
        brand=brand,
        newsletter=newsletter,
        downloads=downloads,
        report=report,
        shown=report.shown,
        actions=ACTIONS,
        moment=lambda at: dutch.moment_text(at, zone),
    )


def render_chapters(
    template: str,
    chapters: Sequence[Chapter],
    told: Sequence[Observation],
    *,
    templates: Mapping[str, str],
    brand: Brand,
    newsletter: Newsletter,
    downloads: Downloads,
    **values: object,
) -> str:
    """A page of chapters, with a chart above each table that has bars."""
    return fill(
        environment_for(templates),
        template,
        chapters=filled(chapters),
        observations=told,
        brand=brand,
        newsletter=newsletter,
        downloads=downloads,
        chart=lambda table: _chart(table, brand),
        cell_text=cell_text,
        is_number=is_number,
        **values,
    )


def report_markdown(report: MonthReport, newsletter: Newsletter, page_url: str) -> str:
    """The report in short, for an artifact."""
    head = f"# Maandverslag {report.month}: {plain(newsletter.name)}"
    short = [one for one in month_chapters(report) if one.id in _SHORT]
    parts = (
        head,
        f"**[Bekijk het hele verslag]({page_url})**",
        told_markdown(observations(report)),
    )
    return "\n\n".join((*parts, chapters_markdown(short)))


def told_markdown(told: Sequence[Observation]) -> str:
    """Observations as a list, each with its basis."""
    return "\n".join(f"- {plain(one.sentence)} *({plain(one.basis)})*" for one in told)


def _chart(table: ReportTable, brand: Brand) -> Markup:
    rows = table.drawn[:MOST_BARS]
    if not rows:
        return Markup("")
    described = "; ".join(f"{label}: {value}" for label, value in rows)
    svg = bar_chart(rows, title=table.title, description=described, colour=brand.chart)
    return Markup(svg)  # noqa: S704 - our own svg
