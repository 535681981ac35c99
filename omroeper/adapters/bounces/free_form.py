"""Reports that follow no standard: flufl.bounce finds the recipients, their words are found here.

What flufl.bounce calls permanent is no verdict: it says so of full mailboxes and blocks too.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from email.message import Message

from flufl.bounce import all_failures

from omroeper.adapters.bounces.letter import addresses_in, header, told_in, usable_address
from omroeper.domain.bounce_words import is_delay

_DAEMON = re.compile(
    r"^(?:mailer-?daemon|mail[._-]?delivery|mdaemon|postmaster|e500_smtp)", re.IGNORECASE
)
_SUBJECT = re.compile(
    r"undeliver|non-?delivery|not delivered|could not be delivered|returned (?:mail|to sender)|returning|"
    r"failure notice|failure delivery|failed mail|mail (?:system )?(?:error|failed)|rejected mail|"
    r"delivery (?:failure|failed|status|report|problem|error|warning|notification)|processing error|"
    r"(?:message|mail) (?:has been )?delayed|user unknown|not yet been delivered|"
    r"onbestelbaar|niet (?:bezorgd|afgeleverd|bestelbaar)|bezorging is mislukt|mislukte bezorging|"
    r"unzustellbar|nicht zugestellt|non remis|[ée]chec de (?:la )?remise|no (?:se ha )?entregad|"
    r"mancata consegna",
    re.IGNORECASE,
)
_ANY_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)+")
_NEAR = 600


@dataclass(frozen=True, slots=True)
class Failure:
    """One recipient of a report and what it says of it; `recipient` may be unknown."""

    recipient: str
    delayed: bool
    words: str


def looks_like_report(letter: Message) -> bool:
    """Whether sender or subject are those of a machine that could not deliver."""
    return bool(
        letter["X-Failed-Recipients"]
        or is_from_daemon(letter)
        or _SUBJECT.search(header(letter, "Subject"))
        or letter.get_content_type() == "multipart/report"
    )


def is_from_daemon(letter: Message) -> bool:
    """Whether a mail system wrote it, by its own name."""
    sender = header(letter, "From")
    return any(_DAEMON.search(one.strip('"<> ')) for one in (sender, *addresses_in(sender)))


def failures_in(letter: Message) -> list[Failure]:
    """Every recipient the report speaks of, with its own words; one without a name if it names none."""
    text = told_in(letter)
    temporary, permanent = _flufl(letter)
    failed = tuple(
        one for one in _usable((*permanent, *temporary)) if not _is_message_id(one, text)
    )
    named = failed or addresses_in(header(letter, "X-Failed-Recipients"))
    named = named or _only_address(letter, text)
    delay = is_delay(f"{header(letter, 'Subject')}. {text}")
    waiting = _usable(temporary)
    subject = header(letter, "Subject")
    return [
        Failure(one, delay or one in waiting, f"{words_near(text, one, named)}\n{subject}")
        for one in named
    ] or [Failure("", delay, f"{text}\n{subject}")]


def words_near(text: str, recipient: str, others: Iterable[str] = ()) -> str:
    """What the text says of a recipient: from its name to the next one's; all, where it is not named."""
    low = text.lower()
    at = low.find(recipient.lower()) if recipient else -1
    if at < 0:
        return text
    after = at + len(recipient)
    rest = [other.lower() for other in others if other != recipient]
    end = min(
        (found for found in (low.find(one, after) for one in rest) if found > 0), default=len(text)
    )
    begin = low.rfind("\n" if rest else "\n\n", 0, at) + 1
    said = text[after : min(end, after + _NEAR)]
    return text[begin:at] + recipient + said if said.strip(" <>:.\n\t") else text


def _flufl(letter: Message) -> tuple[list[str], list[str]]:
    """What flufl.bounce finds: delayed and failed. A message it stumbles over has none."""
    try:
        found = all_failures(letter)
    except (
        Exception
    ):  # foreign heuristics over foreign bytes: no error of theirs may stop the round
        return [], []
    temporary, permanent = (
        sorted(one.decode("ascii", errors="replace") for one in addresses) for addresses in found
    )
    return temporary, permanent


def _usable(addresses: Iterable[str]) -> tuple[str, ...]:
    """It gives fragments of JSON and the like as addresses at times."""
    found = (usable_address(one) for one in addresses)
    return tuple(dict.fromkeys(one for one in found if one))


def _is_message_id(address: str, text: str) -> bool:
    return bool(re.search(rf"message-id:\s*<{re.escape(address)}", text, re.IGNORECASE))


def _only_address(letter: Message, text: str) -> tuple[str, ...]:
    """The one address the text names besides those the report itself came from and went to."""
    own = set(
        addresses_in(header(letter, "From"), header(letter, "To"), header(letter, "Reply-To"))
    )
    found = {one for one in map(usable_address, _ANY_ADDRESS.findall(text)) if one} - own
    left = [one for one in found if not _DAEMON.search(one)]
    return tuple(left) if len(left) == 1 else ()
