"""Followed links: what a reader who clicks would meet, in the editor's words."""

from collections.abc import Collection, Iterator, Mapping

from omroeper.domain.finding import Finding
from omroeper.domain.finding_kinds import found
from omroeper.domain.link_answer import LinkAnswer, LinkTrouble
from omroeper.domain.links import is_example_address
from omroeper.services.check.seen import Seen

EVERY = frozenset(LinkTrouble)
_OTHER = "Zet er een andere link in, of laat het bericht weg."
TOLD: dict[LinkTrouble, tuple[str, str, str]] = {
    LinkTrouble.GONE: ("link-dood", "De pagina bestaat niet meer ({}).", _OTHER),
    LinkTrouble.NAMELESS: ("link-dood", "De naam van deze site bestaat niet.", _OTHER),
    LinkTrouble.PRIVATE: (
        "link-intern", "Deze link werkt alleen binnen een eigen netwerk ({}).", _OTHER
    ),
    LinkTrouble.LOGIN: (
        "link-inlog", "Wie klikt, moet inloggen (bij {}).", "Zoek een openbare pagina."
    ),
    LinkTrouble.CERTIFICATE: (
        "link-certificaat", "Het certificaat van deze site is {}; browsers waarschuwen de lezer.",
        "Vraag de beheerder van die site om herstel, of laat de link weg.",
    ),
    LinkTrouble.UNSURE: (
        "link-onzeker", "Deze link is niet na te gaan: {}.", "Open hem zelf en kijk of hij klopt."
    ),
    LinkTrouble.ELSEWHERE: (
        "link-elders", "Wie klikt, komt uit bij {}.", "Neem dat adres over als het klopt."
    ),
    LinkTrouble.PASSWORD: (
        "link-wachtwoord", "Op deze pagina staat een veld voor een wachtwoord.",
        "Kijk of een lezer zonder inlog te zien krijgt wat u bedoelt.",
    ),
    LinkTrouble.EMPTY: (
        "link-leeg", "Wie klikt, ziet {}.", "Kijk of de pagina verhuisd is."
    ),
    LinkTrouble.FRAGMENT: (
        "link-fragment", "Het onderdeel ‘#{}’ staat niet op de pagina.",
        "Kijk of de pagina veranderd is, of haal dat deel van de link weg.",
    ),
    LinkTrouble.PLAIN_HTTP: (
        "link-http", "Deze link begint met http://, en https:// werkt ook.",
        "Begin de link met https://.",
    ),
    LinkTrouble.UNREACHED: (
        "links-niet-nagegaan", "De tijd om links na te gaan was op.", "Open deze link zelf."
    ),
}  # fmt: skip
"""The code, the reason and the remedy of each trouble."""


def addresses_of(seen: Seen) -> tuple[str, ...]:
    """What is to be followed: where the mail's links lead, each once; examples lead nowhere."""
    targets = [seen.targets[link.href] for link in seen.content_links()]
    return tuple(dict.fromkeys(url for url in targets if not is_example_address(url)))


def judge_answers(
    seen: Seen, answers: Mapping[str, LinkAnswer], only: Collection[LinkTrouble] = EVERY
) -> Iterator[Finding]:
    """The findings on every link of the mail, by its answer."""
    for link in seen.content_links():
        answer = answers.get(seen.targets[link.href], LinkAnswer())
        for trouble, shown in answer.troubles:
            if trouble in only:
                code, reason, remedy = TOLD[trouble]
                yield found(code, seen.place_of(link), reason.format(shown), remedy)
