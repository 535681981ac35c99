"""Which sentences are in the passive; most are from the organisation's annual report of 2024."""

import pytest

from omroeper.domain.language.passives import passive_sentences


@pytest.mark.parametrize(
    ("sentence", "passive"),
    [
        ("De opgedane kennis wordt breed gedeeld, zodat scholen die kunnen toepassen.", True),
        ("Er wordt gewerkt met 57 pilots die materiaal ontwikkelen en gebruiken.", True),
        ("In het voorjaar werd de hackathon georganiseerd, met een conferentie.", True),
        ("De rest zal in vier regio’s worden uitgevoerd.", True),
        ("Ook ouders en bedrijven worden actief betrokken.", True),
        ("Het plan wordt bekostigd vanuit het Groeifonds.", True),
        ("De methode kan worden toegepast in andere sectoren.", True),
        ("Techniek wordt aantrekkelijker en zichtbaarder voor jongeren.", False),
        ("Het gebied wordt groter en de naam wordt bekend.", False),
        ("Zo wordt het beleid een voorbeeld.", False),
        ("De school is gegroeid en heeft prijzen gewonnen.", False),
        ("Wij hebben de methode toegepast, en dat wordt leuk.", False),
        ("Het wordt druk, zo hebben wij gehoord.", False),
    ],
)
def test_a_form_of_worden_and_a_participle_in_one_clause(sentence: str, passive: bool) -> None:
    assert passive_sentences(sentence) == ((sentence,) if passive else ())
