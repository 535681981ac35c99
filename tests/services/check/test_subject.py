"""Subject and preheader: length, tone, tricks and repetition."""

from dataclasses import replace

import pytest

from omroeper.domain.finding import Level
from omroeper.services.check import Circumstances
from tests.samples import rendered
from tests.services.check.drafts import codes, findings


@pytest.mark.parametrize(
    ("subject", "code", "level"),
    [
        (" ", "onderwerp", Level.BLOCKING),
        ("Re: uw aanmelding", "onderwerp-antwoord", Level.BLOCKING),
        ("FW: nieuws van oktober", "onderwerp-antwoord", Level.BLOCKING),
        ("Antw: nieuws van oktober", "onderwerp-antwoord", Level.BLOCKING),
        ("x" * 61, "onderwerp-lengte", Level.WARNING),
        ("Nieuws", "onderwerp-lengte", Level.WARNING),
        ("GROOT NIEUWS VAN OKTOBER", "onderwerp-toon", Level.WARNING),
        ("Kom naar de conferentie!!", "onderwerp-toon", Level.WARNING),
        ("🎉 Kom naar de conferentie 🎉", "onderwerp-toon", Level.WARNING),
    ],
)
def test_a_subject_in_trouble(subject: str, code: str, level: Level) -> None:
    assert codes(replace(rendered(), subject=subject))[code] is level


@pytest.mark.parametrize(
    "subject",
    ["AGDB-conferentie in Noordwijk", "Regio’s kiezen voor groen", "STO en HCA ICT vertellen meer"],
)
def test_names_in_capitals_and_words_that_begin_alike_are_no_trouble(subject: str) -> None:
    assert set(codes(replace(rendered(), subject=subject))) == {"ontbreekt"}


def test_a_long_subject_is_told_with_what_a_phone_shows_of_it() -> None:
    subject = "De conferentie van het Actieplan Groene en Digitale Banen in Noordwijk"
    (one,) = [
        f for f in findings(replace(rendered(), subject=subject)) if f.code == "onderwerp-lengte"
    ]
    assert "‘De conferentie van het Actieplan Groene…’" in one.reason


@pytest.mark.parametrize(
    ("preheader", "code"),
    [
        ("", "voorvertoning"),
        ("x" * 111, "voorvertoning-lengte"),
        ("De conferentie.", "voorvertoning-herhaalt"),
    ],
)
def test_a_preheader_in_trouble(preheader: str, code: str) -> None:
    assert codes(replace(rendered(), preheader=preheader))[code] is Level.WARNING


def test_the_subject_of_the_edition_before_is_not_used_again() -> None:
    around = Circumstances(earlier_subject=("september 2024", "De  Conferentie"))
    (one,) = [f for f in findings(rendered(), around=around) if f.code == "onderwerp-herhaald"]
    assert "september 2024" in one.reason
