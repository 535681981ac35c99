"""Calls to Amazon SES v2 through botocore, which signs them (SigV4). It tries nothing again."""

from math import inf
from typing import Any

from omroeper.adapters.ses import replies
from omroeper.adapters.ses.replies import Reply, Verdict
from omroeper.domain.errors import SendingError, SettingsError
from omroeper.domain.mail_account import MailAccount
from omroeper.domain.verp import token_in
from omroeper.ports import OutgoingMail
from omroeper.settings import SesSettings

TAG = "omroeper-delivery"
"""The tag that comes back with each event: the token of the copy's return path."""
_CONNECT_SECONDS = 10


class SesClient:
    """Safe to use from several threads."""

    def __init__(self, settings: SesSettings, timeout_seconds: float) -> None:
        self._settings = settings
        self._client = _botocore_client(settings, timeout_seconds)

    def send(self, message: OutgoingMail) -> Reply:
        """Hand one message over, in one request."""
        try:
            answer = self._client.send_email(**self._request(message))
        except Exception as error:
            return _reply_to(error)
        message_id = answer.get("MessageId")
        return replies.taken(message_id) if message_id else replies.unclear("a reply without id")

    def account(self) -> MailAccount | None:
        """What the account may send; None when the key may not ask, or not so often.

        Raises SendingError.
        """
        try:
            found = self._client.get_account()
        except Exception as error:
            reply = _reply_to(error)
            if _code_of(error) == "AccessDeniedException" or reply.verdict is Verdict.SLOWER:
                return None
            raise SendingError(
                reply.words, thing=f"Amazon SES in {self._settings.region}", remedy=reply.remedy
            ) from error
        quota = found.get("SendQuota", {})
        per_day = quota.get("Max24HourSend", -1.0)
        return MailAccount(
            enabled=found.get("SendingEnabled", True),
            in_production=found.get("ProductionAccessEnabled", True),
            per_day=inf if per_day < 0 else per_day,
            per_second=quota.get("MaxSendRate", 1.0),
            sent=quota.get("SentLast24Hours", 0.0),
        )

    def close(self) -> None:
        self._client.close()

    def _request(self, message: OutgoingMail) -> dict[str, Any]:
        """The sender is who the message's From names; bounces by mail go to its return path."""
        request: dict[str, Any] = {
            "Destination": {"ToAddresses": [message.recipient]},
            "FeedbackForwardingEmailAddress": message.sender,
            "Content": {"Raw": {"Data": message.content}},
        }
        if token := token_in(message.sender):
            request["EmailTags"] = [{"Name": TAG, "Value": token}]
        if self._settings.configuration_set:
            request["ConfigurationSetName"] = self._settings.configuration_set
        return request


def _botocore_client(settings: SesSettings, timeout_seconds: float) -> Any:
    try:
        from botocore.config import Config  # type: ignore[import-untyped]
        from botocore.exceptions import BotoCoreError  # type: ignore[import-untyped]
        from botocore.session import Session  # type: ignore[import-untyped]
    except ImportError as cause:
        raise SettingsError(
            "needs botocore, which is not installed",
            thing="Amazon SES",
            remedy="Install the extra: pip install 'omroeper[ses]'.",
        ) from cause
    config = Config(
        retries={"total_max_attempts": 1, "mode": "standard"},  # a second request may send twice
        connect_timeout=_CONNECT_SECONDS,
        read_timeout=timeout_seconds,
        max_pool_connections=settings.connections,
        ignore_configured_endpoint_urls=True,
    )
    try:
        return Session().create_client(
            "sesv2",
            region_name=settings.region,
            endpoint_url=settings.base_url or None,
            aws_access_key_id=settings.key_id,
            aws_secret_access_key=settings.secret_key,
            config=config,
        )
    except BotoCoreError as cause:  # of AWS's own files and variables, which it reads beside
        raise SettingsError(
            f"cannot be used ({cause})",
            thing="Amazon SES",
            remedy="Mend or remove the AWS_ variable or the file in ~/.aws that it speaks of.",
        ) from cause


def _reply_to(error: Exception) -> Reply:
    """What a call that gave no answer says; anything not known to come before the request is unclear."""
    from botocore import exceptions  # type: ignore[import-untyped]

    if isinstance(error, exceptions.ClientError):
        told, meta = error.response.get("Error", {}), error.response.get("ResponseMetadata", {})
        return replies.answered(
            int(meta.get("HTTPStatusCode", 0)), _code_of(error), str(told.get("Message", ""))
        )
    if isinstance(error, _before_the_request()) or "CERTIFICATE_VERIFY_FAILED" in str(error):
        return replies.unreached(f"Amazon SES is not reached ({type(error).__name__})")
    return replies.unclear(f"no reply from Amazon SES ({type(error).__name__})")


def _code_of(error: Exception) -> str:
    response = getattr(error, "response", None)
    return str(response.get("Error", {}).get("Code", "")) if isinstance(response, dict) else ""


def _before_the_request() -> tuple[type[Exception], ...]:
    from botocore import exceptions

    return (
        exceptions.EndpointConnectionError,
        exceptions.ConnectTimeoutError,
        exceptions.ProxyConnectionError,
        exceptions.ParamValidationError,
    )
