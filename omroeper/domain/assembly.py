"""Assembling an edition: pure, explained, and the same each time for the same material.

First what cannot go in is set aside, then the lead, the theme's items, the programmes' items, the
figures and the agenda are chosen. Every item that was looked at ends up with a reason in Dutch,
because an editor reads it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo

from omroeper.domain.choosing import Chooser
from omroeper.domain.coverage import Told
from omroeper.domain.edition import Edition, Edits, Entry
from omroeper.domain.errors import NotFound
from omroeper.domain.evergreen import chosen_evergreens
from omroeper.domain.evergreen_entries import with_evergreens
from omroeper.domain.figure import FigureObservation
from omroeper.domain.figure_choice import choose_figures
from omroeper.domain.issue import Issue
from omroeper.domain.item import Item
from omroeper.domain.month import Month
from omroeper.domain.newsletter import Newsroom
from omroeper.domain.planning import clock_moment
from omroeper.domain.preference import Choice
from omroeper.domain.ranking import Ranker
from omroeper.domain.theme_matching import ThemeMatcher
from omroeper.domain.word_forms import Stem
from omroeper.domain.wording import introduction_of, missing_notes, preheader_of, subject_of


@dataclass(frozen=True, slots=True)
class Material:
    """What was gathered for a month: updates in the window, events to come, latest figures.

    `announced` has the starts of the events that earlier editions told about, by key, `told` the items of the
    last editions with their months, `refused` what editors left out of them; `choices` is all that editors
    chose in the last months, `covered` the programmes that earlier editions told of. `weights` are those of
    the sources, `credits` their credit lines.
    """

    updates: tuple[Item, ...]
    events: tuple[Item, ...]
    observations: Mapping[str, FigureObservation]
    announced: Mapping[str, datetime] = field(default_factory=dict)
    told: Mapping[Item, Month] = field(default_factory=dict)
    weights: Mapping[str, int] = field(default_factory=dict)
    credits: Mapping[str, str] = field(default_factory=dict)
    refused: Mapping[Item, Month] = field(default_factory=dict)
    choices: Sequence[Choice] = ()
    covered: Told = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Window:
    """Which news belongs to a month: published after `since` and up to `until`, its send moment."""

    since: datetime
    until: datetime
    agenda_until: datetime


def window_of(newsroom: Newsroom, issue: Issue, zone: tzinfo, send_at: datetime | None) -> Window:
    """From the previous month's send moment to this edition's; the agenda looks further ahead."""
    calendar, rules = newsroom.calendar, newsroom.newsletter.rules
    until = send_at or planned_moment(newsroom, issue, zone)
    previous = calendar.previous(issue)
    since = previous.send_at if previous else until - timedelta(days=rules.first_lookback_days)
    since = max(since, until - timedelta(days=3 * rules.first_lookback_days))
    return Window(since, until, until + timedelta(days=rules.agenda_days))


def planned_moment(newsroom: Newsroom, issue: Issue, zone: tzinfo) -> datetime:
    """When an edition is sent: as the calendar says, else by the newsletter's rule for a month.

    Raises NotFound for a special edition that the calendar does not have.
    """
    theme = newsroom.calendar.theme_of(issue)
    if theme is not None:
        return theme.send_at
    if issue.slug:
        raise NotFound(
            "the calendar has no such special edition",
            thing=str(issue),
            remedy="Add it under ‘special_editions’ in the calendar of the newsletter.",
        )
    rule = newsroom.calendar.planning.send
    return clock_moment(rule.day(issue.month), rule.hour, zone)


def assemble(
    *,
    newsroom: Newsroom,
    issue: Issue,
    material: Material,
    edits: Edits,
    version: int,
    author: str,
    zone: tzinfo,
    stem: Stem,
) -> Edition:
    """One draft of an edition; `material` may hold more than fits: the rest is dropped."""
    theme = newsroom.calendar.theme_of(issue)
    send_at = edits.send_at or planned_moment(newsroom, issue, zone)
    window = window_of(newsroom, issue, zone, edits.send_at)
    matcher = ThemeMatcher(theme.terms if theme else (), stem)
    ranker = Ranker(
        issue.month,
        window.since,
        window.until,
        matcher,
        newsroom.programmes,
        newsroom.newsletter.rules.silent_after,
        material.covered,
        material.weights,
        material.choices,
    )
    chooser = Chooser(newsroom, ranker, edits, material.announced, material.told, material.refused)
    chosen = chosen_evergreens(newsroom.evergreens, edits)
    entries = with_evergreens(
        chooser.choose(material.updates, material.events, send_at),
        [(one, newsroom.programmes.by_id[one.programme]) for one in chosen],
        newsroom.newsletter,
        matcher,
        edits,
        send_at,
    )
    figures = choose_figures(newsroom, theme, material.observations)
    guest = newsroom.team.get(theme.guest_editor) if theme else None
    subject = edits.subject or subject_of(entries, theme, newsroom)
    return Edition(
        id=f"{newsroom.newsletter.id}-{issue}",
        newsletter=newsroom.newsletter.id,
        month=issue.month,
        slug=issue.slug,
        version=version,
        theme_title=theme.title if theme else "",
        theme_description=theme.description if theme else "",
        subject=subject,
        preheader=edits.preheader
        if edits.preheader is not None
        else preheader_of(entries, subject),
        introduction=(
            edits.introduction
            if edits.introduction is not None
            else introduction_of(theme, newsroom)
        ),
        send_at=send_at,
        entries=entries,
        figures=figures,
        dropped=tuple(chooser.dropped),
        missing=missing_notes(newsroom, issue.month, theme, entries, figures),
        credits=_credits(entries, material.credits),
        language=newsroom.newsletter.language,
        author=author,
        guest_editor=guest.name if guest else "",
        notes=theme.notes if theme else (),
    )


def _credits(entries: tuple[Entry, ...], lines: Mapping[str, str]) -> tuple[str, ...]:
    """The credit line of every source that is drawn on, once."""
    used = {entry.item.source for entry in entries}
    return tuple(sorted({line for source, line in lines.items() if line and source in used}))
