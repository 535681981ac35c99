"""Jinja2 over template texts: strict about undefined names, autoescaped where it makes markup."""

from collections.abc import Mapping

from jinja2 import (
    BytecodeCache,
    DictLoader,
    Environment,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    select_autoescape,
)
from jinja2.bccache import Bucket

from omroeper.domain.errors import RenderingError

_MARKUP = ("mjml", "html", "xml", "svg")


class _Compiled(BytecodeCache):
    """Compiled templates of this process: an edition is rendered many times from the same texts.

    Jinja2 checks that the source is the same. The newest of a name stands.
    """

    def __init__(self) -> None:
        self._code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._code:
            bucket.bytecode_from_string(self._code[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._code[bucket.key] = bucket.bytecode_to_string()


_COMPILED = _Compiled()


def environment_for(templates: Mapping[str, str]) -> Environment:
    """An environment over these texts, by their path under templates/."""
    return Environment(
        loader=DictLoader(dict(templates)),
        undefined=StrictUndefined,
        autoescape=select_autoescape(_MARKUP, default=False),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        bytecode_cache=_COMPILED,
    )


def fill(environment: Environment, name: str, **values: object) -> str:
    """The template filled in; raises RenderingError naming template and line."""
    try:
        return environment.get_template(name).render(**values)
    except TemplateNotFound as cause:
        raise RenderingError(
            "the template is missing",
            thing=f"templates/{cause.name}",
            remedy="Take it from a fresh copy of the project.",
        ) from cause
    except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError) as cause:
        line = getattr(cause, "lineno", None)
        raise RenderingError(
            f"cannot be filled in ({cause})",
            thing=f"templates/{name}" + (f":{line}" if line else ""),
            remedy="Mend the template, or the value it asks for.",
        ) from cause
