"""What the services need from the world outside. Adapters fulfil these; services know no more.

Every method that takes or gives a datetime takes or gives an aware one.
"""

from typing import Protocol

from omroeper.ports.channels import PostStore
from omroeper.ports.editions import (
    DecisionStore,
    EditionStore,
    ItemReviewStore,
    ReminderStore,
    TeamMailStore,
    ToldStore,
)
from omroeper.ports.gathering import FigureStore, ItemStore, SnapshotStore, SourceStore
from omroeper.ports.mail import BounceMailbox, BounceReader, Mailer, OpenMailbox, OutgoingMail
from omroeper.ports.measuring import (
    LinkStore,
    ListEventStore,
    MetricStore,
    ReportStore,
    WebAnalytics,
)
from omroeper.ports.outside import (
    Clock,
    Correspondent,
    FigureSource,
    LinkChecker,
    Notifier,
    SourceReader,
    SpamJudge,
)
from omroeper.ports.overview import LatestReadings, MeasuredSubjects, OperatorStore, OverviewStore
from omroeper.ports.publishing import AttemptStore, PublishingStore, SocialChannel
from omroeper.ports.readers import (
    ChoiceStore,
    ListStore,
    PersonStore,
    ReaderMailStore,
    RetentionStore,
    SignUpStore,
    SubscriberStore,
)
from omroeper.ports.sending import BounceStore, CampaignStore, Claims, CopyStore, Ledger

__all__ = [
    "AttemptStore",
    "BounceMailbox",
    "BounceReader",
    "BounceStore",
    "CampaignStore",
    "ChoiceStore",
    "Claims",
    "Clock",
    "CopyStore",
    "Correspondent",
    "DecisionStore",
    "EditionStore",
    "FigureSource",
    "FigureStore",
    "ItemReviewStore",
    "ItemStore",
    "LatestReadings",
    "Ledger",
    "LinkChecker",
    "LinkStore",
    "ListEventStore",
    "ListStore",
    "Mailer",
    "MeasuredSubjects",
    "MetricStore",
    "Notifier",
    "OpenMailbox",
    "OperatorStore",
    "OutgoingMail",
    "OverviewStore",
    "PersonStore",
    "PostStore",
    "PublishingStore",
    "ReaderMailStore",
    "ReminderStore",
    "ReportStore",
    "RetentionStore",
    "SignUpStore",
    "SnapshotStore",
    "SocialChannel",
    "SourceReader",
    "SourceStore",
    "SpamJudge",
    "Store",
    "SubscriberStore",
    "TeamMailStore",
    "ToldStore",
    "WebAnalytics",
]


class Store(
    ItemStore,
    FigureStore,
    SnapshotStore,
    DecisionStore,
    ReminderStore,
    ItemReviewStore,
    SubscriberStore,
    ListStore,
    PersonStore,
    RetentionStore,
    SignUpStore,
    ChoiceStore,
    ReaderMailStore,
    Ledger,
    BounceStore,
    PublishingStore,
    MetricStore,
    LinkStore,
    ListEventStore,
    ReportStore,
    TeamMailStore,
    OperatorStore,
    MeasuredSubjects,
    LatestReadings,
    Protocol,
):
    """All of it; the database adapter fulfils this."""
