"""What the services need from the world outside. Adapters fulfil these; services know no more.

Every method that takes or gives a datetime takes or gives an aware one.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Protocol

from omroeper.domain.audience import AddResult, Segment, Subscriber, Suppression, SuppressionReason
from omroeper.domain.bounce import Bounce, BounceReport, BounceTally, Landing
from omroeper.domain.bounce_reading import ReceivedMail
from omroeper.domain.consent import Consent, ConsentText
from omroeper.domain.delivery import (
    Attempt,
    Campaign,
    CampaignState,
    Delivery,
    DeliveryState,
    HandOver,
    Tally,
)
from omroeper.domain.edition import Draft, Edition, EditionState, RenderedEdition
from omroeper.domain.explanation import CopyRecord, UncertainCopy
from omroeper.domain.figure import FigureObservation
from omroeper.domain.figure_approval import FigureApproval
from omroeper.domain.figure_gathering import FigureReading
from omroeper.domain.finding import Finding
from omroeper.domain.item import Item
from omroeper.domain.item_review import ItemReview
from omroeper.domain.leaving import LeavingReason
from omroeper.domain.letter import Letter
from omroeper.domain.link_answer import LinkAnswer
from omroeper.domain.metric import MetricSnapshot
from omroeper.domain.month import Month
from omroeper.domain.overruling import Overruling
from omroeper.domain.pace import UNLIMITED, Pace
from omroeper.domain.post import Post, PostState
from omroeper.domain.preference import Choice
from omroeper.domain.reader_mail import ReaderMail, ReaderMailKind, ReaderMailState
from omroeper.domain.reminding import Reminder
from omroeper.domain.review import Approval, AuditEntry, Ruling
from omroeper.domain.signup import SignUp
from omroeper.domain.snapshot import RawSnapshot
from omroeper.domain.source import ItemChanges, Reading, Source, SourceRecord, Validators
from omroeper.domain.spam import SpamVerdict
from omroeper.domain.team import Person


class Clock(Protocol):
    def now(self) -> datetime: ...


class SourceReader(Protocol):
    """Reads one kind of source; raises SourceError when the whole source cannot be used."""

    def read(self, source: Source, validators: Validators, at: datetime) -> Reading: ...


class SnapshotStore(Protocol):
    """Keeps the raw bytes that figures were read from, each once, by their SHA-256."""

    def keep_snapshots(self, snapshots: Sequence[RawSnapshot]) -> int: ...
    def snapshot(self, snapshot: str) -> RawSnapshot | None: ...
    def last_snapshot(self, url: str) -> RawSnapshot | None: ...


class FigureSource(Protocol):
    """Gives a source's observations with their provenance and raw bytes; raises SourceError.

    `kept` holds what was fetched before, for when the source does not answer; `figures` are the
    ids whose last approved value is told then.
    """

    @property
    def name(self) -> str: ...
    @property
    def figures(self) -> tuple[str, ...]: ...
    def read(self, kept: SnapshotStore, at: datetime, /) -> FigureReading: ...


class OutgoingMail(Protocol):
    """One message ready for the wire: RFC 5322 bytes with CRLF, and its envelope."""

    @property
    def delivery(self) -> int: ...
    @property
    def sender(self) -> str: ...
    @property
    def recipient(self) -> str: ...
    @property
    def content(self) -> bytes: ...


class Mailer(Protocol):
    """Hands messages over, one Attempt each, in any order; raises SendingError if none can go.

    Several may be on their way at once: messages are taken ahead of the attempts that are given.
    What was taken and got no attempt before a SendingError, the relay certainly does not have.
    """

    @property
    def description(self) -> str: ...
    def send(self, messages: Iterable[OutgoingMail]) -> Iterable[Attempt]: ...


class BounceReader(Protocol):
    """Says what a received mail reports; never raises for what a mail may hold."""

    def read(self, content: bytes) -> tuple[BounceReport, ...]: ...


class OpenMailbox(Protocol):
    """A mailbox while it is read; raises MailboxError. `remove` only what is recorded and committed.

    `unreadable` counts what could not be fetched; it stays.
    """

    @property
    def unreadable(self) -> int: ...
    def mails(self) -> Iterator[ReceivedMail]: ...
    def remove(self, name: str) -> None: ...


class BounceMailbox(Protocol):
    """Where reports about our mails arrive."""

    @property
    def description(self) -> str: ...
    def opened(self) -> AbstractContextManager[OpenMailbox]: ...


class SocialChannel(Protocol):
    """Publishes a post; `publish` gives its urn, `find` looks for it on the page after a lost reply.

    `publish` raises ChannelError (refused: certainly not published) or ReplyLost (nobody knows).
    """

    @property
    def name(self) -> str: ...
    def publish(self, post: Post) -> str: ...
    def find(self, post: Post) -> str | None: ...
    def statistics(self, urn: str) -> dict[str, int]: ...


class Notifier(Protocol):
    """Tells the operator; gives whether it was told, so that what was not is told next time."""

    def notify(self, notice: Letter, at: datetime) -> bool: ...


class Correspondent(Protocol):
    """Writes to one of the team; gives whether it certainly or probably arrived."""

    def write(self, person: Person, letter: Letter, at: datetime) -> bool: ...


class LinkChecker(Protocol):
    """Follows links; every address asked gets an answer. `afresh` asks all of them now."""

    def check(
        self, addresses: Collection[str], *, afresh: bool = False
    ) -> Mapping[str, LinkAnswer]: ...


class SpamJudge(Protocol):
    """Judges a mail as a receiver's spam filter would; None when it gives no answer."""

    def judge(self, rendered: RenderedEdition, /) -> SpamVerdict | None: ...


class SourceStore(Protocol):
    """What is remembered of sources."""

    def validators(self, source: str) -> Validators: ...
    def source_records(self, wanted: Iterable[str]) -> dict[str, SourceRecord]: ...
    def publications(self, wanted: Iterable[str]) -> dict[str, list[date]]: ...
    def last_published(self, wanted: Iterable[str]) -> dict[str, date]: ...
    def save_failure(self, source: str, reason: str, at: datetime) -> None: ...
    def save_unchanged(self, visited: Sequence[str], at: datetime) -> None: ...
    def save_reported(self, reported: Mapping[str, str]) -> None: ...


class ItemStore(SourceStore, Protocol):
    def save_reading(self, source: str, reading: Reading, at: datetime) -> ItemChanges: ...
    def item(self, key: str) -> Item | None: ...
    def updates_between(self, after: datetime, until: datetime) -> tuple[Item, ...]: ...
    def events_between(self, after: datetime, until: datetime) -> tuple[Item, ...]: ...


class FigureStore(Protocol):
    def save_observations(self, observations: Sequence[FigureObservation]) -> int: ...
    def observations(self, figure: str) -> tuple[FigureObservation, ...]: ...
    def figure_ids(self) -> tuple[str, ...]: ...
    def approved_observations(self, figure: str) -> tuple[FigureObservation, ...]: ...
    def proposed_observations(self) -> tuple[FigureObservation, ...]: ...
    def latest_observations(self) -> dict[str, FigureObservation]: ...
    def approve_observations(
        self, observations: Collection[FigureObservation], *, by: str, at: datetime
    ) -> int: ...
    def figure_approvals(self, figure: str | None = None) -> tuple[FigureApproval, ...]: ...


class ToldStore(Protocol):
    """What readers were told and editors chose, without reading whole drafts again."""

    def told_editions(
        self, newsletter: str | None = None
    ) -> tuple[tuple[Edition, EditionState], ...]: ...
    def editor_choices(
        self, newsletter: str, since: Month, before: Month
    ) -> tuple[Choice, ...]: ...


class EditionStore(ToldStore, Protocol):
    def save_draft(
        self,
        draft: Draft,
        findings: Sequence[Finding],
        *,
        made_by: str,
        at: datetime,
        choices: Sequence[Choice] = (),
    ) -> Draft: ...
    def keep_inputs(self, content: str, at: datetime) -> str: ...
    def kept_inputs(self, kept: str) -> str | None: ...
    def draft(self, edition: str, version: int | None = None) -> Draft | None: ...
    def drafted_at(self, edition: str, version: int) -> datetime | None: ...
    def maker(self, edition: str) -> str: ...
    def draft_made_by(self, made_by: str) -> Draft | None: ...
    def findings(self, edition: str, version: int) -> tuple[Finding, ...]: ...
    def state(self, edition: str) -> EditionState | None: ...
    def move(self, edition: str, wanted: EditionState) -> None: ...
    def save_approval(self, approval: Approval) -> None: ...
    def approval(self, edition: str) -> Approval | None: ...
    def void_approval(self, edition: str) -> None: ...
    def editions(self, newsletter: str | None = None) -> tuple[tuple[str, EditionState], ...]: ...
    def audit(self, entry: AuditEntry) -> None: ...
    def audit_once(self, entry: AuditEntry) -> None: ...
    def audit_log(self, thing: str | None = None) -> tuple[AuditEntry, ...]: ...


class DecisionStore(EditionStore, Protocol):
    def decide(self, ruling: Ruling) -> bool: ...
    def overrulings(self, thing: str) -> tuple[Overruling, ...]: ...


class ReminderStore(Protocol):
    """Which reminders about one version of an edition were sent, and when; append-only."""

    def reminders(self, edition: str, version: int) -> dict[Reminder, datetime]: ...
    def save_reminder(
        self, edition: str, version: int, reminder: Reminder, at: datetime
    ) -> None: ...


class ItemReviewStore(Protocol):
    """What reviewers were asked and answered about their items; append-only."""

    def save_item_reviews(self, reviews: Sequence[ItemReview], entry: AuditEntry) -> bool: ...
    def item_reviews(self, edition: str) -> tuple[ItemReview, ...]: ...


class SubscriberStore(Protocol):
    def add_subscribers(
        self, newcomers: Iterable[Subscriber], *, dry_run: bool = False
    ) -> AddResult: ...
    def subscriber(self, key: str) -> Subscriber | None: ...
    def subscriber_by_address(self, address: str) -> Subscriber | None: ...
    def unsubscribe(
        self,
        key: str,
        at: datetime,
        *,
        source: str,
        reason: LeavingReason = LeavingReason.NOT_SAID,
    ) -> bool: ...
    def suppress(self, suppression: Suppression) -> None: ...
    def suppression_of(self, address: str) -> SuppressionReason | None: ...
    def audience_size(self, segment: Segment) -> int: ...
    def reader_counts(
        self,
        audience: Segment,
        segments: Sequence[Segment],
        *,
        edition: str = "",
        figures: bool = True,
    ) -> dict[str, int]: ...
    def unsubscribes(self) -> tuple[tuple[str, datetime], ...]: ...


class SignUpStore(Protocol):
    """Requests to get newsletters, until the mailbox itself confirms them; and what was agreed to."""

    def save_sign_up(self, sign_up: SignUp, text: ConsentText) -> bool: ...
    def sign_up(self, sign_up: str) -> SignUp | None: ...
    def confirm_sign_up(self, sign_up: str, at: datetime) -> str | None: ...
    def purge_sign_ups(self, before: datetime) -> int: ...
    def consents(self, subscriber: str) -> tuple[tuple[Consent, str], ...]: ...


class ChoiceStore(Protocol):
    """What readers change themselves."""

    def change_choices(
        self, subscriber: Subscriber, at: datetime, consent: Consent | None, text: ConsentText
    ) -> None: ...
    def leave_newsletter(
        self,
        key: str,
        newsletter: str,
        at: datetime,
        *,
        source: str,
        reason: LeavingReason = LeavingReason.NOT_SAID,
    ) -> bool: ...
    def revoke_links(self, key: str, at: datetime) -> None: ...
    def links_valid_from(self, key: str) -> datetime | None: ...
    def erase_reader(self, key: str, at: datetime, *, source: str) -> bool: ...
    def events_of(self, key: str) -> tuple[tuple[str, str, str, datetime], ...]: ...
    def copies_of(self, key: str) -> tuple[tuple[str, str, datetime], ...]: ...


class ReaderMailStore(Protocol):
    """Mails that answer a reader, at most one for each request."""

    def ask_reader_mail(
        self, kind: ReaderMailKind, subscriber: str, address: str, at: datetime
    ) -> bool: ...
    def claim_reader_mails(self, limit: int, at: datetime) -> tuple[ReaderMail, ...]: ...
    def settle_reader_mail(
        self, mail: int, state: ReaderMailState, at: datetime, *, not_before: datetime
    ) -> None: ...
    def purge_reader_mails(self, before: datetime) -> int: ...


class CampaignStore(Protocol):
    """Campaigns, and who is sending them. `steer` is one committed change with its line in the log."""

    def campaign(self, campaign: str) -> Campaign | None: ...
    def campaigns(self) -> tuple[Campaign, ...]: ...
    def unfinished(self, states: Sequence[CampaignState]) -> tuple[Campaign, ...]: ...
    def move_campaign(
        self, campaign: str, wanted: CampaignState, *, known: CampaignState | None = None
    ) -> None: ...
    def steer(self, before: Campaign, after: Campaign, entry: AuditEntry) -> bool: ...
    def cancel_pending(self, campaign: str, at: datetime) -> int: ...
    def enlist(
        self, campaign: str, sender: str, *, at: datetime, until: datetime, most: int
    ) -> bool: ...
    def leave(self, campaign: str, sender: str) -> None: ...
    def senders(self, campaign: str, at: datetime) -> int: ...
    def ended_since(self, campaign: str, moment: datetime) -> Counter[DeliveryState]: ...
    def complaints_since(self, moment: datetime) -> int: ...


class Claims(Protocol):
    """Who may hand over which deliveries, and how that ended; `pace` holds the limits that count."""

    def claim(
        self,
        campaign: str,
        *,
        worker: str,
        limit: int,
        lease_until: datetime,
        at: datetime,
        pace: Pace = UNLIMITED,
    ) -> tuple[Delivery, ...]: ...
    def hand_over(
        self,
        wanted: Sequence[Delivery],
        settled: Sequence[Attempt] = (),
        *,
        campaign: str,
        worker: str,
        at: datetime,
        lease_until: datetime,
        renew: bool = False,
    ) -> HandOver: ...
    def settle(self, attempts: Sequence[Attempt], *, worker: str, at: datetime) -> None: ...
    def release(self, released: Sequence[int], *, worker: str, pace: Pace = UNLIMITED) -> None: ...
    def recover(self, campaign: str, at: datetime) -> int: ...
    def next_moment(
        self, campaign: str, at: datetime, pace: Pace = UNLIMITED
    ) -> datetime | None: ...


class CopyStore(Protocol):
    """Single copies, for a person to look at."""

    def copies_to(self, subscriber: str) -> tuple[CopyRecord, ...]: ...
    def uncertain_copies(self, campaign: str) -> tuple[UncertainCopy, ...]: ...
    def decide_uncertain(
        self, campaign: str, wanted: Sequence[str], state: DeliveryState, entry: AuditEntry
    ) -> tuple[str, ...]: ...


class Ledger(CampaignStore, Claims, CopyStore, Protocol):
    """Deliveries of promise 2. Every method is one committed transaction."""

    def freeze(
        self,
        campaign: Campaign,
        segment: Segment,
        *,
        mail_domain: str,
        at: datetime,
        figures: bool = True,
    ) -> Campaign: ...
    def tally(self, campaign: str) -> Tally: ...
    def replies(self, campaign: str) -> dict[tuple[DeliveryState, str], int]: ...
    def deliveries_in(self, campaign: str, state: DeliveryState) -> tuple[Delivery, ...]: ...
    def delivery_by_token(self, token: str) -> Delivery | None: ...


class BounceStore(Protocol):
    """Reports about our mails, append-only, and what follows from them."""

    def save_bounce(self, bounce: Bounce, suppressed: SuppressionReason | None) -> bool: ...
    def bounce_known_since(self, mark: str) -> datetime | None: ...
    def delivery(self, number: int) -> Delivery | None: ...
    def delivery_by_token(self, token: str) -> Delivery | None: ...
    def delivery_by_message_id(self, message_id: str) -> Delivery | None: ...
    def last_delivery_to(self, address: str) -> Delivery | None: ...
    def landings(self, subscriber: str, *, failing: int) -> tuple[Landing, ...]: ...
    def bounce_tally(self, campaign: str) -> BounceTally: ...
    def unjudged_refusals(self) -> tuple[tuple[Delivery, str], ...]: ...


class PostStore(Protocol):
    def save_posts(self, proposed: Sequence[Post]) -> int: ...
    def post(self, post: str) -> Post | None: ...
    def posts(self, edition: str | None = None) -> tuple[Post, ...]: ...
    def decide_post(
        self, decided: Post, entries: Sequence[AuditEntry], overruled: Sequence[Overruling]
    ) -> bool: ...
    def move_post(self, post: str, wanted: PostState, **changes: str | datetime) -> Post: ...


class MetricStore(Protocol):
    def save_snapshots(self, snapshots: Sequence[MetricSnapshot]) -> int: ...
    def snapshots(self, subject: str) -> tuple[MetricSnapshot, ...]: ...


class TeamMailStore(Protocol):
    """What was mailed to whom of the team, by kind and thing; `mark` tells one content from another."""

    def claim_team_mail(
        self, kind: str, thing: str, person: str, *, mark: str, at: datetime
    ) -> bool: ...
    def give_back_team_mail(self, kind: str, thing: str, person: str) -> None: ...
    def team_mails(self, kind: str) -> dict[tuple[str, str], str]: ...


class LinkStore(Protocol):
    def register_links(self, edition: str, targets: dict[str, str]) -> None: ...
    def target(self, link: str) -> str | None: ...
    def count_click(self, link: str, hour: datetime) -> None: ...
    def clicks(self, edition: str) -> dict[str, int]: ...


class Store(
    ItemStore,
    FigureStore,
    SnapshotStore,
    DecisionStore,
    ReminderStore,
    ItemReviewStore,
    SubscriberStore,
    SignUpStore,
    ChoiceStore,
    ReaderMailStore,
    Ledger,
    BounceStore,
    PostStore,
    MetricStore,
    LinkStore,
    TeamMailStore,
    Protocol,
):
    """All of it; the database adapter fulfils this."""
