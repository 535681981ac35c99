"""CBS and DUO in their real shapes and with their real troubles, on local servers."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import httpx
import pytest

from omroeper.adapters import table_visit
from omroeper.adapters.database import DatabaseStore
from omroeper.adapters.feeds.connecting import make_client
from omroeper.adapters.table_source import TableSource
from omroeper.demo import cbs, duo
from omroeper.demo.cbs import CbsServer
from omroeper.demo.duo import DuoServer
from omroeper.domain.errors import SourceError
from omroeper.domain.figure import (
    FigureDefinition,
    FigureObservation,
    FigureSourceKind,
    FigureStatus,
    Missing,
    UpdateReason,
)
from omroeper.domain.figure_gathering import FigureReading
from omroeper.domain.figure_table import FigureTable
from omroeper.services.approve_figures import approve_figure
from omroeper.services.gather_figures import gather_figures
from tests.samples import FixedClock

NOW = datetime(2024, 10, 1, 9, tzinfo=UTC)
VACANCIES = FigureDefinition("vacatures", "Vacatures", "vacatures", "1", "{value}")
PUPILS = FigureDefinition("leerlingen", "Leerlingen", "leerlingen", "1", "{value}")
KINDS = (FigureSourceKind.CBS_V4, FigureSourceKind.CBS_V3)


@pytest.fixture
def client() -> Iterator[httpx.Client]:
    with make_client(2, allow_private=True) as made:
        yield made


@pytest.fixture
def statline() -> Iterator[CbsServer]:
    with CbsServer() as server:
        yield server


@pytest.fixture
def school_data() -> Iterator[DuoServer]:
    with DuoServer() as server:
        yield server


def cbs_table(server: CbsServer, kind: FigureSourceKind) -> FigureTable:
    v4 = kind is FigureSourceKind.CBS_V4
    return FigureTable(
        id="cbs-vacatures", kind=kind, figure="vacatures", source="CBS StatLine",
        address=server.url + (cbs.V4 if v4 else cbs.V3),
        measure=cbs.MEASURE_V4 if v4 else cbs.MEASURE_V3,
        unit="x 1 000", scale=1000, where={"Bedrijfstakken": cbs.ICT},
    )  # fmt: skip


def duo_table(server: DuoServer) -> FigureTable:
    return FigureTable(
        id="duo-vmbo", kind=FigureSourceKind.DUO_CKAN, figure="leerlingen", source="DUO",
        address=server.url + duo.ACTION, resource=duo.RESOURCE, measure="AANTAL",
        unit="leerlingen", period="SCHOOLJAAR", masked=("4",),
        where={"SECTOR": "techniek", "LAND": "Curaçao"},
    )  # fmt: skip


def read(table: FigureTable, client: httpx.Client, store: DatabaseStore) -> FigureReading:
    definition = VACANCIES if table.figure == "vacatures" else PUPILS
    return TableSource(table, definition, client, (0.0, 0.0)).read(store, NOW)


def by_period(reading: FigureReading) -> dict[str, FigureObservation]:
    return {seen.period: seen for seen in reading.observations}


@pytest.mark.parametrize("kind", KINDS)
def test_cbs_gives_values_periods_status_and_where_they_stood(
    kind: FigureSourceKind, statline: CbsServer, client: httpx.Client, store: DatabaseStore
) -> None:
    reading = read(cbs_table(statline, kind), client, store)
    found = by_period(reading)
    values = {period: seen.value for period, seen in found.items()}
    assert values == {
        "2022": Decimal(70_100), "2023-K3": None, "2023-K4": Decimal(17_600),
        "2024-K1": None, "2024-K2": Decimal(18_200),
    }  # fmt: skip
    last = found["2024-K2"]
    assert (last.unit, last.status) == ("vacatures", FigureStatus.PROVISIONAL)
    assert (last.published, last.edition) == (date(2024, 8, 14), "CBS 80472NED, 2024-08-14")
    assert found["2024-K1"].status is FigureStatus.FURTHER_PROVISIONAL
    assert found["2023-K4"].status is FigureStatus.FINAL
    assert all(seen.gaps == () for seen in reading.observations)
    kept = {one.hash: one for one in reading.snapshots}
    assert b"18.2" in kept[last.snapshot].content
    assert sum("skip" in asked for asked in statline.asked) >= 3


def test_v4_tells_impossible_from_secret(
    statline: CbsServer, client: httpx.Client, store: DatabaseStore
) -> None:
    statline.revise("2023KW04", ".")
    found = by_period(read(cbs_table(statline, KINDS[0]), client, store))
    assert found["2024-K1"].missing is Missing.IMPOSSIBLE
    assert found["2023-K3"].missing is Missing.UNKNOWN
    assert found["2023-K4"].missing is Missing.UNKNOWN


@pytest.mark.parametrize(
    ("cell", "missing"), [(".", Missing.UNKNOWN), ("", Missing.IMPOSSIBLE), (None, Missing.ABSENT)]
)
def test_v3_gives_a_dot_a_blank_or_nothing_and_none_is_zero(
    cell: str | None,
    missing: Missing,
    statline: CbsServer,
    client: httpx.Client,
    store: DatabaseStore,
) -> None:
    statline.revise("2024KW02", cell)
    seen = by_period(read(cbs_table(statline, KINDS[1]), client, store))["2024-K2"]
    assert (seen.value, seen.missing) == (None, missing)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("attribute", "value", "reason"),
    [
        ("unit", "aantal", "unit"),
        ("unit", "x 1 000 000", "unit"),
        ("dimension", "Sectoren", "dimension"),
        ("rows", (), "empty"),
        ("modified", "onlangs", "shape"),
        ("modified", "2024-02-01T00:00:00", "period"),
    ],
)
def test_a_table_that_changed_stops_the_figure(
    kind: FigureSourceKind, attribute: str, value: object, reason: str,
    statline: CbsServer, client: httpx.Client, store: DatabaseStore,
) -> None:  # fmt: skip
    setattr(statline, attribute, value)
    with pytest.raises(SourceError) as caught:
        read(cbs_table(statline, kind), client, store)
    assert caught.value.reason == reason
    assert caught.value.thing == "cbs-vacatures"
    assert caught.value.remedy


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("failure", ["500", "abort"])
def test_a_broken_answer_is_asked_again(
    kind: FigureSourceKind, failure: str,
    statline: CbsServer, client: httpx.Client, store: DatabaseStore,
) -> None:  # fmt: skip
    statline.fail(2, failure)
    reading = read(cbs_table(statline, kind), client, store)
    assert len(reading.observations) == 5
    assert reading.warnings == ()


@pytest.mark.parametrize("failure", ["500", "abort"])
def test_a_source_that_is_down_is_read_from_what_it_gave_last_and_says_so(
    failure: str, statline: CbsServer, client: httpx.Client, store: DatabaseStore
) -> None:
    table = cbs_table(statline, KINDS[0])
    statline.fail(99, failure)
    with pytest.raises(SourceError, match="nothing it gave before is kept") as caught:
        read(table, client, store)
    assert caught.value.reason == "unanswered"
    assert len(statline.asked) == 3
    statline.fail(0)
    before = read(table, client, store)
    store.keep_snapshots(before.snapshots)
    statline.fail(99, failure)
    again = read(table, client, store)
    assert [seen.mark for seen in again.observations] == [s.mark for s in before.observations]
    assert "these figures are read from what it gave on 2024-10-01" in again.warnings[0]


def test_too_many_bytes_are_refused(
    statline: CbsServer, client: httpx.Client, store: DatabaseStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table_visit, "MOST_BYTES", 20)
    with pytest.raises(SourceError) as caught:
        read(cbs_table(statline, KINDS[0]), client, store)
    assert caught.value.reason == "too_large"


def test_a_correction_says_so(
    statline: CbsServer, client: httpx.Client, store: DatabaseStore
) -> None:
    statline.reason = "Correctie"
    seen = by_period(read(cbs_table(statline, KINDS[1]), client, store))["2024-K2"]
    assert seen.update is UpdateReason.CORRECTION


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "latin-1", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";"])
def test_duo_in_every_encoding(
    encoding: str, separator: str,
    school_data: DuoServer, client: httpx.Client, store: DatabaseStore,
) -> None:  # fmt: skip
    school_data.encoding, school_data.separator = encoding, separator
    found = by_period(read(duo_table(school_data), client, store))
    assert {period: seen.value for period, seen in found.items()} == {
        "2021/22": Decimal(21_050), "2022/23": None, "2023/24": Decimal(22_040),
    }  # fmt: skip
    assert found["2022/23"].missing is Missing.MASKED
    assert found["2023/24"].edition == "DUO Leerlingen vmbo, 2024-09-02"


@pytest.mark.parametrize(
    ("cell", "missing"),
    [
        ("4", Missing.MASKED),
        ("<5", Missing.MASKED),
        (".", Missing.UNKNOWN),
        ("", Missing.IMPOSSIBLE),
    ],
)
def test_a_masked_cell_is_no_number(
    cell: str, missing: Missing, school_data: DuoServer, client: httpx.Client, store: DatabaseStore
) -> None:
    school_data.rows = (("2023/2024", "techniek", "Curaçao", cell),)
    (seen,) = read(duo_table(school_data), client, store).observations
    assert (seen.value, seen.missing) == (None, missing)


@pytest.mark.parametrize(
    ("attribute", "value", "reason"),
    [
        ("header", ("SCHOOLJAAR", "RICHTING", "LAND", "AANTAL"), "dimension"),
        ("rows", (), "empty"),
        ("rows", (("2023/2024", "techniek", "Curaçao", "veel"),), "cell"),
        ("rows", (("ooit", "techniek", "Curaçao", "12"),), "cell"),
        ("rows", (("2023/2024", "techniek", "Curaçao", "12"),) * 2, "dimension"),
    ],
)
def test_a_file_that_changed_stops_the_figure(
    attribute: str, value: object, reason: str,
    school_data: DuoServer, client: httpx.Client, store: DatabaseStore,
) -> None:  # fmt: skip
    setattr(school_data, attribute, value)
    with pytest.raises(SourceError) as caught:
        read(duo_table(school_data), client, store)
    assert caught.value.reason == reason


def test_an_unknown_resource_is_told(
    school_data: DuoServer, client: httpx.Client, store: DatabaseStore
) -> None:
    with pytest.raises(SourceError, match="no resource ‘elders’"):
        read(replace(duo_table(school_data), resource="elders"), client, store)


def test_a_csv_has_the_edition_that_was_declared(
    school_data: DuoServer, client: httpx.Client, store: DatabaseStore
) -> None:
    table = replace(
        duo_table(school_data), kind=FigureSourceKind.CSV, address=school_data.url + duo.FILE,
        edition="Telling 2024", published=date(2024, 9, 2),
    )  # fmt: skip
    seen = by_period(read(table, client, store))["2023/24"]
    assert (seen.value, seen.edition) == (Decimal(22_040), "Telling 2024")


def test_the_last_approved_value_stays_while_the_table_is_wrong(
    statline: CbsServer, client: httpx.Client, store: DatabaseStore
) -> None:
    source = TableSource(cbs_table(statline, KINDS[0]), VACANCIES, client, ())
    gather_figures([source], store, FixedClock(NOW))
    assert store.latest_observations() == {}
    approve_figure(store, FixedClock(NOW), "vacatures", by="Ruben")
    statline.revise("2024KW02", 18.9)
    statline.unit = "aantal"
    (failed,) = gather_figures([source], store, FixedClock(NOW)).failed
    assert failed.error_reason == "unit"
    assert failed.standing == "vacatures: 18200 vacatures, 2024-K2"
    statline.unit, statline.modified = "x 1 000", "2024-09-14T02:00:00"
    assert gather_figures([source], store, FixedClock(NOW)).waiting == (
        "vacatures: 18900 vacatures, 2024-K2",
    )
    assert store.latest_observations()["vacatures"].value == 18_200
