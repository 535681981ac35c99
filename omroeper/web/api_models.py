"""What the API gives, as its OpenAPI document describes it."""

from datetime import date, datetime
from decimal import Decimal

from pydantic import BaseModel, Field

from omroeper.domain.aggregates import ToldReading
from omroeper.domain.coverage import CoverageLedger
from omroeper.domain.figure import FigureObservation
from omroeper.services.aggregates import ToldCampaign, ToldEdition


class Metric(BaseModel):
    """One number: the newest reading of it."""

    source: str = Field(
        description="Who counted: ledger, bounces, list, links, a channel, analytics"
    )
    subject: str = Field(description="What was measured: the id of a campaign, edition, post …")
    metric: str
    period: str = Field(description="A day (ISO 8601), or `total`: from the beginning on")
    value: Decimal | None = Field(description="None where it is too small to tell")
    few: bool = Field(description="Whether it is too small to tell")
    note: str = Field(description="What the provider said of it: sampled, not final …")
    retrieved: datetime

    @classmethod
    def of(cls, one: ToldReading) -> "Metric":
        return cls(
            source=one.source,
            subject=one.subject,
            metric=one.metric,
            period=one.period,
            value=one.value,
            few=one.few,
            note=one.note,
            retrieved=one.retrieved,
        )


class EditionData(BaseModel):
    id: str
    newsletter: str
    month: str = Field(description="YYYY-MM")
    state: str
    subject: str = Field(description="Empty until it goes out")
    send_at: datetime | None
    archive: str = Field(description="Its page in the archive; empty until it goes out")

    @classmethod
    def of(cls, one: ToldEdition, web_url: str) -> "EditionData":
        return cls(
            id=one.id,
            newsletter=one.newsletter,
            month=one.month,
            state=one.state.value,
            subject=one.subject,
            send_at=one.send_at,
            archive=f"{web_url}/archief/{one.id}" if one.subject else "",
        )


class CampaignData(BaseModel):
    id: str
    edition: str
    segment: str = Field(description="The id of the segment it was sent to")
    state: str
    audience: int = Field(description="The frozen audience; nobody joins it later")
    send_at: datetime
    numbers: dict[str, int | None] = Field(
        description="As measured last: accepted, refused, bounced, unsubscribed … None: too small to tell"
    )
    measured: datetime | None

    @classmethod
    def of(cls, one: ToldCampaign) -> "CampaignData":
        numbers = {
            name: None if value is None else int(value) for name, value in one.numbers.items()
        }
        campaign = one.campaign
        return cls(
            id=campaign.id,
            edition=campaign.edition,
            segment=campaign.segment,
            state=campaign.state.value,
            audience=campaign.size,
            send_at=campaign.send_at,
            numbers=numbers,
            measured=one.measured,
        )


class ProgrammeData(BaseModel):
    programme: str
    name: str
    counts: list[int] = Field(description="Entries in newsletters, January to December")
    last: str | None = Field(description="The month it was told of last, YYYY-MM")
    silence: int = Field(description="Newsletters since then")
    share: float = Field(description="Of the year's entries, 0 to 1")
    expected: float


class CoverageData(BaseModel):
    newsletter: str
    year: int
    months: list[str] = Field(description="The months with a newsletter")
    programmes: list[ProgrammeData]

    @classmethod
    def of(cls, ledger: CoverageLedger, newsletter: str) -> "CoverageData":
        rows = [
            ProgrammeData(
                programme=row.programme.id,
                name=row.programme.name,
                counts=list(row.counts),
                last=str(row.last) if row.last else None,
                silence=row.silence,
                share=row.share,
                expected=row.expected,
            )
            for row in ledger.rows
        ]
        months = [str(month) for month in ledger.months]
        return cls(newsletter=newsletter, year=ledger.year, months=months, programmes=rows)


class FigureData(BaseModel):
    figure: str
    value: Decimal | None = Field(description="None where the source gives none")
    unit: str
    qualifier: str
    period: str
    status: str
    source: str
    source_url: str
    edition: str
    published: date
    retrieved: datetime
    snapshot: str = Field(description="SHA-256 of the bytes the value was read from")
    locator: str

    @classmethod
    def of(cls, seen: FigureObservation) -> "FigureData":
        return cls(
            figure=seen.figure,
            value=seen.value,
            unit=seen.unit,
            qualifier=str(seen.qualifier),
            period=seen.period,
            status=seen.status.value,
            source=seen.source,
            source_url=seen.source_url,
            edition=seen.edition,
            published=seen.published,
            retrieved=seen.retrieved,
            snapshot=seen.snapshot,
            locator=seen.locator,
        )


class Metrics(BaseModel):
    data: list[Metric]
    next: str | None = Field(description="The address of the next page; None after the last one")


class Editions(BaseModel):
    data: list[EditionData]
    next: str | None


class Campaigns(BaseModel):
    data: list[CampaignData]
    next: str | None


class Figures(BaseModel):
    data: list[FigureData]
    next: str | None


class Problem(BaseModel):
    """What went wrong, and what to do."""

    problem: str
    remedy: str
