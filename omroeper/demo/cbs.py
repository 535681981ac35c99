"""CBS StatLine on loopback: one table of vacancies, over OData v4 and v3, in the real shapes.

Two rows a page; v3 pads its keys with spaces; both give more than was asked, so that a reader must
compare the rows itself. The numbers are made up.
"""

from dataclasses import dataclass, replace
from typing import Any

from omroeper.demo.table_server import TableServer, as_json

V4 = "/odata/v1/CBS/80472ned"
V3 = "/ODataFeed/odata/80472ned"
MEASURE_V4, MEASURE_V3 = "D003834", "OpenstaandeVacatures_1"
ICT, ALL = "T001081", "T001019"
_PAGE = 2


@dataclass(frozen=True, slots=True)
class Row:
    """A cell: its branch, period, value, and why there is none."""

    branch: str
    period: str
    value: float | str | None
    attribute: str = "None"


ROWS = (
    Row(ALL, "2024KW02", 401.5),
    Row(ICT, "2022JJ00", 70.1),
    Row(ICT, "2023KW03", None, "Confidential"),
    Row(ICT, "2023KW04", 17.6),
    Row(ICT, "2024KW01", None, "Impossible"),
    Row(ICT, "2024KW02", 18.2),
)
_STATUSES = {"2024KW02": "Voorlopig", "2024KW01": "NaderVoorlopig"}


class CbsServer(TableServer):
    """Serves the table; what is set on it changes what it tells from then on."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[Row, ...] = ROWS
        self.unit = "x 1 000"
        self.dimension = "Bedrijfstakken"
        self.modified = "2024-08-14T02:00:00"
        self.reason = "Actualisering"

    def revise(self, period: str, value: float | str | None, attribute: str = "None") -> None:
        """Give the cell of the ICT branch another value."""
        self.rows = tuple(
            replace(row, value=value, attribute=attribute)
            if (row.branch, row.period) == (ICT, period)
            else row
            for row in self.rows
        )

    def answer(self, path: str, query: dict[str, list[str]]) -> tuple[bytes, str] | None:
        if path == f"{V4}/Properties":
            return as_json(self._about())
        skip = int(query.get("$skip", ["0"])[0])
        for start, named, link in (
            (V4, self._v4(), "@odata.nextLink"),
            (V3, self._v3(), "odata.nextLink"),
        ):
            rows = named.get(path.removeprefix(f"{start}/"))
            if path.startswith(start) and rows is not None:
                page: dict[str, Any] = {"value": rows[skip : skip + _PAGE]}
                if skip + _PAGE < len(rows):
                    page[link] = f"{self.url}{path}?$skip={skip + _PAGE}"
                return as_json(page)
        return None

    def _about(self) -> dict[str, Any]:
        return {
            "Identifier": "80472NED",
            "Title": "Vacatures; SBI 2008",
            "Modified": self.modified,
        }

    def _v4(self) -> dict[str, list[dict[str, Any]]]:
        return {
            "Dimensions": [
                {"Identifier": self.dimension, "Kind": "Dimension"},
                {"Identifier": "Perioden", "Kind": "TimeDimension"},
            ],
            "MeasureCodes": [{"Identifier": MEASURE_V4, "Unit": self.unit, "Decimals": 1}],
            "PeriodenCodes": [
                {"Identifier": period, "Title": period, "Status": self._status(period)}
                for period in self._periods()
            ],
            "Observations": [
                {
                    "Id": index,
                    "Measure": MEASURE_V4,
                    "ValueAttribute": row.attribute,
                    "Value": row.value if not isinstance(row.value, str) else None,
                    "StringValue": row.value if isinstance(row.value, str) else None,
                    self.dimension: row.branch,
                    "Perioden": row.period,
                }
                for index, row in enumerate(self.rows)
            ],
        }

    def _v3(self) -> dict[str, list[dict[str, Any]]]:
        return {
            "TableInfos": [{**self._about(), "ReasonDelivery": self.reason}],
            "DataProperties": [
                {"Type": "Dimension", "Key": self.dimension, "Unit": None},
                {"Type": "TimeDimension", "Key": "Perioden", "Unit": None},
                {"Type": "TopicGroup", "Key": "", "Unit": None},
                {"Type": "Topic", "Key": MEASURE_V3, "Unit": self.unit, "Decimals": 1},
            ],
            "Perioden": [
                {"Key": period, "Title": period, "Status": self._status(period)}
                for period in self._periods()
            ],
            "TypedDataSet": [
                {
                    "ID": index,
                    self.dimension: row.branch.ljust(10),
                    "Perioden": row.period,
                    MEASURE_V3: row.value if not isinstance(row.value, str) else f"    {row.value}",
                }
                for index, row in enumerate(self.rows)
            ],
        }

    def _periods(self) -> list[str]:
        return sorted({row.period for row in self.rows})

    def _status(self, period: str) -> str:
        return _STATUSES.get(period, "Definitief")
