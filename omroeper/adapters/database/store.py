"""The whole store, opened: engine made, migrations run, parts put together."""

from typing import Self

import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError

from omroeper.adapters.database.bounces import Bounces
from omroeper.adapters.database.campaigns import Campaigns
from omroeper.adapters.database.choices import Choices
from omroeper.adapters.database.claims import Claims
from omroeper.adapters.database.confirming import Confirming
from omroeper.adapters.database.copies import Copies
from omroeper.adapters.database.decisions import Decisions
from omroeper.adapters.database.editions import Editions
from omroeper.adapters.database.engine import open_engine
from omroeper.adapters.database.figures import Figures
from omroeper.adapters.database.item_reviews import ItemReviews
from omroeper.adapters.database.items import Items
from omroeper.adapters.database.ledger import DeliveryLedger
from omroeper.adapters.database.links import Links
from omroeper.adapters.database.list_events import ListEventCounts
from omroeper.adapters.database.list_export import ListExport
from omroeper.adapters.database.list_import import ListImport
from omroeper.adapters.database.metric_pages import MetricPages
from omroeper.adapters.database.metrics import Metrics
from omroeper.adapters.database.migrate import migrate
from omroeper.adapters.database.overview import OverviewCounts
from omroeper.adapters.database.persons import Persons
from omroeper.adapters.database.post_attempts import PostAttempts
from omroeper.adapters.database.posts import Posts
from omroeper.adapters.database.reader_mails import ReaderMails
from omroeper.adapters.database.reminders import Reminders
from omroeper.adapters.database.reporting import Reporting
from omroeper.adapters.database.restoring import Restoring
from omroeper.adapters.database.retention import RetainedData
from omroeper.adapters.database.sign_ups import SignUps
from omroeper.adapters.database.snapshots import Snapshots
from omroeper.adapters.database.subscribers import Subscribers
from omroeper.adapters.database.team_mails import TeamMails
from omroeper.adapters.database.told import Told
from omroeper.domain.errors import SettingsError


class DatabaseStore(
    Items,
    Figures,
    Snapshots,
    Editions,
    Told,
    Decisions,
    Reminders,
    ItemReviews,
    ListExport,
    ListImport,
    Subscribers,
    SignUps,
    Choices,
    Persons,
    RetainedData,
    ReaderMails,
    DeliveryLedger,
    Claims,
    Confirming,
    Campaigns,
    Bounces,
    Copies,
    Restoring,
    Posts,
    PostAttempts,
    Metrics,
    Links,
    ListEventCounts,
    Reporting,
    TeamMails,
    OverviewCounts,
    MetricPages,
):
    """Fulfils ports.Store over one database; a context manager that closes its connections."""

    def close(self) -> None:
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_store(database_url: str, secret: str) -> DatabaseStore:
    """Open the database, bring its tables up to date, and give the store.

    Raises SettingsError when the database cannot be reached or is newer than this version.
    """
    engine = open_engine(database_url)
    try:
        migrate(engine)
    except DatabaseError as cause:
        engine.dispose()
        raise SettingsError(
            f"the database at {_address(engine.url)} cannot be opened ({_reason(cause)})",
            thing="OMROEPER_DATABASE_URL",
            remedy="Check the address, and that the server runs and the folder can be written to.",
        ) from cause
    except BaseException:
        engine.dispose()
        raise
    return DatabaseStore(engine, secret)


def _address(url: sa.URL) -> str:
    """The address without its password."""
    return url.render_as_string(hide_password=True)


def _reason(error: DatabaseError) -> str:
    lines = str(error.orig).strip().splitlines()
    return lines[0] if lines else "no reason given"
