"""What the month's chapters tell: what is hidden, what the filter did, and what earlier months say."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from omroeper.domain.bounce import BounceTally
from omroeper.domain.delivery import Tally
from omroeper.domain.draft_change import Change
from omroeper.domain.month import Month
from omroeper.domain.report import (
    LinkClicks,
    MonthNumbers,
    MonthReport,
    PostResult,
    Reach,
    StoryResult,
)
from omroeper.domain.report_table import WITHHELD, Cell, Chapter, ReportTable, few
from omroeper.rendering.markdown import chapters_markdown
from omroeper.rendering.month_chapters import month_chapters

FEW = few(5)
AT = datetime(2024, 11, 1, tzinfo=UTC)
SENT = AT - timedelta(days=17)
NOW = MonthNumbers("agdb-2024-10", Month(2024, 10), SENT, 17, 2000, 90, 20, 4)
EARLIER = (
    MonthNumbers("agdb-2024-09", Month(2024, 9), SENT, 17, 2000, 180, 22, 30),
    MonthNumbers("agdb-2024-06", Month(2024, 6), SENT, 17, 2000, 30, 60, 30),
    MonthNumbers("agdb-2024-05", Month(2024, 5), SENT, 17, None, None, None, None),
)
POST = PostResult(
    "Post", "published", "urn:li:share:1", "", {"impressionCount": 900, "clickCount": 3}
)


def report() -> MonthReport:
    def story(key: str, clicks: int) -> StoryResult:
        return StoryResult(key, f"Bericht {key}", "Uitgelicht", "FLL", clicks, content="lead")

    return MonthReport(
        edition="agdb-2024-10", subject="De conferentie", theme="Conferentie", month="oktober 2024",
        campaign="agdb-2024-10-v1", sent_at=SENT, approved_by="Anna", approved_at=SENT,
        tally=Tally(2010, accepted=2000, refused=10), skipped_because={},
        refused_because={f"550 reden {number:02}": 1 for number in range(12)},
        unsubscribed=4,
        links=(
            LinkClicks("l1", 80, "a", "FLL", "Funderend", on_theme=True),
            LinkClicks("l2", 7, "b", "FLL", "Funderend"),
            LinkClicks("l3", 3, "c", "STO", "Funderend"),
        ),
        stories=(
            replace(story("a", 80), visits=50, posts=(POST,)),
            replace(story("b", 7), visits=60, sharing=2),
            story("c", 3),
        ),
        posts=(POST,), figures=(), audit=(), overrulings=(), drafts=2, at=AT,
        bounces=BounceTally(soft=20), now=NOW, earlier=EARLIER,
        left_out={"agent": 25, "burst": 5},
        segments=(Reach("Alle", 1998), Reach("Pers", 3), Reach("Onderwijs", 900)),
        mail_domains=(Reach("mbo.example", 1900), Reach("rijk.example", 97), Reach("x.example", 3)),
        changes=(Change("Onderwerp", "Gewijzigd"),),
    )  # fmt: skip


def chapter(name: str, told: MonthReport | None = None) -> Chapter:
    return next(one for one in month_chapters(told or report()) if one.id == name)


def table(name: str, of: str) -> ReportTable:
    return next(one for one in chapter(name).tables if one.id == of)


def column(shown: ReportTable, place: int = 1) -> dict[Cell, Cell]:
    return {row[0]: row[place] for row in shown.rows}


def test_a_small_story_is_hidden_with_the_programme_that_would_tell_it() -> None:
    programmes = column(table("gelezen", "kliks-per-programma"))
    assert programmes == {"FLL": WITHHELD, "STO": FEW}
    stories = column(table("opbrengst", "berichten"))
    assert stories["Bericht c"] == FEW
    assert stories["Bericht b"] is WITHHELD
    assert stories["Bericht a"] == 80
    assert column(table("gelezen", "kliks-per-werkdomein")) == {"Funderend": 90}


def test_a_story_has_a_column_for_each_thing_and_no_sum() -> None:
    shown = table("opbrengst", "berichten")
    first = dict(zip(shown.heads, shown.rows[0], strict=True))
    assert first["Weergaven op LinkedIn"] == 900
    assert first["Kliks op LinkedIn"] == FEW
    assert (first["Bezoeken via de mail"], first["Bezoeken via LinkedIn"]) == (50, None)
    assert "60, met 2 berichten" in [row[5] for row in shown.rows]
    assert not any("totaal" in head.lower() for head in shown.heads)


def test_groups_and_domains_of_a_few_readers_are_not_told() -> None:
    segments = column(table("bereik", "segmenten"))
    assert segments == {"Alle": WITHHELD, "Pers": FEW, "Onderwijs": 900}
    domains = column(table("bereik", "maildomeinen"))
    assert domains == {"mbo.example": 1900, "Andere maildomeinen": 100}


def test_the_effect_of_the_filter_is_told() -> None:
    (text,) = chapter("filter").texts
    assert text.startswith("Links zijn 120 keer gevolgd. Daarvan waren er 30 (25%) van scanners")
    assert text.endswith("zonder dit filter stonden er 120 kliks in dit verslag, en niet 90.")
    assert column(table("filter", "niet-geteld"))["Bekende scanner of robot"] == 25
    few = replace(report(), links=(LinkClicks("l", 2, "a"),))
    (text,) = chapter("filter", few).texts
    assert "30 keer" in text
    assert "32" not in text  # 30 and 32 would tell that there were 2


def test_earlier_months_stand_beside_it_with_bounds_and_only_real_differences() -> None:
    clicks = table("eerder", "eerder-kliks")
    assert [row[6] for row in clicks.rows] == ["", "lager", "hoger", "niet gemeten"]
    assert [str(cell) for cell in clicks.rows[0][3:6]] == ["4.5", "3.6", "5.5"]
    assert clicks.rows[3][1:6] == (None,) * 5
    left = table("eerder", "eerder-afmeldingen")
    assert left.rows[0][2:6] == (FEW, None, None, None)
    assert left.rows[1][6] == "te weinig om iets te zeggen"
    back = table("eerder", "eerder-teruggekomen")
    assert [row[6] for row in back.rows[1:3]] == ["te weinig om iets te zeggen", "lager"]


def test_many_different_refusals_are_taken_together() -> None:
    refused = column(table("bezorgd", "waarom-niet"))
    assert len(refused) == 11
    assert refused["Geweigerd door de mailserver: andere redenen"] == 2


def test_the_text_form_escapes_what_is_foreign_and_leaves_out_what_is_empty() -> None:
    foreign = replace(report(), changes=(Change("Onderwerp", "| *weg* [x](http://y)"),))
    text = chapters_markdown(month_chapters(foreign))
    assert r"| Onderwerp | \| \*weg\* \[x\]\(http://y\) |" in text
    assert "| Aangenomen | 2.000 |" in text
    assert "| STO | < 5 |" in text
    assert "Wat erbij kwam en af ging" not in text
