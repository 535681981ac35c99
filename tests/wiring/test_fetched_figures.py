"""A whole desk that fetches a figure: it waits, is approved by name, and a dead source is a warning."""

import yaml

from omroeper.demo import cbs
from omroeper.demo.cbs import CbsServer
from omroeper.wiring import Desk

FIGURE = "vacancies_ict_open"


def declare(desk: Desk, *addresses: str) -> None:
    tables = [
        {
            "id": f"cbs-{index}", "kind": "cbs_v4", "figure": FIGURE, "source": "CBS",
            "address": address, "measure": cbs.MEASURE_V4, "unit": "x 1 000", "scale": 1000,
            "where": {"Bedrijfstakken": cbs.ICT}, "periods": 1,
        }
        for index, address in enumerate(addresses)
    ]  # fmt: skip
    file = desk.settings.home / "config" / "figures" / "sources.yaml"
    file.write_text(yaml.safe_dump({"sources": tables}), encoding="utf-8")


def test_a_fetched_figure_waits_and_a_dead_source_stops_no_other(desk: Desk) -> None:
    object.__setattr__(desk.settings, "allow_private_addresses", True)
    with CbsServer() as server:
        declare(desk, f"{server.url}/weg", server.url + cbs.V4)
        found = desk.gather_figures()
        (failed,) = found.failed
        assert (failed.source, failed.error_reason) == ("cbs-0", "http_404")
        assert FIGURE in failed.standing
        assert found.waiting == (f"{FIGURE}: 18200 vacatures, 2024-K2",)
        assert {row["bron"] for row in desk.figure_rows(found)} == {"cbs-0", ""}
        before = desk.store.latest_observations()[FIGURE]
        assert before.source_kind == "monitor_edition"
        desk.approve_figure(FIGURE, by="Ruben")
        assert [entry.who for entry in desk.audit_log(FIGURE)] == ["Ruben"]
        assert desk.gather_figures().waiting == ()
