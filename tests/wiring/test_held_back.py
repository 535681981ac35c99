"""A whole desk whose gate looks again before an approved edition goes out, on SQLite and PostgreSQL."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from omroeper.domain.delivery import CampaignState
from omroeper.domain.edition import Draft, EditionState, Edits
from omroeper.domain.errors import NotApproved
from omroeper.domain.finding import Level, blocking
from omroeper.domain.issue import Issue
from omroeper.domain.item import Item
from omroeper.domain.letter import Letter
from omroeper.domain.link_answer import LinkAnswer, LinkTrouble
from omroeper.domain.month import Month
from omroeper.domain.post import PostState
from omroeper.domain.review import Decision
from omroeper.domain.source import Reading
from omroeper.services.gate import HELD_BACK, HeldBack
from omroeper.wiring import Desk
from tests.adapters.content.test_content import CALENDAR, change
from tests.samples import verdict

OCTOBER = "agdb-2024-10"
WHEN = datetime(2024, 10, 10, 8, tzinfo=UTC)
PAGE = "https://ptvt.nl/nieuws/conferentie"


@dataclass(slots=True)
class Web:
    """A web in which one page may be in trouble; remembers how it was asked."""

    trouble: LinkTrouble | None = None
    asked: list[bool] = field(default_factory=list)

    def check(
        self, addresses: Collection[str], *, afresh: bool = False
    ) -> Mapping[str, LinkAnswer]:
        self.asked.append(afresh)
        told = ((self.trouble, "404"),) if self.trouble else ()
        return {url: LinkAnswer(told if url.startswith(PAGE) else ()) for url in addresses}


@dataclass(slots=True)
class Told:
    notices: list[Letter] = field(default_factory=list)

    def notify(self, notice: Letter, at: datetime) -> bool:
        self.notices.append(notice)
        return True


@pytest.fixture
def web(desk: Desk) -> Web:
    made = Web()
    desk.__dict__["link_checker"] = made
    desk.__dict__["notifier"] = Told()
    conference(desk)
    return made


def conference(desk: Desk) -> None:
    """News whose page is a real one, to open the edition with."""
    news = Item(
        "conferentie", "agdb", "agdb", "De conferentie is geweest", "Een korte tekst.", PAGE,
        published=WHEN, retrieved=WHEN, lead_wish=True,
    )  # fmt: skip
    desk.store.save_reading("agdb", Reading((news,)), WHEN)


NOTHING = Edits()
CHANGED = Edits(subject="Kom naar de conferentie", introduction="Met de hand geschreven.")


def drafted(desk: Desk, made_by: str, edits: Edits = NOTHING, author: str = "") -> Draft:
    draft, _ = desk.draft_edition(
        "2024-10", edits, made_by=made_by, may_replace=lambda _: True, author=author
    )
    return draft


def approve(desk: Desk, draft: Draft) -> str:
    edition = draft.edition
    given = verdict(desk.store, draft, by="Ruben Voorbeeld")
    return desk.record_decision(edition.id, edition.version, given).complaint


def scheduled(desk: Desk) -> str:
    """Draft, approve and freeze October; gives the campaign."""
    assert approve(desk, drafted(desk, "run:1")) == ""
    desk.propose_posts(OCTOBER)
    return desk.freeze_audience(OCTOBER, 1).id


def test_a_dead_link_blocks_the_approval(desk: Desk, web: Web) -> None:
    web.trouble = LinkTrouble.GONE
    draft = drafted(desk, "run:1")
    (found,) = blocking(desk.stored_draft(OCTOBER, 1)[1])
    assert (found.code, found.level) == ("link-dood", Level.BLOCKING)
    assert found.place.startswith("De conferentie is geweest")
    assert "De pagina bestaat niet meer (404)" in approve(desk, draft)


def test_the_links_of_every_group_of_readers_are_asked_together(desk: Desk, web: Web) -> None:
    notes = f"month: 2024-10\n    notes: {{onderwijs: Zie {PAGE}/school, overheid: Doe mee.}}"
    change(desk.settings.home, CALENDAR, "month: 2024-10", notes)
    assert len(drafted(desk, "run:1").rendered.variants) == 3  # with the figures alone
    assert web.asked == [False]
    assert approve(desk, desk.stored_draft(OCTOBER, 1)[0]) == ""
    desk.begin_sending(desk.freeze_audience(OCTOBER, 1).id)
    assert web.asked == [False, True]


def test_a_link_that_died_since_the_approval_holds_the_mail_back(desk: Desk, web: Web) -> None:
    campaign = scheduled(desk)
    web.trouble = LinkTrouble.GONE
    with pytest.raises(HeldBack, match="De pagina bestaat niet meer"):
        desk.begin_sending(campaign)

    assert web.asked[-1] is True
    assert desk.store.state(OCTOBER) is EditionState.RETURNED
    assert desk.store.approval(OCTOBER) is None
    assert desk.campaign_status(campaign)[0][0].state is CampaignState.CANCELLED
    assert {post.state for post in desk.store.posts(OCTOBER)} == {PostState.DRAFT}
    (entry,) = [one for one in desk.audit_log(OCTOBER) if one.what == HELD_BACK]
    assert "De conferentie is geweest" in entry.detail
    (notice,) = desk.notifier.notices  # type: ignore[attr-defined]
    assert notice.subject == "De nieuwsbrief van oktober 2024 is niet verzonden"
    assert "Zet er een andere link in" in notice.text

    with pytest.raises(NotApproved):
        desk.begin_sending(campaign)
    web.trouble = None
    assert approve(desk, drafted(desk, "run:2")) == ""
    assert desk.begin_sending(desk.freeze_audience(OCTOBER, 2).id).frozen == 0


def held_back(desk: Desk, web: Web) -> None:
    """October, as Sanne changed it and Ruben approved it, comes back from the gate."""
    drafted(desk, "run:1")
    assert approve(desk, drafted(desk, "run:2", CHANGED, "Sanne Voorbeeld")) == ""
    campaign = desk.freeze_audience(OCTOBER, 2).id
    web.trouble = LinkTrouble.GONE
    with pytest.raises(HeldBack):
        desk.begin_sending(campaign)
    web.trouble = None


def test_what_the_editor_changed_is_in_the_draft_after_it(desk: Desk, web: Web) -> None:
    held_back(desk, web)
    again = drafted(desk, "later:1")
    edition = again.edition
    assert (edition.subject, edition.introduction) == (CHANGED.subject, CHANGED.introduction)
    assert "met wat in concept 2 was aangepast" in desk.audit_log(OCTOBER)[-1].detail
    sanne = verdict(desk.store, again, by="Sanne Voorbeeld")
    assert "Sanne Voorbeeld heeft deze editie gemaakt" in (
        desk.record_decision(OCTOBER, 3, sanne).complaint
    )

    form = {"subject": "Tot op de conferentie", "introduction": edition.introduction}
    more = desk.edits_from_form(OCTOBER, 3, {"preheader": edition.preheader, **form}, {})
    assert more == Edits(subject="Tot op de conferentie", introduction=CHANGED.introduction)
    last = drafted(desk, "later:2", more, "Tess Voorbeeld").edition
    assert (last.subject, last.author) == ("Tot op de conferentie", "Tess Voorbeeld")


def test_the_changes_stay_when_the_run_after_it_is_stopped_and_go_when_it_is_rejected(
    desk: Desk, web: Web
) -> None:
    held_back(desk, web)
    drafted(desk, "later:1")
    fourth = drafted(desk, "another:1")
    assert fourth.edition.introduction == CHANGED.introduction
    no = verdict(desk.store, fourth, Decision.REJECT, "Ruben Voorbeeld")
    assert desk.record_decision(OCTOBER, 4, no).complaint == ""
    fifth = drafted(desk, "new:1")
    assert fifth.edits == Edits()
    assert fifth.edition.introduction != CHANGED.introduction


def test_a_draft_that_was_never_approved_gives_the_next_run_nothing(desk: Desk, web: Web) -> None:
    drafted(desk, "run:2", CHANGED, "Sanne Voorbeeld")
    assert drafted(desk, "another:1").edits == Edits()


@pytest.mark.parametrize(
    "trouble", [LinkTrouble.UNSURE, LinkTrouble.NAMELESS, LinkTrouble.LOGIN, LinkTrouble.UNREACHED]
)
def test_what_may_pass_in_an_hour_does_not_stop_what_was_approved(
    desk: Desk, web: Web, trouble: LinkTrouble
) -> None:
    campaign = scheduled(desk)
    web.trouble = trouble
    desk.begin_sending(campaign)
    assert desk.store.state(OCTOBER) is EditionState.SENDING


def test_a_build_asks_nothing_outside(desk: Desk, web: Web) -> None:
    web.trouble = LinkTrouble.GONE
    _, findings, _ = desk.build_edition(Issue(Month(2024, 10)))
    assert "link-dood" not in {one.code for one in findings}
    assert web.asked == []


def test_a_campaign_on_its_way_is_not_checked_anew(desk: Desk, web: Web) -> None:
    campaign = scheduled(desk)
    desk.begin_sending(campaign)
    web.trouble = LinkTrouble.GONE
    asked = len(web.asked)
    desk.begin_sending(campaign)
    assert len(web.asked) == asked
