"""What readers change themselves: their choices, leaving one newsletter, and being forgotten."""

from datetime import datetime

import sqlalchemy as sa

from omroeper.adapters.database.reader_tables import (
    consent_texts,
    consents,
    reader_mails,
    sign_ups,
    subscriptions,
)
from omroeper.adapters.database.sign_ups import choose, consent_row
from omroeper.adapters.database.suppressing import Suppressing
from omroeper.adapters.database.tables import subscriber_events, subscribers
from omroeper.domain.audience import (
    Subscriber,
    SubscriberStatus,
    Suppression,
    SuppressionReason,
    address_hash,
)
from omroeper.domain.consent import Consent, ConsentText
from omroeper.domain.leaving import LeavingReason


class Choices(Suppressing):
    """Fulfils ports.ChoiceStore."""

    def change_choices(
        self, subscriber: Subscriber, at: datetime, consent: Consent | None, text: ConsentText
    ) -> None:
        """Store what a confirmed subscriber chose; `consent` is for newsletters that are new to them."""
        values = {
            "topics": list(subscriber.topics),
            "programmes": list(subscriber.programmes),
            "language": subscriber.language,
        }
        mine = sa.and_(
            subscribers.c.key == subscriber.key,
            subscribers.c.status == SubscriberStatus.CONFIRMED.value,
        )
        with self._writing() as connection:
            if not connection.execute(subscribers.update().where(mine).values(**values)).rowcount:
                return  # they left or were erased just now; leaving wins
            choose(connection, subscriber, at, only_these=True)
            event = {"subscriber": subscriber.key, "kind": "changed", "source": "preferences"}
            connection.execute(subscriber_events.insert().values(**event, at=at))
            if consent is not None:
                kept = {"version": text.version, "language": text.language, "text": text.text}
                self._insert_new(connection, consent_texts, [{"hash": text.hash, **kept}])
                connection.execute(consents.insert().values(**consent_row(consent)))

    def leave_newsletter(
        self,
        key: str,
        newsletter: str,
        at: datetime,
        *,
        source: str,
        reason: LeavingReason = LeavingReason.NOT_SAID,
    ) -> bool:
        """End one subscription at once; who has none left is unsubscribed and suppressed.

        True the first time; False when this person did not get it any more.
        """
        now = sa.and_(subscriptions.c.subscriber == key, subscriptions.c.left_at.is_(None))
        this = sa.and_(now, subscriptions.c.newsletter == newsletter)
        with self._writing() as connection:
            if not connection.execute(
                subscriptions.update().where(this).values(left_at=at)
            ).rowcount:
                return False
            left = connection.scalar(
                sa.select(sa.func.count()).select_from(subscriptions).where(now)
            )
            if not left:
                self._unsubscribed(connection, key, at)
            connection.execute(
                subscriber_events.insert().values(
                    subscriber=key, kind="unsubscribed", source=source, at=at, reason=reason.value
                )
            )
        return True

    def revoke_links(self, key: str, at: datetime) -> None:
        """Links made before this moment open this person's preferences no more."""
        with self._writing() as connection:
            mine = subscribers.c.key == key
            connection.execute(subscribers.update().where(mine).values(links_valid_from=at))

    def links_valid_from(self, key: str) -> datetime | None:
        with self._reading() as connection:
            query = sa.select(subscribers.c.links_valid_from).where(subscribers.c.key == key)
            found: datetime | None = connection.scalar(query)
        return found

    def erase_reader(self, key: str, at: datetime, *, source: str) -> bool:
        """Forget a person; only the keyed hash stays, so that no import brings them back.

        What was sent stays counted under a key that leads to nobody. False when nobody has this key.
        """
        with self._writing() as connection:
            address = connection.scalar(
                sa.select(subscribers.c.address).where(subscribers.c.key == key)
            )
            if address is None:
                return False
            hashed = address_hash(str(address), self._secret)
            connection.execute(subscribers.delete().where(subscribers.c.key == key))
            self._suppress(connection, [Suppression(hashed, SuppressionReason.ERASED, at)])
            connection.execute(subscriptions.delete().where(subscriptions.c.subscriber == key))
            same = sa.func.lower(sign_ups.c.address) == str(address).lower()
            connection.execute(sign_ups.delete().where(same))
            connection.execute(reader_mails.delete().where(reader_mails.c.address_hash == hashed))
            event = {"subscriber": key, "kind": "erased", "source": source, "at": at}
            connection.execute(subscriber_events.insert().values(**event))
        return True

    def events_of(self, key: str) -> tuple[tuple[str, str, str, datetime], ...]:
        """Kind, source, reason and moment of what happened to a subscriber, oldest first."""
        columns = (subscriber_events.c.kind, subscriber_events.c.source, subscriber_events.c.reason)
        query = sa.select(*columns, subscriber_events.c.at).where(
            subscriber_events.c.subscriber == key
        )
        with self._reading() as connection:
            rows = connection.execute(query.order_by(subscriber_events.c.id)).all()
        return tuple((row.kind, row.source, row.reason, row.at) for row in rows)

    def _unsubscribed(self, connection: sa.Connection, key: str, at: datetime) -> None:
        mine = subscribers.c.key == key
        status = SubscriberStatus.UNSUBSCRIBED.value
        connection.execute(subscribers.update().where(mine).values(status=status))
        address = connection.scalar(sa.select(subscribers.c.address).where(mine))
        hashed = address_hash(str(address), self._secret)
        entry = Suppression(hashed, SuppressionReason.UNSUBSCRIBED, at)
        self._suppress(connection, [entry])
