"""What the editor reads beside a run: changes, findings in groups, a heat map, the mail as text."""

from dataclasses import replace

from omroeper.adapters.prefect_desk.artifacts import draft_markdown, findings_markdown
from omroeper.adapters.prefect_desk.markdown import (
    changes_markdown,
    coverage_markdown,
    text_markdown,
)
from omroeper.domain.draft_change import Change, DraftChanges, Fate, Piece
from omroeper.domain.finding import Finding, Level
from tests import samples
from tests.rendering.test_newsletter import EDITION, LEDGER, SHOWN

DRAFT = replace(samples.draft(), edition=EDITION, rendered=SHOWN)
WARNING = Finding(Level.WARNING, "lang", "Inleiding", "Een zin is *lang*.", "Knip haar.")
BLOCK = Finding(Level.BLOCKING, "leeg", "Inhoud", "Er staat niets in.", "Voeg nieuws toe.")


def shown(picture_url: str = "", changes: DraftChanges | None = None) -> str:
    return draft_markdown(
        DRAFT,
        (WARNING, BLOCK),
        changes or DraftChanges(),
        preview_url="https://desk.example/voorbeeld",
        picture_url=picture_url,
    )


def test_blocking_findings_come_first_and_each_group_is_counted() -> None:
    assert findings_markdown((WARNING, BLOCK, WARNING)) == "\n".join(
        (
            "**Blokkeert (1)**",
            "",
            "- Inhoud: Er staat niets in. Voeg nieuws toe.",
            "",
            "**Let op (2)**",
            "",
            r"- Inleiding: Een zin is \*lang\*. Knip haar.",
            r"- Inleiding: Een zin is \*lang\*. Knip haar.",
        )
    )
    assert "Blokkeert" not in findings_markdown((WARNING,))
    assert "Geen bevindingen" in findings_markdown(())


def test_where_there_is_no_picture_the_mail_itself_stands_as_text() -> None:
    without, with_one = shown(), shown("https://desk.example/beeld.png")
    assert SHOWN.text.strip() in without
    assert "![De mail" not in without
    assert "![De mail zoals de lezer hem ziet](https://desk.example/beeld.png)" in with_one
    assert SHOWN.text.strip() not in with_one


def test_no_line_of_the_mail_closes_its_fence() -> None:
    text = text_markdown("Een\n```\n# Twee\n````\n")
    assert text.startswith("`````text\n")
    assert text.endswith("\n`````")


def test_changes_are_struck_out_and_bold_and_foreign_text_is_literal() -> None:
    pieces = (Piece(Fate.SAME, "De "), Piece(Fate.GONE, "oude_ "), Piece(Fate.NEW, "*nieuwe* "))
    told = changes_markdown(DraftChanges(1, (Change("Onderwerp", "Gewijzigd", pieces),)))
    assert "## Wat anders is dan in concept 1" in told
    assert r"- **Onderwerp**: Gewijzigd: De ~~oude\_~~ **\*nieuwe\***" in told
    assert "beide concepten zijn gelijk" in changes_markdown(DraftChanges(1))
    assert "Dit is het eerste concept" in shown()
    assert "Wat anders is dan in concept 3" in shown(changes=DraftChanges(3))


def test_the_ledger_is_a_heat_map_with_its_legend() -> None:
    table = coverage_markdown(LEDGER)
    assert "░ één, ▒ twee, █ drie of meer" in table
    rows = [line for line in table.splitlines() if line.startswith("| ")]
    twice = [row for row in rows if "▒ 2" in row]
    assert len(twice) == 1
    assert sum("░ 1" in row for row in rows) == len(LEDGER.rows) - 1
    assert len({row.count(" | ") for row in rows}) == 1
