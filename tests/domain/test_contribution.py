"""What staff hand in: every misfit is told at once, in Dutch, with its remedy."""

from collections.abc import Mapping
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omroeper.adapters.feeds.text import language_of
from omroeper.domain.contribution import (
    Contribution,
    ContributionKind,
    EventChange,
    read_contribution,
)
from omroeper.domain.errors import InvalidValue
from tests.samples import newsroom

ZONE = ZoneInfo("Europe/Amsterdam")
NOW = datetime(2026, 10, 5, 9, tzinfo=UTC)
NEWS = {
    "kind": "nieuws",
    "programme": "First Lego League",
    "title": "Finale in Eindhoven",
    "text": "Honderd teams bouwen een robot. De finale is open voor iedereen.",
    "link": "https://fll.example/finale",
    "name": "Kim",
}
EVENT = {**NEWS, "kind": "agenda", "starts": "19-11-2026 10:00", "place": "Zwolle"}


def read(form: Mapping[str, object]) -> Contribution:
    return read_contribution(
        form, newsroom().programmes, now=NOW, zone=ZONE, language_of=language_of
    )


def test_news_is_read_with_its_programme_by_name_or_id() -> None:
    assert read(NEWS).programme.id == read({**NEWS, "programme": "fll"}).programme.id == "fll"
    assert read(NEWS).kind is ContributionKind.NEWS


ENGLISH = (
    "A hundred teams of pupils build a robot. The final is open to everyone who likes technology."
)


@pytest.mark.parametrize(
    ("change", "language"),
    [
        ({}, "nl"),
        ({"language": "Engels", "text": "The final is open to everyone, come and see."}, "en"),
        ({"text": "The final is open to everyone, come and see."}, "nl"),  # too short to tell
        ({"text": f"{ENGLISH} {ENGLISH}"}, "en"),  # and the list was left as it stood
        ({"language": "Engels", "text": f"{NEWS['text']} {NEWS['text']} Kom je ook?"}, "nl"),
    ],
)
def test_the_text_tells_its_language_and_else_the_choice_does(
    change: dict[str, str], language: str
) -> None:
    assert read({**NEWS, **change}).language == language


def test_a_moment_is_dutch_local_time_also_in_winter() -> None:
    assert read(EVENT).starts == datetime(2026, 11, 19, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"kind": "mail"}, "agenda afgelast of linkedin."),
        ({"programme": "Lego Leag"}, "Bedoelt u FIRST LEGO League?"),
        ({"programme": ""}, "Kies er een uit de lijst."),
        ({"programme": "Jet-Net"}, "Jet-Net is gestopt. Kies Sterk Techniekonderwijs."),
        ({"title": " "}, "Titel: niet ingevuld."),
        ({"title": "x" * 91}, "Titel: 91 tekens is te lang."),
        ({"text": "Kort."}, "Tekst: schrijf ten minste één of twee zinnen."),
        ({"text": "x" * 1201}, "Tekst: 1201 tekens is te lang."),
        ({"link": "javascript:alert(1)"}, "is geen webadres. Begin met https://."),
        ({"link": "https://x.example/a b"}, "is geen webadres."),
        ({"language": "Frans"}, "Taal: kies Nederlands of Engels."),
        ({"name": ""}, "Uw naam: niet ingevuld."),
        ({"kind": "agenda"}, "Begin: vul in wanneer het is"),
        ({"kind": "agenda", "starts": "01-10-2026"}, "Begin: dat is al voorbij."),
        ({"starts": "morgen"}, "Begin: ‘morgen’ is geen dag en tijd."),
        ({"starts": "19-11-2026", "ends": "18-11-2026"}, "Einde: dat is vóór het begin."),
    ],
)
def test_a_misfit_is_named_with_its_remedy(change: dict[str, object], told: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        read({**NEWS, **change})
    assert told in caught.value.sentence


def test_all_misfits_are_told_at_once() -> None:
    with pytest.raises(InvalidValue) as caught:
        read({})
    for field in ("Soort", "Programma", "Titel", "Tekst", "Uw naam"):
        assert f"{field}: " in caught.value.sentence


def test_a_linkedin_text_may_be_longer() -> None:
    assert len(read({**NEWS, "kind": "linkedin", "text": "x" * 3000}).text) == 3000


@given(st.dictionaries(st.sampled_from([*EVENT, "ends"]), st.text(max_size=60)))
def test_whatever_is_typed_fits_or_is_told(typed: dict[str, object]) -> None:
    try:
        told = read({**EVENT, **typed}).title
    except InvalidValue as misfit:
        told = misfit.sentence
    assert told.strip()


def test_an_event_that_moved_or_is_off_needs_no_text_and_off_no_day() -> None:
    moved = read({**EVENT, "kind": "agenda verplaatst", "text": ""})
    assert (moved.kind, moved.change) == (ContributionKind.EVENT, EventChange.MOVED)
    off = read({**EVENT, "kind": "agenda afgelast", "text": "", "starts": ""})
    assert (off.change, off.starts) == (EventChange.OFF, None)
    with pytest.raises(InvalidValue, match="Begin: vul in wanneer"):
        read({**EVENT, "kind": "agenda verplaatst", "starts": ""})
    with pytest.raises(InvalidValue, match="Soort: kies nieuws, agenda, agenda verplaatst"):
        read({**NEWS, "kind": "nieuws afgelast"})


def test_who_is_quoted_must_have_agreed() -> None:
    said = "“Wij leren hier elke dag iets nieuws”, zegt Mila Voorbeeld van de school."
    with pytest.raises(InvalidValue, match=r"u citeert Mila Voorbeeld\. Noteer wie wanneer en hoe"):
        read({**NEWS, "text": said})
    assert read({**NEWS, "text": said.replace("Mila Voorbeeld", "FIRST LEGO League")})
    assert read({**NEWS, "text": said.replace("Mila Voorbeeld", "Jet-Net")})
    given = read({**NEWS, "text": said, "quotes_consent": "Mila Voorbeeld,\nper mail 1-10-2026"})
    assert given.quotes_consent == "Mila Voorbeeld, per mail 1-10-2026"
