"""Links: web addresses with a text that says where they lead (WCAG 2.1, 2.4.4)."""

import re
from collections import defaultdict
from collections.abc import Iterator

from omroeper.domain.delivery import TOKEN_PLACEHOLDER
from omroeper.domain.finding import Finding
from omroeper.domain.finding_kinds import found
from omroeper.domain.inspection import HtmlFacts
from omroeper.domain.item import canonical_link
from omroeper.domain.links import is_example_address
from omroeper.services.check.seen import PAGES, Seen

_VAGUE = re.compile(
    r"(?:klik |lees )?(?:hier|verder|meer)|lees (?:hier )?(?:meer|verder)|meer (?:info|informatie|lezen)|"
    r"(?:deze )?link|website|download|klik(?: hier)?(?: voor meer informatie)?",
    re.IGNORECASE,
)
_BARE = re.compile(r"https?://|www\.|^\S+\.(?:nl|com|org|eu|net)(?:/\S*)?$", re.IGNORECASE)


def check_links(seen: Seen) -> Iterator[Finding]:
    for page, facts in seen.pages:
        yield from _each(seen, page, facts)
        yield from _same_text(seen, page, facts)
    yield from _examples(seen)


def _examples(seen: Seen) -> Iterator[Finding]:
    """Examples are for trying things out: a desk that readers can reach may not send them."""
    links = list(seen.content_links())
    examples = [link for link in links if is_example_address(seen.targets[link.href])]
    is_trial = not seen.around.web_url or is_example_address(seen.around.web_url)
    if examples and is_trial:
        reason = f"{len(examples)} links leiden naar een voorbeeldadres, dat niemand kan openen."
        remedy = "Dit is een proefopstelling; zodra lezers hem kunnen bereiken, blokkeert dit."
        yield found("voorbeeldadres-proef", "Mail", reason, remedy)
        return
    for link in examples:
        reason = f"{seen.targets[link.href]} is een voorbeeldadres, dat niemand kan openen."
        yield found("voorbeeldadres", seen.place_of(link), reason, "Zet er de echte pagina in.")


def _each(seen: Seen, page: str, facts: HtmlFacts) -> Iterator[Finding]:
    allowed = ("https://", "http://", "mailto:", "tel:", "#")
    for link in facts.links:
        place, told = seen.place_of(link), link.spoken
        is_own_page = page != PAGES[0] and link.href.startswith("/")
        if not link.href.startswith(allowed) and not is_own_page:
            yield found("link", place, "Deze link is geen webadres.", "Begin met https://.")
        if not told:
            place = f"{page}: link naar {link.href}"
            reason = "Deze link heeft geen tekst."
            yield found("linktekst-leeg", place, reason, "Geef hem een tekst.")
        elif _VAGUE.fullmatch(told.strip(" .›»→>")):
            reason = f"De linktekst ‘{told}’ zegt niet waar hij heen gaat."
            remedy = "Noem het onderwerp in de linktekst."
            yield found("linktekst", f"{page}: {link.href}", reason, remedy)
        elif _BARE.search(told):
            reason = "De linktekst is een kaal adres; een schermlezer leest dat letter voor letter."
            yield found("linktekst-adres", place, reason, "Schrijf waar de link over gaat.")


def _same_text(seen: Seen, page: str, facts: HtmlFacts) -> Iterator[Finding]:
    """The same words that lead to different pages tell a reader of links alone nothing."""
    leads: dict[str, set[str]] = defaultdict(set)
    for link in facts.links:
        if link.spoken and TOKEN_PLACEHOLDER not in link.href:
            target = seen.targets.get(link.href, link.href)
            leads[link.spoken.casefold()].add(canonical_link(target))
    for told, targets in leads.items():
        if len(targets) > 1 and not _VAGUE.fullmatch(told):
            reason = f"‘{told}’ staat bij {len(targets)} links die elk ergens anders heen gaan."
            remedy = "Geef elke link een eigen tekst."
            yield found("linktekst-dubbel", page, reason, remedy)
