"""What the editor reads above a form: whole, in order, and with links that can be followed."""

from dataclasses import replace
from typing import Any

import pytest

from omroeper.adapters.prefect_desk import review_desk
from omroeper.adapters.prefect_desk.forms import WarnedReviewForm, prepare_form
from omroeper.adapters.prefect_desk.review_desk import (
    MOST_DROPPED,
    dropped_choices,
    item_choices,
    link_text,
)
from omroeper.domain.edition import Draft, Dropped, Entry, Offer, Section
from omroeper.domain.programme import Domain
from omroeper.domain.score import Score
from tests import samples
from tests.domain.test_assembly import item
from tests.samples import WHEN, draft

ADDRESS = "https://x.example/een-twee_drie/?utm_source=linkedin&utm_content=a_b"


def test_items_with_one_title_can_each_be_chosen() -> None:
    def entry(key: str, title: str, programme: str) -> Entry:
        told = item(key, title=title)
        return Entry(told, Section.PROGRAMMES, programme, Domain.FUNDEREND, "Nieuw")

    entries = (
        entry("a", "Open dag", "STO"),
        entry("b", "Open dag", "Techkwadraat"),
        entry("c", "Open dag", "Techkwadraat"),
        entry("d", "Open dag (STO)", "STO"),
    )
    made = samples.draft()
    choices = item_choices(replace(made, edition=replace(made.edition, entries=entries)))
    assert choices == {
        "Open dag (STO)": "a",
        "Open dag (Techkwadraat)": "b",
        "Open dag (Techkwadraat) [c]": "c",
        "Open dag (STO) [d]": "d",
    }


def test_a_link_is_named_by_its_page_and_keeps_its_address() -> None:
    assert link_text(ADDRESS) == f"[x.example/een-twee_drie/]({ADDRESS})"
    assert link_text("") == ""


def test_a_link_cannot_break_out_of_its_markdown() -> None:
    text = link_text("https://x.example/a](javascript:alert)?q=(b)")
    assert text.count("](") == 1
    assert text.count(")") == 1


def _first_help(form: Any) -> str:
    return str(next(iter(form.model_json_schema()["properties"].values()))["description"])


def _changes_form(monkeypatch: pytest.MonkeyPatch, made: Draft) -> dict[str, Any]:
    """The form that the editor of this draft would get: its schema, and what stands above it."""
    shown: list[Any] = []
    monkeypatch.setattr(review_desk, "ask", lambda form, key: shown.append(form))
    review_desk.ask_changes(
        made, key="k", complaint="", preview_url="https://x.example", send_at=WHEN, typed=None
    )
    return {**shown[0].model_json_schema(), "above": _first_help(shown[0])}


def test_a_thin_month_has_a_field_for_evergreens_by_title(monkeypatch: pytest.MonkeyPatch) -> None:
    plain_draft = draft()
    offers = tuple(Offer(item(name), f"Reden {name}") for name in ("een", "twee"))
    thin = replace(plain_draft, edition=replace(plain_draft.edition, offered=offers))
    form = _changes_form(monkeypatch, thin)
    field = form["properties"]["evergreens"]
    assert field["title"] == "Evergreen opnemen"
    assert field["items"]["enum"] == ["Bericht een", "Bericht twee"]
    assert "evergreens" not in form.get("required", [])
    assert "‘Bericht een’: Reden een" in form["above"]
    assert "evergreens" not in _changes_form(monkeypatch, plain_draft)["properties"]


def test_what_was_left_out_is_named_with_its_reason_the_best_first() -> None:
    low = [
        Dropped(item(f"i{n}", title="Zelfde kop"), "Geen plaats", score=Score(theme=0.1))
        for n in range(MOST_DROPPED)
    ]
    best = Dropped(item("b", title="Beste"), "Geen plaats: vol. Score 4", score=Score(theme=4))
    made = draft()
    made = replace(made, edition=replace(made.edition, dropped=(*low, best)))
    choices = dropped_choices(made)
    assert len(choices) == MOST_DROPPED
    assert next(iter(choices.items())) == ("Beste – Geen plaats: vol", "b")
    assert choices["Zelfde kop – Geen plaats"] == "i0"
    assert choices["Zelfde kop – Geen plaats [i1]"] == "i1"


def test_what_is_no_choice_any_more_is_not_prefilled() -> None:
    form = prepare_form(
        WarnedReviewForm,
        description="",
        prefilled={"accepted": ["Alle 2 waarschuwingen", "b"], "note": "Mag"},
        choices={"accepted": ["Alle 3 waarschuwingen", "a", "b"]},
    )
    assert form.model_fields["accepted"].default == ["b"]
    assert form.model_fields["note"].default == "Mag"


def test_what_the_editor_must_read_stands_with_the_first_field_the_complaint_first() -> None:
    form = prepare_form(
        WarnedReviewForm, description="Het concept.", complaint="Er is geen naam ingevuld."
    )
    told = form.model_json_schema()["properties"]
    parts = told["decision"]["description"].split("\n\n\n")
    assert parts[:2] == ["**Nog niet goed:** Er is geen naam ingevuld.", "Het concept."]
    assert parts[2].startswith("Goedkeuren:")
    assert "Nog niet goed" not in told["name"]["description"]
