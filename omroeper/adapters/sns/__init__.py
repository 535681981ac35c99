"""Notifications of Amazon SNS, taken only from one topic and only with its signature.

docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html
"""

from omroeper.adapters.sns.certificates import Unchecked
from omroeper.adapters.sns.message import Malformed, SnsMessage
from omroeper.adapters.sns.topic import Forged, SnsTopic

__all__ = ["Forged", "Malformed", "SnsMessage", "SnsTopic", "Unchecked"]
