"""Reports of a month and of a year, written to files and shown on signed pages."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from omroeper.domain.edition import EditionState
from omroeper.domain.errors import NotFound
from omroeper.domain.issue import Issue
from omroeper.domain.report_table import Chapter
from omroeper.services.report import build_month_report
from omroeper.services.year_report import build_year_report
from omroeper.wiring.measuring import MeasuringSteps
from omroeper.wiring.signing import sign, signed_url

FORMS = ("pdf", "xlsx", "csv", "md")
"""The other forms that a report may have beside its page."""
_NAMES = {
    "pdf": "PDF, om te printen of door te sturen",
    "xlsx": "Excel",
    "csv": "CSV, één regel per cijfer",
    "md": "Tekst (Markdown)",
}


@dataclass(frozen=True, slots=True)
class MadeReport:
    """A report that was written: its signed page, its files by form, and its short form for an artifact.

    `missing` (Dutch) says which file could not be made and what to do.
    """

    name: str
    title: str
    page: str
    markdown: str
    files: dict[str, Path] = field(default_factory=dict)
    missing: str = ""


class ReportingSteps(MeasuringSteps):
    def editions_to_report(self, edition: str) -> list[str]:
        """The edition asked for, or the newest that was sent of each newsletter."""
        if edition:
            return [edition]
        newest = []
        for newsletter in self.newsletters:
            found = self.store.editions(newsletter)
            newest += [one for one, state in found if state is EditionState.SENT][:1]
        return newest

    def edition_of_issue(self, issue: str, newsletter: str = "") -> str:
        """The edition of a month (`2024-10`, or with a slug a special one); raises InvalidValue."""
        return f"{self.newsroom_of(newsletter).newsletter.id}-{Issue.parse(issue)}"

    def make_report(self, edition: str) -> MadeReport:
        """Write the month report in all its forms; raises NotFound for what was never sent."""
        from omroeper.rendering.month_chapters import month_chapters
        from omroeper.rendering.report import render_report, report_markdown

        room = self.newsroom_of(self.newsletter_of(edition))
        zone, newsletter = self.settings.timezone, room.newsletter
        found = build_month_report(
            self.store,
            edition,
            self.clock.now(),
            zone,
            segments=tuple(room.segments.values()),
            fewest=self.settings.fewest_told,
        )
        style, url = self.style_of(newsletter.id), signed_url(self.settings, f"verslag/{edition}")
        page = render_report(
            found,
            templates=style.templates,
            brand=style.brand,
            newsletter=newsletter,
            zone=zone,
            downloads=self._downloads(edition, ("pdf", "xlsx", "csv")),
        )
        title = f"Maandverslag {found.month}"
        written, missing = self._write_report(edition, title, page, month_chapters(found))
        return MadeReport(
            edition, title, url, report_markdown(found, newsletter, url), written, missing
        )

    def make_year_report(self, year: int, newsletter: str = "") -> MadeReport:
        """Write a newsletter's year report in all its forms."""
        from omroeper.rendering.year_chapters import year_chapters
        from omroeper.rendering.year_report import render_year_report, year_markdown

        room = self.newsroom_of(newsletter)
        zone, about = self.settings.timezone, room.newsletter
        if not any(one.month.year == year for one in room.calendar.planned()) and not any(
            edition.month.year == year for edition, _ in self.store.told_editions(about.id)
        ):
            raise NotFound(
                f"{about.id} has no themes and sent nothing in {year}",
                thing=f"year report {year}",
                remedy=f"Name another year, or add content/newsletters/{about.id}/calendar/{year}.yaml.",
            )
        found = build_year_report(
            self.store, room, year, self.clock.now(), zone, fewest=self.settings.fewest_told
        )
        name, style = f"{about.id}-{year}", self.style_of(about.id)
        url = signed_url(self.settings, f"verslag/{name}")
        page = render_year_report(
            found,
            templates=style.templates,
            brand=style.brand,
            newsletter=about,
            zone=zone,
            downloads=self._downloads(name, FORMS),
        )
        title = f"Jaarverslag communicatie {year}"
        written, missing = self._write_report(name, title, page, year_chapters(found, zone))
        text = self._reports / f"{name}.md"
        text.write_text(year_markdown(found, about, zone), encoding="utf-8")
        short = year_markdown(found, about, zone, url)
        return MadeReport(name, title, url, short, written | {"md": text}, missing)

    @property
    def _reports(self) -> Path:
        return self.settings.var / "reports"

    def _downloads(self, name: str, forms: Sequence[str]) -> list[tuple[str, str]]:
        """The other forms as links on the report's own site; without a browser there is no PDF."""
        from omroeper.adapters.chromium import find_chromium

        path = f"verslag/{name}"
        base = f"/{path}/{sign(path, self.settings.secret)}"
        there = [form for form in forms if form != "pdf" or find_chromium()]
        return [(_NAMES[form], f"{base}/{form}") for form in there]

    def _write_report(
        self, name: str, title: str, page: str, chapters: Sequence[Chapter]
    ) -> tuple[dict[str, Path], str]:
        """The page, the tables and the print; gives the files, and why there is no print."""
        from omroeper.adapters.chromium import PictureFailed, print_page
        from omroeper.adapters.report_files import report_csv, report_xlsx

        self._reports.mkdir(parents=True, exist_ok=True)
        files = {form: self._reports / f"{name}.{form}" for form in ("html", "csv", "xlsx", "pdf")}
        files["html"].write_text(page, encoding="utf-8")
        files["csv"].write_bytes(report_csv(chapters))
        files["xlsx"].write_bytes(report_xlsx(title, chapters))
        try:
            print_page(page, files["pdf"])
        except PictureFailed as failed:
            files.pop("pdf").unlink(missing_ok=True)  # an older print would tell other numbers
            return files, _without_print(failed)
        return files, ""


def _without_print(failed: Exception) -> str:
    from omroeper.adapters.chromium import find_chromium

    if find_chromium() is None:
        return (
            "Er is geen PDF gemaakt, want op deze computer staat geen Chromium. Laat de beheerder het "
            "installeren (Debian, Ubuntu: apt install chromium), of print de pagina zelf."
        )
    return f"Er is geen PDF gemaakt ({failed}). Print de pagina zelf."
