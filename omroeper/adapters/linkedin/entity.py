"""A post as the Posts API takes it.

learn.microsoft.com/linkedin/marketing/community-management/shares/posts-api
"""

from pathlib import PurePosixPath
from typing import Any

from omroeper.adapters.linkedin.little import commentary
from omroeper.domain.post import Medium, Post, PostKind
from omroeper.domain.post_attempt import Prepared


def post_entity(post: Post, prepared: Prepared, organization: str) -> dict[str, Any]:
    entity: dict[str, Any] = {
        "author": organization,
        "commentary": commentary(post),
        "visibility": "PUBLIC",
        "distribution": {
            "feedDistribution": "MAIN_FEED",
            "targetEntities": [],
            "thirdPartyDistributionChannels": [],
        },
        "lifecycleState": "PUBLISHED",
        "isReshareDisabledByAuthor": False,
    }
    if post.kind is PostKind.RESHARE:
        entity["reshareContext"] = {"parent": prepared.parent}
    elif content := _content(post, prepared):
        entity["content"] = content
    return entity


def _content(post: Post, prepared: Prepared) -> dict[str, Any]:
    """Titles and alt texts are plain text, so not escaped."""
    if post.kind is PostKind.ARTICLE:
        return {"article": _article(post, prepared)}
    if post.kind is PostKind.IMAGES:
        return {"multiImage": {"images": [_image(one, prepared) for one in post.media]}}
    if post.kind is PostKind.IMAGE:
        return {"media": _image(post.media[0], prepared)}
    if post.kind is PostKind.DOCUMENT:
        (document,) = post.media
        title = document.title or PurePosixPath(document.file).name
        return {"media": {"id": prepared.media[document.file], "title": title}}
    return {}


def _article(post: Post, prepared: Prepared) -> dict[str, str]:
    """LinkedIn does not read the page itself: title and thumbnail are what we send."""
    article = {"source": post.link, "title": post.link_title or post.link}
    if post.thumbnail is not None:
        article["thumbnail"] = prepared.media[post.thumbnail.file]
        if post.thumbnail.alt:
            article["thumbnailAltText"] = post.thumbnail.alt
    return article


def _image(medium: Medium, prepared: Prepared) -> dict[str, str]:
    return {"id": prepared.media[medium.file], "altText": medium.alt}
