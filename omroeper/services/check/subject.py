"""Subject and preheader: what a reader sees before the mail is opened."""

import re
import unicodedata
from collections.abc import Iterator

from omroeper.domain.finding import Finding
from omroeper.domain.finding_kinds import found
from omroeper.services.check.seen import Seen

SUBJECT_RANGE = range(10, 61)
PHONE_SHOWS = 40
"""Characters of a subject that a phone upright shows, about."""
PREHEADER_MOST = 110
_REPLY = re.compile(r"\s*(?:re|fwd?|antw|doorgestuurd|tr|wg)\s*:", re.IGNORECASE)
_MARKS = re.compile(r"[!?]{2,}|!.*!")


def check_subject(seen: Seen) -> Iterator[Finding]:
    subject = seen.rendered.subject.strip()
    if not subject:
        yield found("onderwerp", "Onderwerp", "Het onderwerp is leeg.", "Vul een onderwerp in.")
        return
    yield from _length(subject)
    yield from _tone(subject)
    if _REPLY.match(subject):
        reason = f"Het onderwerp begint als een antwoord of doorgestuurde mail: ‘{subject[:12]}…’."
        yield found("onderwerp-antwoord", "Onderwerp", reason, "Haal dat begin weg.")
    month, earlier = seen.around.earlier_subject
    if earlier and _same(subject, earlier):
        reason = f"De nieuwsbrief van {month} had hetzelfde onderwerp."
        remedy = "Noem wat deze maand nieuw is."
        yield found("onderwerp-herhaald", "Onderwerp", reason, remedy)
    yield from _preheader(subject, seen.rendered.preheader.strip())


def _length(subject: str) -> Iterator[Finding]:
    length = len(subject)
    if length in SUBJECT_RANGE:
        return
    reason = f"Het onderwerp telt {length} tekens; 10 tot 60 leest het best."
    if length > PHONE_SHOWS:
        reason += f" Een telefoon toont ongeveer dit: ‘{subject[:PHONE_SHOWS].rstrip()}…’."
    yield found("onderwerp-lengte", "Onderwerp", reason, "Maak het korter of langer.")


def _tone(subject: str) -> Iterator[Finding]:
    letters = [one for one in subject if one.isalpha()]
    loud = [one for one in subject.split() if len(one) > 3 and one.isupper()]
    shouts = len(letters) > 9 and sum(one.isupper() for one in letters) > len(letters) / 2
    told = {
        "hoofdletters": shouts or len(loud) > 1,
        "meer dan één uitroepteken of vraagteken": bool(_MARKS.search(subject)),
        "meer dan één plaatje": sum(unicodedata.category(one) == "So" for one in subject) > 1,
    }
    trouble = [name for name, here in told.items() if here]
    if trouble:
        reason = f"Het onderwerp roept: er staan {', '.join(trouble)} in."
        remedy = "Schrijf het rustig; filters houden zulke mail eerder tegen."
        yield found("onderwerp-toon", "Onderwerp", reason, remedy)


def _preheader(subject: str, preheader: str) -> Iterator[Finding]:
    place = "Voorvertoning"
    if not preheader:
        yield found("voorvertoning", place, "Er is geen voorvertoning.", "Vul er een in.")
    elif len(preheader) > PREHEADER_MOST:
        reason = f"De voorvertoning telt {len(preheader)} tekens."
        remedy = f"Maak haar {PREHEADER_MOST} tekens of korter."
        yield found("voorvertoning-lengte", place, reason, remedy)
    if preheader and _same(subject, preheader):
        reason = "De voorvertoning zegt hetzelfde als het onderwerp."
        yield found("voorvertoning-herhaalt", place, reason, "Noem daar een ander bericht.")


def _same(one: str, other: str) -> bool:
    def plain(text: str) -> str:
        return "".join(ch for ch in text.casefold() if ch.isalnum())

    return plain(one) == plain(other)
