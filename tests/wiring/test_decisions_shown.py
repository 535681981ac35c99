"""Who decided what, over what, and what it changed: in `omroeper audit` and in the month report."""

import json
import re
from dataclasses import replace

from typer.testing import CliRunner

from omroeper.cli.app import app
from omroeper.domain.edition import Edits
from omroeper.domain.review import Decision, Verdict
from omroeper.wiring import Desk
from tests.samples import verdict

EDITION = "agdb-2024-10"


def decided(desk: Desk) -> None:
    """Two drafts of October: changes asked by Sanne, then approved by Ruben with a reason."""
    desk.draft_edition("2024-10", Edits(), made_by="run:1", may_replace=lambda _: True)
    desk.record_decision(EDITION, 1, Verdict(Decision.CHANGES, "Sanne", "Korter onderwerp"))
    draft, _ = desk.draft_edition(
        "2024-10", Edits(subject="De conferentie in het kort"),
        made_by="run:2", may_replace=lambda _: True, author="Sanne Voorbeeld",
    )  # fmt: skip
    given = replace(verdict(desk.store, draft), why="Nagebeld met de bron")
    assert desk.record_decision(EDITION, 2, given).by == "Ruben Voorbeeld"


def test_the_log_on_the_command_line_tells_before_and_after(desk: Desk) -> None:
    decided(desk)
    shown = CliRunner().invoke(app, ["audit", EDITION]).stdout
    assert re.search(r"Sanne Voorbeeld +changes asked +agdb-2024-10 +[0-9a-f]{12} +Korter", shown)
    assert "    before  concept 1: in beoordeling\n" in shown
    assert "    after   concept 1: terug bij de redactie\n" in shown
    assert re.search(
        r"    after   concept 2; onderwerp ‘De conferentie in het kort’.*; vingerafdruk [0-9a-f]{12}",
        shown,
    )
    assert "Reden: Nagebeld met de bron" in shown
    told = json.loads(CliRunner().invoke(app, ["audit", EDITION, "--json"]).stdout)
    assert told[-1]["before"] == "concept 2: in beoordeling"
    assert told[-1]["after"] == "concept 2: goedgekeurd"
    assert len(told[-1]["fingerprint"]) == 64


def test_the_month_report_tells_who_decided_what_and_why_warnings_were_let_be(desk: Desk) -> None:
    decided(desk)
    desk.freeze_audience(EDITION, 2)
    page = desk.make_report(EDITION).files["html"].read_text(encoding="utf-8")
    told = re.sub(r"<[^>]+>", " ", page[page.index("Wie besloot wat") :])
    told = " ".join(told.split())
    assert "Was: concept 1: in beoordeling Werd: concept 1: terug bij de redactie" in told
    assert "Waarschuwingen die een redacteur voor eigen rekening nam" in told
    assert "Waarom toch: Nagebeld met de bron Ruben Voorbeeld, " in told
