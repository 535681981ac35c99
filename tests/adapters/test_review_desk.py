"""What the editor reads above a form: whole, in order, and with links that can be followed."""

from dataclasses import replace
from datetime import UTC, datetime

from omroeper.adapters.prefect_desk.review_desk import item_choices, link_text, post_parts
from omroeper.domain.edition import Entry, Section
from omroeper.domain.post import Post, PostState
from omroeper.domain.programme import Domain
from tests import samples
from tests.domain.test_assembly import item

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
