"""The team's overview: editions of now, and what waits for whom."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from omroeper.domain.deciding import Deciders
from omroeper.domain.delivery import Campaign, CampaignState
from omroeper.domain.edition import Draft, Edition, EditionState
from omroeper.domain.health import HealthFinding
from omroeper.domain.month import Month
from omroeper.domain.newsletter import Newsroom
from omroeper.domain.overview import Deadline, DeepLink, ShownEdition, ShownPost, Task
from omroeper.domain.post import Post, PostState
from omroeper.domain.reminding import IsWorkDay
from omroeper.domain.theme import Theme
from omroeper.ports import Store
from omroeper.services.remind import waiting_of

COMING = timedelta(days=60)
"""How far ahead deadlines and posts are shown."""
_OPEN = (
    EditionState.DRAFT,
    EditionState.IN_REVIEW,
    EditionState.RETURNED,
    EditionState.APPROVED,
    EditionState.SENDING,
)
_PUBLIC = (EditionState.SENDING, EditionState.SENT)
_COMING_POSTS = (
    PostState.APPROVED,
    PostState.IN_REVIEW,
    PostState.CHANGES_REQUESTED,
    PostState.DRAFT,
)
SHOWN_POSTS = (*_COMING_POSTS, PostState.WAITING, PostState.UNKNOWN)
_LONGEST_TITLE = 90


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where things stand: drafts, runs that wait (by id), archive pages, month reports (empty: none)."""

    preview: Callable[[str, int], str]
    run: Callable[[str], str]
    archive: Callable[[str], str]
    report: Callable[[str], str]
    waiting_runs: str
    flows: str


@dataclass(frozen=True, slots=True)
class OverviewDesk:
    """What the overview is made with."""

    store: Store
    newsrooms: tuple[Newsroom, ...]
    deciders: Callable[[Edition], Deciders]
    addresses: Addresses
    zone: tzinfo
    is_work_day: IsWorkDay


def shown_editions(desk: OverviewDesk, now: datetime) -> Iterator[ShownEdition]:
    """Of each newsletter those of this month, the next one, and those that are still open."""
    states = dict(desk.store.editions())
    this_month = Month.of(now.astimezone(desk.zone).date())
    for room in desk.newsrooms:
        planned = room.calendar.planned()
        following = next((one.issue for one in planned if one.send_at > now), None)
        for theme in planned:
            state = states.get(_id(room, theme))
            if theme.month == this_month or theme.issue == following or state in _OPEN:
                yield _shown(desk, room, theme, state)


def _shown(
    desk: OverviewDesk, room: Newsroom, theme: Theme, state: EditionState | None
) -> ShownEdition:
    editor = room.team.get(theme.editor) or next(iter(room.team.editors), None)
    return ShownEdition(
        newsletter=room.newsletter.name,
        issue=theme.issue,
        title=theme.title,
        state=state,
        editor=editor.name if editor else "",
        deadline=theme.deadline,
        review_by=theme.review_by,
        send_at=theme.send_at,
        links=tuple(_links(desk, _id(room, theme), state)),
    )


def _links(desk: OverviewDesk, edition: str, state: EditionState | None) -> Iterator[DeepLink]:
    draft = desk.store.draft(edition) if state in _OPEN else None
    if draft is not None:
        version = draft.edition.version
        yield DeepLink(f"Bekijk concept {version}", desk.addresses.preview(edition, version))
    if state is EditionState.IN_REVIEW:
        yield _form(desk, edition)
    if state in _PUBLIC:
        yield DeepLink("Archiefpagina", desk.addresses.archive(edition))
        if report := desk.addresses.report(edition):
            yield DeepLink("Maandverslag", report)


def edition_tasks(desk: OverviewDesk, now: datetime) -> Iterator[Task]:
    """The drafts that wait for a decision, or for the next draft."""
    for edition, state in desk.store.editions():
        if state not in (EditionState.IN_REVIEW, EditionState.RETURNED):
            continue
        draft = desk.store.draft(edition)
        if draft is not None:
            yield _decision(desk, draft, state, now)


def _decision(desk: OverviewDesk, draft: Draft, state: EditionState, now: datetime) -> Task:
    edition = draft.edition
    deciders = desk.deciders(edition)
    waiting = waiting_of(desk.store, edition, deciders, desk.zone, desk.is_work_day)
    asked = [person.name for one in waiting.asked if (person := deciders.team.get(one))]
    who, todo = asked[0] if asked else "Redactie", "Beslis over"
    if state is EditionState.RETURNED:
        todo = "Start een nieuw concept van"
    others = f" (ook: {', '.join(asked[1:])})" if asked[1:] else ""
    return Task(
        who=f"{who}{others}",
        what=f"{todo} ‘{edition.subject}’, concept {edition.version}",
        link=_form(desk, edition.id) if state is EditionState.IN_REVIEW else _start(desk),
        until=waiting.review_by,
        late=now > waiting.review_by,
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """What is so whatever the month: campaigns with uncertain copies by their id, posts, sources."""

    campaigns: tuple[Campaign, ...]
    uncertain: Mapping[str, int]
    posts: tuple[Post, ...]
    health: tuple[HealthFinding, ...]


def standing_tasks(desk: OverviewDesk, waits: Standing) -> Iterator[Task]:
    """What waits for a person whatever the month: copies, posts, figures and sources."""
    yield from _sending_tasks(desk, waits)
    yield from _post_tasks(desk, waits.posts)
    for figure in sorted({one.figure for one in desk.store.proposed_observations()}):
        yield Task("Beheer", f"Keur het cijfer {figure} goed: omroeper figures approve {figure}")
    if waits.health:
        count = len({one.source for one in waits.health})
        told = "1 bron" if count == 1 else f"{count} bronnen"
        here = DeepLink("Zie de bronnen hieronder", "#bronnen")
        yield Task("Beheer", f"Kijk naar {told}", here)


def _sending_tasks(desk: OverviewDesk, waits: Standing) -> Iterator[Task]:
    for campaign, count in waits.uncertain.items():
        copies = "1 kopie" if count == 1 else f"{count} kopieën"
        told = f"Zoek uit of {copies} van {campaign} {'is' if count == 1 else 'zijn'} aangekomen"
        yield Task("Beheer", f"{told}: omroeper campaign uncertain {campaign}")
    for one in waits.campaigns:
        if one.state is CampaignState.PAUSED:
            todo = f"Beslis of de verzending van {one.id} verdergaat"
            yield Task("Redactie", todo, _prefect(desk))


def _post_tasks(desk: OverviewDesk, posts: Iterable[Post]) -> Iterator[Task]:
    todo = {
        PostState.UNKNOWN: "Kijk op LinkedIn of dit bericht er staat",
        PostState.WAITING: "Plaats zelf op LinkedIn",
    }
    for post in posts:
        if post.state in todo:
            told = f"{todo[post.state]}: ‘{title_of(post)}’"
            yield Task(post.owner or "Redactie", told, _prefect(desk))


def in_order(tasks: Iterable[Task], now: datetime) -> tuple[Task, ...]:
    """What is to be done first stands first; without a moment last."""
    return tuple(sorted(tasks, key=lambda task: (task.until is None, task.until or now)))


def deadlines(desk: OverviewDesk, now: datetime) -> tuple[Deadline, ...]:
    """The days of the coming editions, in order."""
    found = [one for room in desk.newsrooms for one in _days(desk, room)]
    coming = [one for one in found if now <= one.at <= now + COMING]
    return tuple(sorted(coming, key=lambda one: (one.at, one.newsletter, one.what)))


def _days(desk: OverviewDesk, room: Newsroom) -> Iterator[Deadline]:
    name = room.newsletter.name
    for theme in room.calendar.planned():
        about = f"‘{theme.title}’"
        if theme.deadline is not None:
            end = _end_of(theme.deadline, desk.zone)
            link = DeepLink("Lever in (contribute)", desk.addresses.flows)
            yield Deadline(end, f"Nieuws inleveren voor {about}", name, whole_day=True, link=link)
        if theme.review_by is not None:
            link = DeepLink("Open wat wacht", desk.addresses.waiting_runs)
            yield Deadline(theme.review_by, f"Beslissen over {about}", name, link=link)
        yield Deadline(theme.send_at, f"Verzending van {about}", name)


def coming_posts(posts: Iterable[Post], now: datetime) -> tuple[ShownPost, ...]:
    """Those that are approved or on their way to it, and planned within sight."""
    return _shown_posts(
        one for one in posts if one.state in _COMING_POSTS and one.planned <= now + COMING
    )


def posts_in(posts: Iterable[Post], state: PostState) -> tuple[ShownPost, ...]:
    return _shown_posts(one for one in posts if one.state is state)


def _shown_posts(posts: Iterable[Post]) -> tuple[ShownPost, ...]:
    return tuple(ShownPost(post, title_of(post)) for post in posts)


def title_of(post: Post) -> str:
    """The first line of a post, cut when it is long."""
    line = post.text.strip().partition("\n")[0]
    return line if len(line) <= _LONGEST_TITLE else f"{line[: _LONGEST_TITLE - 1].rstrip()}…"


def _form(desk: OverviewDesk, edition: str) -> DeepLink:
    run = desk.store.maker(edition).partition(":")[0]
    return DeepLink("Beoordeel in Prefect", desk.addresses.run(run))


def _prefect(desk: OverviewDesk) -> DeepLink:
    return DeepLink("Open Prefect", desk.addresses.flows)


def _start(desk: OverviewDesk) -> DeepLink:
    return DeepLink("Start newsletter", desk.addresses.flows)


def _id(room: Newsroom, theme: Theme) -> str:
    return f"{room.newsletter.id}-{theme.issue}"


def _end_of(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), zone) - timedelta(seconds=1)
