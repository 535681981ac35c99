"""The desk: all steps of the month over one set of parts."""

from collections.abc import Iterator
from contextlib import contextmanager

from omroeper.settings import Settings, load_settings
from omroeper.wiring.bouncing import BounceSteps
from omroeper.wiring.calendar import CalendarSteps
from omroeper.wiring.campaigns import CampaignSteps
from omroeper.wiring.contributing import ContributingSteps
from omroeper.wiring.exporting import ExportingSteps
from omroeper.wiring.figures import FigureSteps
from omroeper.wiring.linkedin import LinkedInSteps
from omroeper.wiring.list_inbox import InboxSteps
from omroeper.wiring.operating import OperatingSteps
from omroeper.wiring.overview import OverviewSteps
from omroeper.wiring.proofing import ProofSteps
from omroeper.wiring.provider import ProviderSteps
from omroeper.wiring.readers import ReaderSteps
from omroeper.wiring.reporting import ReportingSteps
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
    InboxSteps,
    BounceSteps,
    ReportingSteps,
    ProviderSteps,
    LinkedInSteps,
    StaffSteps,
):
    """What flows, command line and pages work with; a step is a line or two."""


@contextmanager
def open_desk(settings: Settings | None = None) -> Iterator[Desk]:
    """A desk by the settings (environment and .env unless given); closed at the end."""
    desk = Desk(settings or load_settings())
    try:
        yield desk
    finally:
        desk.close()
