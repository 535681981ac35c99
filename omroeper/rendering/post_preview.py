"""A post as LinkedIn shows it: the fold on phone and desktop, what hangs below it, the first comment."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from omroeper.domain.finding import Finding
from omroeper.domain.newsletter import Newsletter
from omroeper.domain.post import Medium, Post
from omroeper.domain.post_check import post_title
from omroeper.domain.post_reading import place_in
from omroeper.domain.post_text import (
    DESKTOP_FOLD,
    PHONE_FOLD,
    Piece,
    folded_text,
    pieces_of,
)
from omroeper.rendering import dutch
from omroeper.rendering.brand import Brand
from omroeper.rendering.placing import text_to_paste
from omroeper.rendering.templates import environment_for, fill

IN_GRID = 4
"""Pictures that LinkedIn shows at once; the last one says how many more there are."""


@dataclass(frozen=True, slots=True)
class Fold:
    """The text on one kind of screen: what is seen at once, and what is behind “… meer”."""

    id: str
    name: str
    seen: tuple[Piece, ...]
    behind: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture or document of a post; `data` is a data URI, empty where it cannot be shown."""

    medium: Medium
    data: str

    @property
    def kind(self) -> str:
        return PurePosixPath(self.medium.file).suffix.lstrip(".").upper()


@dataclass(frozen=True, slots=True)
class PostSeen:
    """What the preview is made from. `pictures` are data URIs by file; `parent` is the post that is
    shown again; `programme` its name; `placing` says that a person has to place it by hand; `bare`
    leaves out all but the post itself, for a picture."""

    post: Post
    findings: Sequence[Finding]
    pictures: Mapping[str, str]
    programme: str
    parent: Post | None = None
    placing: bool = False
    bare: bool = False


def folds_of(post: Post) -> tuple[Fold, ...]:
    """The text on a phone and on a computer."""
    return (
        _fold("telefoon", "Telefoon", post, PHONE_FOLD),
        _fold("computer", "Computer", post, DESKTOP_FOLD),
    )


def _fold(name: str, title: str, post: Post, most: int) -> Fold:
    text = post.commentary
    seen = folded_text(text, most)
    return Fold(
        name,
        title,
        tuple(pieces_of(seen, post.mentions)),
        tuple(pieces_of(text[len(seen) :], post.mentions)),
    )


def render_post(
    seen: PostSeen,
    *,
    templates: Mapping[str, str],
    brand: Brand,
    newsletter: Newsletter,
    zone: tzinfo,
) -> str:
    """A whole page (Dutch); it holds its pictures, so it works as a file too."""
    post = seen.post
    pictures = tuple(_pictures(post.media, seen.pictures))
    return fill(
        environment_for(templates),
        "web/post.html",
        post=post,
        title=post_title(post),
        findings=seen.findings,
        folds=folds_of(post),
        pictures=pictures,
        grid=pictures[:IN_GRID],
        more=len(pictures) - IN_GRID,
        thumbnail=next(_pictures((post.thumbnail,), seen.pictures), None),
        site=urlsplit(post.link).hostname or "",
        length=len(post.commentary),
        planned=dutch.moment_text(post.planned, zone),
        programme=seen.programme,
        parent=seen.parent,
        parent_fold=folds_of(seen.parent)[1] if seen.parent else None,
        placing=seen.placing,
        bare=seen.bare,
        paste=text_to_paste(post),
        origin=place_in(post.origin),
        brand=brand,
        newsletter=newsletter,
    )


def _pictures(media: Sequence[Medium | None], data: Mapping[str, str]) -> Iterator[Picture]:
    for medium in media:
        if medium is not None:
            yield Picture(medium, data.get(medium.file, ""))
