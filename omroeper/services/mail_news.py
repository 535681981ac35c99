"""News of a provider about mail it took: bounces, complaints, and proof for what was uncertain."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from omroeper.domain.bounce import BounceRules
from omroeper.domain.bounce_reading import Recorded
from omroeper.domain.mail_news import MailNews
from omroeper.ports import BounceStore, Claims
from omroeper.services.bounces import record_bounce


class NewsStore(BounceStore, Claims, Protocol):
    """Keeps bounces, and settles what turned out to be taken."""


def take_news(
    store: NewsStore, news: MailNews, rules: BounceRules, at: datetime
) -> Iterable[Recorded]:
    """Record what it tells, once however often it comes; a lost reply is settled by it."""
    if news.taken is not None:
        store.confirm_taken(news.taken, news.reply, at)
    return [record_bounce(store, report, rules, at) for report in news.reports]
