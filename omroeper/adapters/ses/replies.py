"""What Amazon SES answers, and what that says about a message.

A 4xx is a clear no: "Amazon SES returns an error message and does not send the email"
(docs.aws.amazon.com/ses/latest/dg/troubleshoot-error-messages.html). A 5xx is not: trying it again
may "generate duplicates" (…/DeveloperGuide/api-error-codes.html). So it counts as no reply.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from omroeper.adapters.smtp.replies import without_addresses
from omroeper.ports import OutgoingMail

_LONGEST = 300


class Verdict(StrEnum):
    """TAKEN; for now no: SLOWER; a no to this one: ADDRESS; to this one or to all: MESSAGE; to all:
    ACCOUNT. UNREACHED: SES certainly has nothing. UNCLEAR: nobody knows."""

    TAKEN = "taken"
    SLOWER = "slower"
    ADDRESS = "address"
    MESSAGE = "message"
    ACCOUNT = "account"
    UNREACHED = "unreached"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer. `words` hold no address; `remedy` is for who runs the desk."""

    verdict: Verdict
    words: str
    remedy: str = ""


_TOO_FAST = frozenset({"TooManyRequestsException", "ThrottlingException", "Throttling"})
_OF_THE_MESSAGE = frozenset({"MessageRejected", "BadRequestException", "InvalidParameterValue"})
_DAY_IS_FULL = re.compile(r"daily|24.?hour|quota exceeded", re.IGNORECASE)
_ADDRESS_IS_BAD = re.compile(
    r"missing final '@domain'|illegal address|domain (?:contains|starts|ends|missing)|"
    r"local address|invalid (?:to|email|recipient) address|address contains|missing '<'|"
    r"address (?:is )?(?:invalid|blacklisted)|missing domain",
    re.IGNORECASE,
)
QUOTA = "Wait until the 24 hours are over, or ask AWS for a higher sending quota."
_REMEDIES = {
    "AccountSuspendedException": "Ask AWS why the account may not send any more.",
    "SendingPausedException": "Mend what made AWS pause the account or configuration set, and resume.",
    "MailFromDomainNotVerifiedException": "Verify the domain of the sender's address at SES.",
    "NotFoundException": "OMROEPER_SES_CONFIGURATION_SET names one that is not in this region.",
    "LimitExceededException": QUOTA,
    "AccessDeniedException": "The key needs the permissions ses:SendRawEmail and ses:SendEmail.",
    "UnrecognizedClientException": "Set OMROEPER_SES_KEY_ID and OMROEPER_SES_SECRET_KEY anew.",
    "InvalidClientTokenId": "Set OMROEPER_SES_KEY_ID and OMROEPER_SES_SECRET_KEY anew.",
    "InvalidSignatureException": "Set OMROEPER_SES_SECRET_KEY anew, and look at this machine's clock.",
    "SignatureDoesNotMatch": "Set OMROEPER_SES_SECRET_KEY anew, and look at this machine's clock.",
    "MessageRejected": (
        "Verify the sender's and the bounce address at SES, and ask for production access: in the "
        "sandbox SES mails verified addresses only."
    ),
    "BadRequestException": "Look at the sender's address and the bounce address in the settings.",
}
_ANY = "Look it up in the SES console; the messages stay in the ledger."


def beyond_ascii(message: OutgoingMail) -> Reply | None:
    """A no of our own: SES has no SMTPUTF8 (API_Destination), so letters before the at sign fail."""
    if message.recipient.isascii() and message.sender.isascii():
        return None
    words = "Amazon SES does not take addresses with letters beyond ASCII"
    return Reply(Verdict.ADDRESS, words)


def taken(message_id: str) -> Reply:
    return Reply(Verdict.TAKEN, f"taken by Amazon SES as {message_id}")


def unreached(why: str) -> Reply:
    return Reply(Verdict.UNREACHED, _plain(why), "Look at this machine's network and the region.")


def unclear(why: str) -> Reply:
    return Reply(
        Verdict.UNCLEAR, _plain(why), "Look at the AWS health page before sending goes on."
    )


def answered(status: int, code: str, message: str) -> Reply:
    """The verdict on an error that SES gave."""
    words = _plain(f"{status} {code}: {message}")
    if not 400 <= status < 500:
        return unclear(f"no clear reply from Amazon SES: {words}")
    if code in _TOO_FAST and not _DAY_IS_FULL.search(message):
        return Reply(Verdict.SLOWER, words)
    if code in _TOO_FAST:
        return Reply(Verdict.ACCOUNT, words, QUOTA)
    remedy = _REMEDIES.get(code, _ANY)
    if code not in _OF_THE_MESSAGE:
        return Reply(Verdict.ACCOUNT, words, remedy)
    verdict = Verdict.ADDRESS if _ADDRESS_IS_BAD.search(message) else Verdict.MESSAGE
    return Reply(verdict, words, remedy)


def _plain(words: str) -> str:
    return without_addresses(" ".join(words.split()))[:_LONGEST]
