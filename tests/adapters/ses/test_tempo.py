"""The pace: what the account allows, half of it when SES says it is too fast, and slowly back."""

from omroeper.adapters.ses.replies import Verdict
from omroeper.adapters.ses.tempo import PAUSE_SECONDS, Tempo


def test_messages_are_spread_over_the_second() -> None:
    tempo = Tempo(10, now=lambda: 100.0)
    assert tempo.wait() == 0
    tempo.went()
    assert round(tempo.wait(), 6) == 0.1
    tempo.went()
    assert round(tempo.wait(), 6) == 0.2


def test_too_fast_halves_the_pace_and_what_is_taken_wins_it_back() -> None:
    tempo = Tempo(10, now=lambda: 100.0)
    tempo.heard(Verdict.SLOWER)
    assert tempo.per_second == 5
    assert tempo.wait() == PAUSE_SECONDS
    for _ in range(100):
        tempo.heard(Verdict.TAKEN)
    assert tempo.per_second == 10
    for _ in range(100):
        tempo.heard(Verdict.SLOWER)
    assert tempo.per_second > 0
