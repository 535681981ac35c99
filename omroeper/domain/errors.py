"""Every error names the thing that is wrong and the remedy."""


class OmroeperError(Exception):
    """Root of all errors a person may see: what is wrong, with which thing, and what to do."""

    def __init__(self, problem: str, *, thing: str = "", remedy: str = "") -> None:
        self.problem = problem
        self.thing = thing
        self.remedy = remedy
        super().__init__(self.sentence)

    @property
    def sentence(self) -> str:
        """The whole message on one line: `thing: problem. Remedy`."""
        head = f"{self.thing}: {self.problem}" if self.thing else self.problem
        return f"{head.rstrip('.')}. {self.remedy}".strip() if self.remedy else head


class InvalidValue(OmroeperError):
    """A value that a person typed cannot be used (a month, an address, an id)."""


class ContentError(OmroeperError):
    """A file under content/ or config/ cannot be used; names file, line and field."""

    def __init__(
        self, problem: str, *, file: str, line: int | None = None, field: str = "", remedy: str
    ) -> None:
        self.file = file
        self.line = line
        self.field = field
        place = file if line is None else f"{file}:{line}"
        super().__init__(problem, thing=f"{place} [{field}]" if field else place, remedy=remedy)


class SettingsError(OmroeperError):
    """A setting in the environment or .env cannot be used."""


class NotFound(OmroeperError):
    """The thing asked for is not in the database or the content."""


class SourceError(OmroeperError):
    """A source could not be read; the other sources go on."""

    def __init__(self, reason: str, problem: str, *, source: str, remedy: str) -> None:
        self.reason = reason
        super().__init__(problem, thing=source, remedy=remedy)


class RenderingError(OmroeperError):
    """A template or its result cannot be used."""


class ForbiddenTransition(OmroeperError):
    """A state machine was asked for a step its transition table does not have."""


class ApprovalRefused(OmroeperError):
    """An approval that the rules do not allow (four eyes, an old draft, a blocking finding)."""


class Overtaken(ApprovalRefused):
    """A decision on what no longer waits for one: asking again makes no sense."""


class NotApproved(OmroeperError):
    """Something asked to go out without a valid approval of exactly this content."""


class SendingError(OmroeperError):
    """The mail transport as a whole cannot be used; single refusals are values, not errors."""


class MailboxError(OmroeperError):
    """The mailbox of bounces cannot be used; what is in it stays there."""


class ChannelError(OmroeperError):
    """The social channel refused or did not answer."""


class AnalyticsError(OmroeperError):
    """Web analytics refused or did not answer; the next night asks again."""


class ReplyLost(OmroeperError):
    """The channel may have published; only its page, or a person, can tell."""


class AlreadyThere(ReplyLost):
    """The channel refused because this stands there already: evidence of an earlier attempt, not proof."""

    def __init__(self, problem: str, *, urn: str, thing: str = "", remedy: str = "") -> None:
        self.urn = urn
        super().__init__(problem, thing=thing, remedy=remedy)


class WaitsForPerson(OmroeperError):
    """Nothing is wrong: a person does the next step by hand."""
