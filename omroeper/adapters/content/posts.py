"""content/linkedin/*.md → posts; each file is one, its pictures beside it."""

import hashlib
import re
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints

from omroeper.adapters.content.documents import (
    Document,
    Line,
    Parsed,
    Place,
    Prose,
    WebAddress,
    read_front_matter,
    shown_name,
)
from omroeper.adapters.content.media import PLACE, MediaFolder
from omroeper.domain.errors import ContentError, InvalidValue
from omroeper.domain.links import LinkBook
from omroeper.domain.planning import clock_moment
from omroeper.domain.post import Medium, Mention, Post, PostKind, PostState
from omroeper.domain.post_reading import PostReading, origin_of
from omroeper.domain.programme import Programmes
from omroeper.domain.team import Team
from omroeper.domain.text import readable

_ID = r"^[a-z0-9][a-z0-9-]{2,90}$"
_Urn = Annotated[Line, StringConstraints(pattern=r"^urn:li:organization:\d+$")]


class _Medium(Document):
    file: Line
    rights: Line
    alt: str = ""
    title: str = ""


class _Mention(Document):
    name: Line
    urn: _Urn


class _Post(Document):
    programme: Line
    planned: datetime
    author: Line
    owner: Line
    language: Annotated[str, StringConstraints(pattern="^[a-z]{2,3}$")] = "nl"
    type: PostKind | None = None
    link: WebAddress | None = None
    link_title: Line | None = None
    link_image: _Medium | None = None
    utm: Annotated[Line, StringConstraints(pattern="^[a-z0-9_-]+$")] | None = None
    media: tuple[_Medium, ...] = ()
    mentions: tuple[_Mention, ...] = ()
    hashtags: Annotated[tuple[Line, ...], Field(max_length=30)] = ()
    first_comment: Prose | None = None
    page: str = ""
    edition: str = ""
    reshares: str = ""
    corrects: str = ""
    draft: bool = False


class PostFiles:
    """Reads the folder of posts; a file that is broken is a warning and the others go on."""

    def __init__(self, home: Path, zone: tzinfo, programmes: Programmes, team: Team) -> None:
        self._home = home
        self._folder = home / PLACE
        self._media = MediaFolder(self._folder)
        self._zone = zone
        self._programmes = programmes
        self._team = team

    def read(self) -> PostReading:
        """Every post; warnings name file, line, field and remedy. A missing folder is not `whole`."""
        posts, warnings = [], []
        for file in sorted(self._folder.glob("*.md")):
            if file.name == "README.md":
                continue
            try:
                posts.append(self._post(file))
            except ContentError as error:
                warnings.append(error.sentence)
        whole = self._folder.is_dir() and not warnings
        return PostReading(PLACE, tuple(posts), tuple(warnings), whole)

    def _post(self, file: Path) -> Post:
        read, body, parsed = read_front_matter(file, self._home, _Post)
        self._check(file, read, parsed)
        media = tuple(
            self._medium(one, parsed, ("media", number)) for number, one in enumerate(read.media)
        )
        thumbnail = (
            self._medium(read.link_image, parsed, ("link_image",)) if read.link_image else None
        )
        link = read.link or ""
        if link and read.utm:
            link = LinkBook(read.utm, "", medium="social", source="linkedin").target(
                link, file.stem
            )
        post = Post(
            id=file.stem,
            edition=read.edition,
            programme=self._programme(read, parsed),
            text=readable(body).strip(),
            link=link,
            link_title=read.link_title or "",
            planned=self._moment(read, parsed),
            author=self._person(read.author, ("author",), parsed, must=False),
            hashtags=tuple(tag.lstrip("#") for tag in read.hashtags),
            state=PostState.DRAFT if read.draft else PostState.IN_REVIEW,
            owner=self._person(read.owner, ("owner",), parsed, must=True),
            language=read.language,
            page=read.page,
            thumbnail=thumbnail,
            media=media,
            mentions=tuple(Mention(one.name, one.urn) for one in read.mentions),
            first_comment=read.first_comment or "",
            reshares=read.reshares,
            corrects=read.corrects,
            origin=origin_of(PLACE, file.name, self._mark(file, (*media, thumbnail))),
        )
        if read.type not in (None, post.kind):
            problem = f"it says {read.type}, and what the post holds makes it {post.kind}"
            raise parsed.error(("type",), problem, "Mend the one or the other, or leave it out.")
        return post

    def _check(self, file: Path, read: _Post, parsed: Parsed) -> None:
        if not re.match(_ID, file.stem):
            raise ContentError(
                "the file's name is the post's id, and this cannot be one",
                file=shown_name(file, self._home),
                remedy="Use small letters, digits and dashes, such as 2024-10-16-conferentie.md.",
            )
        if read.link and not read.link_title and not read.media:
            problem = "a link is shown as a card, which needs a title"
            raise parsed.error(("link",), problem, "Add ‘link_title: …’.")

    def _medium(self, given: _Medium, parsed: Parsed, place: Place) -> Medium:
        try:
            digest = self._media.hash_of(given.file)
        except InvalidValue as cause:
            raise parsed.error((*place, "file"), cause.problem, cause.remedy) from cause
        return Medium(given.file, digest, given.alt.strip(), given.rights, given.title.strip())

    def _programme(self, read: _Post, parsed: Parsed) -> str:
        found = self._programmes.named(read.programme)
        if found is None:
            raise parsed.error(
                ("programme",),
                f"there is no programme ‘{read.programme}’",
                "Use an id or name from content/programmes.yaml.",
            )
        return found.id

    def _person(self, given: str, place: Place, parsed: Parsed, *, must: bool) -> str:
        person = self._team.named(given)
        if person is None and must:
            problem = f"‘{given}’ is not of the team"
            raise parsed.error(place, problem, "Use an id or name from content/team.yaml.")
        return person.name if person else given

    def _moment(self, read: _Post, parsed: Parsed) -> datetime:
        if read.planned.tzinfo is not None:
            return read.planned
        try:
            return clock_moment(read.planned.date(), read.planned.time(), self._zone)
        except InvalidValue as cause:
            raise parsed.error(("planned",), cause.problem, cause.remedy) from cause

    @staticmethod
    def _mark(file: Path, media: tuple[Medium | None, ...]) -> str:
        """Tells one state of file and pictures from another."""
        digest = hashlib.sha256(file.read_bytes())
        for medium in media:
            digest.update(medium.hash.encode() if medium else b"-")
        return digest.hexdigest()
