"""Whether a request is signed as AWS wants it: Signature Version 4, worked out anew.

docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
"""

import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, urlsplit

_AUTHORIZATION = re.compile(
    r"AWS4-HMAC-SHA256 Credential=(?P<key>[^/]+)/(?P<scope>\d{8}/[^/]+/[^/]+/aws4_request), ?"
    r"SignedHeaders=(?P<headers>[a-z0-9;-]+), ?Signature=(?P<signature>[0-9a-f]{64})"
)
_MUST_BE_SIGNED = frozenset({"host", "x-amz-date"})


@dataclass(frozen=True, slots=True)
class Credentials:
    """An access key, and for which region and service it is used here."""

    key_id: str
    secret: str
    region: str
    service: str


def refusal(
    credentials: Credentials, method: str, path: str, headers: Mapping[str, str], body: bytes
) -> tuple[str, str] | None:
    """AWS's error code and message for a request that is not rightly signed; None for one that is."""
    found = _AUTHORIZATION.fullmatch(headers.get("authorization", ""))
    if found is None:
        return "MissingAuthenticationTokenException", "Missing Authentication Token"
    if found["key"] != credentials.key_id:
        return (
            "UnrecognizedClientException",
            "The security token included in the request is invalid.",
        )
    signed = found["headers"].split(";")
    scope = f"{headers.get('x-amz-date', '')[:8]}/{credentials.region}/{credentials.service}"
    told = _to_sign(method, path, {name: headers.get(name, "") for name in signed}, body, found)
    right = hmac.new(_key(credentials, found["scope"]), told.encode(), hashlib.sha256).hexdigest()
    whole = set(signed) >= _MUST_BE_SIGNED and found["scope"] == f"{scope}/aws4_request"
    if whole and hmac.compare_digest(right, found["signature"]):
        return None
    return (
        "InvalidSignatureException",
        "The request signature we calculated does not match the signature you provided.",
    )


def _to_sign(
    method: str, path: str, signed: Mapping[str, str], body: bytes, found: re.Match[str]
) -> str:
    parts = urlsplit(path)
    query = "&".join(
        f"{quote(name, safe='-_.~')}={quote(value, safe='-_.~')}"
        for name, value in sorted(parse_qsl(parts.query, keep_blank_values=True))
    )
    canonical = "\n".join(
        [
            method,
            parts.path,
            query,
            *(f"{name}:{' '.join(value.split())}" for name, value in signed.items()),
            "",
            found["headers"],
            hashlib.sha256(body).hexdigest(),
        ]
    )
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    return "\n".join(["AWS4-HMAC-SHA256", signed.get("x-amz-date", ""), found["scope"], digest])


def _key(credentials: Credentials, scope: str) -> bytes:
    key = f"AWS4{credentials.secret}".encode()
    for part in scope.split("/"):
        key = hmac.digest(key, part.encode(), "sha256")
    return key
