"""`make docs`: the pages of docs/reference, from the code, and the site from all of docs.

What has no description has no place here: a command, setting, flow or table without one ends it with
what is missing. A test compares the pages with what this would write now.
"""

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import typer
import yaml

from omroeper.adapters.database.tables import metadata
from omroeper.cli.app import app
from omroeper.domain.delivery import CAMPAIGN_STEPS, DELIVERY_STEPS
from omroeper.domain.edition import EDITION_STEPS
from omroeper.domain.post import POST_STEPS

FOLDER = Path(__file__).parent
ROOT = FOLDER.parents[1]
_SETTING = re.compile(r"# (OMROEPER_[A-Z0-9_]+)=(.*)")
_STEPS: dict[str, Mapping[Any, frozenset[Any]]] = {
    "Edition": EDITION_STEPS,
    "Campaign": CAMPAIGN_STEPS,
    "Delivery": DELIVERY_STEPS,
    "Post": POST_STEPS,
}


class Undocumented(Exception):
    """Something that people use has no description; the message names it."""


def pages() -> dict[str, str]:
    """Every page of the reference by file name. Raises Undocumented."""
    return {
        "commands.md": _page("Commands", _commands()),
        "settings.md": _page("Settings", _settings()),
        "flows.md": _page("Flows", _flows()),
        "tables.md": _page("Tables", _tables()),
        "states.md": _page("States", _states()),
    }


def _page(title: str, lines: Iterator[str]) -> str:
    return "\n".join((f"# {title}", "", *lines)).rstrip() + "\n"


def _commands() -> Iterator[str]:
    yield "Bad input is one clear line on standard error and exit code 2."
    for name, command in _walk("omroeper", typer.main.get_command(app)):
        yield from ("", f"## {name}", "", _told(command.help, f"the command `{name}`"), "")
        yield from _parameters(name, [one for one in command.params if one.name != "help"])


def _walk(name: str, command: Any) -> Iterator[tuple[str, Any]]:
    """Every command that does something, by its full name."""
    if not hasattr(command, "commands"):
        yield name, command
        return
    for part, inner in sorted(command.commands.items()):
        yield from _walk(f"{name} {part}", inner)


def _parameters(command: str, found: Sequence[Any]) -> Iterator[str]:
    rows = []
    for one in found:
        argument = one.param_type_name == "argument"
        name = f"`{one.name.upper()}`" if argument else f"`{', '.join(one.opts)}`"
        told = _told(one.help, f"{name} of `{command}`")
        plain = one.default in (None, False, "") or callable(one.default)
        default = "" if plain or one.required else f"`{_value(one.default)}`"
        rows.append((name, told, "required" if one.required else default))
    if rows:
        yield from _table(("option", "what it does", "default"), rows)


def _value(default: object) -> str:
    return str(getattr(default, "value", default))


def _settings() -> Iterator[str]:
    """The settings of .env.example, each under the words that stand above it there."""
    yield "Settings are environment variables, or lines of `.env`. Each has a default that works."
    words: list[str] = []
    told = ""
    for line in (ROOT / ".env.example").read_text(encoding="utf-8").splitlines():
        if found := _SETTING.fullmatch(line):
            told = " ".join(words) or told
            if words:
                yield from ("", told, "")
            _told(told, f"the setting {found[1]}")
            yield f"- `{found[1]}`, like `{found[2]}`"
            words = []
        elif line.startswith("# "):
            words.append(line.removeprefix("# "))
        else:
            words, told = [], ""


def _flows() -> Iterator[str]:
    """The deployments, as Prefect shows them: their words are Dutch, because staff read them."""
    found = yaml.safe_load((ROOT / "deployments/prefect.yaml").read_text(encoding="utf-8"))
    yield "Each deployment stands in `deployments/prefect.yaml`. Times are Europe/Amsterdam."
    for one in found["deployments"]:
        file, _, function = one["entrypoint"].partition(":")
        flow = getattr(import_module(file.removesuffix(".py").replace("/", ".")), function)
        name = f"{flow.name}/{one['name']}"
        yield from ("", f"## {name}", "", _told(one.get("description"), f"the deployment {name}"))
        yield from ("", f"`{one['entrypoint']}`; tags: {', '.join(one['tags'])}.")
        times = [
            each.get("cron") or each["rrule"].replace("\n", " ")
            for each in one.get("schedules", ())
        ]
        yield "".join(f"Starts by itself: `{time}`." for time in times) or "Started by hand."
        given = [
            (f"`{key}`", _told(field.get("description"), f"{key} of the flow {flow.name}"))
            for key, field in flow.parameters.properties.items()
        ]
        if given:
            yield ""
            yield from _table(("parameter", "what it does"), given)


def _tables() -> Iterator[str]:
    told = yaml.safe_load((FOLDER / "tables.yaml").read_text(encoding="utf-8"))
    if strangers := told.keys() - metadata.tables.keys():
        raise Undocumented(
            f"docs/reference/tables.yaml tells of {sorted(strangers)}: no such table"
        )
    yield "Moments are UTC; keys of things are text. `*` marks the primary key."
    for name, table in sorted(metadata.tables.items()):
        yield from ("", f"## {name}", "", _told(told.get(name), f"the table {name}"), "")
        rows = [(_column(one), _type(one), _refers(one)) for one in table.columns]
        yield from _table(("column", "type", "refers to"), rows)


def _column(column: sa.Column[Any]) -> str:
    return f"`{column.name}`" + (" \\*" if column.primary_key else "")


def _type(column: sa.Column[Any]) -> str:
    kind = type(column.type).__name__.lower()
    return f"{kind}, may be empty" if column.nullable else kind


def _refers(column: sa.Column[Any]) -> str:
    return ", ".join(sorted(f"`{one.target_fullname}`" for one in column.foreign_keys))


def _states() -> Iterator[str]:
    yield "One transition table each; whatever is not in it is refused."
    for name, steps in _STEPS.items():
        yield from ("", f"## {name}", "")
        rows = [
            (
                f"`{state.value}`",
                ", ".join(f"`{one.value}`" for one in sorted(onward)) or "ends here",
            )
            for state, onward in steps.items()
        ]
        yield from _table(("state", "may become"), rows)


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        cells = (cell.replace("|", "\\|") for cell in row)
        yield f"| {' | '.join(cells)} |"


def _told(words: str | None, thing: str) -> str:
    """The words on one line."""
    if not words or not words.strip():
        raise Undocumented(f"{thing} has no description")
    return " ".join(words.split())


def main() -> int:
    try:
        made = pages()
    except Undocumented as missing:
        print(f"{missing}. Remedy: describe it where it is defined.", file=sys.stderr)
        return 2
    for name, text in made.items():
        (FOLDER / name).write_text(text, encoding="utf-8")
    print(f"{len(made)} pages in {FOLDER.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
