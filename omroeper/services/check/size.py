"""Size: no mailbox cuts the mail off, and who reads text is told as much as who reads html."""

from collections.abc import Iterator

from omroeper.domain.finding import Finding
from omroeper.domain.finding_kinds import found
from omroeper.services.check.seen import Seen

GMAIL_CLIP = 102 * 1024
"""Bytes of html above which Gmail cuts a mail off. A token is as long as its placeholder."""
NEAR = 0.9
FEW_WORDS = 100
LEAST_SHARE = 0.6
"""Words of the text part against those of the html, below which it tells too little."""


def check_size(seen: Seen) -> Iterator[Finding]:
    size = len(seen.rendered.html.encode())
    if size > GMAIL_CLIP:
        reason = f"De mail is {size // 1024} kB; Gmail kapt af boven 102 kB."
        yield found("omvang", "Mail", reason, "Laat berichten weg.")
    elif size > NEAR * GMAIL_CLIP:
        reason = f"De mail is {size // 1024} kB; boven 102 kB kapt Gmail af."
        yield found("omvang-bijna", "Mail", reason, "Voeg geen berichten meer toe.")
    words, shown = len(seen.rendered.text.split()), len(seen.mail.words)
    if not words:
        reason = "De tekstversie is leeg."
        yield found("tekstversie", "Tekstversie", reason, "Herstel het sjabloon van de tekst.")
    elif shown > FEW_WORDS and words < LEAST_SHARE * shown:
        reason = f"De tekstversie telt {words} woorden, de mail {shown}."
        remedy = "Kijk wat de tekst mist; filters wantrouwen zulke mail ook."
        yield found("tekstversie-kort", "Tekstversie", reason, remedy)
