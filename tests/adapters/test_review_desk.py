"""What the editor reads above a form: whole, in order, and with links that can be followed."""

from datetime import UTC, datetime

from omroeper.adapters.prefect_desk.forms import WarnedReviewForm, prepare_form
from omroeper.adapters.prefect_desk.review_desk import link_text, post_choices, post_parts
from omroeper.domain.post import Post, PostState

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


def test_what_is_no_choice_any_more_is_not_prefilled() -> None:
    form = prepare_form(
        WarnedReviewForm,
        description="",
        prefilled={"accepted": ["Alle 2 waarschuwingen", "b"], "why": "Mag"},
        choices={"accepted": ["Alle 3 waarschuwingen", "a", "b"]},
    )
    assert form.model_fields["accepted"].default == ["b"]
    assert form.model_fields["why"].default == "Mag"


def test_two_posts_that_begin_alike_are_two_choices() -> None:
    when = datetime(2024, 10, 15, 8, tzinfo=UTC)
    alike = [Post(key, "e", "agdb", "Zelfde regel", "", "", when) for key in ("p1", "p2")]
    assert post_choices(alike) == {"Zelfde regel": "p1", "Zelfde regel (2)": "p2"}
