"""Propose LinkedIn posts from an approved edition: the edition, each story, and its first figure."""

from collections.abc import Iterator
from datetime import datetime, tzinfo

from omroeper.domain.edition import Draft, Entry, Section
from omroeper.domain.newsletter import Newsletter
from omroeper.domain.planning import HolidayOf
from omroeper.domain.post import Post, PostState
from omroeper.domain.post_share import counted
from omroeper.domain.post_slots import first_moment, moments_from
from omroeper.domain.utm import UtmNames
from omroeper.ports import PostStore
from omroeper.rendering import dutch
from omroeper.rendering.phrases import Phrases

_USUAL = UtmNames()
_STORIES = (Section.LEAD, Section.THEME, Section.PROGRAMMES)
_OF_A_STORY = 3
"""Sentences of a story that its post tells; the rest is behind the link."""


def propose_posts(
    store: PostStore,
    draft: Draft,
    newsletter: Newsletter,
    phrases: Phrases,
    *,
    web_url: str,
    now: datetime,
    zone: tzinfo,
    day_off: HolidayOf,
    utm: UtmNames = _USUAL,
) -> tuple[Post, ...]:
    """One post each, spread over working days from the send moment, clear of all other posts.

    Figures are those of the approved edition, from the same records. The same edition gives the same
    ids, so that proposing again adds nothing.
    """
    texts = tuple(_texts(draft, newsletter, phrases, web_url))
    own = {f"{draft.edition.id}-{kind}" for kind, *_ in texts}
    taken = [one.planned for one in counted(store.posts()) if one.id not in own]
    first = first_moment(draft.edition.send_at, now, zone, day_off)
    book = utm.in_posts(draft.edition.id, newsletter.id)
    return tuple(
        Post(
            id=f"{draft.edition.id}-{kind}",
            edition=draft.edition.id,
            programme=programme,
            text=text,
            link=book.target(link, kind) if link else "",
            link_title=title if link else "",
            planned=planned,
            hashtags=newsletter.hashtags,
            state=PostState.IN_REVIEW,
            language=newsletter.language,
            origin=f"edition/{draft.edition.id}",
        )
        for (kind, programme, text, link, title), planned in zip(
            texts, moments_from(first, taken, zone, day_off), strict=False
        )
    )


def _texts(
    draft: Draft, newsletter: Newsletter, phrases: Phrases, web_url: str
) -> Iterator[tuple[str, str, str, str, str]]:
    """Kind, programme, text, link and its title of each post."""
    edition, words = draft.edition, phrases.words
    issue = words["post_issue"].format(
        name=newsletter.name,
        month=phrases.dates.month(edition.month.first_day),
        theme=edition.theme_title or edition.subject,
    )
    told = first_sentences(edition.introduction, 2)
    page = f"{web_url}/archief/{edition.id}"
    text = _paragraphs(issue, told, words["post_read"])
    yield "nieuwsbrief", newsletter.id, text, page, edition.subject
    leads = edition.section(Section.LEAD)
    for section in _STORIES:
        for entry in edition.section(section):
            kind = "uitgelicht" if entry in leads[:1] else entry.item.key
            more = words["post_more"] if entry.item.link else ""
            yield kind, entry.item.programme, _story(entry, more), entry.item.link, entry.item.title
    for figure in edition.figures[:1]:
        seen = figure.fact.observation
        source = words["post_source"].format(source=seen.edition)
        text = _paragraphs(dutch.fact_sentence(figure.fact), source)
        yield "cijfer", newsletter.id, text, seen.source_url, figure.fact.definition.label


def _story(entry: Entry, more: str) -> str:
    return _paragraphs(entry.item.title, first_sentences(entry.item.text, _OF_A_STORY), more)


def _paragraphs(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)


def first_sentences(text: str, count: int) -> str:
    """The first sentences of a text, on one line; empty when there is none."""
    sentences = text.replace("\n\n", " ").split(". ")
    told = ". ".join(sentences[:count]).strip()
    return told if not told or told[-1] in ".?!…" else f"{told}."
