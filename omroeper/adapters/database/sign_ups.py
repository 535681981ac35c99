"""Requests to get newsletters: kept until confirmed by the mailbox itself, then the list, in one step."""

import secrets
from dataclasses import replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from pydantic import TypeAdapter

from omroeper.adapters.database.connection import Connected
from omroeper.adapters.database.reader_mails import insert_reader_mail
from omroeper.adapters.database.reader_tables import (
    consent_texts,
    consents,
    sign_ups,
    subscriptions,
)
from omroeper.adapters.database.tables import subscriber_events, subscribers, suppressions
from omroeper.domain.audience import (
    Subscriber,
    SubscriberStatus,
    SuppressionReason,
    address_hash,
)
from omroeper.domain.consent import ConfirmedBy, Consent, ConsentText
from omroeper.domain.reader_mail import ReaderMailKind
from omroeper.domain.signup import SignUp

_SIGN_UP = TypeAdapter(SignUp)


class SignUps(Connected):
    """Fulfils ports.SignUpStore."""

    def save_sign_up(self, sign_up: SignUp, text: ConsentText) -> bool:
        """Keep a request, the words it agrees to, and the confirmation mail it asks for.

        False, and nothing kept, when this address had as many of those mails today as it may.
        """
        hashed = address_hash(sign_up.address, self._secret)
        with self._writing() as connection:
            mail = (ReaderMailKind.CONFIRM, sign_up.id, hashed, sign_up.asked_at)
            if not insert_reader_mail(connection, *mail):
                return False
            self._keep_text(connection, text)
            connection.execute(
                sign_ups.insert().values(
                    id=sign_up.id,
                    address=sign_up.address,
                    content=_SIGN_UP.dump_json(sign_up).decode(),
                    asked_at=sign_up.asked_at,
                )
            )
        return True

    def sign_up(self, sign_up: str) -> SignUp | None:
        with self._reading() as connection:
            row = connection.execute(sa.select(sign_ups).where(sign_ups.c.id == sign_up)).first()
        return _sign_up(row) if row is not None else None

    def confirm_sign_up(self, sign_up: str, at: datetime) -> str | None:
        """Put whoever asked on the list, once: choices, consent, welcome mail, in one transaction.

        Ends a suppression that the reader may lift. Gives the subscriber's key; None when the
        request is gone, the address may not be mailed for another reason, or somebody who confirmed it
        before has left since.
        """
        with self._writing() as connection:
            query = sa.select(sign_ups).where(sign_ups.c.id == sign_up).with_for_update()
            row = connection.execute(query).first()
            if row is None:
                return None
            asked = _sign_up(row)
            folded = asked.address.lower()
            query = sa.select(subscribers).where(subscribers.c.address_folded == folded)
            known = connection.execute(query.with_for_update()).first()
            if asked.confirmed_at is not None:
                stays = known is not None and known.status == SubscriberStatus.CONFIRMED.value
                return str(known.key) if known is not None and stays else None
            hashed = address_hash(asked.address, self._secret)
            if not _lift(connection, hashed):
                return None
            key = _put_on_list(connection, asked, known, at)
            connection.execute(
                sign_ups.update().where(sign_ups.c.id == sign_up).values(confirmed_at=at)
            )
            insert_reader_mail(connection, ReaderMailKind.WELCOME, key, hashed, at)
        return key

    def purge_sign_ups(self, before: datetime) -> int:
        """Forget every request from before this moment, confirmed or not; give how many."""
        with self._writing() as connection:
            gone = connection.execute(sign_ups.delete().where(sign_ups.c.asked_at < before))
            return gone.rowcount

    def consents(self, subscriber: str) -> tuple[tuple[Consent, str], ...]:
        """What somebody agreed to, oldest first, each with its exact text ('' where none is known)."""
        query = (
            sa.select(consents, consent_texts.c.text)
            .outerjoin(consent_texts, consent_texts.c.hash == consents.c.text_hash)
            .where(consents.c.subscriber == subscriber)
            .order_by(consents.c.id)
        )
        with self._reading() as connection:
            return tuple((_consent(row), row.text or "") for row in connection.execute(query))

    def _keep_text(self, connection: sa.Connection, text: ConsentText) -> None:
        values = {"version": text.version, "language": text.language, "text": text.text}
        self._insert_new(connection, consent_texts, [{"hash": text.hash, **values}])


def consent_row(consent: Consent) -> dict[str, Any]:
    return {
        "subscriber": consent.subscriber,
        "newsletters": list(consent.newsletters),
        "text_version": consent.text_version,
        "text_hash": consent.text_hash,
        "source": consent.source,
        "confirmed_by": consent.confirmed_by.value,
        "asked_at": consent.asked_at,
        "at": consent.at,
    }


def choose(
    connection: sa.Connection, subscriber: Subscriber, at: datetime, *, only_these: bool
) -> None:
    """Make the rows of `subscriptions` say what this subscriber chose; with `only_these`, end others."""
    for one in subscriber.subscriptions:
        values = {"frequency": one.frequency.value, "figures_only": one.figures_only}
        mine = sa.and_(
            subscriptions.c.subscriber == subscriber.key,
            subscriptions.c.newsletter == one.newsletter,
        )
        again = sa.and_(mine, subscriptions.c.left_at.is_not(None))
        connection.execute(subscriptions.update().where(again).values(since=at, left_at=None))
        if not connection.execute(subscriptions.update().where(mine).values(**values)).rowcount:
            key = {"subscriber": subscriber.key, "newsletter": one.newsletter}
            connection.execute(subscriptions.insert().values(**key, **values, since=at))
    if only_these:
        chosen = [one.newsletter for one in subscriber.subscriptions]
        connection.execute(
            subscriptions.update()
            .where(
                subscriptions.c.subscriber == subscriber.key,
                subscriptions.c.newsletter.not_in(chosen),
                subscriptions.c.left_at.is_(None),
            )
            .values(left_at=at)
        )


def _put_on_list(
    connection: sa.Connection, asked: SignUp, known: sa.Row[Any] | None, at: datetime
) -> str:
    """The subscriber's row, choices, consent and event; gives the key. Others' choices stay."""
    key = str(known.key) if known is not None else secrets.token_hex(8)
    values = {
        "status": SubscriberStatus.CONFIRMED.value,
        "topics": _joined(known.topics if known is not None else (), asked.topics),
        "programmes": _joined(known.programmes if known is not None else (), asked.programmes),
        "consent_source": asked.source,
        "consent_at": at,
        "language": asked.language,
    }
    if known is None:
        address = {"address": asked.address, "address_folded": asked.address.lower()}
        connection.execute(subscribers.insert().values(key=key, name="", **address, **values))
    else:
        connection.execute(subscribers.update().where(subscribers.c.key == key).values(**values))
    left_all = known is not None and known.status != SubscriberStatus.CONFIRMED.value
    chooser = Subscriber(key, asked.address, subscriptions=asked.subscriptions)
    choose(connection, chooser, at, only_these=left_all)
    newsletters = tuple(one.newsletter for one in asked.subscriptions)
    text = (asked.text_version, asked.text_hash, asked.source)
    consent = Consent(key, newsletters, *text, ConfirmedBy.DOUBLE_OPT_IN, asked.asked_at, at)
    connection.execute(consents.insert().values(**consent_row(consent)))
    event = {"subscriber": key, "kind": "subscribed", "source": asked.source, "at": at}
    connection.execute(subscriber_events.insert().values(**event))
    return key


def _lift(connection: sa.Connection, hashed: str) -> bool:
    """End a suppression that the reader chose; False when there is another one."""
    mine = suppressions.c.address_hash == hashed
    reason = connection.scalar(sa.select(suppressions.c.reason).where(mine))
    if reason is not None and not SuppressionReason(reason).reader_may_lift:
        return False
    connection.execute(suppressions.delete().where(mine))
    return True


def _joined(before: tuple[str, ...] | list[str], asked: tuple[str, ...]) -> list[str]:
    return list(dict.fromkeys((*before, *asked)))


def _sign_up(row: sa.Row[Any]) -> SignUp:
    return replace(_SIGN_UP.validate_json(row.content), confirmed_at=row.confirmed_at)


def _consent(row: sa.Row[Any]) -> Consent:
    return Consent(
        subscriber=row.subscriber,
        newsletters=tuple(row.newsletters),
        text_version=row.text_version,
        text_hash=row.text_hash,
        source=row.source,
        confirmed_by=ConfirmedBy(row.confirmed_by),
        asked_at=row.asked_at,
        at=row.at,
    )
