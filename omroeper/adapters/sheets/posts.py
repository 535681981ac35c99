"""A shared sheet as posts: one row a post; a row that does not fit is a warning with its number."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from pathlib import Path

import httpx

from omroeper.adapters.content.media import PLACE, MediaFolder
from omroeper.adapters.dutch_dates import read_moment
from omroeper.adapters.sheets.reader import visit_sheet
from omroeper.adapters.sheets.rows import Columns, Row, read_rows
from omroeper.domain.errors import InvalidValue, SourceError
from omroeper.domain.links import LinkBook, is_web_address
from omroeper.domain.matching import folded
from omroeper.domain.post import Medium, Post, PostState
from omroeper.domain.post_reading import PostReading, origin_of
from omroeper.domain.programme import Programmes
from omroeper.domain.source import Source, SourceKind, Validators
from omroeper.domain.team import Team
from omroeper.domain.text import one_line, readable

SHEET = "lijst"
"""Where posts of the sheet come from, and how their ids begin."""
NAMES: Mapping[str, tuple[str, ...]] = {
    "text": ("tekst", "bericht", "text"),
    "id": ("kenmerk", "id", "nummer"),
    "programme": ("programma", "programme"),
    "planned": ("moment", "gepland", "datum", "wanneer", "planned"),
    "author": ("auteur", "schrijver", "author"),
    "owner": ("eigenaar", "beheerder", "owner"),
    "link": ("link", "url"),
    "link_title": ("linktitel", "titel van de link", "link_title"),
    "utm": ("utm", "campagne"),
    "hashtags": ("hashtags", "hashtag"),
    "first_comment": ("eerste reactie", "first_comment"),
    "picture": ("beeld", "foto", "media"),
    "alt": ("alt-tekst", "alt", "alttekst"),
    "rights": ("rechten", "rights"),
    "page": ("pagina", "page"),
    "language": ("taal", "language"),
    "draft": ("concept", "draft"),
}
_YES = ("ja", "x", "true", "waar", "1")


@dataclass(frozen=True, slots=True)
class SheetOfPosts:
    """Where the list is, and what its columns are called where that is none of the usual names."""

    address: str
    columns: Mapping[str, str] = field(default_factory=dict)

    @property
    def heads(self) -> Columns:
        names = {name: one for one, usual in NAMES.items() for name in usual}
        own = {folded(head): one for one, head in self.columns.items()}
        remedy = "Name the columns in one row: kenmerk, programma, tekst, moment, auteur, eigenaar."
        return Columns({**own, **names, **own}, "text", remedy)


class PostSheet:
    """Reads the shared list of posts."""

    def __init__(
        self,
        sheet: SheetOfPosts,
        client: httpx.Client,
        home: Path,
        zone: tzinfo,
        programmes: Programmes,
        team: Team,
    ) -> None:
        self._sheet = sheet
        self._client = client
        self._home = home
        self._media = MediaFolder(home / PLACE)
        self._zone = zone
        self._programmes = programmes
        self._team = team

    def read(self) -> PostReading:
        """Every row that fits; a list that cannot be read is one warning, and nothing is gone."""
        source = Source(SHEET, "LinkedIn", SourceKind.SHEET, self._sheet.address, "")
        try:
            fetched = visit_sheet(self._client, self._home, source, Validators())
            rows = read_rows(fetched.content or b"", source, self._sheet.heads)
        except SourceError as error:
            return PostReading(SHEET, warnings=(error.sentence,), whole=False)
        posts: dict[str, Post] = {}
        warnings = []
        for row in rows:
            try:
                post = self._post(row)
                if post.id in posts:
                    problem = f"‘{post.id}’ is there twice; the first counts"
                    raise InvalidValue(problem, remedy="Give each row its own ‘kenmerk’.")
                posts[post.id] = post
            except InvalidValue as misfit:
                warnings.append(f"{self._sheet.address}, row {row.number}: {misfit.sentence}")
        return PostReading(SHEET, tuple(posts.values()), tuple(warnings), whole=not warnings)

    def _post(self, row: Row) -> Post:
        text = readable(row.text("text")).strip()
        if not text:
            raise InvalidValue("it has no text", remedy="Fill in ‘tekst’.")
        planned, programme = self._moment(row), self._programme(row)
        name = self._id(row, programme, planned)
        link = row.text("link")
        if link and not is_web_address(link):
            raise InvalidValue(f"‘{link[:60]}’ is no web address", remedy="Start it with https://.")
        if link and not row.text("link_title") and not row.text("picture"):
            raise InvalidValue("its link has no title", remedy="Fill in ‘linktitel’.")
        media = self._medium(row)
        if link and row.text("utm"):
            book = LinkBook(row.text("utm"), "", medium="social", source="linkedin")
            link = book.target(link, name)
        return Post(
            id=name,
            edition="",
            programme=programme,
            text=text,
            link=link,
            link_title=one_line(row.text("link_title")),
            planned=planned,
            author=self._author(row),
            hashtags=_hashtags(row.text("hashtags")),
            state=PostState.DRAFT if folded(row.text("draft")) in _YES else PostState.IN_REVIEW,
            owner=self._owner(row),
            language=row.text("language")[:2].lower() or "nl",
            page=row.text("page"),
            media=media,
            first_comment=readable(row.text("first_comment")).strip(),
            origin=origin_of(SHEET, name, _mark(row, media)),
        )

    def _id(self, row: Row, programme: str, planned: datetime) -> str:
        """The row's own mark, or its programme and moment."""
        given = folded(row.text("id")) or f"{programme} {planned:%Y-%m-%d %H%M}"
        kept = "".join(ch if ch.isalnum() and ch.isascii() else "-" for ch in given)
        return f"{SHEET}-{kept.strip('-')}"[:90]

    def _moment(self, row: Row) -> datetime:
        given = row.cells.get("planned")
        moment = read_moment(given, self._zone) if given is not None else None
        if moment is None:
            raise InvalidValue(
                f"‘{row.text('planned')[:40]}’ is no day and time",
                remedy="Write ‘moment’ as 15-10-2024 10:00.",
            )
        return moment

    def _programme(self, row: Row) -> str:
        found = self._programmes.named(row.text("programme"))
        if found is None:
            raise InvalidValue(
                f"there is no programme ‘{row.text('programme')[:60]}’",
                remedy="Use a name or id from content/programmes.yaml.",
            )
        return found.id

    def _author(self, row: Row) -> str:
        given = one_line(row.text("author"))
        if not given:
            raise InvalidValue("nobody is named who wrote it", remedy="Fill in ‘auteur’.")
        person = self._team.named(given)
        return person.name if person else given

    def _owner(self, row: Row) -> str:
        person = self._team.named(row.text("owner"))
        if person is None:
            raise InvalidValue(
                f"‘{row.text('owner')[:60]}’ is not of the team",
                remedy="Fill in ‘eigenaar’ with a name or id from content/team.yaml.",
            )
        return person.name

    def _medium(self, row: Row) -> tuple[Medium, ...]:
        name = row.text("picture")
        if not name:
            return ()
        if not row.text("rights"):
            raise InvalidValue(f"{name} has no rights", remedy="Say under ‘rechten’ who made it.")
        digest, alt = self._media.hash_of(name), one_line(row.text("alt"))
        title = alt if name.lower().endswith(".pdf") else ""
        return (Medium(name, digest, alt, one_line(row.text("rights")), title),)


def _hashtags(given: str) -> tuple[str, ...]:
    return tuple(tag.lstrip("#") for tag in given.replace(",", " ").split())


def _mark(row: Row, media: tuple[Medium, ...]) -> str:
    """Tells one state of a row from another, in whatever order its columns stand."""
    cells = sorted(f"{name}={row.text(name)}" for name in row.cells)
    hashes = [one.hash for one in media]
    return hashlib.sha256("\x1f".join((*cells, *hashes)).encode()).hexdigest()
