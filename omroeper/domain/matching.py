"""Text as it is compared: without case, diacritics and typography."""

import re
import unicodedata


def folded(text: str) -> str:
    """Lower case, without diacritics, soft hyphens and typographic apostrophes."""
    plain = unicodedata.normalize("NFKD", text.replace("\u00ad", "").replace("’", "'"))
    return "".join(ch for ch in plain if not unicodedata.combining(ch)).casefold()


def normal_title(title: str) -> str:
    """The title's words only, to see that two items carry the same one."""
    return " ".join(re.findall(r"\w+", folded(title)))
