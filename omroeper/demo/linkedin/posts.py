"""The Posts API: create, read, find by author, change the text, delete.

learn.microsoft.com/linkedin/marketing/community-management/shares/posts-api
"""

import json
from typing import Any

from omroeper.demo.linkedin.little import as_linkedin_gives_back, as_shown, cut_like_linkedin
from omroeper.demo.linkedin.state import Asked, Reply, Simulated, denied, error

_MOST_CHARACTERS = 3000


def create(state: Simulated, asked: Asked) -> Reply:
    state.watch("create asked")
    entity: dict[str, Any] = json.loads(asked.content)
    with state.lock:
        refusal = _refusal(state, entity)
        if refusal is not None:
            return refusal
        number = len(state.posts)
        urn = f"urn:li:{'ugcPost' if number % 2 else 'share'}:{7250000000000000000 + state.mint() - 1}"
        text = cut_like_linkedin(str(entity.get("commentary", "")))
        now = int(state.now() * 1000)
        made = {"createdAt": now, "lastModifiedAt": now, "publishedAt": now, "id": urn}
        state.posts[urn] = {**entity, "commentary": text, **made}
    state.watch("created")
    return Reply(201, None, {"x-restli-id": urn})


def read(state: Simulated, urn: str) -> Reply:
    found = state.posts.get(urn)
    if found is None:
        return error(404, "NOT_FOUND", f"Could not find entity {urn}")
    return Reply(200, _given_back(found))


def find_by_author(state: Simulated, asked: Asked) -> Reply:
    author, query = asked.query.get("author", ""), asked.query
    start, count = int(query.get("start", 0)), min(int(query.get("count", 10)), 100)
    shown = [] if state.hidden else [one for one in state.posts.values() if one["author"] == author]
    newest = sorted(shown, key=lambda one: one["createdAt"], reverse=True)[start : start + count]
    paging = {"start": start, "count": count, "links": []}
    return Reply(200, {"elements": [_given_back(one) for one in newest], "paging": paging})


def update(state: Simulated, asked: Asked, urn: str) -> Reply:
    """PARTIAL_UPDATE: of an organic post the text can be changed, the content not."""
    changes = json.loads(asked.content).get("patch", {}).get("$set", {})
    if urn not in state.posts:
        return error(404, "NOT_FOUND", f"Could not find entity {urn}")
    if set(changes) - {"commentary", "contentCallToActionLabel", "contentLandingPage"}:
        return error(400, "ILLEGAL_ARGUMENT", "Fields can not be updated")
    with state.lock:
        text = cut_like_linkedin(str(changes.get("commentary", "")))
        info = {"lifecycleStateInfo": {"isEditedByAuthor": True}}
        now = {"lastModifiedAt": int(state.now() * 1000)}
        state.posts[urn] = {**state.posts[urn], "commentary": text, **info, **now}
    state.watch("updated")
    return Reply(204)


def delete(state: Simulated, urn: str) -> Reply:
    """Idempotent: what is gone already gives 204 too."""
    with state.lock:
        state.posts.pop(urn, None)
    state.watch("deleted")
    return Reply(204)


def _refusal(state: Simulated, entity: dict[str, Any]) -> Reply | None:
    author, text = str(entity.get("author", "")), str(entity.get("commentary", ""))
    if author not in state.administers:
        return denied("partnerApiPostsExternal.CREATE.20261001")
    if len(as_shown(text)) > _MOST_CHARACTERS:
        return error(422, "COMMENTARY_LENGTH_EXCEEDED", "commentary exceeds the maximum length")
    if unready := [one for one in _media_in(entity) if not _is_ready(state, one)]:
        return error(422, "MEDIA_ASSET_NOT_READY", f"Media {unready[0]} is not available")
    parent = (entity.get("reshareContext") or {}).get("parent")
    if parent and parent not in state.posts:
        return error(422, "UNPROCESSABLE_ENTITY", f"Parent {parent} does not exist")
    cut = cut_like_linkedin(text)
    for urn, post in state.posts.items() if state.refuses_duplicates else ():
        same = (post["author"], post["commentary"], post.get("reshareContext"))
        if same == (author, cut, entity.get("reshareContext")):
            return _duplicate(urn)
    return None


def _duplicate(urn: str) -> Reply:
    message = f"Content is a duplicate of {urn}"
    problem = {
        "code": "DUPLICATE_POST",
        "description": message,
        "input": {"inputPath": {"fieldPath": ""}},
    }
    body = {"status": 422, "code": "DUPLICATE_POST", "message": message}
    return Reply(422, {**body, "errorDetails": {"inputErrors": [problem]}})


def _media_in(entity: dict[str, Any]) -> list[str]:
    content = entity.get("content") or {}
    images = (content.get("multiImage") or {}).get("images", [])
    found = [
        (content.get("media") or {}).get("id"),
        (content.get("article") or {}).get("thumbnail"),
    ]
    return [str(urn) for urn in (*found, *(one.get("id") for one in images)) if urn]


def _is_ready(state: Simulated, urn: str) -> bool:
    return urn in state.media and state.media[urn].status == "AVAILABLE"


def _given_back(post: dict[str, Any]) -> dict[str, Any]:
    return {**post, "commentary": as_linkedin_gives_back(post["commentary"])}
