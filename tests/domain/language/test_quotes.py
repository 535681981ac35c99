"""Who is quoted, and whose consent is noted."""

import pytest

from omroeper.domain.language.quotes import people_quoted, without_consent

SAID = "Wij leren hier elke dag iets nieuws"


@pytest.mark.parametrize(
    ("text", "people"),
    [
        (f"“{SAID}”, zegt Mila Voorbeeld.", ["Mila Voorbeeld"]),
        (f"“{SAID}”, zegt projectleider Mila Voorbeeld van Katapult.", ["Mila Voorbeeld"]),
        (f'"{SAID}", aldus directeur-bestuurder Yusuf El Amrani.', ["Yusuf El Amrani"]),
        (f"‘{SAID}, ook met mbo’ers’, vertelt Ruben.", ["Ruben"]),
        (f"“{SAID}.” Dat zei minister Robbert Voorbeeld.", ["Robbert Voorbeeld"]),
        (f"Mila van der Berg zegt: “{SAID}.”", ["Mila van der Berg"]),
        (f"Mila Voorbeeld, docent in Zwolle, vertelt: “{SAID}.”", ["Mila Voorbeeld"]),
        (f"Volgens Ruben Voorbeeld is het zo: ‘{SAID}.’", ["Ruben Voorbeeld"]),
        (f"Mila Voorbeeld is docent. “{SAID}”, vertelt ze.", ["Mila Voorbeeld"]),
        (f"“{SAID}”, zegt Mila. “{SAID} en meer”, zegt Ruben.", ["Mila", "Ruben"]),
        (f"“{SAID}”, zegt Katapult.", []),
        (f"De minister zei: “{SAID}.”", []),
        (f"“{SAID}”, vertelt zij.", []),
        ("Het thema is ‘Ruimtemissie Aarde: Blik op de toekomst!’.", []),
        ("Het advies ‘Werken aan veranderkracht in de sector’ is uit. Mila leest het.", []),
        ("Mila Voorbeeld noemt het ‘heel goed’.", []),
        ("Volgens Mila Voorbeeld gaat het goed.", []),
        ("De mbo’ers zeggen dat Mila Voorbeeld’s school groeit.", []),
    ],
)
def test_people_quoted(text: str, people: list[str]) -> None:
    assert list(people_quoted(text, ("Katapult",))) == people


def test_a_surname_in_the_note_will_do_and_another_will_not() -> None:
    text = f"“{SAID}”, zegt Mila van der Berg. “{SAID} weer”, aldus Ruben Voorbeeld."
    assert without_consent(text, "mevrouw Van der Berg, 1-10-2024") == ("Ruben Voorbeeld",)
    assert without_consent(text, "Berg en VOORBEELD, per mail") == ()
    assert without_consent(text, "") == ("Mila van der Berg", "Ruben Voorbeeld")


def test_where_somebody_works_is_not_asked_for() -> None:
    text = f"“{SAID}”, zegt Mila Voorbeeld van Saxion."
    assert without_consent(text, "Mila Voorbeeld, per mail") == ()
    assert without_consent(text, "Mila, per mail") == ("Mila Voorbeeld van Saxion",)
