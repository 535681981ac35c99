"""Spam: the score of a filter, told by the rules that raised it.

A warning, never a block: the filter here knows nothing of the sender's name, its DKIM signature or what
readers did with earlier mails, so its score is a sign and no verdict.
"""

from collections.abc import Iterator

from omroeper.domain.finding import Finding
from omroeper.domain.finding_kinds import found
from omroeper.domain.spam import SpamRule, SpamVerdict

_NAMED = 4
_WORDS = {
    "HTML_FONT_LOW_CONTRAST": "tekst in bijna de kleur van de achtergrond",
    "LONGLN_LOW_CONTRAST": "verborgen tekst op een zeer lange regel",
    "LONG_INVISIBLE_TEXT": "veel verborgen tekst",
    "HTML_IMAGE_ONLY_": "bijna alleen afbeeldingen",
    "HTML_IMAGE_RATIO_": "weinig tekst naast de afbeeldingen",
    "MIME_HTML_ONLY": "geen tekstversie",
    "MPART_ALT_DIFF": "een tekstversie die iets anders zegt dan de mail",
    "SUBJ_ALL_CAPS": "een onderwerp in hoofdletters",
    "SUBJECT_EXCESS_": "een onderwerp met vreemde tekens",
    "PLING_QUERY": "uitroep- en vraagtekens in het onderwerp",
    "FAKE_REPLY": "een onderwerp dat een antwoord voorwendt",
    "URI_": "een adres dat vaak in spam staat",
    "URG_BIZ": "dringende zakelijke woorden",
    "MONEY_": "bedragen zoals in spam",
    "LOTS_OF_MONEY": "grote bedragen",
    "FREEMAIL_": "een gratis mailadres als afzender",
    "TVD_": "een opmaak die vaak in spam staat",
}


def judge_spam(verdict: SpamVerdict | None, score: int) -> Iterator[Finding]:
    """A finding from this score on, or when the filter gave no answer."""
    if verdict is None:
        reason = "SpamAssassin gaf geen antwoord, dus de score is niet bekend."
        yield found("spam-onbekend", "Mail", reason, "Laat de beheerder kijken wat eraan schort.")
    elif verdict.score >= score:
        heaviest = "; ".join(map(_told, verdict.rules[:_NAMED]))
        points = f"{verdict.score:.1f}".replace(".", ",")
        reason = f"SpamAssassin geeft deze mail {points} punten: {heaviest}."
        remedy = "Verander wat daar genoemd is; veel ontvangers weigeren mail vanaf 5 punten."
        yield found("spam", "Mail", reason, remedy)


def _told(rule: SpamRule) -> str:
    words = next((told for name, told in _WORDS.items() if rule.name.startswith(name)), rule.told)
    return f"{words} ({rule.name} {rule.points:.1f})".replace(".", ",")
