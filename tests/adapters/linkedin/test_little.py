"""Little text: what is escaped comes through whole; what is not is cut off silently."""

import re

from hypothesis import given
from hypothesis import strategies as st

from omroeper.adapters.linkedin import escaped
from omroeper.demo.linkedin import cut_like_linkedin


@given(st.text(alphabet=st.sampled_from("ab #\\|{}@[]()<>*_~\n’é"), max_size=60))
def test_escaped_text_comes_through_whole_and_unescapes_to_itself(text: str) -> None:
    sent = escaped(text)
    assert cut_like_linkedin(sent) == sent
    assert re.sub(r"\\(.)", r"\1", sent, flags=re.DOTALL) == text


def test_the_simulator_cuts_like_linkedin() -> None:
    assert cut_like_linkedin("Goed (nieuws)") == "Goed "
    assert cut_like_linkedin("Goed #Nieuws") == "Goed #Nieuws"
    assert cut_like_linkedin("Goed # nieuws") == "Goed "
