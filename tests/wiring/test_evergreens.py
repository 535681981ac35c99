"""A thin month from draft to draft: evergreens are offered, chosen by title, told, and rest."""

from datetime import UTC, datetime

from omroeper.adapters.prefect_desk.artifacts import draft_markdown
from omroeper.domain.draft_change import DraftChanges
from omroeper.domain.edition import Draft, Edits
from omroeper.domain.evergreen import EVERGREEN
from omroeper.wiring import Desk
from tests.samples import FixedClock, verdict


def draft(desk: Desk, month: str, edits: Edits | None = None) -> Draft:
    made, _ = desk.draft_edition(
        month, edits or Edits(), made_by=f"run:{month}{edits}", may_replace=lambda _: True
    )
    return made


def told(made: Draft) -> set[str]:
    return {e.item.title for e in made.edition.entries if e.item.source == EVERGREEN}


def test_a_thin_month_offers_what_fits_and_takes_what_is_chosen(desk: Desk) -> None:
    desk.clock = FixedClock(datetime(2027, 9, 1, 9, tzinfo=UTC))  # type: ignore[assignment]
    first = draft(desk, "2027-09")
    assert told(first) == set()
    titles = [offer.item.title for offer in first.edition.offered]
    vmbo = "Techniek op het vmbo: de hele regio doet mee"
    assert titles[0] == vmbo
    shown = draft_markdown(
        first, (), DraftChanges(), preview_url="https://x.example", picture_url=""
    )
    assert "## Evergreens die passen" in shown
    assert "Past bij het thema: ‘vmbo’, ‘techniekonderwijs’, ‘vakmensen’, ‘stage’" in shown

    form = {"subject": first.edition.subject, "evergreens": [vmbo]}
    edits = desk.edits_from_form(first.edition.id, 1, form, {})
    assert isinstance(edits, Edits)
    second = draft(desk, "2027-09", edits)
    assert told(second) == {vmbo}
    assert vmbo not in [offer.item.title for offer in second.edition.offered]
    assert vmbo in second.rendered.html

    given = verdict(desk.store, second, by="Ruben Voorbeeld")
    assert not desk.record_decision(second.edition.id, 2, given).complaint
    following = draft(desk, "2027-10")
    assert vmbo not in [offer.item.title for offer in following.edition.offered]


def test_a_title_that_is_not_offered_is_a_complaint(desk: Desk) -> None:
    desk.clock = FixedClock(datetime(2027, 9, 1, 9, tzinfo=UTC))  # type: ignore[assignment]
    made = draft(desk, "2027-09")
    form = {"subject": made.edition.subject, "evergreens": ["Iets anders"]}
    complaint = desk.edits_from_form(made.edition.id, 1, form, {})
    assert "‘Iets anders’ staat niet in dit concept" in str(complaint)


def test_a_month_with_enough_news_offers_nothing(desk: Desk) -> None:
    made = draft(desk, "2024-10")
    assert made.edition.offered == ()
    assert not [note for note in made.edition.missing if "gewenst" in note]


def test_a_newsletter_in_another_language_is_offered_no_dutch_text(desk: Desk) -> None:
    desk.clock = FixedClock(datetime(2027, 1, 4, 9, tzinfo=UTC))  # type: ignore[assignment]

    def offered(run: str) -> list[str]:
        made, _ = desk.draft_edition(
            "2027-01",
            Edits(),
            made_by=run,
            may_replace=lambda _: True,
            newsletter="internationaal",
        )
        return [offer.item.title for offer in made.edition.offered]

    assert offered("run:1") == []
    text = "---\ntitle: %s\nprogramme: %s\nlanguage: en\nterms: [stem]\n---\nOne text.\n"
    folder = desk.settings.home / "content/evergreen"
    (folder / "a.md").write_text(text % ("Working together", "eu-stem-coalition"), encoding="utf-8")
    (folder / "b.md").write_text(text % ("Not about this", "sto"), encoding="utf-8")
    desk._newsrooms.clear()
    assert offered("run:2") == ["Working together"]
