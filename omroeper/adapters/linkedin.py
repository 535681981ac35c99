"""LinkedIn through its own client (PyPI linkedin-api-client), hardened.

The client has no timeouts, raises nothing on a refusal, knows one base address, and misspells the
protocol header (`X-RestLi-Protocol_Version`). Its requests session is given what is missing here.
API: learn.microsoft.com/linkedin/marketing/community-management/shares/posts-api
"""

import re
from typing import Any

import requests
from linkedin_api.clients.restli.client import RestliClient
from linkedin_api.common.constants import VERSIONED_BASE_URL
from requests.adapters import HTTPAdapter
from urllib3.util.retry import Retry

from omroeper.domain.errors import ChannelError, ReplyLost
from omroeper.domain.post import Post
from omroeper.settings import LinkedInSettings

_API = VERSIONED_BASE_URL.removesuffix("/rest")
_RESERVED = re.compile(r"([\\|{}@\[\]()<>#*_~])")
STATISTICS = (
    "impressionCount",
    "uniqueImpressionsCount",
    "clickCount",
    "likeCount",
    "commentCount",
    "shareCount",
)
_REMEDIES = {
    401: "Log in again at LinkedIn and set OMROEPER_LINKEDIN_TOKEN anew.",
    403: "The token needs w_organization_social and r_organization_social, and an administrator.",
    422: "LinkedIn has this text already: look at the page before trying again.",
    426: "This API version has ended: set OMROEPER_LINKEDIN_VERSION to a newer month.",
    429: "The day's quota is used up; it starts anew at 00:00 UTC.",
}


class LinkedInChannel:
    """Fulfils ports.SocialChannel."""

    name = "LinkedIn"

    def __init__(self, settings: LinkedInSettings, *, timeout_seconds: float = 20) -> None:
        self._settings = settings
        self._client = RestliClient()
        self._client.session.mount(_API, _Hardened(settings.base_url, timeout_seconds))

    def publish(self, post: Post) -> str:
        """Create the post; gives its urn.

        Raises ChannelError when LinkedIn certainly did not take it, ReplyLost when nobody knows.
        """
        try:
            reply = self._client.create(
                resource_path="/posts",
                entity=self._entity(post),
                access_token=self._settings.token,
                version_string=self._settings.version,
            )
        except requests.ConnectTimeout as cause:
            raise _unreachable(cause) from cause
        except requests.ConnectionError as cause:
            if "NewConnectionError" in str(cause) or "Failed to establish" in str(cause):
                raise _unreachable(cause) from cause
            raise _lost(cause) from cause
        except requests.RequestException as cause:
            raise _lost(cause) from cause
        urn = reply.decoded_entity_id
        if not urn:
            raise ReplyLost(
                "the reply has no id for the post",
                thing="LinkedIn",
                remedy="Look at the page whether the post stands there.",
            )
        return str(urn)

    def find(self, post: Post) -> str | None:
        """The urn of this very text among the page's latest posts; None when it is not there."""
        reply = self._read("/posts", "author", {"author": self._settings.organization, "count": 50})
        wanted = commentary(post)
        for element in reply.elements or []:
            if element.get("commentary") in (wanted, post.commentary):
                return str(element["id"])
        return None

    def statistics(self, urn: str) -> dict[str, int]:
        """Lifetime totals of one post; LinkedIn leaves zeros out, so what is absent is 0."""
        kind = "ugcPosts" if ":ugcPost:" in urn else "shares"
        query = {"organizationalEntity": self._settings.organization, kind: [urn]}
        reply = self._read("/organizationalEntityShareStatistics", "organizationalEntity", query)
        totals: dict[str, Any] = {}
        for element in reply.elements or []:
            totals = element.get("totalShareStatistics") or {}
        return {name: int(totals.get(name, 0)) for name in STATISTICS}

    def _read(self, path: str, finder: str, query: dict[str, Any]) -> Any:
        try:
            return self._client.finder(
                resource_path=path,
                finder_name=finder,
                query_params=query,
                access_token=self._settings.token,
                version_string=self._settings.version,
            )
        except requests.RequestException as cause:
            raise _unreachable(cause) from cause

    def _entity(self, post: Post) -> dict[str, Any]:
        entity: dict[str, Any] = {
            "author": self._settings.organization,
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
        if post.link:
            # LinkedIn does not read the page itself; titles are plain text, so not escaped.
            entity["content"] = {"article": {"source": post.link, "title": post.link_title}}
        return entity


def commentary(post: Post) -> str:
    """The post in LinkedIn's "little text": the text escaped, the hashtags left alive."""
    tags = " ".join(f"#{tag}" for tag in post.hashtags)
    text = escaped(post.text)
    return f"{text}\n\n{tags}" if tags else text


def escaped(text: str) -> str:
    """A backslash before every reserved character; unescaped, LinkedIn cuts the text off silently."""
    return _RESERVED.sub(r"\\\1", text)


class _Hardened(HTTPAdapter):
    """What the client lacks: timeouts, retries on reads only, the right protocol header, an error
    for a refusal, and another base address for the simulator.

    It stands here and not in the session's hooks, because the client prepares its requests outside
    the session, and those never see its hooks and headers.
    """

    def __init__(self, base_url: str, timeout_seconds: float) -> None:
        retry = Retry(total=2, backoff_factor=0.3, allowed_methods={"GET"}, status_forcelist=(503,))
        super().__init__(max_retries=retry)
        self._base_url = base_url
        self._timeout = timeout_seconds

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> Any:
        kwargs["timeout"] = self._timeout
        request.url = str(request.url).replace(_API, self._base_url, 1)
        request.headers["X-Restli-Protocol-Version"] = "2.0.0"
        reply = super().send(request, *args, **kwargs)
        _raise_refusal(reply)
        return reply


def _raise_refusal(reply: requests.Response) -> None:
    """The client gives a refused call back as an object without an id; this makes it an error."""
    if reply.status_code < 400:
        return
    try:
        told = reply.json()
        reason = f"{told.get('code') or told.get('serviceErrorCode')}: {told.get('message')}"
    except (ValueError, AttributeError):
        reason = reply.reason
    if reply.status_code >= 500 and reply.request.method != "GET":
        raise ReplyLost(
            f"it answered {reply.status_code}, so the post may stand there",
            thing="LinkedIn",
            remedy="Look at the page.",
        )
    raise ChannelError(
        f"it refused with {reply.status_code} {reason}",
        thing="LinkedIn",
        remedy=_REMEDIES.get(reply.status_code, "Look the code up in LinkedIn's documentation."),
    )


def _unreachable(cause: Exception) -> ChannelError:
    return ChannelError(
        f"it could not be reached ({type(cause).__name__})",
        thing="LinkedIn",
        remedy="Check the network; nothing was published.",
    )


def _lost(cause: Exception) -> ReplyLost:
    return ReplyLost(
        f"its reply was lost ({type(cause).__name__})",
        thing="LinkedIn",
        remedy="Look at the page whether the post stands there.",
    )
