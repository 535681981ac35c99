"""Foreign markup as text that can be read: sanitised, decoded, mended, and in a language."""

import html
import re
import unicodedata
from functools import cache
from threading import Lock
from typing import Any

import ftfy
import nh3

from omroeper.domain.text import one_line, readable

MOST_CHARACTERS = 700
DETECTABLE = 120
"""Characters from which the language of a text is told from the text itself."""
SURE = 0.95
"""Probability from which a detected language counts."""

_ALLOWED: dict[str, set[str]] = {
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    **{
        tag: set()
        for tag in "p br div ul ol li blockquote table tr td h1 h2 h3 h4 h5 h6 strong em b i".split()
    },
}
_UNSEEN = {"script", "style", "template", "noscript", "iframe", "object", "svg", "math", "head"}
_DUTCH = frozenset(
    "de het een en van voor met naar wordt worden ook niet bij aan uit dat deze dit wij hun om".split()
)
_LANGUAGES = ("nl", "en", "de", "fr", "es", "it", "pt", "da", "sv", "pl")
_BLOCKS = re.compile(r"</(?:p|div|li|h[1-6]|blockquote|tr)>|<br\s*/?>", re.IGNORECASE)
_TWICE = re.compile(
    r"&(?:amp|nbsp|quot|apos|shy|[lr][sd]quo|hellip|euro|[mn]dash|bull|zwn?j|"
    r"[A-Za-z](?:acute|grave|uml|circ|cedil|tilde)|#(?:1[3-9]\d|[2-9]\d{2,3}|8\d{3}));"
)
# Soft hyphens, zero-width spaces, word joiners and byte order marks; a (non-)joiner only where it
# stands with Latin script, since emoji and other scripts need it.
_INVISIBLE = re.compile(r"[\u00ad\u200b\u2060\ufeff\u180e]|(?<=[\u0000-\u024f])[\u200c\u200d]")
_MENDING = ftfy.TextFixerConfig(
    unescape_html=False,
    fix_latin_ligatures=False,
    fix_character_width=False,
    uncurl_quotes=False,
    fix_line_breaks=False,
    remove_control_chars=False,
    normalization="NFC",
    explain=False,
)


def sanitised(markup: str) -> str:
    """The markup with a small allow-list of tags and attributes; addresses only http(s)."""
    return nh3.clean(
        markup,
        tags=set(_ALLOWED),
        clean_content_tags=_UNSEEN,
        attributes=_ALLOWED,
        url_schemes={"http", "https"},
        link_rel=None,
    )


def plain_text(markup: str) -> str:
    """Text without markup, scripts, entities and invisible characters; paragraphs stay apart."""
    text = markup
    if "<" in markup or "&" in markup:
        spaced = _BLOCKS.sub("\n\n", markup.replace("</td>", " "))
        text = html.unescape(nh3.clean(spaced, tags=set(), clean_content_tags=_UNSEEN))
    if "&" in text:
        text = _TWICE.sub(lambda found: html.unescape(found[0]), text)
    text = mended(text)
    parts = (" ".join(part.split()) for part in re.split(r"\n\s*\n", text))
    return "\n\n".join(part for part in parts if part)


def plain_line(markup: str) -> str:
    """`plain_text` on one line, for titles and tags."""
    return one_line(plain_text(markup))


def mended(text: str) -> str:
    """UTF-8 that was read as something else is read again; nothing invisible stays.

    What is good Dutch stays as it is: curly quotes, ligatures and widths are not touched.
    """
    if text.isascii():
        return readable(text)
    whole = ftfy.fix_text(text, _MENDING)
    return unicodedata.normalize("NFC", readable(_INVISIBLE.sub("", whole)))


def shortened(text: str, most: int = MOST_CHARACTERS) -> str:
    """The text up to the last whole sentence within the limit."""
    if len(text) <= most:
        return text
    cut = text[:most]
    end = max(cut.rfind(mark) for mark in (". ", "! ", "? ", ".\n"))
    return cut[: end + 1] if end > most // 3 else cut.rsplit(" ", 1)[0] + "…"


def language_of(text: str, declared: str) -> str:
    """Two letters (ISO 639-1): what the text itself tells when it is long and plain enough.

    A short text, or one that leaves doubt (names, programme titles), keeps the declared language.
    """
    if len(text) < DETECTABLE or (declared == "nl" and _speaks_dutch(text)):
        return declared
    with _LOADING:  # loading takes half a second: threads that need it wait for the first
        identifier = _identifier()
    found, probability = identifier.classify(text)
    return str(found) if probability >= SURE else declared


def _speaks_dutch(text: str) -> bool:
    """Dutch news may be full of English names; three of these words stand in no English text."""
    return len(_DUTCH & set(text.casefold().split())) >= 3


_LOADING = Lock()


@cache
def _identifier() -> Any:
    """py3langid's own model, narrowed to the languages that can be expected here."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    made = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    made.set_languages(_LANGUAGES)
    return made
