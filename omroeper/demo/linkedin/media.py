"""Pictures and documents: an address to upload to, the bytes, and a status that takes its time.

learn.microsoft.com/linkedin/marketing/community-management/shares/images-api and documents-api
"""

import json

from omroeper.demo.linkedin.state import Asked, Reply, Simulated, Uploaded, denied, error

_TWELVE_HOURS = 12 * 3600


def begin(state: Simulated, asked: Asked, kind: str) -> Reply:
    """`initializeUpload` for an `image` or a `document`."""
    state.watch("upload asked")
    owner = str(json.loads(asked.content).get("initializeUploadRequest", {}).get("owner", ""))
    if owner not in state.administers:
        return denied(f"partnerApi{kind.title()}s.ACTION-initializeUpload.20261001")
    urn = f"urn:li:{kind}:C4D10AQ{state.mint():06d}"
    state.media[urn] = Uploaded(owner, state.polls, fails=state.fail_processing)
    expires = int((state.now() + _TWELVE_HOURS) * 1000)
    address = f"{asked.base}/dms-uploads/{urn}/uploaded-{kind}/0"
    return Reply(200, {"value": {"uploadUrl": address, "uploadUrlExpiresAt": expires, kind: urn}})


def upload(state: Simulated, asked: Asked) -> Reply:
    urn = asked.path.split("/")[2]
    if urn not in state.media:
        return error(404, "NOT_FOUND", "No such upload")
    state.media[urn].content = asked.content
    state.watch("uploaded")
    return Reply(201)


def status(state: Simulated, urn: str) -> Reply:
    state.watch("polled")
    found = state.media.get(urn)
    if found is None:
        return error(404, "NOT_FOUND", f"Could not find entity {urn}")
    told = found.status
    if told == "PROCESSING":
        found.polls -= 1
    return Reply(200, {"id": urn, "owner": found.owner, "status": told})
