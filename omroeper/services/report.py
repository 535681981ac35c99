"""Report: a campaign's month in numbers, from the stored snapshots and the ledger."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, tzinfo

from omroeper.domain.delivery import Campaign, DeliveryState
from omroeper.domain.edition import Draft, Section
from omroeper.domain.errors import NotFound
from omroeper.domain.links import LinkBook
from omroeper.domain.metric import TOTAL, MetricSnapshot
from omroeper.domain.post import Post
from omroeper.domain.report import MonthReport, PostResult, StoryClicks
from omroeper.domain.small_counts import FEWEST
from omroeper.ports import Store
from omroeper.rendering import dutch
from omroeper.rendering.inputs import inputs_from


def build_month_report(
    store: Store, edition_id: str, at: datetime, zone: tzinfo, fewest: int = FEWEST
) -> MonthReport:
    """The report of an edition's campaign; raises NotFound when it has none.

    Clicks, unsubscribes and LinkedIn's totals are the newest snapshots; the account of the
    deliveries comes from the ledger itself.
    """
    campaign = _campaign(store, edition_id)
    draft = store.draft(edition_id, campaign.version)
    if draft is None:
        raise NotFound("its draft is gone", thing=edition_id, remedy="Restore the database.")
    edition, approval = draft.edition, store.approval(edition_id)
    replies = store.replies(campaign.id)
    newest = store.draft(edition_id)
    return MonthReport(
        edition=edition.id,
        subject=edition.subject,
        theme=edition.theme_title,
        month=dutch.month_text(edition.month.first_day),
        campaign=campaign.id,
        approved_by=approval.by if approval else "",
        approved_at=approval.at if approval else None,
        tally=store.tally(campaign.id),
        skipped_because=_reasons(replies, DeliveryState.SKIPPED),
        refused_because=_reasons(replies, DeliveryState.REFUSED),
        unsubscribed=_latest(store.snapshots(campaign.id)).get("unsubscribed", 0),
        stories=_stories(store, draft),
        posts=tuple(_post(store, post) for post in store.posts(edition_id)),
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
        drafts=newest.edition.version if newest else edition.version,
        at=at,
        bounces=store.bounce_tally(campaign.id),
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


def _reasons(replies: dict[tuple[DeliveryState, str], int], state: DeliveryState) -> dict[str, int]:
    counted: Counter[str] = Counter()
    for (found, reply), count in replies.items():
        if found is state:
            counted[reply] += count
    return dict(sorted(counted.items()))


def _latest(snapshots: tuple[MetricSnapshot, ...]) -> dict[str, int]:
    """The newest total of each metric; the snapshots come oldest first."""
    return {one.metric: int(one.value) for one in snapshots if one.period == TOTAL}


def _stories(store: Store, draft: Draft) -> tuple[StoryClicks, ...]:
    """Every counted link once, most followed first; items that share a link share its count."""
    edition = draft.edition
    counts = _latest(store.snapshots(edition.id))
    kept = store.kept_inputs(draft.inputs)
    book = inputs_from(kept).links(edition.id) if kept else LinkBook(edition.id, edition.newsletter)
    stories: dict[str, StoryClicks] = {}
    for url, section, title, teller in _links(draft):
        link = book.link_id(url, section.value)
        known = stories.get(link)
        if known is None:
            is_source = section is Section.FIGURES
            count = counts.get(f"clicks link:{link}", 0)
            stories[link] = StoryClicks(title, section.title, teller, count, is_source)
        elif title not in known.title:
            stories[link] = replace(known, title=f"{known.title}; {title}")
    return tuple(sorted(stories.values(), key=lambda story: (-story.clicks, story.title)))


def _links(draft: Draft) -> Iterator[tuple[str, Section, str, str]]:
    """Each link of the mail's stories and figures: address, section, title, and who tells it."""
    for entry in draft.edition.entries:
        if entry.item.link:
            yield entry.item.link, entry.section, entry.item.title, entry.programme_name
    for figure in draft.edition.figures:
        seen = figure.fact.observation
        if seen.source_url:
            label = f"Bron van {figure.fact.definition.label.lower()}"
            yield seen.source_url, Section.FIGURES, label, seen.edition


def _post(store: Store, post: Post) -> PostResult:
    return PostResult(
        title=post.text.partition("\n")[0],
        state=post.state.value,
        urn=post.urn,
        note=post.note,
        totals=_latest(store.snapshots(post.id)),
    )
