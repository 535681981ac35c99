r"""LinkedIn's "little text", in which a post's commentary is written.

Reserved characters are escaped with a backslash; what is not is cut off silently, with a 201.
learn.microsoft.com/linkedin/marketing/community-management/shares/little-text-format
"""

import re
from collections.abc import Sequence

from omroeper.domain.post import Mention, Post, PostKind

_RESERVED = re.compile(r"([\\|{}@\[\]()<>#*_~])")
_PLAIN_TAG = re.compile(r"[^\W_]+")
_TAG = re.compile(r"\w+")
_ELEMENT = re.compile(
    r"\\(?P<kept>.)"
    r"|\{hashtag\|\\?[#＃]\|(?P<tag>(?:\\.|[^\\}])*)\}"
    r"|@\[(?P<name>(?:\\.|[^\\\]])*)\]\([^)]*\)",
    re.DOTALL,
)


def commentary(post: Post) -> str:
    """The post as LinkedIn takes it: mentions and hashtags alive, everything else plain text.

    A `#` or `@` in the text itself stays text. The parts are those of `Post.commentary`.
    """
    bare = post.link and post.kind is not PostKind.ARTICLE
    tags = " ".join(hashtag(tag) for tag in post.hashtags if tag)
    parts = (with_mentions(post.text, post.mentions), escaped(post.link) if bare else "", tags)
    return "\n\n".join(part for part in parts if part)


def escaped(text: str) -> str:
    """A backslash before every reserved character, so that it comes through as it is."""
    return _RESERVED.sub(r"\\\1", text)


def hashtag(tag: str) -> str:
    """A living hashtag; one with `_` needs the template, and what is no word stays text."""
    if _PLAIN_TAG.fullmatch(tag):
        return f"#{tag}"
    if _TAG.fullmatch(tag):
        return rf"{{hashtag|\#|{escaped(tag)}}}"
    return escaped(f"#{tag}")


def with_mentions(text: str, mentions: Sequence[Mention]) -> str:
    """The text escaped, with a living mention where it says `@Name`; the longest name goes first."""
    urns = {mention.name: mention.urn for mention in mentions if mention.name}
    if not urns:
        return escaped(text)
    names = "|".join(re.escape(name) for name in sorted(urns, key=len, reverse=True))
    pieces = re.split(rf"(?<!\w)@({names})(?!\w)", text)
    return "".join(
        f"@[{escaped(piece)}]({urns[piece]})" if number % 2 else escaped(piece)
        for number, piece in enumerate(pieces)
    )


def shown(little: str) -> str:
    """Little text as a reader sees it, with single spaces: to compare what LinkedIn gives back,
    which writes hashtags as templates, with what was sent."""
    return " ".join(_ELEMENT.sub(_shown, little).split())


def _shown(found: re.Match[str]) -> str:
    if found["kept"] is not None:
        return found["kept"]
    if found["tag"] is not None:
        return f"#{_unescaped(found['tag'])}"
    return f"@{_unescaped(found['name'])}"


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text, flags=re.DOTALL)
