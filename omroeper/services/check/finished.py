"""Finished: no placeholder is left, nothing reads as if it is still to come, the template compiled."""

import re
from collections.abc import Iterator

from omroeper.domain.finding import Finding
from omroeper.domain.finding_kinds import found
from omroeper.domain.text import unfinished
from omroeper.services.check.seen import Seen

_PERHAPS = re.compile(
    r"\bvolgt nog\b|\btekst volgt\b|\bnog in te vullen\b|\bnader te bepalen\b|\bn\.?t\.?b\.?(?!\w)"
    r"|\(\s*\)|\[\s*\]|\?\?\?|\bPM\b(?![-\w])|“\s*”",
)
_SPACES = re.compile(r"\S {2,}\S")


def check_finished(seen: Seen) -> Iterator[Finding]:
    rendered = seen.rendered
    parts = [("Onderwerp", rendered.subject), ("Voorvertoning", rendered.preheader)]
    parts += [("Mail", rendered.html), ("Tekstversie", rendered.text)]
    parts += [("Archiefpagina", rendered.archive_html)]
    for place, text in parts:
        if left := unfinished(text):
            place = _item_of(seen, left) or place
            reason = f"Er staat nog ‘{left}’ in."
            yield found("onaf", place, reason, "Vul het in of haal het weg.")
    yield from _unfinished_texts(seen)
    unknown = sorted(tag for tag in seen.mail.tags if tag.startswith("mj-"))
    if unknown:
        reason = f"Het sjabloon bevat een onbekend onderdeel: {', '.join(unknown)}."
        yield found("sjabloon", "Mail", reason, "Herstel het sjabloon.")


def _unfinished_texts(seen: Seen) -> Iterator[Finding]:
    edition = seen.edition
    texts = [("Onderwerp", seen.rendered.subject), ("Voorvertoning", seen.rendered.preheader)]
    texts += [("Inleiding", edition.introduction)]
    texts += [(e.item.title, f"{e.item.title}\n{e.item.text}") for e in edition.entries]
    for place, text in texts:
        if left := _PERHAPS.search(text):
            reason = f"Hier staat ‘{left[0]}’; het lijkt nog niet af: “{_around(text, left)}”"
            yield found("onaf-mogelijk", place, reason, "Vul het aan of haal het weg.")
        if double := _SPACES.search(text):
            reason = f"Hier staan twee spaties achter elkaar: “{_around(text, double)}”"
            yield found("spaties", place, reason, "Haal er een weg bij de bron van het bericht.")


def _item_of(seen: Seen, left: str) -> str:
    """The title of the item that a placeholder stands in; nothing when it is the template's."""
    for entry in seen.edition.entries:
        if left in entry.item.title or left in entry.item.text:
            return entry.item.title
    return ""


def _around(text: str, left: re.Match[str]) -> str:
    return " ".join(text[max(0, left.start() - 30) : left.end() + 30].split("\n")).strip()
