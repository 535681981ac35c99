"""The data package against its specification (https://specs.frictionlessdata.io), and its bytes."""

import csv
import hashlib
import io
import json
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from omroeper.adapters.content.figures import monitor_editions, read_figures
from omroeper.adapters.content.licences import read_licences
from omroeper.adapters.datapackage import NOT_SPECIFIED, data_package
from omroeper.domain.errors import ContentError
from omroeper.domain.figure import FigureDefinition
from tests.samples import figure_observation

ROOT = Path(__file__).resolve().parents[2]
LICENCES = read_licences(ROOT)
DEFINITIONS = read_figures(ROOT)
OBSERVED = [seen for one in monitor_editions(ROOT, DEFINITIONS) for seen in one.observations()]
FILES = data_package(DEFINITIONS, OBSERVED, LICENCES)
READS: dict[str, Callable[[str], object]] = {
    "string": str,
    "number": Decimal,
    "date": date.fromisoformat,
    "datetime": lambda text: datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ"),  # noqa: DTZ007
}


def described(files: dict[str, bytes] = FILES) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(files["datapackage.json"])
    return found


def rows(name: str, files: dict[str, bytes] = FILES) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(files[f"{name}.csv"].decode("utf-8"), newline="")))


def test_the_description_has_what_the_specification_requires() -> None:
    package = described()
    assert package["profile"] == "tabular-data-package"
    assert re.fullmatch(r"[-a-z0-9._/]+", package["name"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", package["created"])
    assert all(licence.get("name") or licence.get("path") for licence in package["licenses"])
    assert {source["title"].split(" (")[0] for source in package["sources"]} == {
        seen.edition for seen in OBSERVED
    }
    names = [resource["name"] for resource in package["resources"]]
    assert names == ["figures", "observations"]
    for resource in package["resources"]:
        content = FILES[resource["path"]]
        assert resource["profile"] == "tabular-data-resource"
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"


@pytest.mark.parametrize("resource", described()["resources"], ids=lambda one: one["name"])
def test_every_cell_is_as_its_schema_says(resource: dict[str, Any]) -> None:
    fields = resource["schema"]["fields"]
    table = rows(resource["name"])
    assert list(table[0]) == [field["name"] for field in fields]
    for row in table:
        for field in fields:
            cell = row[field["name"]]
            assert cell or "constraints" not in field, (row, field["name"])
            if cell:
                READS[field["type"]](cell)


def test_the_tables_hold_every_figure_and_every_observation() -> None:
    figures = [row["id"] for row in rows("figures")]
    assert len(figures) == len(set(figures)) == len(DEFINITIONS)
    assert {row["figure"] for row in rows("observations")} <= set(figures)
    found = {(row["figure"], Decimal(row["value"])) for row in rows("observations")}
    assert found == {(seen.figure, seen.value) for seen in OBSERVED}


def test_the_same_observations_give_the_same_bytes() -> None:
    assert data_package(DEFINITIONS, OBSERVED, LICENCES) == FILES


def test_a_licence_belongs_to_its_kind_of_source_and_none_is_made_up() -> None:
    cbs = replace(figure_observation("v", "1"), source_kind="cbs_v4")
    other = replace(figure_observation("v", "2"), source_kind="iets anders")
    files = data_package([FigureDefinition("v", "V", "%", "1", "{value}")], [cbs, other], LICENCES)
    assert [row["licence"] for row in rows("observations", files)] == ["CC-BY-4.0", "notspecified"]
    assert {one["name"] for one in described(files)["licenses"]} == {
        "CC-BY-4.0",
        NOT_SPECIFIED.name,
    }


def test_a_figure_that_left_the_registry_keeps_its_row() -> None:
    files = data_package([], [figure_observation("oud", "1e3")], LICENCES)
    assert [row["id"] for row in rows("figures", files)] == ["oud"]
    assert rows("observations", files)[0]["value"] == "1000"


def test_a_package_without_observations_is_whole_too() -> None:
    files = data_package((), (), {})
    assert described(files)["licenses"] == [
        {"name": "notspecified", "title": "License not specified"}
    ]
    assert rows("observations", files) == []


def test_a_licence_given_twice_is_named(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "config", tmp_path / "config")
    file = tmp_path / "config/figures/licences.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("cbs_v3", "cbs_v4"), encoding="utf-8")
    with pytest.raises(ContentError, match=r"licences\.yaml:\d+ .*‘cbs_v4’ is there twice"):
        read_licences(tmp_path)
