"""Google Analytics' Data API and its token server on loopback, as Google documents them.

Values are texts, an empty report has no `rows`, rows of noughts are left out, and with thresholding
those of few users too. Names that the API does not know are refused.
"""

import base64
import json
import re
import time
from datetime import date
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from omroeper.demo.analytics_server import AnalyticsServer, Asked, Refused, Tell, Visits

PROPERTY = "123456789"
EMAIL = "omroeper@desk.iam.gserviceaccount.com"
KEY_ID = "7d1f"
_TOKEN = "ya29.demo"  # noqa: S105 - opens nothing but this simulator
_AUDIENCE = "https://oauth2.googleapis.com/token"
_SCOPE = "https://www.googleapis.com/auth/analytics.readonly"
_DIMENSIONS: dict[str, Tell] = {
    "date": lambda one: f"{one.day:%Y%m%d}",
    "sessionManualSource": lambda one: one.source or "(not set)",
    "sessionManualMedium": lambda one: one.medium or "(not set)",
    "sessionManualCampaignName": lambda one: one.campaign or "(not set)",
    "sessionManualAdContent": lambda one: one.content or "(not set)",
}
_METRICS: dict[str, Tell] = {
    "sessions": lambda one: one.visits,
    "engagedSessions": lambda one: one.engaged,
    "totalUsers": lambda one: one.visitors,
    "keyEvents": lambda one: one.conversions,
}


class Ga4Server(AnalyticsServer):
    """Its `url` takes the place of https://analyticsdata.googleapis.com; `sampled` is a share of events."""

    def __init__(self, rows: list[Visits] | None = None) -> None:
        super().__init__(rows or [])
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.thresholding = 0
        self.sampled = 1.0

    @property
    def key_file(self) -> str:
        """The service account's key, as Google Cloud gives it."""
        private = self.key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        return json.dumps(
            {
                "type": "service_account",
                "project_id": "desk",
                "private_key_id": KEY_ID,
                "private_key": private.decode(),
                "client_email": EMAIL,
                "token_uri": f"{self.url}/token",
            }
        )

    def answer(self, asked: Asked) -> Any:
        if asked.path == "/token":
            return self._token(asked.body)
        if asked.token != _TOKEN:
            told = "Request had invalid authentication credentials."
            raise _refused(401, "UNAUTHENTICATED", told)
        found = re.fullmatch(r"/v1beta/properties/(\d+):runReport", asked.path)
        if found is None or found[1] != PROPERTY:
            told = "User does not have sufficient permissions for this property."
            raise _refused(403, "PERMISSION_DENIED", told)
        self.use_quota()
        return self._report(asked.body)

    def over_quota(self) -> Refused:
        told = (
            "Exhausted property tokens per day. These quota tokens will return in under 24 hours. "
            "To learn more, see https://developers.google.com/analytics/devguides/reporting/data/v1/quotas"
        )
        return _refused(429, "RESOURCE_EXHAUSTED", told)

    def _token(self, form: dict[str, str]) -> dict[str, Any]:
        head, claims, signature = form.get("assertion", "..").split(".")
        try:
            self.key.public_key().verify(
                _decoded(signature),
                f"{head}.{claims}".encode(),
                padding.PKCS1v15(),
                hashes.SHA256(),
            )
        except InvalidSignature as cause:
            told = {"error": "invalid_grant", "error_description": "Invalid JWT Signature."}
            raise Refused(400, told) from cause
        told, header = json.loads(_decoded(claims)), json.loads(_decoded(head))
        right = (
            form.get("grant_type") == "urn:ietf:params:oauth:grant-type:jwt-bearer"
            and header == {"alg": "RS256", "typ": "JWT", "kid": KEY_ID}
            and (told["iss"], told["aud"], told["scope"]) == (EMAIL, _AUDIENCE, _SCOPE)
        )
        if not right or not told["iat"] <= time.time() + 60 or told["exp"] - told["iat"] > 3600:
            raise Refused(400, {"error": "invalid_grant", "error_description": "Invalid JWT"})
        return {"access_token": _TOKEN, "expires_in": 3599, "token_type": "Bearer"}

    def _report(self, body: dict[str, Any]) -> dict[str, Any]:
        dimensions = [one["name"] for one in body["dimensions"]]
        metrics = [one["name"] for one in body["metrics"]]
        for name, known, kind in (
            *((one, _DIMENSIONS, "dimension") for one in dimensions),
            *((one, _METRICS, "metric") for one in metrics),
        ):
            if name not in known:
                raise _refused(400, "INVALID_ARGUMENT", f"Field {name} is not a valid {kind}.")
        (dates,) = body["dateRanges"]
        first, last = (date.fromisoformat(dates[one]) for one in ("startDate", "endDate"))
        rows = [one for one in self.between(first, last) if _fits(one, body["dimensionFilter"])]
        rows = [one for one in rows if one.visits and one.visitors >= self.thresholding]
        order = [one["dimension"]["dimensionName"] for one in body.get("orderBys", ())]
        rows.sort(key=lambda one: [_DIMENSIONS[name](one) for name in order])
        offset, limit = int(body.get("offset", "0")), int(body.get("limit", "10000"))
        answer: dict[str, Any] = {
            "dimensionHeaders": [{"name": name} for name in dimensions],
            "metricHeaders": [{"name": name, "type": "TYPE_INTEGER"} for name in metrics],
            "metadata": self._metadata(),
            "propertyQuota": {
                "tokensPerDay": {"consumed": 1, "remaining": self.quota_left},
            },
            "kind": "analyticsData#runReport",
        }
        if rows:
            answer["rowCount"] = len(rows)
        if page := rows[offset : offset + limit]:
            answer["rows"] = [
                {
                    "dimensionValues": [{"value": _DIMENSIONS[name](one)} for name in dimensions],
                    "metricValues": [{"value": str(_METRICS[name](one))} for name in metrics],
                }
                for one in page
            ]
        return answer

    def _metadata(self) -> dict[str, Any]:
        metadata: dict[str, Any] = {"currencyCode": "EUR", "timeZone": "Europe/Amsterdam"}
        if self.thresholding:
            metadata["subjectToThresholding"] = True
        if self.sampled < 1:
            space = 1_000_000
            read = str(round(space * self.sampled))
            metadata["samplingMetadatas"] = [
                {"samplesReadCount": read, "samplingSpaceSize": str(space)}
            ]
        return metadata


def _fits(one: Visits, asked: dict[str, Any]) -> bool:
    return all(
        _DIMENSIONS[each["filter"]["fieldName"]](one) in each["filter"]["inListFilter"]["values"]
        for each in asked["andGroup"]["expressions"]
    )


def _refused(status: int, name: str, message: str) -> Refused:
    return Refused(status, {"error": {"code": status, "message": message, "status": name}})


def _decoded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
