"""Mail through Amazon SES v2 (docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html).

Our own MIME goes out as it is (`Content.Raw`), but SES puts its own Message-ID, Date and
Feedback-ID in the place of ours, and takes one DKIM-Signature
(docs.aws.amazon.com/ses/latest/dg/header-fields.html, send-email-authentication-dkim-manual.html).
"""

from omroeper.adapters.ses.mailer import SesMailer

__all__ = ["REWRITTEN", "SesMailer"]

REWRITTEN = frozenset({b"message-id", b"date", b"feedback-id"})
"""Fields that no signature of ours may cover."""
