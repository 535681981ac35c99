"""The SES simulator is as strict as its documentation says."""

import http.client
import json

import pytest

from omroeper.demo.ses import SesSimulator
from omroeper.demo.ses_messages import problem_with, taken
from omroeper.demo.sigv4 import Credentials, refusal

AWS_EXAMPLE = {
    "authorization": (
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, "
        "SignedHeaders=content-type;host;x-amz-date, "
        "Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7"
    ),
    "content-type": "application/x-www-form-urlencoded; charset=utf-8",
    "host": "iam.amazonaws.com",
    "x-amz-date": "20150830T123600Z",
}
"""The worked example of AWS's own description of Signature Version 4."""
PATH = "/?Action=ListUsers&Version=2010-05-08"
EXAMPLE_KEY = Credentials(
    "AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "us-east-1", "iam"
)
REQUEST = {"Destination": {"ToAddresses": ["p@school.example"]}}
HEAD = b"From: desk@omroeper.example\r\nMessage-ID: <ours@omroeper.example>\r\nDate: ours\r\n"


def test_a_request_signed_by_aws_itself_is_right() -> None:
    assert refusal(EXAMPLE_KEY, "GET", PATH, AWS_EXAMPLE, b"") is None


@pytest.mark.parametrize(
    ("method", "path", "header", "body"),
    [
        ("POST", PATH, {}, b""),
        ("GET", PATH + "&x=1", {}, b""),
        ("GET", PATH, {"x-amz-date": "20150830T123601Z"}, b""),
        ("GET", PATH, {"host": "iam.example"}, b""),
        ("GET", PATH, {}, b"more"),
        ("GET", PATH, {"authorization": ""}, b""),
    ],
)
def test_a_request_that_was_changed_is_not(
    method: str, path: str, header: dict[str, str], body: bytes
) -> None:
    assert refusal(EXAMPLE_KEY, method, path, AWS_EXAMPLE | header, body) is not None


def test_nobody_calls_without_a_signature(ses: SesSimulator) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", ses.server_port)
    connection.request("POST", "/v2/email/outbound-emails", b"{}")
    answer = connection.getresponse()
    assert (answer.status, json.load(answer)["message"]) == (403, "Missing Authentication Token")
    connection.close()


@pytest.mark.parametrize(
    ("request_", "head", "told"),
    [
        (REQUEST, HEAD + b"DKIM-Signature: a\r\nDKIM-Signature: b\r\n", "Duplicate header"),
        (REQUEST, HEAD + b"X: " + b"x" * 1000 + b"\r\n", "longer than"),
        (REQUEST | {"ConfigurationSetName": "weg"}, HEAD, "does not exist"),
        (REQUEST | {"EmailTags": [{"Name": "a", "Value": "b+c"}]}, HEAD, "Invalid tag"),
        (REQUEST, HEAD.replace(b"omroeper.example", b"elders.example"), "not verified"),
        (REQUEST | {"FeedbackForwardingEmailAddress": "x@elders.example"}, HEAD, "not verified"),
    ],
)
def test_what_the_documentation_refuses_is_refused(
    request_: dict[str, object], head: bytes, told: str
) -> None:
    content = head + b"\r\nHallo.\r\n"
    problem = problem_with(request_, content, {"omroeper.example"}, set(), True)
    assert problem is not None
    assert told in problem[1]


def test_in_the_sandbox_only_verified_addresses_get_mail() -> None:
    content = HEAD + b"\r\nHallo.\r\n"
    assert problem_with(REQUEST, content, {"omroeper.example"}, set(), True) is None
    assert problem_with(REQUEST, content, {"omroeper.example"}, set(), False) is not None


def test_ses_puts_its_own_fields_in_the_place_of_ours() -> None:
    received = taken(REQUEST, HEAD + b"\r\nHallo.\r\n", 1).content
    assert b"ours" not in received
    assert received.count(b"Message-ID: <") == received.count(b"Date: ") == 1
    assert received.endswith(b"\r\n\r\nHallo.\r\n")
