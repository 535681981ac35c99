"""Subject and preheader: what a reader sees before the mail is opened."""

from collections.abc import Iterator

from omroeper.domain.finding import Finding
from omroeper.services.check.seen import Seen, block, warn

SUBJECT_RANGE = range(10, 61)
PREHEADER_MOST = 110


def check_subject(seen: Seen) -> Iterator[Finding]:
    length = len(seen.rendered.subject.strip())
    if length == 0:
        yield block("onderwerp", "Onderwerp", "Het onderwerp is leeg.", "Vul een onderwerp in.")
    elif length not in SUBJECT_RANGE:
        yield warn(
            "onderwerp",
            "Onderwerp",
            f"Het onderwerp telt {length} tekens; 10 tot 60 leest het best.",
            "Maak het korter of langer.",
        )
    if not seen.rendered.preheader.strip():
        yield warn("voorvertoning", "Voorvertoning", "Er is geen voorvertoning.", "Vul er een in.")
    elif len(seen.rendered.preheader) > PREHEADER_MOST:
        yield warn(
            "voorvertoning",
            "Voorvertoning",
            f"De voorvertoning telt {len(seen.rendered.preheader)} tekens.",
            f"Maak haar {PREHEADER_MOST} tekens of korter.",
        )
