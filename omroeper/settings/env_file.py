"""The .env file: read whole or refused with its line; nothing in it is skipped silently."""

import io
from pathlib import Path

from dotenv import dotenv_values
from dotenv.parser import parse_stream

from omroeper.domain.errors import SettingsError


def read_env_file(file: Path, *, named: bool) -> dict[str, str]:
    """Its values, or none where there is no file; raises SettingsError for what is no setting.

    `named` says that someone asked for this file, so that it must be there.
    """
    if not named and not file.exists():
        return {}
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as cause:
        raise _unusable(file, "it is not UTF-8", "Save it as UTF-8 in your editor.") from cause
    except OSError as cause:
        problem, remedy = f"it cannot be read ({cause.strerror})", "Mend OMROEPER_ENV_FILE."
        raise _unusable(file, problem, remedy) from cause
    _refuse_broken_lines(text, file)
    found = dotenv_values(stream=io.StringIO(text))
    return {name: value for name, value in found.items() if value is not None}


def _refuse_broken_lines(text: str, file: Path) -> None:
    names: set[str] = set()
    for binding in parse_stream(io.StringIO(text)):
        blanks = len(binding.original.string) - len(binding.original.string.lstrip())
        line = binding.original.line + binding.original.string[:blanks].count("\n")
        if binding.error or (binding.key and binding.value is None):
            remedy = "Write NAME=value; put a value with spaces or # between double quotes."
            raise _unusable(file, "this is not a setting", remedy, line)
        if binding.key in names:
            raise _unusable(file, f"{binding.key} is set twice", "Keep one of the two.", line)
        names |= {binding.key} if binding.key else set()


def _unusable(file: Path, problem: str, remedy: str, line: int | None = None) -> SettingsError:
    return SettingsError(problem, thing=f"{file}:{line}" if line else str(file), remedy=remedy)
