"""Mail through Amazon SES instead of a relay, and where SES tells what became of it."""

import re
from dataclasses import dataclass, field

from omroeper.domain.errors import SettingsError
from omroeper.settings.values import PREFIX, Values

_REGION = re.compile(r"[a-z]{2,4}(?:-[a-z]+){1,2}-\d{1,2}")
_TOPIC = re.compile(
    r"arn:(?P<partition>[a-z-]+):sns:(?P<region>[a-z0-9-]+):\d{12}:[A-Za-z0-9_-]{1,256}"
)
_DOMAINS = {"aws": "amazonaws.com", "aws-eusc": "amazonaws.eu"}
"""The world's regions, and those of the European Sovereign Cloud."""


@dataclass(frozen=True, slots=True)
class SesSettings:
    """How to reach Amazon SES. `base_url` is set only in the demo and the tests."""

    region: str
    key_id: str
    secret_key: str = field(repr=False)
    configuration_set: str = ""
    connections: int = 4
    base_url: str = ""

    @property
    def in_europe(self) -> bool:
        """Whether readers' addresses stay within the European Union."""
        return self.region.startswith(("eu-", "eusc-")) and not self.region.startswith("eu-west-2")


@dataclass(frozen=True, slots=True)
class TopicSettings:
    """The SNS topic that tells of bounces and complaints. `host` is SNS's own in its region."""

    arn: str
    host: str


def ses_settings(values: Values) -> SesSettings | None:
    """None when mail goes another way; raises SettingsError naming the setting."""
    chosen = SesSettings(
        region=values.text("SES_REGION", ""),
        key_id=values.text("SES_KEY_ID", ""),
        secret_key=values.text("SES_SECRET_KEY", ""),
        configuration_set=values.text("SES_CONFIGURATION_SET", ""),
        connections=values.number("SES_CONNECTIONS", 4, range(1, 201)),
        base_url=values.url("SES_BASE_URL", ""),
    )
    if not _through_ses(values, chosen):
        return None
    if not _REGION.fullmatch(chosen.region):
        raise SettingsError(
            f"'{chosen.region}' is not an AWS region",
            thing=f"{PREFIX}SES_REGION",
            remedy="Write its code, for example eu-central-1.",
        )
    for name, given in (("SES_KEY_ID", chosen.key_id), ("SES_SECRET_KEY", chosen.secret_key)):
        if not given:
            remedy = (
                "Give an access key that may do ses:SendEmail, ses:SendRawEmail and ses:GetAccount."
            )
            raise SettingsError("is needed but not set", thing=PREFIX + name, remedy=remedy)
    return chosen


def _through_ses(values: Values, chosen: SesSettings) -> bool:
    """Which way mail goes: as asked for, or else by what is set. Two ways are never guessed between."""
    default = "ses" if chosen.region else "relay"
    through = values.choice("MAIL_THROUGH", default, ("relay", "ses"))
    if chosen.region and not values.text("MAIL_THROUGH", "") and values.text("SMTP_HOST", ""):
        raise SettingsError(
            "a relay and Amazon SES are both set",
            thing=f"{PREFIX}MAIL_THROUGH",
            remedy="Set it to relay or ses.",
        )
    return through == "ses"


def topic_settings(values: Values) -> TopicSettings | None:
    """The topic whose notifications are taken; None takes none. Raises SettingsError."""
    arn = values.text("SES_TOPIC", "")
    if not arn:
        return None
    found = _TOPIC.fullmatch(arn)
    if found is None or found["partition"] not in _DOMAINS:
        raise SettingsError(
            f"'{arn}' is not the ARN of an SNS topic",
            thing=f"{PREFIX}SES_TOPIC",
            remedy="Copy it from the SNS console: arn:aws:sns:eu-central-1:123456789012:name.",
        )
    return TopicSettings(arn, f"sns.{found['region']}.{_DOMAINS[found['partition']]}")
