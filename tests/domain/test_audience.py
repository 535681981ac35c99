"""Addresses at the door, and the hash that outlives them."""

import pytest

from omroeper.domain.audience import (
    Criteria,
    Frequency,
    Match,
    Segment,
    Subscriber,
    Subscription,
    address_hash,
    normal_address,
)
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


def test_a_segment_without_conditions_is_everyone() -> None:
    person = Subscriber("k", "a@b.nl", topics=("pers",))
    assert Segment("alle", "Alle").includes(person)
    assert Segment("pers", "Pers", ("pers", "x")).includes(person)
    assert not Segment("onderwijs", "Onderwijs", ("onderwijs",)).includes(person)


READER = Subscriber(
    "k",
    "a@b.nl",
    topics=("pers",),
    programmes=("sto",),
    subscriptions=(Subscription("agdb", Frequency.QUARTERLY),),
)


@pytest.mark.parametrize(
    ("segment", "fits"),
    [
        (Segment("s", "S", topics=("pers", "partners"), programmes=("sto",)), True),
        (Segment("s", "S", topics=("pers",), programmes=("fll",)), False),
        (Segment("s", "S", topics=("pers",), programmes=("fll",), match=Match.ANY), True),
        (Segment("s", "S", programmes=("fll",), languages=("en",), match=Match.ANY), False),
        (Segment("s", "S", languages=("nl",), newsletters=("agdb",)), True),
        (Segment("s", "S", frequencies=("every",)), False),
        (Segment("s", "S", frequencies=("quarterly",)), True),
        (Segment("s", "S", without=Criteria(topics=("pers",))), False),
        (Segment("s", "S", topics=("pers",), without=Criteria(programmes=("fll",))), True),
        (Segment("s", "S", match=Match.ANY), True),
    ],
)
def test_conditions_hold_together_or_any_and_some_are_left_out(
    segment: Segment, fits: bool
) -> None:
    assert segment.includes(READER) is fits


def test_a_definition_tells_every_rule_and_not_the_order_they_were_written_in() -> None:
    rules = Segment(
        "vmbo",
        "Vmbo",
        topics=("pers", "onderwijs"),
        programmes=("sto",),
        match=Match.ANY,
        without=Criteria(languages=("en",)),
    )
    assert rules.definition == "vmbo:onderwijs,pers | programmes=sto - languages=en"
    assert Segment("vmbo", "V", topics=("onderwijs", "pers")).definition == "vmbo:onderwijs,pers"
    assert Segment("alle", "Alle").definition == "alle:*"
