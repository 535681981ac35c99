"""One topic's messages: proven to be SNS's, and its subscription confirmed for no other."""

from collections.abc import Callable
from datetime import datetime
from urllib.parse import parse_qs, urlsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from omroeper.adapters.sns.certificates import Certificates, Fetch, fetch, is_at
from omroeper.adapters.sns.message import SnsMessage, read_message
from omroeper.settings import TopicSettings

_HASHES: dict[str, Callable[[], hashes.HashAlgorithm]] = {"1": hashes.SHA1, "2": hashes.SHA256}
"""By signature version; 1 is what a topic has unless it is asked for 2."""


class Forged(Exception):
    """It is not proven to be of this topic."""


class SnsTopic:
    """Safe to use from several threads.

    A message that comes a second time is proven again: whoever uses it counts it once.
    """

    def __init__(self, settings: TopicSettings, fetch: Fetch = fetch) -> None:
        self._settings = settings
        self._fetch = fetch
        self._certificates = Certificates(settings.host, fetch)

    def proven(self, body: bytes, at: datetime) -> SnsMessage:
        """The message in a request's body; raises Malformed, Forged or Unchecked."""
        message = read_message(body)
        if message.topic != self._settings.arn:
            raise Forged("it is of another topic")
        algorithm = _HASHES.get(message.version)
        certificate = self._certificates.at(message.certificate_url, at)
        if algorithm is None or certificate is None:
            raise Forged("it is not signed as SNS signs")
        key = certificate.public_key()
        if not isinstance(key, RSAPublicKey):
            raise Forged("it is not signed with RSA")
        try:
            key.verify(message.signature, message.signed, PKCS1v15(), algorithm())
        except InvalidSignature as cause:
            raise Forged("its signature is wrong") from cause
        return message

    def confirm(self, message: SnsMessage) -> None:
        """Answer SNS that this desk wants the topic's messages; raises Forged or Unchecked."""
        asked = parse_qs(urlsplit(message.subscribe_url).query)
        wanted = {"Action": ["ConfirmSubscription"], "TopicArn": [self._settings.arn]}
        at_sns = is_at(message.subscribe_url, self._settings.host)
        if not at_sns or any(asked.get(name) != value for name, value in wanted.items()):
            raise Forged("it does not ask to confirm this topic")
        self._fetch(message.subscribe_url)
