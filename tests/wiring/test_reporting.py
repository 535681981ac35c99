"""Reports from a whole desk: files that agree, commands, and what is said where there is no browser."""

import csv
import io
import json
import os
import re
from pathlib import Path

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from omroeper.adapters import chromium
from omroeper.adapters.chromium import find_chromium
from omroeper.cli.app import app
from omroeper.domain.clicks import Counted
from omroeper.domain.delivery import CampaignState
from omroeper.domain.errors import InvalidValue, NotFound
from omroeper.wiring import Desk
from tests.fixtures_browser import Judge
from tests.samples import people
from tests.wiring.test_revised_figures import OCTOBER, approved


@pytest.fixture
def each_database_url(sqlite_url: str) -> str:
    """What differs between databases is tested with the services."""
    return sqlite_url


@pytest.fixture(autouse=True)
def _no_print(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Printing takes seconds: one test does it."""
    if "printed" not in request.node.name:
        monkeypatch.setattr(chromium, "find_chromium", lambda: None)


@pytest.fixture
def sent(desk: Desk) -> Desk:
    """October to twenty readers; the first link was followed ten times, the second twice."""
    desk.store.add_subscribers(people(20))
    approved(desk, "2024-10", "run:1")
    campaign = desk.freeze_audience(OCTOBER, 1)
    desk.store.move_campaign(campaign.id, CampaignState.SENDING)
    first, second, *_ = desk.store.clicks(OCTOBER)
    now = desk.clock.now()
    desk.store.add_clicks({Counted(first, now): 10, Counted(second, now): 2})
    desk.store.add_clicks({Counted(first, now, "agent"): 30})
    desk.measure_campaign(campaign.id)
    return desk


def test_page_sheet_and_csv_tell_the_same(sent: Desk) -> None:
    made = sent.make_report(OCTOBER)
    page = made.files["html"].read_text(encoding="utf-8")
    book = load_workbook(made.files["xlsx"])
    text = made.files["csv"].read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    stories = {row[0].value: row[1].value for row in book["berichten"].iter_rows(min_row=2)}
    told = {row["regel"]: row["waarde"] or row["toelichting"] for row in rows
            if row["kolom"] == "Kliks in de mail"}  # fmt: skip
    assert told == {title: str(count) for title, count in stories.items() if title in told}
    assert sorted(map(str, stories.values()))[-1] != "0"
    assert "< 5" in stories.values()
    shown = re.sub(r"<[^>]+>", " ", page)
    assert "Links zijn 42 keer gevolgd. Daarvan waren er 30 (71%) van scanners" in shown
    assert "p1@school" not in page + text
    assert not re.search(r'(src|href)="http', page)
    for form in ("csv", "xlsx"):
        assert re.search(rf'href="/verslag/{OCTOBER}/[^/"]+/{form}"', page)
    assert "/pdf" not in page


def test_without_a_browser_there_is_no_old_print_and_the_remedy_is_told(sent: Desk) -> None:
    old = sent.settings.var / "reports" / f"{OCTOBER}.pdf"
    old.parent.mkdir(parents=True, exist_ok=True)
    old.write_bytes(b"%PDF-old")
    made = sent.make_report(OCTOBER)
    assert "pdf" not in made.files
    assert not old.exists()
    assert made.missing.endswith("(Debian, Ubuntu: apt install chromium), of print de pagina zelf.")


@pytest.mark.skipif(
    find_chromium() is None and os.environ.get("CI") != "true",
    reason="no Chromium on this machine (Debian, Ubuntu: apt install chromium)",
)
def test_a_report_is_printed(sent: Desk) -> None:
    made = sent.make_report(OCTOBER)
    assert made.missing == ""
    printed = made.files["pdf"].read_bytes()
    assert printed.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in printed
    assert "/pdf" in made.files["html"].read_text(encoding="utf-8")


def test_reports_are_accessible(sent: Desk, judged: Judge) -> None:
    pages = [sent.make_report(OCTOBER), sent.make_year_report(2024)]
    complaints = {
        (made.name, narrow, dark): told
        for made in pages
        for narrow, dark in ((True, True), (False, False))
        if (told := judged(made.files["html"].read_text("utf-8"), narrow=narrow, dark=dark))
    }
    assert complaints == {}


def test_the_commands_write_a_month_and_a_year(sent: Desk) -> None:
    shown = CliRunner().invoke(app, ["report", "month", "2024-10"])
    assert shown.exit_code == 0, shown.output
    assert "Maandverslag oktober 2024" in shown.output
    assert f"{OCTOBER}.xlsx" in shown.output
    told = json.loads(CliRunner().invoke(app, ["report", "year", "2024", "--json"]).stdout)
    assert sorted(told["files"]) == ["csv", "html", "md", "xlsx"]
    text = Path(told["files"]["md"]).read_text(encoding="utf-8")
    assert text.startswith("# Jaarverslag communicatie 2024: Nieuwsbrief Groene en Digitale Banen")
    assert "| december 2024 | Transitie naar AGDB | niet bekend | – |" in text
    assert "| oktober 2024 | Thematiek AGDB\\-Conferentie | 15 oktober 2024 |" in text


def test_what_was_not_sent_or_planned_is_refused(desk: Desk) -> None:
    with pytest.raises(NotFound, match="no campaign"):
        desk.make_report(OCTOBER)
    with pytest.raises(NotFound, match=r"calendar/1999\.yaml"):
        desk.make_year_report(1999)
    with pytest.raises(InvalidValue, match="2024-10"):
        desk.edition_of_issue("oktober")
