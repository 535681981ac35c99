"""The form about posts: each whole and in order, no decision by default, choices read as text."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from omroeper.adapters.prefect_desk.post_artifacts import post_calendar_markdown
from omroeper.adapters.prefect_desk.post_forms import ShownPost, posts_form
from omroeper.adapters.prefect_desk.review_desk import link_text
from omroeper.domain.finding_kinds import found
from omroeper.domain.post import Post, PostState
from omroeper.domain.post_ruling import shown_label
from tests.domain.test_post_calendar import OCTOBER, calendar

ZONE = ZoneInfo("Europe/Amsterdam")
LINK = "https://x.example/een-twee_drie/?utm_source=linkedin"
POST = Post(
    "p1", "", "agdb", "Eerste alinea.\n\nTweede *alinea*.", LINK, "Titel",
    datetime(2024, 10, 15, 8, tzinfo=UTC), hashtags=("Techniek",), state=PostState.IN_REVIEW,
)  # fmt: skip
FINDINGS = (
    found("post-link", "p1", "De link antwoordt niet.", "Kies een ander."),
    found("hashtags", "p1", "Zes hashtags.", "Houd er vijf."),
)
SHOWN = [
    ShownPost(POST, "https://desk.example/b", FINDINGS),
    ShownPost(POST, "https://d.example", ()),
]


def test_each_post_is_shown_whole_with_its_findings_before_its_decision() -> None:
    fields = posts_form(SHOWN, "Er is geen naam.", [], ZONE, {}).model_json_schema()["properties"]
    assert list(fields)[:4] == ["decision_1", "moment_1", "note_1", "decision_2"]
    parts = fields["decision_1"]["description"].split("\n\n\n")
    assert parts[0] == "**Nog niet goed:** Er is geen naam."
    assert parts[1] == "### Bericht 1: Eerste alinea."
    assert parts[2:5] == ["Eerste alinea.", r"Tweede \*alinea\*.", r"\#Techniek"]
    assert link_text(LINK) in parts
    assert "[Bekijk het zoals LinkedIn het toont](https://desk.example/b)" in parts
    assert any(part.startswith("- p1: De link antwoordt niet.") for part in parts)
    assert fields["moment_1"]["default"] == "15-10-2024 10:00"
    assert "Nog niet goed" not in fields["decision_2"]["description"]


def test_nothing_is_decided_by_default_and_only_warnings_can_be_taken_on() -> None:
    schema = posts_form(SHOWN, "", ["Ruben"], ZONE, {}).model_json_schema()
    assert {"decision_1", "decision_2", "name"} <= set(schema["required"])
    assert schema["properties"]["accepted"]["items"]["enum"] == ["p1: Zes hashtags."]
    assert schema["properties"]["name"]["enum"] == ["Ruben"]
    assert schema["properties"]["shown"]["enum"] == [shown_label([POST, POST])]
    plain = posts_form(SHOWN[1:], "", [], ZONE, {}).model_json_schema()["properties"]
    assert "accepted" not in plain


def test_what_was_typed_stands_there_again_but_no_decision() -> None:
    typed = {"moment_1": "nu", "note_1": "Korter", "accepted": ["p1: Zes hashtags.", "weg"]}
    form = posts_form(SHOWN, "", [], ZONE, typed)
    assert form.model_fields["moment_1"].default == "nu"
    assert form.model_fields["note_1"].default == "Korter"
    assert form.model_fields["accepted"].default == ["p1: Zes hashtags."]
    assert form.model_fields["decision_1"].is_required()


def test_an_answer_is_read_though_its_choices_are_others_by_now() -> None:
    """A run that starts again reads what was answered before, when warnings have come and gone."""
    given = {"decision_1": "goedkeuren", "name": "Wie weg is", "shown": "1 getoond (oud)",
             "accepted": ["Iets van toen"]}  # fmt: skip
    read = posts_form(SHOWN[:1], "", ["Ruben"], ZONE, {})(**given)
    assert read.model_dump()["accepted"] == ["Iets van toen"]


def test_the_calendar_is_tables_and_what_to_look_at() -> None:
    text = post_calendar_markdown(calendar(*OCTOBER), ZONE, ["lijst.xlsx, row 3: <weg>"])
    assert "| samen | 3 | · | 1 | · |" in text
    assert r"row 3: \<weg\>" in text
    assert "staat op een vrije dag" in text
    assert text.index("## Let op") < text.index("## Weken") < text.index("## Verdeling")
