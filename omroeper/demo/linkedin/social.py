"""Comments below a post, and who is administrator of which page.

learn.microsoft.com/linkedin/marketing/community-management/shares/comments-api and
…/organizations/organization-access-control-by-role
"""

import json
from typing import Any

from omroeper.demo.linkedin.state import Asked, Reply, Simulated, denied, error


def comment(state: Simulated, asked: Asked, urn: str) -> Reply:
    state.watch("comment asked")
    entity: dict[str, Any] = json.loads(asked.content)
    if entity.get("actor") not in state.administers:
        return denied("partnerApiSocialActions.CREATE.20261001")
    if urn not in state.posts:
        return error(404, "NOT_FOUND", f"Could not find entity {urn}")
    number = f"{6600000000000000000 + state.mint()}"
    made = {
        **entity,
        "id": number,
        "commentUrn": f"urn:li:comment:({urn},{number})",
        "created": {"actor": entity["actor"], "time": int(state.now() * 1000)},
    }
    with state.lock:
        state.comments.setdefault(urn, []).append(made)
    state.watch("commented")
    return Reply(201, made, {"x-restli-id": number})


def comments(state: Simulated, urn: str) -> Reply:
    found = state.comments.get(urn, [])
    paging = {"start": 0, "count": 10, "total": len(found), "links": []}
    return Reply(200, {"elements": found, "paging": paging})


def roles(state: Simulated) -> Reply:
    elements = [
        {
            "organization": urn,
            "role": "ADMINISTRATOR",
            "state": "APPROVED",
            "roleAssignee": "urn:li:person:demo",
        }
        for urn in sorted(state.administers)
    ]
    return Reply(200, {"elements": elements, "paging": {"start": 0, "count": 10, "links": []}})
