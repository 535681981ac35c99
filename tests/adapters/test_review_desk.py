"""What the editor reads above a form: whole, in order, and with links that can be followed."""

from dataclasses import replace
from datetime import UTC, datetime

from omroeper.adapters.prefect_desk.review_desk import (
    MOST_DROPPED,
    dropped_choices,
    link_text,
    post_parts,
)
from omroeper.domain.edition import Dropped
from omroeper.domain.post import Post, PostState
from omroeper.domain.score import Score
from tests.domain.test_assembly import item
from tests.samples import draft

ADDRESS = "https://x.example/een-twee_drie/?utm_source=linkedin&utm_content=a_b"


def test_a_link_is_named_by_its_page_and_keeps_its_address() -> None:
    assert link_text(ADDRESS) == f"[x.example/een-twee_drie/]({ADDRESS})"
    assert link_text("") == ""


def test_a_link_cannot_break_out_of_its_markdown() -> None:
    text = link_text("https://x.example/a](javascript:alert)?q=(b)")
    assert text.count("](") == 1
    assert text.count(")") == 1


def test_a_post_is_shown_whole_by_paragraph() -> None:
    post = Post(
        id="p1",
        edition="agdb-2024-10",
        programme="agdb",
        text="Eerste alinea.\n\nTweede *alinea*.",
        link=ADDRESS,
        link_title="Titel",
        planned=datetime(2024, 10, 15, 8, tzinfo=UTC),
        hashtags=("Techniek",),
        state=PostState.IN_REVIEW,
    )
    heading, first, second, *rest = post_parts(post, 2)
    assert heading == "### Bericht 2"
    assert (first, second) == ("Eerste alinea.", r"Tweede \*alinea\*.")
    assert rest[-1] == link_text(ADDRESS)


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
