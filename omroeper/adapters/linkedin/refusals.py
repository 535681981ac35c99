"""What LinkedIn's refusals mean, as errors that name the remedy.

Errors are `{status, code, serviceErrorCode, message}`; see
learn.microsoft.com/linkedin/shared/api-guide/concepts/error-handling
"""

import re
from typing import Any

import requests
from urllib3.exceptions import NewConnectionError

from omroeper.domain.errors import AlreadyThere, ChannelError, ReplyLost

_DUPLICATE = re.compile(r"duplicate of (urn:li:(?:share|ugcPost):\d+)", re.IGNORECASE)
_LOGIN = "Run `omroeper linkedin login`, or set OMROEPER_LINKEDIN_TOKEN anew."
_REMEDIES = {
    400: "LinkedIn found a field it does not take: report this, it is a fault of Omroeper.",
    401: f"The token has expired or was withdrawn. {_LOGIN}",
    403: (
        "The token needs w_organization_social, r_organization_social and (for statistics) "
        "rw_organization_admin, of somebody who is administrator of the page."
    ),
    404: "It is not on LinkedIn, or not this page's.",
    422: "Look at what LinkedIn says of the post, change it and have it approved again.",
    426: "This API version has ended: set OMROEPER_LINKEDIN_VERSION to a newer month.",
    429: "The day's quota is used up; it starts anew at 00:00 UTC.",
}


def raise_refusal(reply: requests.Response) -> None:
    """The client gives a refused call back as an object without an id; this makes it an error."""
    if reply.status_code < 400:
        return
    reason = _reason(reply)
    if reply.status_code >= 500 and reply.request.method != "GET":
        raise lost(f"it answered {reply.status_code}")
    if reply.status_code == 422 and (found := _DUPLICATE.search(reply.text)):
        raise AlreadyThere(
            f"it has this post already, as {found[1]}",
            urn=found[1],
            thing="LinkedIn",
            remedy="Look at the page whether that is this post.",
        )
    raise ChannelError(
        f"it refused with {reply.status_code} {reason}",
        thing="LinkedIn",
        remedy=_REMEDIES.get(reply.status_code, "Look the code up in LinkedIn's documentation."),
    )


def _reason(reply: requests.Response) -> str:
    """The code and the message, bounded; the OAuth pages name theirs otherwise."""
    try:
        told: Any = reply.json()
    except ValueError:
        return reply.reason
    if not isinstance(told, dict):
        return reply.reason
    code = told.get("code") or told.get("serviceErrorCode") or told.get("error")
    message = told.get("message") or told.get("error_description") or reply.reason
    return f"{code}: {message}"[:500]


def failed(cause: requests.RequestException, *, changes: bool) -> ChannelError | ReplyLost:
    """The error for a call without an answer: lost only when it may have changed something."""
    if changes and not _never_left(cause):
        return lost(type(cause).__name__)
    return ChannelError(
        f"it could not be reached ({type(cause).__name__})",
        thing="LinkedIn",
        remedy="Check the network; nothing was published.",
    )


def lost(why: str) -> ReplyLost:
    return ReplyLost(
        f"its reply was lost ({why})",
        thing="LinkedIn",
        remedy="Look at the page whether it stands there.",
    )


def _never_left(cause: requests.RequestException) -> bool:
    """Whether there was no connection to send anything over."""
    if isinstance(cause, requests.ConnectTimeout | requests.exceptions.ProxyError):
        return True
    if "CERTIFICATE_VERIFY_FAILED" in str(cause):
        return True
    reason = getattr(cause.args[0] if cause.args else None, "reason", None)
    return isinstance(reason, NewConnectionError)
