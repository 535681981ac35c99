"""Assembling: every item ends up somewhere with a reason, the same each time."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from omroeper.adapters.dutch_stems import dutch_stemmer
from omroeper.domain.assembly import Material, assemble, window_of
from omroeper.domain.edition import Edition, Edits, Section
from omroeper.domain.figure import FigureObservation
from omroeper.domain.issue import Issue
from omroeper.domain.item import CANCELLED, Item, ItemKind
from omroeper.domain.month import Month
from omroeper.domain.newsletter import Newsroom
from tests.samples import figure_observation, newsroom

ZONE = ZoneInfo("Europe/Amsterdam")
OCTOBER = Month(2024, 10)
SENT = datetime(2024, 10, 15, 8, tzinfo=UTC)


def item(name: str, programme: str = "fll", *, days_before: float = 3, **changes: object) -> Item:
    made = Item(
        key=name,
        source="bron",
        programme=programme,
        title=f"Bericht {name}",
        text="Een korte tekst.",
        link=f"https://x.example/{name}",
        published=SENT - timedelta(days=days_before),
        retrieved=SENT,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def event(name: str, days_after: float) -> Item:
    return item(name, kind=ItemKind.EVENT, starts=SENT + timedelta(days=days_after))


def make(
    *updates: Item,
    events: tuple[Item, ...] = (),
    observations: dict[str, FigureObservation] | None = None,
    edits: Edits | None = None,
    month: Month = OCTOBER,
    room: Newsroom | None = None,
    told: dict[Item, Month] | None = None,
    weights: dict[str, int] | None = None,
    credits: dict[str, str] | None = None,
    refused: dict[Item, Month] | None = None,
    announced: dict[str, datetime] | None = None,
) -> Edition:
    return assemble(
        newsroom=room or newsroom(),
        issue=Issue(month),
        material=Material(
            updates,
            events,
            observations or {},
            told=told or {},
            weights=weights or {},
            credits=credits or {},
            refused=refused or {},
            announced=announced or {},
        ),
        edits=edits or Edits(),
        version=1,
        author="omroeper",
        zone=ZONE,
        stem=dutch_stemmer(),
    )


def keys(edition: Edition, section: Section) -> list[str]:
    return [entry.item.key for entry in edition.section(section)]


def why(edition: Edition, key: str) -> str:
    return next(dropped.reason for dropped in edition.dropped if dropped.item.key == key)


def test_nothing_is_lost_and_everything_has_a_reason() -> None:
    updates = tuple(item(f"i{n}", programme="fll" if n % 2 else "sto") for n in range(12))
    edition = make(*updates, events=(event("e1", 5), event("e2", -1), event("e3", 400)))
    placed = {entry.item.key for entry in edition.entries}
    dropped = {drop.item.key for drop in edition.dropped}
    assert placed | dropped == {*(u.key for u in updates), "e1", "e2", "e3"}
    assert not placed & dropped
    assert all(entry.reason for entry in edition.entries)
    assert all(drop.reason for drop in edition.dropped)


def test_the_lead_is_the_wish_then_the_best_fit_then_the_newest() -> None:
    wish = item("wens", lead_wish=True)
    fit = item("past", title="De conferentie")
    new = item("nieuw", days_before=1)
    assert keys(make(wish, fit, new), Section.LEAD) == ["wens"]
    assert keys(make(fit, new), Section.LEAD) == ["past"]
    assert keys(make(new, item("oud", days_before=9)), Section.LEAD) == ["nieuw"]


def test_theme_items_say_which_terms_matched() -> None:
    edition = make(item("wens", lead_wish=True), item("b", text="Over de conferentie."))
    (entry,) = edition.section(Section.THEME)
    assert "‘conferentie’" in entry.reason


def test_programmes_stand_by_domain_and_share_the_room() -> None:
    room = newsroom(max_programmes=3, max_per_programme=1)
    many = [item(f"f{n}", "fll", days_before=n + 1) for n in range(3)]
    edition = make(
        item("wens", lead_wish=True), *many, item("s", "sto"), item("g", "agdb"), room=room
    )
    assert keys(edition, Section.PROGRAMMES)[0] == "g"  # groene en digitale banen comes first
    assert "Al 1 berichten van FIRST LEGO League" in why(edition, "f1")


def test_past_events_never_stand_in_the_agenda() -> None:
    edition = make(item("a"), events=(event("straks", 9), event("geweest", -1), event("ver", 200)))
    assert keys(edition, Section.AGENDA) == ["straks"]
    assert "Al geweest" in why(edition, "geweest")
    assert "75 dagen" in why(edition, "ver")


def test_of_the_same_news_the_fullest_telling_speaks() -> None:
    short = item("kort", link="http://www.x.example/nieuws/?utm_source=rss", text="Kort.")
    full = item(
        "lang", "sto", link="https://x.example/nieuws", text="Een veel langere tekst.", source="sto"
    )
    edition = make(short, full)
    (entry,) = edition.entries
    assert [(other.item.key, other.programme_name) for other in entry.others] == [
        ("kort", "FIRST LEGO League")
    ]
    assert "Ook verteld door bron; dit bericht spreekt, want het vertelt meer" in entry.reason
    assert keys(edition, Section.LEAD) == ["lang"]
    assert why(edition, "kort") == (
        "Zelfde nieuws als ‘Bericht lang’ (sto): dezelfde pagina. "
        "Dat bericht spreekt, want het vertelt meer"
    )


def test_dropping_one_telling_drops_the_story() -> None:
    short = item("kort", link="https://x.example/nieuws")
    full = item("lang", "sto", link="https://x.example/nieuws", text="Langer. " * 9, source="sto")
    edition = make(short, full, edits=Edits(drop=("kort",)))
    assert edition.entries == ()
    assert why(edition, "lang") == "Weggelaten door de redactie"


def test_the_source_that_weighs_more_speaks() -> None:
    short = item("kort", link="https://x.example/nieuws", source="eigen")
    full = item("lang", link="https://x.example/nieuws", text="Langer. " * 9, source="ander")
    (entry,) = make(short, full, weights={"eigen": 3}).entries
    assert entry.item == short


def test_only_the_sources_that_are_used_are_credited() -> None:
    lines = {"bron": "Bron (CC BY)", "ander": "Ander (CC BY)", "leeg": ""}
    assert make(item("a"), item("b", "sto"), credits=lines).credits == ("Bron (CC BY)",)


def test_what_the_last_newsletters_told_is_not_told_again() -> None:
    before = item("toen", link="https://x.example/nieuws", days_before=30, source="ander")
    again = item("nu", "sto", link="http://x.example/nieuws/")
    edition = make(again, item("anders"), told={before: Month(2024, 9)})
    assert keys(edition, Section.LEAD) == ["anders"]
    assert why(edition, "nu") == (
        "Stond al in de nieuwsbrief van 2024-09: ‘Bericht toen’ (dezelfde pagina)"
    )
    edited = replace(before, text="Iets is rechtgezet.")
    assert "Sindsdien gewijzigd" in why(make(edited, told={before: Month(2024, 9)}), "toen")


def test_of_two_sources_about_one_event_the_one_that_calls_it_off_speaks() -> None:
    on = replace(event("aan", 20), text="Kom ook. " * 5, title="Landelijke dag", link="")
    off = replace(on, key="af", source="agenda", text="", flags=(CANCELLED,))
    edition = make(item("a"), events=(on, off))
    assert keys(edition, Section.AGENDA) == []
    assert why(edition, "af") == "Afgelast"
    assert "want het zegt dat de bijeenkomst niet doorgaat" in why(edition, "aan")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"programme": "bestaat-niet"}, "Onbekend programma"),
        ({"language": "en"}, "Niet in het Nederlands"),
    ],
)
def test_what_cannot_be_used_is_dropped_by_name(changes: dict[str, str], reason: str) -> None:
    assert reason in why(make(item("a"), replace(item("b"), **changes)), "b")  # type: ignore[arg-type]


def test_news_of_an_ended_programme_is_kept_and_flagged() -> None:
    (entry,) = make(item("a", "jet-net")).entries
    assert "Jet-Net is een beëindigd programma, opgevolgd door Sterk Techniek" in entry.reason


def test_the_editor_drops_orders_and_rewrites() -> None:
    updates = (item("wens", lead_wish=True), item("a", "fll"), item("b", "iol"), item("c", "sto"))
    edits = Edits(subject="Nieuw onderwerp", introduction="Anders.", drop=("b",), order=("c",))
    edition = make(*updates, edits=edits)
    assert (edition.subject, edition.introduction) == ("Nieuw onderwerp", "Anders.")
    assert keys(edition, Section.PROGRAMMES) == ["c", "a"]
    assert why(edition, "b") == "Weggelaten door de redactie"


def test_the_order_of_gathering_does_not_matter() -> None:
    updates = [item(f"i{n}", days_before=3) for n in range(6)]
    assert make(*updates) == make(*reversed(updates))


def test_a_month_without_theme_says_so_and_still_makes_a_draft() -> None:
    edition = make(item("a", published=datetime(2025, 5, 2, tzinfo=UTC)), month=Month(2025, 5))
    assert edition.entries
    assert any("geen thema voor 2025-05" in note for note in edition.missing)
    assert edition.send_at == datetime(2025, 5, 13, 10, tzinfo=ZONE)


def test_a_month_off_gives_its_reason() -> None:
    assert any("Zomerstop" in note for note in make(month=Month(2024, 7)).missing)


def test_a_month_without_items_says_what_to_do() -> None:
    edition = make()
    assert edition.entries == ()
    assert any("content/updates" in note for note in edition.missing)


def test_figures_are_traceable_and_compared_within_one_edition() -> None:
    now = figure_observation("vrouwen", "16.9")
    then = figure_observation("vrouwen_2013", "12.6")
    edition = make(item("a"), observations={"vrouwen": now, "vrouwen_2013": then})
    (entry,) = edition.figures
    assert entry.fact.comparison == then
    other = replace(then, edition="Een oudere editie")
    edition = make(item("a"), observations={"vrouwen": now, "vrouwen_2013": other})
    assert edition.figures[0].fact.comparison is None
    untraceable = replace(now, snapshot="")
    assert make(item("a"), observations={"vrouwen": untraceable}).figures == ()
    assert now.value == Decimal("16.9")


def test_the_window_runs_from_the_previous_edition_to_this_one() -> None:
    window = window_of(newsroom(), Issue(OCTOBER), ZONE, None)
    assert window.since == datetime(2024, 9, 17, 10, tzinfo=ZONE)
    assert window.until == datetime(2024, 10, 15, 10, tzinfo=ZONE)


def test_the_best_of_a_programme_goes_before_its_newest() -> None:
    room = newsroom(max_theme=0, max_per_programme=1)
    on_theme = item("past", "sto", text="Over de conferentie.", days_before=9)
    edition = make(item("wens", lead_wish=True), item("nieuw", "sto"), on_theme, room=room)
    assert keys(edition, Section.PROGRAMMES) == ["past"]
    (entry,) = edition.section(Section.PROGRAMMES)
    assert entry.score is not None
    assert entry.score.total > why_scored(edition, "nieuw")
    assert "Past bij het thema: ‘conferentie’. Score" in entry.reason
    assert (
        why(edition, "nieuw") == "Al 1 berichten van Sterk Techniekonderwijs. Score 1,8: nieuw 1,8"
    )


def test_what_had_no_place_comes_back_without_pushing_anything_out() -> None:
    room = newsroom(max_programmes=1, max_per_programme=1, max_agenda=1)
    updates = (item("wens", lead_wish=True), item("f", "fll"), item("s", "sto"), item("s2", "sto"))
    events = (event("straks", 9), event("later", 19), event("ver", 200), event("geweest", -1))
    before = make(*updates, events=events, room=room)
    assert {one.item.key for one in before.dropped if not one.unusable} >= {"s", "s2", "ver"}
    edits = Edits(include=("s2", "later", "ver", "geweest"))
    edition = make(*updates, events=events, room=room, edits=edits)
    assert keys(edition, Section.PROGRAMMES) == [*keys(before, Section.PROGRAMMES), "s2"]
    assert keys(edition, Section.AGENDA) == ["straks", "later", "ver"]
    assert why(edition, "geweest") == "Al geweest als de mail uitgaat"
    (back,) = [entry for entry in edition.entries if entry.item.key == "s2"]
    assert back.reason.startswith("De redactie wil dit toch opnemen. Nieuws van")


def test_another_telling_that_is_brought_back_speaks() -> None:
    short = item("kort", link="https://x.example/nieuws")
    full = item("lang", "sto", link="https://x.example/nieuws", text="Langer. " * 9, source="sto")
    edition = make(short, full, edits=Edits(include=("kort",)))
    assert keys(edition, Section.LEAD) == ["kort"]
    assert "want de redactie koos het" in why(edition, "lang")


def test_what_an_editor_left_out_is_not_proposed_again() -> None:
    before = item("toen", link="https://x.example/nieuws", days_before=30, source="ander")
    again = item("nu", "sto", link="https://x.example/nieuws")
    refused = {before: Month(2024, 9)}
    edition = make(again, item("anders"), refused=refused)
    assert keys(edition, Section.LEAD) == ["anders"]
    assert why(edition, "nu") == (
        "De redactie liet dit in 2024-09 weg: ‘Bericht toen’ (dezelfde pagina)"
    )
    wanted = make(again, item("anders"), refused=refused, edits=Edits(include=("nu",)))
    assert "nu" in {entry.item.key for entry in wanted.entries}


def test_a_meeting_that_was_left_out_stays_out_unless_readers_know_of_it() -> None:
    meeting = event("dag", 9)
    refused = {meeting: Month(2024, 9)}
    assert keys(make(item("a"), events=(meeting,), refused=refused), Section.AGENDA) == []
    off = replace(meeting, flags=(CANCELLED,))
    assert meeting.starts is not None
    told = make(item("a"), events=(off,), refused=refused, announced={"dag": meeting.starts})
    (entry,) = told.section(Section.AGENDA)
    assert entry.item.title.startswith("Gaat niet door")


def why_scored(edition: Edition, key: str) -> float:
    (score,) = [one.score for one in edition.dropped if one.item.key == key]
    assert score is not None
    return score.total
