"""Opening a session with the relay: TLS as the settings ask, then AUTH; clear when it cannot be."""

import contextlib
import smtplib
import socket
import ssl

from omroeper.adapters.smtp.replies import without_addresses
from omroeper.domain.errors import SendingError
from omroeper.settings import SmtpSettings

_GOODBYE_SECONDS = 5


def open_session(relay: SmtpSettings, timeout_seconds: float) -> smtplib.SMTP:
    """A session that may send; raises SendingError, and then no connection is left open.

    With `starttls` nothing is said in the clear but EHLO and STARTTLS: without TLS no password.
    """
    session: smtplib.SMTP | None = None
    try:
        session = _connected(relay, timeout_seconds)
        if relay.security == "starttls":
            session.starttls(context=_context(relay))
        session.ehlo_or_helo_if_needed()
        if relay.user:
            session.login(relay.user, relay.password)
        if session.sock is None:
            raise smtplib.SMTPServerDisconnected("it closed the connection")
        session.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except (OSError, smtplib.SMTPException) as cause:
        if session is not None:
            session.close()
        problem, remedy = _explained(relay, cause)
        raise SendingError(
            problem,
            thing=f"SMTP relay {relay.host}:{relay.port}",
            remedy=f"{remedy}; what was not handed over stays in the ledger.",
        ) from cause
    return session


def close_session(session: smtplib.SMTP, *, politely: bool) -> None:
    """End it; politely says QUIT and waits for the answer."""
    if politely and session.sock is not None:
        with contextlib.suppress(smtplib.SMTPException, OSError):
            session.sock.settimeout(_GOODBYE_SECONDS)
            session.quit()
    session.close()


def _connected(relay: SmtpSettings, timeout_seconds: float) -> smtplib.SMTP:
    if relay.security == "tls":
        return smtplib.SMTP_SSL(
            relay.host, relay.port, timeout=timeout_seconds, context=_context(relay)
        )
    return smtplib.SMTP(relay.host, relay.port, timeout=timeout_seconds)


def _context(relay: SmtpSettings) -> ssl.SSLContext:
    """Certificate and host name are always checked; TLS 1.2 or newer (RFC 8996)."""
    context = ssl.create_default_context(cafile=str(relay.authority) if relay.authority else None)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _explained(relay: SmtpSettings, cause: OSError | smtplib.SMTPException) -> tuple[str, str]:
    """What is wrong and what to check. The cause may quote the relay, so addresses are taken out."""
    told = without_addresses(str(cause))
    if isinstance(cause, ssl.SSLCertVerificationError):
        problem = f"its certificate is not trusted ({cause.verify_message})"
        return (
            problem,
            "Check OMROEPER_SMTP_HOST (the certificate's name) and OMROEPER_SMTP_CA_FILE",
        )
    if isinstance(cause, ssl.SSLError) and relay.security == "tls":
        problem = f"it does not speak TLS there ({cause.reason or told})"
        return problem, "Check OMROEPER_SMTP_PORT and OMROEPER_SMTP_SECURITY (tls or starttls)"
    if isinstance(cause, smtplib.SMTPNotSupportedError) and relay.security == "starttls":
        problem = f"what the settings ask is not offered ({told})"
        return problem, "Check OMROEPER_SMTP_SECURITY, OMROEPER_SMTP_PORT and OMROEPER_SMTP_USER"
    if isinstance(cause, smtplib.SMTPAuthenticationError):
        problem = f"it refuses the user or the password ({cause.smtp_code})"
        return problem, "Check OMROEPER_SMTP_USER and OMROEPER_SMTP_PASSWORD"
    if isinstance(cause, FileNotFoundError) and relay.authority:
        return (
            f"cannot be used ({cause.strerror}: {relay.authority})",
            "Check OMROEPER_SMTP_CA_FILE",
        )
    return f"cannot be used ({told})", "Check OMROEPER_SMTP_HOST, _PORT and _SECURITY"
