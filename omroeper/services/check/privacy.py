"""Privacy: a way out for everyone, nothing personal in a link, and nothing that tells who opens."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, unquote, urlsplit

from omroeper.domain.delivery import TOKEN_PLACEHOLDER
from omroeper.domain.finding import Finding
from omroeper.domain.finding_kinds import found
from omroeper.domain.inspection import Link
from omroeper.services.check.seen import Seen

_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_PERSON = re.compile(
    r"mc_eid|mkt_tok|_hsenc|_hsmi|ck_subscriber_id|vero_id|oly_(?:enc|anon)_id|bsft_uid|"
    r"e-?mail(?:adres|address)?|subscriber(?:_?id)?|recipient(?:_?id)?|abonnee(?:_?id)?|contact_?id",
    re.IGNORECASE,
)
_PERHAPS = re.compile(
    r"(?:fb|g|dc|ms|y|tt)clid|li_fat_id|igsh(?:id)?|(?:first|last|user)?_?name|naam|voornaam|"
    r"u(?:ser)?_?id|user|token|auth|sid|session_?id|(?:php|j|asp)sessionid\w*",
    re.IGNORECASE,
)
_SEEN_BY_NOBODY = re.compile(
    r"display:none|visibility:hidden|opacity:0(?![.\d])|(?:max-)?(?:width|height):[01](?:px)?(?![\d.])"
)


def check_leaving(seen: Seen) -> Iterator[Finding]:
    own = [link for link in seen.mail.links if TOKEN_PLACEHOLDER in link.href]
    in_text = TOKEN_PLACEHOLDER in seen.rendered.text
    if not in_text or not any("/afmelden/" in link.href for link in own):
        reason = "De afmeldlink ontbreekt in de mail of in de tekstversie."
        yield found("afmelden", "Voettekst", reason, "Zet hem terug in de sjablonen.")
    for link in own:
        if "/afmelden/" not in link.href:
            remedy = "Alleen de afmeldlink mag persoonlijk zijn."
            yield found("persoonlijk", seen.place_of(link), "Deze link is persoonlijk.", remedy)


def check_privacy(seen: Seen) -> Iterator[Finding]:
    yield from _personal_links(seen)
    for address in seen.mail.remote:
        if _by_consent(seen, address):
            continue
        reason = "De mail haalt iets op van buiten; zo is te zien wie haar opent."
        yield found("volgen", address, reason, "Haal het weg uit het sjabloon.")
    for image in seen.mail.images:
        style = re.sub(r"\s", "", image.get("style") or "").lower()
        sizes = {(image.get(name) or "").removesuffix("px") for name in ("width", "height")}
        if _by_consent(seen, image.get("src") or ""):
            consent = seen.around.opens_consent
            reason = (
                f"De mail telt wie haar opent. Dat mag alleen bij wie instemde met ‘{consent}’."
            )
            remedy = "Stuur haar alleen naar die lezers, of haal de telpixel weg."
            yield found("openen", "Telpixel", reason, remedy)
        elif sizes & {"0", "1"} or "hidden" in image or _SEEN_BY_NOBODY.search(style):
            place = f"Afbeelding {image.get('src') or ''}"[:120]
            yield found("pixel", place, "Dit lijkt een telpixel.", "Haal hem weg.")


def _by_consent(seen: Seen, address: str) -> bool:
    """Whether it is fetched from the desk itself, and readers were asked for that on its own."""
    around = seen.around
    own = bool(around.web_url) and address.startswith(f"{around.web_url}/")
    return own and bool(around.opens_consent)


def _personal_links(seen: Seen) -> Iterator[Finding]:
    for link in (*seen.content_links(), *_archive_links(seen)):
        url = seen.targets.get(link.href, link.href)
        if certain := certainly_personal(url):
            remedy = "Neem het adres over zonder dat deel, of zoek de openbare pagina op."
            reason = f"In deze link staat iets van één persoon: {certain}."
            yield found("persoonlijk", seen.place_of(link), reason, remedy)
        elif perhaps := perhaps_personal(url):
            reason = f"‘{perhaps}’ in deze link kan van één persoon of bezoek zijn."
            remedy = "Probeer of de link zonder dat deel ook werkt, en neem hem dan zo over."
            yield found("persoonlijk-mogelijk", seen.place_of(link), reason, remedy)


def _archive_links(seen: Seen) -> list[Link]:
    known = {link.href for link in seen.mail.links} | set(seen.targets.values())
    return [link for link in seen.archive.links if link.href not in known]


def certainly_personal(url: str) -> str:
    """What in an address is of one person: an e-mail address, a log-in, another newsletter's mark."""
    parts = urlsplit(url)
    if parts.username:
        return "een inlognaam vóór de naam van de site"
    for name, value in parse_qsl(parts.query, keep_blank_values=True):
        if address := _ADDRESS.search(value):
            return f"het e-mailadres {address[0]}"
        if value and _PERSON.fullmatch(name):
            return f"‘{name}’"
    return ""


def perhaps_personal(url: str) -> str:
    """A parameter whose name suggests a person or a visit, or an e-mail address in the path."""
    parts = urlsplit(url)
    names = [name for name, value in parse_qsl(parts.query) if value]
    names += [one.partition("=")[0] for one in parts.path.split(";")[1:]]
    if address := _ADDRESS.search(unquote(parts.path)):
        names.append(address[0])
    return next((name for name in names if _PERHAPS.fullmatch(name) or "@" in name), "")
