"""Answers that a machine gave for a person: away, received, read (RFC 3834, RFC 8098)."""

import re
from email.message import Message

from omroeper.adapters.bounces.letter import header, parts_of

_SIGNS = (
    "X-Autoreply",
    "X-Autorespond",
    "X-Autoresponder",
    "X-Auto-Reply-From",
    "X-Mail-Autoreply",
)
_SUBJECT = re.compile(
    r"^\W*(?:automatisch(?:e)? (?:antwoord|bericht|reactie)|autom\. ?antw|afwezig|ik ben (?:er niet|afwezig)|"
    r"niet aanwezig|buiten (?:het )?kantoor|met (?:vakantie|verlof)|vakantie\b|ontvangstbevestiging|"
    r"(?:re: ?)?out of (?:the )?office|automatic (?:reply|response)|auto(?:matic)?[- ]?(?:reply|response)|"
    r"away from|on (?:holiday|leave|vacation)|vacation\b|i am (?:away|on)|"
    r"abwesen|automatische (?:antwort|abwesenheit)|r[ée]ponse automatique|absen(?:ce|t)|"
    r"respuesta autom[aá]tica|fuera de (?:la )?oficina|risposta automatica|fuori (?:ufficio|sede)|"
    r"resposta autom[aá]tica|autosvar|automatisk svar|gelezen:|read:|lu ?:|gelesen:)",
    re.IGNORECASE,
)

_LEAVES = re.compile(r"\s*(?:afmelden|uitschrijven|unsubscribe|opt-?out)\b", re.IGNORECASE)


def is_auto_reply(letter: Message) -> bool:
    """Whether its headers, or else its subject, say that a machine wrote it for a person."""
    submitted = header(letter, "Auto-Submitted").lower()
    if submitted.startswith(("auto-replied", "auto-generated", "auto-notified")):
        return True
    if any(letter[name] is not None for name in _SIGNS):
        return True
    precedence = {header(letter, name).lower() for name in ("Precedence", "X-Precedence")}
    answers = letter["In-Reply-To"] is not None
    if "auto_reply" in precedence or (answers and precedence & {"bulk", "junk"}):
        return True
    return is_receipt(letter) or bool(_SUBJECT.search(header(letter, "Subject")))


def is_receipt(letter: Message) -> bool:
    """Whether it tells what was done with the mail (RFC 8098), not whether it arrived."""
    return any(
        part.get_content_type() == "message/disposition-notification" for part in parts_of(letter)
    )


def asks_to_leave(letter: Message) -> bool:
    """Whether it is the mail by which mail programs unsubscribe; they mark it as automatic too."""
    return bool(_LEAVES.match(header(letter, "Subject")))
