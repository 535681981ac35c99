"""What the words of a report say, in the languages our readers' servers speak.

The order matters: what excuses the address (a block, a full mailbox) is looked for before what
condemns it, and a host that is not found "try again" before one that does not exist.
"""

import re
from enum import StrEnum


class Cause(StrEnum):
    """Why a mail did not arrive: the only words of a report that are kept."""

    NO_MAILBOX = "no such mailbox"
    NO_DOMAIN = "no such domain"
    DISABLED = "mailbox closed"
    FULL = "mailbox full"
    NO_ANSWER = "no answer from the server"
    BLOCKED = "blocked by policy or reputation"
    SENDER = "sender refused"
    TOO_LARGE = "message too large"
    CONTENT = "message refused"
    LOOP = "mail loop"
    UNSPECIFIED = "no reason given"


_BOX = r"(?:mail ?box|mail ?folder|inbox|account|postvak|mailbox|postfach|bo[iî]te|buz[oó]n|casella|caixa)"
_WHO = (
    r"(?:users?|userid|recipients?|addressee|address(?:es)?|mail ?box|account|local part|e-?mail|"
    r"gebruiker|ontvanger|geadresseerde|e-?mailadres|adres|postvak|"
    r"benutzer|empf(?:ä|ae?)nger|adresse|postfach|utilisateur|destinataire|bo[iî]te|"
    r"usuario|destinatario|direcci[oó]n|cuenta|buz[oó]n|utente|indirizzo|casella|"
    r"usu[aá]rio|destinat[aá]rio|endere[cç]o|conta|пользователь|ящик|mailbox)"
)
_GONE = (
    r"(?:unknown|not found|does(?:n't| not) exist|do not exist|not exist|invalid|not known|"
    r"not recogni[sz]ed|not listed|no longer valid|onbekend|bestaat niet|niet gevonden|niet bekend|"
    r"ongeldig|unbekannt|existiert nicht|nicht gefunden|ung(?:ü|ue)ltig|inconnue?|n'existe pas|"
    r"introuvable|invalide|desconocid[oa]|no existe|no encontrad[oa]|inv[aá]lid[oa]|sconosciut[oa]|"
    r"inesistente|non esiste|non trovat[oa]|desconhecid[oa]|n[aã]o existe|inexistente|не существует)"
)
_CLOSED = (
    r"(?:disabled|discontinued|deactivated|inactive|closed|terminated|cancell?ed|not active|"
    r"no longer (?:active|in use|available|exists?)|opgeheven|niet meer (?:in gebruik|actief|geldig)|"
    r"uitgeschakeld|gedeactiveerd|deaktiviert|gesperrt|d[ée]sactiv[ée]e?|n'est plus|desactivad[oa]|"
    r"disattivat[oa])"
)
_NEAR = r"[^.!?]{0,60}?\b"

_TABLE: tuple[tuple[Cause, str], ...] = (
    (
        Cause.NO_ANSWER,
        r"not found,? (?:please )?try again|temporar(?:y|ily) (?:failure|disabled|suspended)|"
        r"unexpected name server reply",
    ),
    (
        Cause.SENDER,
        r"sender(?:'s)? (?:address |domain )?(?:rejected|refused|denied|verif|invalid|does not)|"
        r"(?:bad|invalid|unknown|unroute?able) sender|domain of sender|from: domain|resent-from|"
        r"(?:after|reply to) (?:mail from|sender)|afzender[^.]{0,30}geweigerd",
    ),
    (
        Cause.FULL,
        rf"quota|{_BOX}\W{_NEAR}(?:full|vol|over(?:f[uü]llt)?|voll|[uü]berf[uü]llt|pleine?|satur[ée]e?|"
        r"llen[oa]|pien[oa]|chei[oa]|size limit|exceed\w*)\b|"
        rf"full {_BOX}|(?:insufficient|not enough|exceed\w*|out of|no) (?:\w+ )?(?:space|storage)|"
        r"space not enough|storage (?:allocation|limit)|too much mail|disk (?:is )?full|"
        r"opslaglimiet|speicherplatz|переполнен",
    ),
    (
        Cause.LOOP,
        r"\bloop(?:s|ing|ed)?\b|too many hops|hop count|too many received|mailschleife|maillus",
    ),
    (
        Cause.TOO_LARGE,
        r"(?:message|mail|bericht|nachricht|size)\W[^.!?]{0,40}\b(?:too (?:large|big|long)|te groot|"
        r"zu gro(?:ß|ss)|exceed\w*)|exceed\w*[^.!?]{0,40}\bsize|trop (?:volumineux|grand|gros)|"
        r"demasiado grande|troppo grande",
    ),
    (
        Cause.BLOCKED,
        r"black ?list|block ?list|\b(?:dns)?[rb]bl\b|dnsbl|spamhaus|spamcop|barracuda|reputation|"
        r"invalid ip\b|too many (?:recipients|messages)|unsolicited|"
        r"\bspam\b|junk mail|\bbanned\b|rate limit|throttl|gr[ea]ylist|not authori[sz]ed|"
        r"authenticat|\bdmarc\b|\bspf\b|\bdkim\b|access denied|\bpolic(?:y|ies)\b|"
        r"relay\w* (?:access )?(?:denied|not)|unable to relay|not permitted|not accepting (?:e-?)?mail from|"
        r"\bblock(?:ed|ing)\b|geblokkeerd|zwarte lijst|\bbeleid\b|niet toegestaan|blockiert|sperrliste|"
        r"richtlinie|bloqu[ée]|liste noire|ind[ée]sirable|bloquead|lista negra|bloccat",
    ),
    (Cause.DISABLED, rf"{_WHO}\b{_NEAR}{_CLOSED}"),
    (
        Cause.NO_MAILBOX,
        rf"{_WHO}\b{_NEAR}{_GONE}|"
        r"(?:unknown|invalid|no such|non-?existent|bad|illegal|unroute?able|no valid|onbekende?|ongeldige?|"
        r"unbekannter?|inconnu) (?:[\w-]+ ){0,3}" + _WHO + r"\b|"
        r"no mailbox here|no user by that name|not a valid (?:user|recipient|mailbox)|"
        r"doesn't have an? [^!?]{0,60}\baccount|no matches to nameserver query|did not exactly match|"
        r"final email delivery point|recip(?:ient)?notfound|address is wrong|non recens[ée]",
    ),
    (
        Cause.NO_DOMAIN,
        rf"(?:host|domain|domein|server)\b(?: or domain)?(?: name)?{_NEAR}{_GONE}|"
        r"(?:unknown|no such|non-?existent) (?:host|domain)|nxdomain|null mx|no mx record|"
        r"no smtp service|does not accept mail",
    ),
    (
        Cause.NO_ANSWER,
        r"time[d-]? ?out|no answer|not respond\w*|connection (?:refused|reset|lost|dropped)|"
        r"(?:can't|cannot|could not|unable to) connect|establish an smtp connection|temporar|"
        r"try (?:again )?later|unreachable|not reachable|"
        r"delivery attempts|failed \d+ attempts|queue (?:too long|period)|expired|\bbusy\b|gateway|tijdelijk|"
        r"niet bereikbaar|vor[uü]bergehend|nicht erreichbar|temporaire|temporal",
    ),
)
_CAUSES = tuple((cause, re.compile(words, re.IGNORECASE)) for cause, words in _TABLE)
_NOISE = re.compile(r"https?://([^/\s<>]+)\S*|[^\s<>\"']+@[^\s<>\"']+")


def cause_in(words: str) -> Cause | None:
    """The cause that the words name; None when they name none. Of a link only its host says something."""
    plain = _plain(words)
    return next((cause for cause, pattern in _CAUSES if pattern.search(plain)), None)


def is_delay(words: str) -> bool:
    """Whether the words announce that the server goes on trying."""
    return bool(_DELAYED.search(_plain(words)))


def _plain(words: str) -> str:
    return " ".join(_NOISE.sub(r" \1 ", words.replace("’", "'")).split())


_DELAYED = re.compile(
    r"not yet been delivered|has been (?:delayed|postponed)|will be retried|being retried|"
    r"delivery attempts will (?:continue|be)|will continue (?:to try|trying|to attempt)|"
    r"warning (?:message )?only|no action is required|nog niet (?:bezorgd|afgeleverd)|"
    r"is vertraagd|wurde verz[oö]gert|noch nicht zugestellt|a [ée]t[ée] retard[ée]e?|se ha retrasado",
    re.IGNORECASE,
)
