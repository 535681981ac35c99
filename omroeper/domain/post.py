"""LinkedIn posts: proposed, approved, and published at most once."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class PostState(StrEnum):
    """PUBLISHING is recorded before the call; a lost reply ends in UNKNOWN and waits for a person.

    WAITING is the manual channel: the text is ready and a person places it. An APPROVED post whose
    moment has yet to come is scheduled: there is no other state for that.
    """

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    CHANGES_REQUESTED = "changes_requested"
    APPROVED = "approved"
    PUBLISHING = "publishing"
    PUBLISHED = "published"
    FAILED = "failed"
    WAITING = "waiting"
    UNKNOWN = "unknown"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    DELETED = "deleted"

    @property
    def dutch(self) -> str:
        """The state in the editor's words."""
        return _STATES_IN_DUTCH[self]


_STATES_IN_DUTCH = {
    PostState.DRAFT: "concept",
    PostState.IN_REVIEW: "in beoordeling",
    PostState.CHANGES_REQUESTED: "wijzigingen gevraagd",
    PostState.APPROVED: "goedgekeurd",
    PostState.PUBLISHING: "wordt geplaatst",
    PostState.PUBLISHED: "geplaatst",
    PostState.FAILED: "niet geplaatst",
    PostState.WAITING: "klaar om zelf te plaatsen",
    PostState.UNKNOWN: "onzeker of het geplaatst is",
    PostState.EXPIRED: "te laat om te plaatsen",
    PostState.CANCELLED: "wordt niet geplaatst",
    PostState.DELETED: "van LinkedIn gehaald",
}

POST_STEPS: dict[PostState, frozenset[PostState]] = {
    PostState.DRAFT: frozenset({PostState.IN_REVIEW, PostState.CANCELLED}),
    PostState.IN_REVIEW: frozenset(
        {PostState.APPROVED, PostState.CHANGES_REQUESTED, PostState.DRAFT, PostState.CANCELLED}
    ),
    PostState.CHANGES_REQUESTED: frozenset(
        {PostState.DRAFT, PostState.IN_REVIEW, PostState.CANCELLED}
    ),
    PostState.APPROVED: frozenset(
        {PostState.PUBLISHING, PostState.DRAFT, PostState.EXPIRED, PostState.CANCELLED}
    ),
    PostState.PUBLISHING: frozenset(
        {
            PostState.PUBLISHED,
            PostState.FAILED,
            PostState.UNKNOWN,
            PostState.WAITING,
            PostState.APPROVED,  # its process died before anything was handed over
        }
    ),
    PostState.WAITING: frozenset({PostState.PUBLISHED, PostState.CANCELLED}),
    PostState.UNKNOWN: frozenset({PostState.PUBLISHED, PostState.FAILED}),
    PostState.FAILED: frozenset({PostState.DRAFT, PostState.CANCELLED}),
    PostState.PUBLISHED: frozenset({PostState.DELETED}),
    PostState.EXPIRED: frozenset({PostState.DRAFT}),
    PostState.CANCELLED: frozenset(),
    PostState.DELETED: frozenset(),
}


class PostKind(StrEnum):
    """What LinkedIn shows below the text; it follows from what the post holds."""

    TEXT = "text"
    ARTICLE = "article"
    IMAGE = "image"
    IMAGES = "images"
    DOCUMENT = "document"
    RESHARE = "reshare"

    @property
    def dutch(self) -> str:
        """The kind in the editor's words."""
        return _KINDS_IN_DUTCH[self]


_KINDS_IN_DUTCH = {
    PostKind.TEXT: "alleen tekst",
    PostKind.ARTICLE: "link",
    PostKind.IMAGE: "beeld",
    PostKind.IMAGES: "beelden",
    PostKind.DOCUMENT: "document",
    PostKind.RESHARE: "gedeeld bericht",
}


@dataclass(frozen=True, slots=True)
class Medium:
    """A picture or document: `file` is its path under content/linkedin, `hash` the SHA-256 of its
    bytes when the post was read, so that another file under the same name voids the approval.

    `title` is what LinkedIn shows above a document. `rights` says who made it and who may use it.
    """

    file: str
    hash: str
    alt: str = ""
    rights: str = ""
    title: str = ""

    @property
    def is_document(self) -> bool:
        """Whether LinkedIn takes it as a document (to leaf through) and not as a picture."""
        return self.file.lower().endswith((".pdf", ".ppt", ".pptx", ".doc", ".docx"))


@dataclass(frozen=True, slots=True)
class Mention:
    """An organisation that is named: where the text says `@name`, LinkedIn links to `urn`."""

    name: str
    urn: str


@dataclass(frozen=True, slots=True)
class Post:
    """One LinkedIn message. `text` is plain: the channel does the escaping. `planned` is aware (UTC).

    `owner` is who is asked about it, `author` who wrote it (four eyes). `page` names one of the
    organisation's pages, empty for the first. `reshares` and `corrects` are ids of published posts:
    shown again from this page, or given this text. `origin` is the file or form it came from.
    """

    id: str
    edition: str
    programme: str
    text: str
    link: str
    link_title: str
    planned: datetime
    author: str = "omroeper"
    hashtags: tuple[str, ...] = ()
    state: PostState = PostState.DRAFT
    approved_by: str = ""
    approved_fingerprint: str = ""
    urn: str = ""
    note: str = ""
    owner: str = ""
    language: str = "nl"
    page: str = ""
    thumbnail: Medium | None = None
    media: tuple[Medium, ...] = ()
    mentions: tuple[Mention, ...] = ()
    first_comment: str = ""
    reshares: str = ""
    corrects: str = ""
    origin: str = ""

    @property
    def kind(self) -> PostKind:
        """What LinkedIn shows below the text."""
        if self.reshares:
            return PostKind.RESHARE
        if self.media:
            if self.media[0].is_document:
                return PostKind.DOCUMENT
            return PostKind.IMAGE if len(self.media) == 1 else PostKind.IMAGES
        return PostKind.ARTICLE if self.link else PostKind.TEXT

    @property
    def commentary(self) -> str:
        """Text, link and hashtags as a reader sees them.

        The link stands in the text only where LinkedIn shows no card for it.
        """
        bare = self.link and self.kind is not PostKind.ARTICLE
        tags = " ".join(f"#{tag}" for tag in self.hashtags)
        return "\n\n".join(part for part in (self.text, self.link if bare else "", tags) if part)

    @property
    def fingerprint(self) -> str:
        """SHA-256 over what would be published, bytes of pictures and first comment included."""
        parts = [self.commentary, self.link, self.link_title]
        named = (("thumbnail", self.thumbnail), *(("medium", medium) for medium in self.media))
        for name, medium in named:
            if medium is not None:
                parts += [f"{name}={medium.hash}", medium.alt, medium.title]
        parts += [f"mention={mention.name}={mention.urn}" for mention in self.mentions]
        for name in ("page", "first_comment", "reshares", "corrects"):
            if value := getattr(self, name):
                parts.append(f"{name}={value}")
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
