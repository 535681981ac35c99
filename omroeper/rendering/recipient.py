"""The door: what stands in a header or an envelope without a header library to guard it.

Patched bytes have no other check, so control characters, spaces and brackets stop here
(RFC 5321, §4.1.2; RFC 5322, §3.6.4). No address stands in an error: the subscriber's key does.
"""

import re
from functools import lru_cache

import idna

from omroeper.domain.audience import normal_address
from omroeper.domain.delivery import Delivery
from omroeper.domain.errors import InvalidValue, RenderingError

_TOKEN = re.compile(r"[A-Za-z0-9_-]{1,32}")
_MESSAGE_ID = re.compile(r"<[!#-;=?A-Z^-~]{1,200}@[!#-;=?A-Z^-~]{1,255}>")


def checked_recipient(delivery: Delivery) -> str:
    """The delivery's address, its domain in ASCII; raises RenderingError if it cannot be mailed.

    Letters beyond ASCII may be left before the at sign: then the relay must offer SMTPUTF8.
    """
    try:
        return ascii_domain(normal_address(delivery.address))
    except (InvalidValue, RenderingError) as cause:
        raise RenderingError(
            cause.problem,
            thing=f"the address of subscriber {delivery.subscriber}",
            remedy="Mend or remove that subscriber.",
        ) from cause


def checked_token(delivery: Delivery) -> bytes:
    if not _TOKEN.fullmatch(delivery.token):
        raise _broken("token", delivery)
    return delivery.token.encode()


def checked_message_id(delivery: Delivery) -> bytes:
    if not _MESSAGE_ID.fullmatch(delivery.message_id):
        raise _broken("Message-ID", delivery)
    return delivery.message_id.encode()


def ascii_domain(address: str) -> str:
    """The address with its domain in ASCII (IDNA 2008, UTS 46), as the envelope needs it."""
    local, _, host = address.rpartition("@")
    return f"{local}@{_ascii_host(host)}"


@lru_cache(maxsize=4096)
def _ascii_host(host: str) -> str:
    try:
        return idna.encode(host, uts46=True).decode()
    except idna.IDNAError as cause:
        raise RenderingError(
            "the domain of a recipient's address is not a domain name",
            thing="address",
            remedy="Mend or remove that subscriber.",
        ) from cause


def _broken(what: str, delivery: Delivery) -> RenderingError:
    return RenderingError(
        f"its {what} cannot stand in a header",
        thing=f"delivery {delivery.id}",
        remedy="The ledger makes these itself: check how this row came into the database.",
    )
