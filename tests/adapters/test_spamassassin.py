"""The score of the real SpamAssassin, where it is installed, and what becomes of its report."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from omroeper.adapters.spamassassin import SpamAssassin, find_spamassassin, read_report
from omroeper.domain.delivery import Delivery
from omroeper.domain.edition import RenderedEdition
from omroeper.domain.spam import SpamRule, SpamVerdict
from omroeper.rendering.mime import MessageBuilder
from tests.rendering.test_mime import SENDER, WEB
from tests.samples import WHEN, rendered

PROGRAM = find_spamassassin()
needs_spamassassin = pytest.mark.skipif(
    PROGRAM is None and os.environ.get("CI") != "true",
    reason="no SpamAssassin on this machine (Debian, Ubuntu: apt install spamassassin)",
)
GTUBE = "XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X"
REPORT = """
Content analysis details:   (2.7 points, 5.0 required)

 pts rule name              description
---- ---------------------- --------------------------------------------------
-0.0 NO_RECEIVED            Informational: message has no Received headers
 0.7 HTML_FONT_LOW_CONTRAST BODY: HTML font color similar or identical to
                            background
 1.0 LONG_INVISIBLE_TEXT    Long block of hidden text - bayes poison?
1000 GTUBE                  BODY: Generic Test

"""


def message(shown: RenderedEdition) -> bytes:
    reader = Delivery(
        1, "c", "k", "anna@school.example", "t" * 32, "<a1b2c3d4e5f6@omroeper.example>"
    )
    builder = MessageBuilder(shown, SENDER, campaign="c", web_url=WEB)
    return builder.message_for(reader, WHEN).content


@pytest.fixture
def judge() -> SpamAssassin:
    assert PROGRAM is not None, "with CI=true SpamAssassin must be installed"
    return SpamAssassin(PROGRAM, message)


@needs_spamassassin
def test_a_plain_newsletter_scores_low_and_the_test_for_spam_high(judge: SpamAssassin) -> None:
    good = judge.judge(rendered())
    assert good is not None
    assert good.score < 5
    bad = replace(rendered(), text=f"{rendered().text}\n{GTUBE}\n")
    verdict = judge.judge(bad)
    assert verdict is not None
    assert verdict.score > 900
    assert verdict.rules[0].name == "GTUBE"


def test_the_report_is_read_with_its_wrapped_lines_the_heaviest_rule_first() -> None:
    verdict = read_report(REPORT)
    assert verdict == SpamVerdict(
        2.7,
        (
            SpamRule("GTUBE", 1000, "BODY: Generic Test"),
            SpamRule("LONG_INVISIBLE_TEXT", 1, "Long block of hidden text - bayes poison?"),
            SpamRule(
                "HTML_FONT_LOW_CONTRAST", 0.7,
                "BODY: HTML font color similar or identical to background",
            ),
        ),
    )  # fmt: skip


def program(folder: Path, script: str) -> Path:
    file = folder / "spamassassin"
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)
    return file


@pytest.mark.parametrize("script", ["cat >/dev/null; sleep 20", "cat; exit 3", "cat >/dev/null"])
def test_a_program_that_hangs_fails_or_says_nothing_gives_no_verdict(
    tmp_path: Path, script: str
) -> None:
    judge = SpamAssassin(program(tmp_path, script), message, seconds=1)
    assert judge.judge(rendered()) is None


def test_it_asks_nobody_and_reads_no_one_s_preferences(tmp_path: Path) -> None:
    told = tmp_path / "told"
    file = program(tmp_path, f'cat >/dev/null; echo "$@" > {told}')
    SpamAssassin(file, message).judge(rendered())
    assert "--local" in told.read_text()
    assert "--prefspath=/dev/null" in told.read_text()
