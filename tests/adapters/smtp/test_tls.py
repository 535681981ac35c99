"""TLS and AUTH at a real TLS relay with a certificate of our own authority."""

import ipaddress
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from omroeper.adapters.smtp import SmtpMailer
from omroeper.domain.delivery import Attempt, Outcome
from omroeper.domain.errors import SendingError
from tests.adapters.smtp.relays import ScriptedRelay, answering, mails, settings_of

LOGIN = ("PIPELINING", "AUTH PLAIN LOGIN")
NOW = datetime.now(UTC)


@dataclass(frozen=True)
class Authority:
    """A certificate authority of our own, in files."""

    folder: Path
    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @property
    def file(self) -> Path:
        return self.folder / "ca.pem"

    def context(self, host: str, *, until: datetime = NOW + timedelta(days=1)) -> ssl.SSLContext:
        """What a relay with a certificate for this host answers with."""
        key = ec.generate_private_key(ec.SECP256R1())
        address = x509.IPAddress(ipaddress.ip_address(host))
        made = (
            _begun(host, self.certificate.subject, key, until)
            .add_extension(x509.SubjectAlternativeName([address]), critical=False)
            .add_extension(_issued_by(self.key), critical=False)
            .sign(self.key, hashes.SHA256())
        )
        file = self.folder / f"{host}.pem"
        file.write_bytes(
            made.public_bytes(serialization.Encoding.PEM)
            + key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context


def _begun(
    name: str, issuer: x509.Name | None, key: ec.EllipticCurvePrivateKey, until: datetime
) -> x509.CertificateBuilder:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer or subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - timedelta(days=30))
        .not_valid_after(until)
    )


def _issued_by(key: ec.EllipticCurvePrivateKey) -> x509.AuthorityKeyIdentifier:
    return x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key())


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    folder, key = tmp_path_factory.mktemp("ca"), ec.generate_private_key(ec.SECP256R1())
    made = (
        _begun("Onze eigen CA", None, key, NOW + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "ca.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    return Authority(folder, key, made)


def attempts_over(relay: ScriptedRelay, count: int, **settings: object) -> list[Attempt]:
    mailer = SmtpMailer(settings_of(relay, **settings), timeout_seconds=10)
    try:
        return list(mailer.send(mails(count)))
    finally:
        mailer.close()


def refusal(relay: ScriptedRelay, **settings: object) -> str:
    with answering(relay), pytest.raises(SendingError, match="stays in the ledger") as caught:
        attempts_over(relay, 3, **settings)
    assert relay.told.count("MAIL") == 0
    assert "geheim" not in caught.value.sentence
    return caught.value.sentence


@pytest.mark.parametrize("security", ["tls", "starttls"])
@pytest.mark.parametrize("connections", [1, 3])
def test_messages_go_over_tls_with_a_password(
    authority: Authority, security: str, connections: int
) -> None:
    context = authority.context("127.0.0.1")
    kind = {"context" if security == "tls" else "starttls": context}
    with answering(ScriptedRelay(features=LOGIN, **kind)) as relay:  # type: ignore[arg-type]
        attempts = attempts_over(
            relay,
            20,
            security=security,
            authority=authority.file,
            user="desk",
            password="geheim",
            connections=connections,
        )
        assert {attempt.outcome for attempt in attempts} == {Outcome.ACCEPTED}
        assert relay.told.count("AUTH") == relay.told.sessions
    assert set(relay.told.taken.values()) == {1}
    assert len(relay.told.taken) == 20


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_certificate_that_nobody_vouches_for_is_refused(
    authority: Authority, security: str
) -> None:
    context = authority.context("127.0.0.1")
    kind = {"context" if security == "tls" else "starttls": context}
    told = refusal(
        ScriptedRelay(features=LOGIN, **kind),  # type: ignore[arg-type]
        security=security,
        user="desk",
        password="geheim",
    )
    assert "certificate is not trusted" in told
    assert "OMROEPER_SMTP_CA_FILE" in told


def test_a_certificate_for_another_host_or_of_the_past_is_refused(authority: Authority) -> None:
    for context in (
        authority.context("127.0.0.2"),
        authority.context("127.0.0.1", until=NOW - timedelta(days=2)),
    ):
        told = refusal(ScriptedRelay(context=context), security="tls", authority=authority.file)
        assert "certificate is not trusted" in told


def test_without_starttls_no_password_is_said() -> None:
    relay = ScriptedRelay(features=LOGIN)
    told = refusal(relay, security="starttls", user="desk", password="geheim")
    assert "is not offered" in told
    assert relay.told.count("AUTH") == 0


def test_a_relay_without_tls_at_that_port_is_told(authority: Authority) -> None:
    told = refusal(ScriptedRelay(), security="tls", authority=authority.file)
    assert "OMROEPER_SMTP_PORT" in told


def test_a_wrong_password_is_told_without_it(authority: Authority) -> None:
    relay = ScriptedRelay(
        {"AUTH": ["535 no such desk@omroeper.example"] * 9},
        features=LOGIN,
        context=authority.context("127.0.0.1"),
    )
    told = refusal(relay, security="tls", authority=authority.file, user="desk", password="geheim")
    assert "OMROEPER_SMTP_PASSWORD" in told
    assert "@" not in told


def test_a_file_of_certificates_that_is_not_there_is_named(tmp_path: Path) -> None:
    told = refusal(ScriptedRelay(), security="tls", authority=tmp_path / "absent.pem")
    assert "OMROEPER_SMTP_CA_FILE" in told
