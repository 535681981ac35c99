"""DKIM signatures, as dkimpy checks them."""

import base64
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import dkim  # type: ignore[import-untyped]
import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from hypothesis import example, given
from hypothesis import strategies as st

from omroeper.adapters.dkim_keys import read_dkim_key
from omroeper.rendering.dkim import DkimKey, DkimSigner
from omroeper.rendering.master_copy import header_fields
from omroeper.rendering.mime import MessageBuilder
from tests.rendering.test_mime import DELIVERY, SENDER, WEB
from tests.samples import WHEN, rendered

DOMAIN = "omroeper.example"
FIELD = st.binary(max_size=60).map(
    lambda value: value.translate(None, b"\r\n\0").replace(b"\x0b", b"").replace(b"\x0c", b"")
)
BODY = st.lists(
    st.sampled_from([b"", b" ", b"a", b"\t", b".", b"\r\n", b"\r\n\r\n", b"=C3=A9", b"\xff"]),
    max_size=12,
).map(b"".join)


def write_key(folder: Path, kind: str) -> Path:
    key = (
        generate_private_key(65537, 2048) if kind == "rsa-sha256" else Ed25519PrivateKey.generate()
    )
    file = folder / f"{kind}.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    file.chmod(0o600)
    return file


@pytest.fixture(scope="module")
def signer(tmp_path_factory: pytest.TempPathFactory) -> DkimSigner:
    folder = tmp_path_factory.mktemp("keys")
    kinds = {"rsa-sha256": "sel", "ed25519-sha256": "sel-ed"}
    return DkimSigner(
        [
            read_dkim_key(write_key(folder, kind), domain=DOMAIN, selector=name, setting="X")
            for kind, name in kinds.items()
        ]
    )


class VerifyKey:
    """What dkimpy asks of PyNaCl, by the library that the project has."""

    def __init__(self, public: bytes, encoder: object) -> None:
        del encoder
        self._key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public))

    def verify(self, told: bytes, signature: bytes) -> None:
        self._key.verify(signature, told)


@pytest.fixture(scope="module", autouse=True)
def _nacl() -> Iterator[None]:
    encoding = SimpleNamespace(Base64Encoder=None)
    errors = SimpleNamespace(ValueError=ValueError, BadSignatureError=InvalidSignature)
    stand_in = SimpleNamespace(
        signing=SimpleNamespace(VerifyKey=VerifyKey), encoding=encoding, exceptions=errors
    )
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(dkim, "nacl", stand_in, raising=False)
        yield


def is_good(content: bytes, signer: DkimSigner, which: int) -> bool:
    """What a receiver finds for one of the signatures, with the records as they are published."""
    records = {f"{key.record_name}.".encode(): key.record.encode() for key in signer.keys}
    checker = dkim.DKIM(content, minkey=1024)
    try:
        return bool(checker.verify(which, dnsfunc=lambda name, **_: records.get(name)))
    except dkim.ValidationError:  # of the body's hash
        return False


def signed(signer: DkimSigner, head: bytes, body: bytes) -> bytes:
    lines = signer.signatures(header_fields(head), body, datetime.fromtimestamp(0, UTC))
    return b"\r\n".join([*lines, head]) + b"\r\n\r\n" + body


@given(subject=FIELD, folded=FIELD, body=BODY)
@example(subject=b"", folded=b"", body=b"")
@example(subject=b"a  b ", folded=b" ", body=b"x\r\n\r\n\r\n")
@example(subject=b"a", folded=b"b", body=b"no line end")
def test_receivers_accept_odd_headers_and_bodies(
    signer: DkimSigner, subject: bytes, folded: bytes, body: bytes
) -> None:
    head = (
        b"From: Desk <desk@omroeper.example>\r\nSubject:" + subject + b"\r\n\tx" + folded + b"\r\n"
        b"TO:  anna@school.example \r\nFeedback-ID: a\r\nFeedback-ID: b"
    )
    content = signed(signer, head, body)
    assert is_good(content, signer, 0)
    assert is_good(content, signer, 1)


def copy_of(signer: DkimSigner) -> bytes:
    builder = MessageBuilder(
        rendered("Cafés & €"), SENDER, campaign="agdb-2024-10-v2", web_url=WEB, signer=signer
    )
    return builder.message_for(DELIVERY, WHEN).content


def test_a_copy_is_signed_with_both_keys(signer: DkimSigner) -> None:
    content = copy_of(signer)
    assert is_good(content, signer, 0)
    assert is_good(content, signer, 1)
    assert max(map(len, content.split(b"\r\n"))) <= 998


def test_a_proof_is_signed_too(signer: DkimSigner) -> None:
    builder = MessageBuilder(rendered("Dag"), SENDER, campaign="c", web_url=WEB, signer=signer)
    assert is_good(builder.proof_for(DELIVERY, WHEN).content, signer, 0)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"To: anna@", b"To: piet@"),
        (b"/afmelden/t", b"/afmelden/u"),
        (b"List-Unsubscribe=One-Click", b"List-Unsubscribe=One-Clock"),
        (b"Beste lezer", b"Beste lezers"),
        (b"\r\nTo: ", b"\r\nSubject: Gratis\r\nTo: "),
        (b"\r\nTo: ", b"\r\nFrom: x@evil.example\r\nTo: "),
        (b"\r\nFrom: ", b"\r\nReply-To: x@evil.example\r\nFrom: "),
    ],
    ids=["To", "link", "one click", "body", "second Subject", "second From", "second Reply-To"],
)
@pytest.mark.parametrize("which", [0, 1])
def test_what_was_changed_on_the_way_no_longer_agrees(
    signer: DkimSigner, old: bytes, new: bytes, which: int
) -> None:
    content = copy_of(signer)
    changed = content.replace(old, new, 1)
    assert changed != content
    assert not is_good(changed, signer, which)


def test_the_record_holds_the_public_key_alone(signer: DkimSigner) -> None:
    rsa, ed25519 = signer.keys
    assert rsa.record_name == "sel._domainkey.omroeper.example"
    assert rsa.record.startswith("v=DKIM1; k=rsa; p=MIIB")
    assert ed25519.record.startswith("v=DKIM1; k=ed25519; p=")
    assert len(base64.b64decode(ed25519.public)) == 32


@cache
def key_of(domain: str) -> DkimKey:
    return DkimKey(domain, "s", "rsa-sha256", "", bytes)


@pytest.mark.parametrize(
    ("address", "aligned"),
    [
        ("a@omroeper.example", True),
        ("a@mail.Omroeper.example", True),
        ("a@anomroeper.example", False),
        ("a@example", False),
    ],
)
def test_a_key_speaks_for_its_domain_and_what_is_below(address: str, aligned: bool) -> None:
    assert key_of("omroeper.example").signs_for(address) is aligned
