"""Characters that are no text go; everything a person may have written stays."""

import pytest

from omroeper.domain.text import is_one_line, one_line, readable

KEPT = "Één ‘kop’ {{ x }} <mj-raw> %} 👩‍💻 שלום العربية"


@pytest.mark.parametrize("mark", ["\0", "\x1b", "\x9f", "\u202e", "\u2066", "\ud800", "\uffff"])
def test_what_is_no_text_goes(mark: str) -> None:
    assert readable(f"a{mark}b") == "ab"
    assert not is_one_line(f"a{mark}b")


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n", "\x85", "\u2028", "\v"])
def test_every_line_end_is_one(end: str) -> None:
    assert readable(f"a{end}Bcc: b") == "a\nBcc: b"
    assert one_line(f"a{end}Bcc: b") == "a Bcc: b"
    assert not is_one_line(f"a{end}Bcc: b")


def test_what_people_write_stays() -> None:
    assert readable(KEPT) == one_line(KEPT) == KEPT
    assert is_one_line(KEPT)
    assert is_one_line("met een vaste\u00a0spatie")
