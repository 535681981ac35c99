"""Addresses at the door, and the hash that outlives them."""

import pytest

from omroeper.domain.audience import Segment, Subscriber, address_hash, normal_address
from omroeper.domain.errors import InvalidValue


@pytest.mark.parametrize(
    "text",
    ["", "geen adres", "a@b", "a@@b.nl ", "a\x00@b.nl", "a\r\nBcc: x@y.nl", "<a@b.nl>", "a@b.nl,c@d.nl",
     ".a@b.nl", "a" * 250 + "@b.nl"],
)  # fmt: skip
def test_what_is_no_address_is_refused_without_being_repeated(text: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        normal_address(text)
    assert not text.strip() or text not in caught.value.sentence


def test_the_domain_is_folded_and_the_name_kept() -> None:
    assert normal_address(" Jan.Jansen@School.EXAMPLE ") == "Jan.Jansen@school.example"


def test_the_hash_ignores_case_and_needs_the_secret() -> None:
    assert address_hash("A@b.nl", "s") == address_hash(" a@B.nl", "s")
    assert address_hash("a@b.nl", "s") != address_hash("a@b.nl", "t")


def test_a_segment_without_topics_is_everyone() -> None:
    person = Subscriber("k", "a@b.nl", topics=("pers",))
    assert Segment("alle", "Alle").includes(person)
    assert Segment("pers", "Pers", ("pers", "x")).includes(person)
    assert not Segment("onderwijs", "Onderwijs", ("onderwijs",)).includes(person)
