"""A person placed a post by hand and pastes its address: then it is PUBLISHED."""

from dataclasses import replace

from omroeper.domain.errors import InvalidValue, NotFound
from omroeper.domain.post import Post, PostState
from omroeper.domain.post_address import post_number, post_urn
from omroeper.domain.post_check import post_title
from omroeper.domain.review import AuditEntry
from omroeper.ports import Clock, Store

PLACED = "post placed by hand"


def waiting_posts(store: Store) -> tuple[Post, ...]:
    """The posts whose address a person can give."""
    return tuple(post for post in store.posts() if post.state is PostState.WAITING)


def record_placed(store: Store, clock: Clock, post_id: str, address: str, by: str) -> Post:
    """The post with the urn of its address; the same address twice for one post is fine.

    Raises InvalidValue (Dutch) for what is no address of a post, or is another post's.
    """
    post = store.post(post_id)
    if post is None:
        raise NotFound("there is no such post", thing=post_id, remedy="Check the post's id.")
    urn, name = post_urn(address), " ".join(by.split())
    if post.state is PostState.PUBLISHED and post_number(post.urn) == post_number(urn):
        return post
    if not name:
        raise InvalidValue("Uw naam: niet ingevuld", remedy="Vul uw eigen naam in.")
    if post.state is not PostState.WAITING:
        raise InvalidValue(
            f"‘{post_title(post)}’ is {post.state.dutch}, dus er is geen adres te geven",
            remedy="Kies een bericht dat klaarstaat.",
        )
    _require_unused(store, urn)
    placed = replace(post, state=PostState.PUBLISHED, urn=urn, note=f"Geplaatst door {name}.")
    entry = AuditEntry(
        clock.now(),
        name,
        PLACED,
        post.edition or post.id,
        f"{post.id}: {urn}",
        post.approved_fingerprint,
        before=f"‘{post_title(post)}’: {post.state.dutch}",
        after=f"‘{post_title(post)}’: {placed.state.dutch}",
    )
    if not store.rewrite_post(post, placed, (entry,)):
        raise InvalidValue(
            f"Een collega was u voor bij ‘{post_title(post)}’", remedy="Kijk hoe het nu staat."
        )
    return placed


def _require_unused(store: Store, urn: str) -> None:
    for other in store.posts():
        if other.urn and post_number(other.urn) == post_number(urn):
            raise InvalidValue(
                f"Dit adres hoort al bij ‘{post_title(other)}’",
                remedy="Kopieer het adres van het andere bericht.",
            )
