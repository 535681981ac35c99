"""Why somebody leaves, as far as they want to say; counted, never asked twice."""

from enum import StrEnum


class LeavingReason(StrEnum):
    """What the form offers. No free text: that would hold what nobody asked for."""

    NOT_SAID = ""
    TOO_OFTEN = "too_often"
    NOT_FOR_ME = "not_for_me"
    NEVER_ASKED = "never_asked"
    OTHER_WORK = "other_work"

    @classmethod
    def of(cls, text: str) -> "LeavingReason":
        """The reason with this value; anything else counts as not said."""
        return cls(text) if text in {one.value for one in cls} else cls.NOT_SAID
