"""`omroeper metrics export`, `login` and `api`: numbers for others, and who may read them."""

import csv
import hashlib
import io
import json
import sys
from pathlib import Path

import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest
from typer.testing import CliRunner

from omroeper.cli.app import app
from omroeper.domain.errors import InvalidValue
from omroeper.domain.metric import TOTAL
from omroeper.wiring import Desk
from tests.web.overview_desk import fill
from tests.wiring.conftest import desk as desk
from tests.wiring.test_revised_figures import OCTOBER


@pytest.fixture
def each_database_url(sqlite_url: str) -> str:
    return sqlite_url


@pytest.fixture
def filled(desk: Desk) -> Desk:
    fill(desk)
    return desk


def test_csv_tables_are_as_their_description_says(filled: Desk, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = CliRunner().invoke(app, ["metrics", "export", "--out", str(out)])
    assert done.exit_code == 0, done.output
    told = json.loads((out / "datapackage.json").read_text())
    assert [one["name"] for one in told["resources"]] == ["metrics", "campaigns", "coverage"]
    for one in told["resources"]:
        content = (out / one["path"]).read_bytes()
        assert one["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        assert one["bytes"] == len(content)
        rows = list(csv.DictReader(io.StringIO(content.decode(), newline="")))
        assert list(rows[0]) == [field["name"] for field in one["schema"]["fields"]]
        keys = [tuple(row[name] for name in one["schema"]["primaryKey"]) for row in rows]
        assert len(set(keys)) == len(keys)
        needed = [field["name"] for field in one["schema"]["fields"] if "constraints" in field]
        assert all(row[name] != "" for row in rows for name in needed)


def test_parquet_holds_the_same_numbers_with_their_types(filled: Desk, tmp_path: Path) -> None:
    filled.export_aggregates(tmp_path / "csv", "csv")
    filled.export_aggregates(tmp_path / "parquet", "parquet")
    for name in ("metrics", "campaigns", "coverage"):
        rows = pq.read_table(tmp_path / "parquet" / f"{name}.parquet").to_pylist()
        text = (tmp_path / "csv" / f"{name}.csv").read_text()
        assert len(rows) == len(list(csv.DictReader(io.StringIO(text))))
    metrics = pq.read_table(tmp_path / "parquet" / "metrics.parquet").to_pylist()
    clicks = [
        one["value"]
        for one in metrics
        if (one["subject"], one["metric"], one["period"]) == (OCTOBER, "clicks", TOTAL)
    ]
    assert clicks == [318.0]
    (campaign,) = pq.read_table(tmp_path / "parquet" / "campaigns.parquet").to_pylist()
    assert (campaign["accepted"], campaign["audience"]) == (1200.0, 9)
    assert campaign["unsubscribed"] is None


def test_the_same_numbers_give_the_same_bytes(filled: Desk, tmp_path: Path) -> None:
    for kind in ("csv", "parquet"):
        folders = [tmp_path / f"{kind}{n}" for n in (1, 2)]
        for folder in folders:
            filled.export_aggregates(folder, kind)
        first, second = ({f.name: f.read_bytes() for f in one.iterdir()} for one in folders)
        assert first == second


def test_without_its_package_parquet_says_what_to_install(
    filled: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(InvalidValue, match=r"omroeper\[parquet\]"):
        filled.export_aggregates(tmp_path / "out", "parquet")
    assert not (tmp_path / "out").exists()
    with pytest.raises(InvalidValue, match="csv or parquet"):
        filled.export_aggregates(tmp_path / "out", "xml")


def test_a_login_is_asked_for_twice_and_listed(desk: Desk) -> None:
    run = CliRunner().invoke
    password = "vier woorden op rij"
    made = run(app, ["login", "Sanne Voorbeeld"], input=f"{password}\n{password}\n")
    assert made.exit_code == 0, made.output
    assert password not in made.output
    assert "/overzicht" in made.output
    assert run(app, ["login"]).output == "Sanne Voorbeeld\n"
    assert desk.check_login("sanne voorbeeld", password) == "Sanne Voorbeeld"
    assert run(app, ["login", "Sanne Voorbeeld", "--remove"]).exit_code == 0
    assert desk.check_login("sanne voorbeeld", password) == ""


def test_a_programs_token_is_told_once_and_kept_as_a_hash(desk: Desk) -> None:
    run = CliRunner().invoke
    token = run(app, ["api", "add", "prometheus", "--reads", "metrics"]).output.strip()
    assert len(token) > 40
    file = desk.settings.staff.clients
    assert token not in file.read_text()
    assert file.stat().st_mode & 0o777 == 0o600
    assert run(app, ["api"]).output.split() == ["program", "reads", "prometheus", "metrics"]
    assert run(app, ["api", "remove", "prometheus"]).exit_code == 0
    assert desk.api_clients == ()
