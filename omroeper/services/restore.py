"""Restore: what a database that was put back does not know, nobody does by itself again.

Between the backup and its restore mail may have left, editions may have been approved and posts
placed. So what was under way waits for a person, and the relay's log says which copies it took.
"""

import re
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from omroeper.domain.delivery import Campaign, CampaignState
from omroeper.domain.edition import EditionState
from omroeper.domain.errors import ForbiddenTransition, InvalidValue
from omroeper.domain.post import PostState
from omroeper.domain.review import AuditEntry
from omroeper.domain.steering import Action, Order
from omroeper.domain.team import Team
from omroeper.ports import Store
from omroeper.services.reopen import reopen
from omroeper.services.send import require_campaign
from omroeper.services.steer import signed, steer

RESTORED = "backup restored"
RECONCILED = "copies in doubt settled by the relay's log"
_WHY = "Een back-up is teruggezet. Wat daarna gebeurde, staat er niet in."
_MESSAGE_ID = re.compile(r"<([\w-]+-v\d+)\.[^<>\s@.]+@[^<>\s@]+>")
"""As `freeze` makes them: the campaign, then what is the copy's own."""


@dataclass(slots=True)
class Waiting:
    """What waits for a person since the restore: copies in doubt by campaign, editions that need a
    new approval, and posts by id."""

    copies: dict[str, int] = field(default_factory=dict)
    editions: list[str] = field(default_factory=list)
    posts: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Reconciled:
    """`unknown` counts messages by campaigns this database has never heard of: sent after the backup."""

    accepted: int
    again: int
    unknown: Counter[str]


def hold_after_restore(store: Store, by: str, team: Team, at: datetime) -> Waiting:
    """Pause campaigns that were under way or due, their open copies UNCERTAIN; approvals without a
    campaign void; posts that were about to be placed back to draft. Again it changes nothing."""
    name, waiting = signed(by, team), Waiting()
    frozen = set()
    for campaign in store.campaigns():
        frozen.add(campaign.edition)
        if _may_have_gone_on(campaign, at):
            if campaign.state is not CampaignState.PAUSED:
                steer(store, campaign.id, Order(Action.PAUSE, name, _WHY), team, at)
            if doubted := store.doubt_open_copies(campaign.id, at):
                waiting.copies[campaign.id] = doubted
    for edition in _approved(store):
        draft = store.draft(edition)
        if edition not in frozen and draft is not None:
            reopen(store, draft, at, what=RESTORED, why=_WHY)
            waiting.editions.append(edition)
    for post in store.posts():
        if post.state is PostState.APPROVED and post.planned <= at:
            with suppress(ForbiddenTransition):
                store.move_post(post.id, PostState.DRAFT, approved_by="", note=_WHY)
                waiting.posts.append(post.id)
    store.audit(AuditEntry(at, name, RESTORED, "database", _told(waiting), ""))
    return waiting


def reconcile(
    store: Store, campaign_id: str, log: Iterable[str], by: str, team: Team, at: datetime
) -> Reconciled:
    """Settle the copies in doubt by the relay's log, lines with the Message-IDs that it took.

    The log must reach from the backup until now: a copy in doubt that is not in it goes out when
    somebody resumes the campaign. Raises InvalidValue when the log names no message at all.
    """
    campaign, name = require_campaign(store, campaign_id), signed(by, team)
    taken: set[str] = set()
    strangers: Counter[str] = Counter()
    known = {one.id for one in store.campaigns()}
    for line in log:
        for found in _MESSAGE_ID.finditer(line):
            if found[1] == campaign_id:
                taken.add(found[0])
            elif found[1] not in known:
                strangers[found[1]] += 1
    if not taken and not strangers:
        raise InvalidValue(
            "in dit logboek staat geen enkele mail van deze verzending",
            thing=campaign_id,
            remedy="Geef het logboek van de mailserver, van de back-up tot nu, met Message-IDs.",
        )
    detail = f"Verzending {campaign.id}: {len(taken)} Message-IDs in het logboek."
    entry = AuditEntry(at, name, RECONCILED, campaign.edition, detail, campaign.fingerprint)
    accepted, again = store.settle_doubted(campaign_id, taken, entry)
    return Reconciled(accepted, again, strangers)


def _may_have_gone_on(campaign: Campaign, at: datetime) -> bool:
    ended = (CampaignState.FINISHED, CampaignState.CANCELLED)
    return campaign.state not in ended and campaign.send_at <= at


def _approved(store: Store) -> list[str]:
    return [
        edition.id for edition, state in store.told_editions() if state is EditionState.APPROVED
    ]


def _told(waiting: Waiting) -> str:
    return (
        f"{sum(waiting.copies.values())} kopieën onzeker in {len(waiting.copies)} verzendingen, "
        f"{len(waiting.editions)} edities opnieuw te beoordelen, {len(waiting.posts)} berichten terug"
    )
