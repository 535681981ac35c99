"""Text as it is compared: without case, diacritics and typography."""

import re
import unicodedata
from itertools import filterfalse


def folded(text: str) -> str:
    """Lower case, without diacritics, soft hyphens and typographic apostrophes."""
    plain = text.replace("\u00ad", "").replace("’", "'")
    if not plain.isascii():
        plain = "".join(filterfalse(unicodedata.combining, unicodedata.normalize("NFKD", plain)))
    return plain.casefold()


def normal_title(title: str) -> str:
    """The title's words only, to see that two items carry the same one."""
    return " ".join(re.findall(r"\w+", folded(title)))
