"""Sentences in the passive: a form of `worden` with a participle in the same clause.

Of `is gemaakt` nothing is said, since `is gegroeid` is active; nor of verbs far apart, for which one
would have to know the sentence's build.
"""

import re

from omroeper.domain.language.sentences import sentences

_WORDEN = re.compile(r"\b(?:wordt|worden|werd|werden)\b")
_CLAUSE = re.compile(r"[,;:()–]")
_APART = (
    "aan|achter|af|bij|binnen|deel|door|in|klaar|los|mee|na|om|onder|op|open|over|rond|samen|tegen|terug|"
    "toe|uit|vast|voor|voort|weg"
)
_WITH_GE = rf"(?:{_APART})?ge[a-zé]{{2,}}(?:d|t|en)"
_WITHOUT_GE = rf"(?:{_APART})?(?:be|ver|ont|her|er|onder|over|door|voor)[a-z]{{2,}}(?:d|t)"
_STRONG = (
    "begonnen|begrepen|behouden|besloten|besproken|betrokken|bevolen|herschreven|herzien|ondernomen|"
    "onderschreven|ontvangen|ontworpen|overwogen|verboden|vergeleken|vergeten|verkozen|verkregen|"
    "verloren|vernomen|verwezen"
)
_PARTICIPLE = re.compile(rf"\b(?:{_WITH_GE}|{_WITHOUT_GE}|{_STRONG})\b")
_NO_PARTICIPLE = frozenset(
    "gebied gebieden gebouwen gebruiken gedachten geheugen geld gelden geleden geluid gemeenten "
    "genoegen gesprekken getallen gevallen gevolgen geweld gewend gewicht gewoonten gezicht gezichten gezond "
    "bekend beleid bericht besluit bestand bewust doorgaand onderscheid onderricht overheid overzicht "
    "verband verschillend verstand voorbeeld voorraad".split()
)
"""Words that look like one: `het gebied wordt groter` and `de naam wordt bekend` are active."""


def passive_sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text that say what is done and leave open by whom."""
    return tuple(sentence for sentence in sentences(text) if _is_passive(sentence))


def _is_passive(sentence: str) -> bool:
    clauses = _CLAUSE.split(sentence.casefold())
    return any(_WORDEN.search(clause) and _has_participle(clause) for clause in clauses)


def _has_participle(clause: str) -> bool:
    return any(word not in _NO_PARTICIPLE for word in _PARTICIPLE.findall(clause))
