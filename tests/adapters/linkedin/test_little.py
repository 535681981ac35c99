"""Little text: read back by a reader that shares nothing with the writer, nothing is ever cut."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from omroeper.adapters.linkedin.little import commentary, escaped, shown
from omroeper.demo.linkedin.little import (
    as_linkedin_gives_back,
    as_shown,
    cut_like_linkedin,
    read_little,
)
from omroeper.domain.post import Mention
from tests.fixtures_linkedin import post

URN = "urn:li:organization:1234"
AWKWARD = st.text(alphabet=st.sampled_from("ab1 #\\|{}@[]()<>*_~\n’é＃.-/"), max_size=40)
ANYTHING = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
TAGS = st.lists(
    st.one_of(st.from_regex(r"\w{1,12}", fullmatch=True), AWKWARD.filter(bool)), max_size=4
)
NAMES = st.lists(
    st.one_of(st.sampled_from(["Katapult", "Katapult (PTvT)", "TU_Delft", "a*b"]), AWKWARD),
    max_size=3,
)


@given(st.one_of(AWKWARD, ANYTHING))
def test_escaped_text_is_text_whole_and_as_it_was(text: str) -> None:
    elements, read = read_little(escaped(text))
    assert read == len(escaped(text))
    assert {element.kind for element in elements} <= {"text"}
    assert "".join(element.text for element in elements) == text


@given(
    text=st.one_of(AWKWARD, ANYTHING), tags=TAGS, names=NAMES, link=AWKWARD, at=st.integers(0, 40)
)
@example(text="info@Katapult", tags=[], names=["Katapult"], link="", at=0)
def test_a_post_comes_through_whole_with_its_mentions_and_hashtags_alive(
    text: str, tags: list[str], names: list[str], link: str, at: int
) -> None:
    if names:
        text = f"{text[:at]} @{names[0]} {text[at:]}"
    mentions = tuple(Mention(name, URN) for name in names)
    made = post(text, hashtags=tuple(tags), mentions=mentions, link=link)
    little = commentary(made)
    elements, read = read_little(little)
    assert read == len(little), "LinkedIn would cut this off"
    kinds = [element.kind for element in elements]
    assert kinds.count("hashtag") == sum(bool(re.fullmatch(r"\w+", tag)) for tag in tags)
    assert as_shown(little) == made.commentary
    if names and names[0]:
        alive = [element for element in elements if element.kind == "mention"]
        assert alive, "the mention is dead"
        assert {element.urn for element in alive} == {URN}
        assert {element.text for element in alive} <= set(names)


@given(text=AWKWARD, tags=TAGS)
def test_a_post_is_known_again_in_what_linkedin_gives_back(text: str, tags: list[str]) -> None:
    little = commentary(post(text, hashtags=tuple(tags)))
    assert shown(as_linkedin_gives_back(little)) == shown(little)
    assert shown(little) == " ".join(as_shown(little).split())


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Kosten < 5.000 (ex btw)", r"Kosten \< 5.000 \(ex btw\)"),
        ("#1 van Nederland", r"\#1 van Nederland"),
        ("Mail info@omroeper.example", r"Mail info\@omroeper.example"),
        ("Mail info@Katapult", r"Mail info\@Katapult"),
        (r"C:\map", r"C:\\map"),
        ("Met @Katapult en @Katapult!", f"Met @[Katapult]({URN}) en @[Katapult]({URN})!"),
        ("Met @Katapulten", r"Met \@Katapulten"),
        ("Met @Katapult Noord", f"Met @[Katapult Noord]({URN})"),
    ],
)
def test_what_stands_in_the_text_stays_text_unless_it_is_a_mention(text: str, written: str) -> None:
    mentions = (Mention("Katapult", URN), Mention("Katapult Noord", URN))
    assert commentary(post(text, hashtags=(), mentions=mentions)) == written


def test_a_hashtag_with_an_underscore_uses_the_template() -> None:
    assert commentary(post("Hoi", hashtags=("TU_Delft",))) == "Hoi\n\n{hashtag|\\#|TU\\_Delft}"


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("Goed (nieuws)", "Goed "),
        ("Goed #Nieuws", "Goed #Nieuws"),
        ("Goed # nieuws", "Goed "),
        ("Goed @iedereen", "Goed "),
        (r"Goed \(nieuws\) * weg", r"Goed \(nieuws\) "),
        (r"Goed {hashtag|\#|Nieuws}!", r"Goed {hashtag|\#|Nieuws}!"),
        ("Goed @[Katapult](urn:li:organization:1)", "Goed @[Katapult](urn:li:organization:1)"),
        ("Goed @[Katapult](https://x.example)", "Goed "),
        ("Goed \\", "Goed "),
    ],
)
def test_the_simulator_cuts_like_linkedin(sent: str, kept: str) -> None:
    assert cut_like_linkedin(sent) == kept
