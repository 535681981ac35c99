"""Sign up: asked for on a form, on the list only when the mailbox itself confirms (double opt-in).

What the form answers never depends on who is on the list: the difference is in what is mailed.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from omroeper.domain.audience import SubscriberStatus, Subscription, normal_address
from omroeper.domain.consent import ConsentText
from omroeper.domain.errors import InvalidValue, RenderingError
from omroeper.domain.reader_mail import ReaderMailKind
from omroeper.domain.signup import SignUp
from omroeper.ports import Clock, Store
from omroeper.rendering.mime import ascii_domain


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody filled in: an address that can be mailed, and at least one newsletter."""

    address: str
    newsletters: tuple[str, ...]
    language: str
    source: str


def mailable_address(text: str) -> str:
    """The address as it is stored, or InvalidValue; its domain can stand in an envelope."""
    address = normal_address(text)
    try:
        ascii_domain(address)
    except RenderingError as cause:
        raise InvalidValue(cause.problem, thing="address", remedy=cause.remedy) from cause
    return address


def ask_sign_up(store: Store, clock: Clock, asked: Asked, text: ConsentText) -> bool:
    """Have a confirmation mailed; to who gets all of it already, a mail that says so.

    False when nothing is mailed, since there were enough of these mails already. Nothing goes to an
    address that complained or was closed by the operator. One that bounced gets the confirmation: who
    answers it proves that the address lives, and who is not there gets no more than a stranger.
    """
    reason = store.suppression_of(asked.address)
    if reason is not None and not reason.reader_may_lift:
        return True
    known = store.subscriber_by_address(asked.address)
    mailed = known is not None and known.status is SubscriberStatus.CONFIRMED and reason is None
    if known is not None and mailed and all(map(known.gets, asked.newsletters)):
        return store.ask_reader_mail(ReaderMailKind.KNOWN, known.key, known.address, clock.now())
    return store.save_sign_up(_sign_up(asked, text, clock.now()), text)


def confirm_sign_up(store: Store, clock: Clock, sign_up: str) -> str | None:
    """Confirm a request; gives the subscriber's key, or None when its time is over or it is gone."""
    asked = store.sign_up(sign_up)
    now = clock.now()
    if asked is None or asked.expired(now):
        return None
    return store.confirm_sign_up(sign_up, now)


def ask_reader_mail(store: Store, clock: Clock, kind: ReaderMailKind, address: str) -> bool:
    """Have something mailed to who is known by this address; nothing happens for who is not.

    False when there were enough of these mails already. Who left has data, but no preferences.
    """
    known = store.subscriber_by_address(address)
    reason = store.suppression_of(address)
    if known is None or (reason is not None and not reason.reader_may_lift):
        return True
    if kind is ReaderMailKind.PREFERENCES and known.status is not SubscriberStatus.CONFIRMED:
        return True
    return store.ask_reader_mail(kind, known.key, known.address, clock.now())


def _sign_up(asked: Asked, text: ConsentText, at: datetime) -> SignUp:
    return SignUp(
        id=secrets.token_hex(16),
        address=asked.address,
        subscriptions=_chosen(asked.newsletters),
        language=asked.language,
        text_version=text.version,
        text_hash=text.hash,
        source=asked.source,
        asked_at=at,
    )


def _chosen(newsletters: Sequence[str]) -> tuple[Subscription, ...]:
    return tuple(Subscription(one) for one in dict.fromkeys(newsletters))
