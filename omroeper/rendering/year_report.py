"""The year report as a page and as a text to take passages from."""

from collections.abc import Mapping
from datetime import tzinfo

from omroeper.domain.newsletter import Newsletter
from omroeper.domain.year_report import YearReport, year_observations
from omroeper.rendering import dutch
from omroeper.rendering.brand import Brand
from omroeper.rendering.markdown import chapters_markdown, plain
from omroeper.rendering.report import Downloads, render_chapters, told_markdown
from omroeper.rendering.year_chapters import year_chapters


def render_year_report(
    report: YearReport,
    *,
    templates: Mapping[str, str],
    brand: Brand,
    newsletter: Newsletter,
    zone: tzinfo,
    downloads: Downloads = (),
) -> str:
    """The year's page (Dutch)."""
    return render_chapters(
        "report/year.html",
        year_chapters(report, zone),
        year_observations(report),
        templates=templates,
        brand=brand,
        newsletter=newsletter,
        downloads=downloads,
        report=report,
        moment=lambda at: dutch.moment_text(at, zone),
    )


def year_markdown(report: YearReport, newsletter: Newsletter, zone: tzinfo, page: str = "") -> str:
    """The whole report; with `page` it leads to that."""
    head = f"# Jaarverslag communicatie {report.year}: {plain(newsletter.name)}"
    link = f"**[Bekijk het verslag met grafieken]({page})**" if page else ""
    at = f"Stand van {dutch.moment_text(report.at, zone)}."
    parts = (
        head,
        link,
        at,
        told_markdown(year_observations(report)),
        chapters_markdown(year_chapters(report, zone)),
    )
    return "\n\n".join(part for part in parts if part) + "\n"
