"""`omroeper figures` as people and programs use it."""

import json
import shutil
from pathlib import Path

from omroeper.demo import cbs
from omroeper.demo.cbs import CbsServer
from tests.cli.test_commands import ROOT, good, run

FIGURE = "persons_technical_occupation"


def test_the_list_has_every_figure(tmp_path: Path) -> None:
    listed = {row["figure"] for row in json.loads(good(tmp_path, "figures", "--json"))}
    assert len(listed) == 125
    assert FIGURE in listed


def test_show_tells_where_a_figure_comes_from_and_who_used_it(tmp_path: Path) -> None:
    shown = good(tmp_path, "figures", "show", FIGURE)
    for told in (
        f"{FIGURE}: 1861000 personen, 2023 (definitief)",
        "In 2023 hadden 1.861.000 mensen een technisch beroep",
        "edition    Monitor Techniekpact 2024, published 2024-06-27",
        "2023 (definitief), goedgekeurd",
        "regel 84",
        "status     definitief",
        "new: 1861000 personen",
        "no edition of the newsletter yet",
    ):
        assert told in shown
    record = json.loads(good(tmp_path, "figures", "show", FIGURE, "--json"))
    assert record["story"]["latest"]["value"] == "1861000"
    assert record["story"]["history"][0]["change"] == "new"
    assert record["story"]["uses"] == []
    unknown = run(tmp_path, "figures", "show", "person_technical_occupation")
    assert unknown.returncode == 2
    assert f"Did you mean ‘{FIGURE}’?" in unknown.stderr


def test_diff_tells_what_changed_or_which_editions_there_are(tmp_path: Path) -> None:
    names = ("Monitor Techniekpact 2024", "Jaarverslag PTvT 2024")
    assert "Nothing changed." in good(tmp_path, "figures", "diff", names[0], names[0])
    told = good(tmp_path, "figures", "diff", *names)
    assert f"gone    {FIGURE}" in told
    changes = json.loads(good(tmp_path, "figures", "diff", *names, "--json"))
    assert {one["kind"] for one in changes} == {"new", "gone"}
    unknown = run(tmp_path, "figures", "diff", "Monitor 1999", names[0])
    assert unknown.returncode == 2
    assert all(name in unknown.stderr for name in names)


def test_export_writes_the_same_package_on_two_desks(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        good(tmp_path / name, "figures", "export", "--out", "package")
    for file in ("datapackage.json", "figures.csv", "observations.csv"):
        one, two = ((tmp_path / name / "package" / file).read_bytes() for name in ("one", "two"))
        assert one == two
    occupied = tmp_path / "bezet"
    occupied.write_text("", encoding="utf-8")
    refused = run(tmp_path, "figures", "export", "--out", str(occupied))
    assert refused.returncode == 2
    assert "--out" in refused.stderr


def test_chart_writes_picture_and_alt_text(tmp_path: Path) -> None:
    good(tmp_path, "figures", "chart", "women_share_technical_occupation", "--out", "out")
    found = {file.suffix: file.read_bytes() for file in (tmp_path / "out").iterdir()}
    assert found[".svg"].startswith(b"<svg")
    assert found[".png"].startswith(b"\x89PNG")
    assert "4,3 procentpunt meer dan in 2013 (12,6%)." in found[".txt"].decode()


def test_what_a_person_signed_off_is_approved_and_nothing_else_waits(tmp_path: Path) -> None:
    states = {row["state"] for row in json.loads(good(tmp_path, "figures", "--json"))}
    assert states == {"approved"}
    refused = run(tmp_path, "figures", "approve", FIGURE, "--by", "Ruben")
    assert refused.returncode == 2
    assert "nothing of it waits for approval" in refused.stderr


def test_a_fetched_figure_is_shown_proposed_and_approved_by_name(tmp_path: Path) -> None:
    home = tmp_path / "home"
    for folder in ("content", "config", "templates"):
        shutil.copytree(ROOT / folder, home / folder)
    settings = {"OMROEPER_HOME": str(home), "OMROEPER_ALLOW_PRIVATE_ADDRESSES": "true"}
    (home / "config/sources.yaml").write_text(OWN, encoding="utf-8")
    tables = home / "config/figures/sources.yaml"
    with CbsServer() as server:
        tables.write_text(f"sources:\n{table('goed', server.url + cbs.V4)}", encoding="utf-8")
        with tables.open("a", encoding="utf-8") as more:
            more.write(table("weg", f"{server.url}/weg"))
        gathered = good(tmp_path, "gather", **settings)
    assert f"  to approve: {FETCHED}: 18200 vacatures, 2024-K2" in gathered
    assert "  warning: weg: " in gathered
    assert f"What was approved stays: {FETCHED}: 25100 vacatures, 2024-K2." in gathered
    rows = json.loads(good(tmp_path, "figures", "--json", **settings))
    mine = {row["state"]: row["value"] for row in rows if row["figure"] == FETCHED}
    assert mine == {"approved": "25100", "proposed": "18200"}
    listed = good(tmp_path, "figures", **settings)
    assert "wacht op goedkeuring" in listed
    assert "proposed" not in listed
    told = good(tmp_path, "figures", "approve", FETCHED, "--by", "Ruben", **settings)
    assert f"approved by Ruben: {FETCHED}, 18200 vacatures, 2024-K2, CBS 80472NED" in told
    assert "(voorlopig), goedgekeurd" in good(tmp_path, "figures", "show", FETCHED, **settings)
    assert "figure approved" in good(tmp_path, "audit", FETCHED, **settings)


OWN = """sources:
  - {id: updates, name: Eigen, kind: updates, address: updates, programme: agdb}
"""
FETCHED = "vacancies_ict_open"


def table(name: str, address: str) -> str:
    return f"""  - id: {name}
    kind: cbs_v4
    figure: {FETCHED}
    source: CBS
    address: {address}
    measure: {cbs.MEASURE_V4}
    unit: "x 1 000"
    scale: 1000
    periods: 1
    where: {{Bedrijfstakken: {cbs.ICT}}}
"""
