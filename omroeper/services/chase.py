"""Chase: ask the programmes' contacts for news, once per edition and contact, before the deadline."""

from datetime import date, datetime, tzinfo

from omroeper.domain.assembly import window_of
from omroeper.domain.chase import Asking, ChaseList, ContactAsked, ContactAsking, chase_list
from omroeper.domain.errors import InvalidValue
from omroeper.domain.issue import Issue
from omroeper.domain.newsletter import Newsletter, Newsroom
from omroeper.domain.planning import HolidayOf, working_days_before
from omroeper.domain.theme import Theme
from omroeper.ports import Correspondent, Store, TeamMailStore
from omroeper.rendering.letters import chase_letter
from omroeper.services.coverage import ledger_of

CHASED = "chase"
"""The kind under which is remembered who was asked."""


def chase_of(newsroom: Newsroom, store: Store, issue: Issue, zone: tzinfo) -> ChaseList:
    """Who has nothing for an edition: no news in its window, and no event that was told of in it."""
    window = window_of(newsroom, issue, zone, None)
    news = store.updates_between(window.since, window.until)
    events = store.events_between(window.since, window.agenda_until)
    new = [event for event in events if event.published > window.since]
    heard = {item.programme for item in (*news, *new)}
    ledger = ledger_of(store, newsroom, issue.month.year)
    return chase_list(newsroom, issue, ledger, heard)


def is_due(theme: Theme, chase_days: int, today: date, holiday_of: HolidayOf) -> bool:
    """Whether today lies between the day of asking and the deadline of an edition."""
    if theme.deadline is None:
        return False
    return working_days_before(theme.deadline, chase_days, holiday_of) <= today <= theme.deadline


def preview_chase(chase: ChaseList, store: TeamMailStore) -> tuple[ContactAsking, ...]:
    """Who would be asked, and who was already."""
    before = store.team_mails(CHASED)
    return tuple(
        _asking(contact, Asking.BEFORE if (chase.edition, contact.person.id) in before else None)
        for contact in chase.contacts
    )


def send_chase(
    chase: ChaseList,
    newsletter: Newsletter,
    store: TeamMailStore,
    correspondent: Correspondent,
    *,
    form_url: str,
    now: datetime,
) -> tuple[ContactAsking, ...]:
    """Write to each contact who was not asked for this edition yet.

    Raises InvalidValue after its deadline; `now` is in the newsletter's zone.
    """
    if chase.deadline is not None and now.date() > chase.deadline:
        raise InvalidValue(
            f"its deadline ({chase.deadline}) is over, so nobody is asked any more",
            thing=str(chase.issue),
            remedy="Give it a later ‘deadline’ in the calendar, or call.",
        )
    done = []
    for contact in chase.contacts:
        person = contact.person
        outcome = Asking.BEFORE
        if store.claim_team_mail(CHASED, chase.edition, person.id, mark="asked", at=now):
            letter = chase_letter(contact, chase, newsletter, form_url)
            outcome = Asking.SENT if correspondent.write(person, letter, now) else Asking.FAILED
        if outcome is Asking.FAILED:
            store.give_back_team_mail(CHASED, chase.edition, person.id)
        done.append(_asking(contact, outcome))
    return tuple(done)


def _asking(contact: ContactAsked, outcome: Asking | None) -> ContactAsking:
    names = tuple(one.programme.name for one in contact.asked)
    return ContactAsking(contact.person.id, contact.person.name, names, outcome)
