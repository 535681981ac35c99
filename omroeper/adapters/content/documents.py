"""YAML files and Markdown with front matter, as typed values; every mistake names file and line."""

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, TypeVar

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints, ValidationError
from yaml.reader import ReaderError

from omroeper.domain.errors import ContentError
from omroeper.domain.links import is_web_address
from omroeper.domain.text import is_one_line, readable

Model = TypeVar("Model", bound="Document")
Place = tuple[str | int, ...]


def _only_line(text: str) -> str:
    if not is_one_line(text):
        raise ValueError("it holds a line end or a control character")
    return text


def _only_text(text: str) -> str:
    if text != readable(text):
        raise ValueError("it holds a control character")
    return text


def _only_address(text: str) -> str:
    if not is_web_address(text):
        raise ValueError("this is not a web address: start it with https://")
    return text


_Filled = StringConstraints(strip_whitespace=True, min_length=1)
Line = Annotated[str, _Filled, AfterValidator(_only_line)]
"""A text that is not empty and can stand in a mail's header."""
Prose = Annotated[str, _Filled, AfterValidator(_only_text)]
"""A text that is not empty and may have paragraphs."""
WebAddress = Annotated[Line, AfterValidator(_only_address)]


class Document(BaseModel):
    """A file's shape. Unknown fields are mistakes, not extras."""

    model_config = ConfigDict(extra="forbid", frozen=True)


@dataclass(frozen=True, slots=True)
class Parsed:
    """A file's values, and on which line each of them stands."""

    name: str
    values: Any
    lines: Mapping[Place, int]

    def error(self, place: Place, problem: str, remedy: str) -> ContentError:
        """A ContentError at the line of the value at `place`, or of what holds it."""
        at = place
        while at and at not in self.lines:
            at = at[:-1]
        field = ".".join(str(part) for part in place)
        return ContentError(
            problem, file=self.name, line=self.lines.get(at, 1), field=field, remedy=remedy
        )


def read_text(file: Path, home: Path) -> str:
    """The file's text; raises ContentError when it is missing or not UTF-8."""
    try:
        return file.read_text(encoding="utf-8-sig")
    except FileNotFoundError as cause:
        raise ContentError(
            "the file is missing",
            file=shown_name(file, home),
            remedy="Put it back, or take it from a fresh copy of the project.",
        ) from cause
    except UnicodeDecodeError as cause:
        line = file.read_bytes()[: cause.start].count(b"\n") + 1
        raise ContentError(
            "the file is not UTF-8",
            file=shown_name(file, home),
            line=line,
            remedy="Save it as UTF-8 in your editor.",
        ) from cause
    except OSError as cause:
        raise ContentError(
            f"it cannot be read ({cause.strerror})",
            file=shown_name(file, home),
            remedy="Make it a file that the desk may read.",
        ) from cause


def shown_name(file: Path, home: Path) -> str:
    """The file's path as people know it: from the desk's own folder."""
    return file.relative_to(home).as_posix() if file.is_relative_to(home) else str(file)


class _Loader(yaml.SafeLoader):
    """YAML whose dates stay text: the fields know which are dates, and can say where one is wrong."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - PyYAML's own way
        first: [pair for pair in pairs if pair[0] != "tag:yaml.org,2002:timestamp"]
        for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


def parse_yaml(text: str, name: str, first_line: int = 1) -> Parsed:
    """Parse YAML; raises ContentError with the line for broken syntax or a key given twice."""
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
        values = loader.construct_document(node) if node is not None else None
        lines: dict[Place, int] = {(): first_line}
        if node is not None:
            _collect(node, (), lines, Parsed(name, values, lines), first_line)
    except yaml.MarkedYAMLError as cause:
        mark = cause.problem_mark or cause.context_mark
        raise ContentError(
            f"this is not YAML ({cause.problem or cause.context})",
            file=name,
            line=mark.line + first_line if mark else None,
            remedy="Mind the indentation; put a text with ‘: ’ or ‘#’ between quotes.",
        ) from cause
    except ReaderError as cause:
        raise ContentError(
            f"this is not YAML (it holds the character #x{cause.character:04x})",
            file=name,
            line=text[: cause.position].count("\n") + first_line,
            remedy="Remove that character.",
        ) from cause
    except (yaml.YAMLError, ValueError, RecursionError) as cause:
        raise ContentError(
            f"this is not YAML ({cause})", file=name, line=first_line, remedy="Write it simpler."
        ) from cause
    return Parsed(name, values, lines)


def _collect(
    node: yaml.Node, place: Place, lines: dict[Place, int], parsed: Parsed, first_line: int
) -> None:
    lines.setdefault(place, node.start_mark.line + first_line)
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            inner = (*place, str(key.value))
            line = key.start_mark.line + first_line
            if inner in lines:
                raise ContentError(
                    "this field is given twice",
                    file=parsed.name,
                    line=line,
                    field=".".join(str(part) for part in inner),
                    remedy="Keep one of the two.",
                )
            lines[inner] = line
            _collect(value, inner, lines, parsed, first_line)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            lines[(*place, index)] = value.start_mark.line + first_line
            _collect(value, (*place, index), lines, parsed, first_line)


def read_document(file: Path, home: Path, model: type[Model]) -> tuple[Model, Parsed]:
    """A YAML file as its model; raises ContentError naming file, line, field and remedy."""
    name = shown_name(file, home)
    parsed = parse_yaml(read_text(file, home), name)
    return validate(parsed, model), parsed


def validate(parsed: Parsed, model: type[Model]) -> Model:
    """The values as the model, or a ContentError about the first mistake, by line."""
    try:
        return model.model_validate(parsed.values if parsed.values is not None else {})
    except ValidationError as cause:
        # a misspelt field is also a missing one: the misspelling says more
        details = [d for d in cause.errors() if d["type"] != "missing"] or cause.errors()
        errors = [_explained(parsed, model, detail) for detail in details]
        raise min(errors, key=lambda error: error.line or 0) from cause


def _explained(parsed: Parsed, model: type[BaseModel], detail: Any) -> ContentError:
    place: Place = tuple(detail["loc"])
    kind = detail["type"]
    if kind == "missing":
        remedy = f"Add ‘{place[-1]}: …’ there."
        return parsed.error(place, "this field is missing", remedy)
    if kind == "extra_forbidden":
        near = difflib.get_close_matches(str(place[-1]), _field_names(model), n=1)
        remedy = f"Did you mean ‘{near[0]}’?" if near else "Remove it."
        return parsed.error(place, "there is no such field", remedy)
    while place and place not in parsed.lines:  # pydantic adds the names of what it tried
        place = place[:-1]
    if kind == "model_type":
        return parsed.error(place, "there should be fields here", "Write them as ‘name: value’.")
    remedy = f"It says {str(detail['input'])[:60]!r}; {_wanted(kind, detail)}"
    return parsed.error(place, f"this value does not fit ({detail['msg']})", remedy)


def _wanted(kind: str, detail: Any) -> str:
    if "date" in kind:
        return "write a date as 2024-10-15, or with a time as 2024-10-15 10:00."
    if kind == "enum" or kind == "literal_error":
        return f"choose {detail.get('ctx', {}).get('expected', 'one of the choices')}."
    if kind == "string_too_short":
        return "write something there."
    return "correct it."


def _field_names(model: type[BaseModel]) -> list[str]:
    """The names of all fields in the model and the models inside it."""
    names: list[str] = []
    schema = model.model_json_schema()
    for part in (schema, *schema.get("$defs", {}).values()):
        names += part.get("properties", {})
    return names


def read_front_matter(file: Path, home: Path, model: type[Model]) -> tuple[Model, str, Parsed]:
    """A Markdown file: the model between its `---` lines, and the text after them."""
    name = shown_name(file, home)
    text = read_text(file, home)
    head, found, body = text.removeprefix("---\n").partition("\n---")
    if not text.startswith("---\n") or not found:
        raise ContentError(
            "there is no front matter",
            file=name,
            line=1,
            remedy="Start the file with a line ‘---’, the fields, and another line ‘---’.",
        )
    parsed = parse_yaml(head, name, first_line=2)
    return validate(parsed, model), body.partition("\n")[2].strip(), parsed


def paragraphs_of(body: str) -> str:
    """A readable text with each paragraph on one line."""
    blocks = re.split(r"\n\s*\n", readable(body).strip())
    return "\n\n".join(" ".join(block.split()) for block in blocks)
