"""The desk: all steps of the month over one set of parts."""

from collections.abc import Iterator
from contextlib import contextmanager

from omroeper.domain.edition import EditionState
from omroeper.services import report
from omroeper.settings import Settings, load_settings
from omroeper.wiring.bouncing import BounceSteps
from omroeper.wiring.calendar import CalendarSteps
from omroeper.wiring.campaigns import CampaignSteps
from omroeper.wiring.contributing import ContributingSteps
from omroeper.wiring.exporting import ExportingSteps
from omroeper.wiring.figures import FigureSteps
from omroeper.wiring.lists import ListSteps
from omroeper.wiring.measuring import MeasuringSteps
from omroeper.wiring.operating import OperatingSteps
from omroeper.wiring.overview import OverviewSteps
from omroeper.wiring.proofing import ProofSteps
from omroeper.wiring.provider import ProviderSteps
from omroeper.wiring.readers import ReaderSteps
from omroeper.wiring.signing import signed_url
from omroeper.wiring.staff import StaffSteps


class Desk(
    ContributingSteps,
    OverviewSteps,
    OperatingSteps,
    CampaignSteps,
    ExportingSteps,
    FigureSteps,
    CalendarSteps,
    ProofSteps,
    ReaderSteps,
    ListSteps,
    BounceSteps,
    MeasuringSteps,
    ProviderSteps,
    StaffSteps,
):
    """What flows, command line and pages work with; a step is a line or two."""

    def editions_to_report(self, edition: str) -> list[str]:
        """The edition asked for, or the newest that was sent of each newsletter."""
        if edition:
            return [edition]
        newest = []
        for newsletter in self.newsletters:
            found = self.store.editions(newsletter)
            newest += [one for one, state in found if state is EditionState.SENT][:1]
        return newest

    def make_report(self, edition: str) -> dict[str, str]:
        """Write the month report; gives its file, its signed address and its short form."""
        from omroeper.rendering.report import render_report, report_markdown

        found = report.build_month_report(
            self.store,
            edition,
            self.clock.now(),
            self.settings.timezone,
            self.settings.fewest_told,
        )
        newsletter = self.newsroom_of(self.newsletter_of(edition)).newsletter
        page = render_report(
            found,
            templates=self.templates,
            brand=self.style_of(newsletter.id).brand,
            newsletter=newsletter,
            zone=self.settings.timezone,
        )
        file = self.settings.var / "reports" / f"{edition}.html"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(page, encoding="utf-8")
        url = signed_url(self.settings, f"verslag/{edition}")
        return {"page": url, "file": str(file), "markdown": report_markdown(found, newsletter, url)}


@contextmanager
def open_desk(settings: Settings | None = None) -> Iterator[Desk]:
    """A desk by the settings (environment and .env unless given); closed at the end."""
    desk = Desk(settings or load_settings())
    try:
        yield desk
    finally:
        desk.close()
