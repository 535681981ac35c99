"""Spam in the editor's words: a warning from the score of the settings, with the rules that raised it."""

from omroeper.domain.finding import Level
from omroeper.domain.spam import SpamRule, SpamVerdict
from omroeper.services.check.spam import judge_spam

HIDDEN = SpamRule("LONG_INVISIBLE_TEXT", 3.0, "Long block of hidden text")
OTHER = SpamRule("SOME_RULE", 2.5, "Something else")


def test_below_the_score_there_is_no_finding() -> None:
    assert list(judge_spam(SpamVerdict(4.9, (HIDDEN,)), 5)) == []


def test_from_the_score_on_the_rules_are_told() -> None:
    (one,) = judge_spam(SpamVerdict(5.5, (HIDDEN, OTHER)), 5)
    assert (one.code, one.level) == ("spam", Level.WARNING)
    assert "5,5 punten" in one.reason
    assert "veel verborgen tekst (LONG_INVISIBLE_TEXT 3,0)" in one.reason
    assert "Something else (SOME_RULE 2,5)" in one.reason


def test_no_answer_is_told_too() -> None:
    (one,) = judge_spam(None, 5)
    assert (one.code, one.level) == ("spam-onbekend", Level.WARNING)
