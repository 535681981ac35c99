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


@pytest.mark.parametrize(
    ("quoted", "note", "noted"),
    [
        ("Mila van der Berg", "Mila van der Berg, per mail 1-10-2024", True),
        ("Mila van der Berg", "op 1-10 belde mila Van Der BERG: akkoord", True),
        ("Mila van der Berg", "mevrouw Van der Berg, 1-10-2024", False),
        ("Mila van der Berg", "Mila, per mail", False),
        ("Mila Voorbeeld", "Ruben Voorbeeld, per mail", False),
        ("Mila Voorbeeld", "Mila Berg en Ruben Voorbeeld, per mail", False),
        ("Mila Voorbeeld", "Voorbeeld, Mila", False),
        ("Mila Voorbeeld", "Ruben Berg en Mila J. Voorbeeld, per mail", True),
        ("Mila J. Voorbeeld", "Mila Voorbeeld, per mail", True),
        ("Yusuf El Amrani", "Yusuf el Amrani, per mail", True),
        ("Yusuf El Amrani", "Amrani, per mail", False),
        ("Mila O’Voorbeeld", "Mila O'Voorbeeld, per mail", True),
        ("Mila", "Mila Voorbeeld, per mail", True),
        ("Mila Voorbeeld van Saxion", "Mila Voorbeeld, per mail", True),
        ("Mila Voorbeeld van Saxion", "Mila, per mail", False),
        ("Mila Voorbeeld", "", False),
    ],
)
def test_the_note_names_who_is_quoted_as_the_text_does(quoted: str, note: str, noted: bool) -> None:
    text = f"“{SAID}”, zegt {quoted}."
    assert people_quoted(text) == (quoted,)
    assert without_consent(text, note) == (() if noted else (quoted,))


def test_of_several_each_is_asked_for() -> None:
    text = f"“{SAID}”, zegt Mila van der Berg. “{SAID} weer”, aldus Ruben Voorbeeld."
    assert without_consent(text, "Mila van der Berg en RUBEN VOORBEELD, per mail") == ()
    assert without_consent(text, "Mila van der Berg, per mail") == ("Ruben Voorbeeld",)
