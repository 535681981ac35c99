"""Report: a campaign's month in numbers, from the stored snapshots and the ledger."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo

from omroeper.domain.audience import Segment
from omroeper.domain.delivery import Campaign, DeliveryState, Tally
from omroeper.domain.draft_change import Change, Checked, Wording, changes_since
from omroeper.domain.edition import Draft
from omroeper.domain.errors import NotFound
from omroeper.domain.links import LinkBook
from omroeper.domain.metric import TOTAL
from omroeper.domain.report import MonthNumbers, MonthReport, Reach
from omroeper.domain.small_counts import FEWEST
from omroeper.ports import Store
from omroeper.rendering import dutch
from omroeper.rendering.inputs import inputs_from
from omroeper.services.report_months import earlier_numbers, list_health, numbers_of
from omroeper.services.report_stories import clicks_of, earned, post_result, totals, visits_of


def build_month_report(
    store: Store,
    edition_id: str,
    at: datetime,
    zone: tzinfo,
    *,
    segments: Sequence[Segment] = (),
    fewest: int = FEWEST,
) -> MonthReport:
    """The report of an edition's campaign; raises NotFound when it has none.

    Clicks, unsubscribes and LinkedIn's totals are the newest snapshots; the account of the
    deliveries comes from the ledger itself.
    """
    campaign = _campaign(store, edition_id)
    newest, draft = _drafts(store, campaign)
    edition, approval = draft.edition, store.approval(edition_id)
    tally = store.tally(campaign.id)
    counted = totals(store.newest_snapshots(subject=campaign.id, since=TOTAL, until=TOTAL))
    readings = totals(store.newest_snapshots(subject=edition.id, since=TOTAL, until=TOTAL))
    provider, visits = visits_of(
        store.readings_of(("visits",), since=_day(campaign.send_at, zone), until=_day(at, zone)),
        edition.id,
    )
    book = _book(store, draft)
    links, stories, pages = clicks_of(edition, book, _named(readings, "clicks link:"))
    posts = tuple(post_result(store, post, visits) for post in store.posts(edition_id))
    return MonthReport(
        edition=edition.id,
        subject=edition.subject,
        theme=edition.theme_title,
        month=dutch.month_text(edition.month.first_day),
        campaign=campaign.id,
        sent_at=campaign.send_at,
        approved_by=approval.by if approval else "",
        approved_at=approval.at if approval else None,
        tally=tally,
        skipped_because=_reasons(store, campaign.id, DeliveryState.SKIPPED),
        refused_because=_reasons(store, campaign.id, DeliveryState.REFUSED),
        unsubscribed=counted.get("unsubscribed", 0),
        links=links,
        stories=earned(stories, pages, posts, visits, book.source or book.newsletter),
        posts=posts,
        figures=tuple(
            (dutch.fact_sentence(entry.fact), dutch.source_line(entry.fact.observation, zone))
            for entry in edition.figures
        ),
        audit=store.audit_log(edition_id),
        overrulings=tuple(
            one
            for thing in (edition_id, *(post.id for post in store.posts(edition_id)))
            for one in store.overrulings(thing)
        ),
        drafts=newest,
        at=at,
        bounces=store.bounce_tally(campaign.id),
        now=_now(store, campaign, tally, edition.newsletter, at),
        earlier=earlier_numbers(store, campaign, edition.newsletter, at),
        left_out=_named(readings, "left out:"),
        visits=visits,
        visits_by=provider,
        segments=_segments(store, campaign, segments),
        mail_domains=_mail_domains(store, campaign),
        health=list_health(store, campaign, edition.newsletter, at, zone),
        changes=_changes(store, draft, zone),
        fewest=fewest,
    )


def _campaign(store: Store, edition_id: str) -> Campaign:
    found = [campaign for campaign in store.campaigns() if campaign.edition == edition_id]
    if not found:
        raise NotFound(
            "it has no campaign, so there is nothing to report",
            thing=edition_id,
            remedy="`omroeper campaign status` lists what was sent.",
        )
    return found[-1]


def _drafts(store: Store, campaign: Campaign) -> tuple[int, Draft]:
    """How many drafts there were, and the one that was sent."""
    newest = store.draft(campaign.edition)
    if newest is not None and newest.edition.version == campaign.version:
        return campaign.version, newest
    sent = store.draft(campaign.edition, campaign.version)
    if sent is None or newest is None:
        raise NotFound("its draft is gone", thing=campaign.edition, remedy="Restore the database.")
    return newest.edition.version, sent


def _book(store: Store, draft: Draft) -> LinkBook:
    """The links that stood in the mail."""
    edition = draft.edition
    kept = store.kept_inputs(draft.inputs)
    return inputs_from(kept).links(edition.id) if kept else LinkBook(edition.id, edition.newsletter)


def _reasons(store: Store, campaign: str, state: DeliveryState) -> dict[str, int]:
    counted: Counter[str] = Counter()
    for (_, reply), count in store.replies(campaign, state).items():
        counted[reply] += count
    return dict(sorted(counted.items()))


def _named(readings: dict[str, int], start: str) -> dict[str, int]:
    """The readings whose metric begins so, by the rest of it."""
    return {
        name.removeprefix(start): value
        for name, value in readings.items()
        if name.startswith(start)
    }


def _now(
    store: Store, campaign: Campaign, tally: Tally, newsletter: str, at: datetime
) -> MonthNumbers:
    """This edition's numbers as of now; what was accepted comes from the ledger."""
    age = max(at - campaign.send_at, timedelta())
    return replace(numbers_of(store, campaign, newsletter, age), accepted=tally.accepted)


def _segments(store: Store, campaign: Campaign, segments: Sequence[Segment]) -> tuple[Reach, ...]:
    counts = store.accepted_by_segment(campaign.id, segments)
    found = (Reach(one.name, counts[one.id]) for one in segments)
    return tuple(sorted(found, key=lambda one: (-one.accepted, one.name)))


def _mail_domains(store: Store, campaign: Campaign) -> tuple[Reach, ...]:
    return tuple(Reach(*pair) for pair in store.accepted_by_domain(campaign.id).items())


def _changes(store: Store, sent: Draft, zone: tzinfo) -> tuple[Change, ...]:
    """What is otherwise in what was sent than in the first draft."""
    first = store.draft(sent.edition.id, 1) if sent.edition.version > 1 else None
    wording = Wording(dutch.value_text, lambda at: dutch.moment_text(at, zone))
    before = Checked(first) if first is not None else None
    return changes_since(before, Checked(sent), wording).changes


def _day(moment: datetime, zone: tzinfo) -> str:
    return moment.astimezone(zone).date().isoformat()
