"""Mail through a relay (RFC 5321), over the standard library's connection (TLS, AUTH).

What matters is the moment the final dot is sent: a failure before it certainly left nothing with
the server (retry); a lost reply after it leaves the delivery uncertain.
"""

from omroeper.adapters.smtp.mailer import SmtpMailer

__all__ = ["SmtpMailer"]
