"""Typed look-ups that name the setting when it is wrong."""

import difflib
from collections.abc import Mapping
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from omroeper.domain.audience import normal_address
from omroeper.domain.errors import InvalidValue, SettingsError
from omroeper.domain.links import is_web_address
from omroeper.domain.text import is_one_line

PREFIX = "OMROEPER_"
PORTS = range(1, 65536)
_MOST = 10**9


class Values:
    """The settings as given. It remembers what was asked for, so that the rest can be refused."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = values
        self._asked: set[str] = set()

    def text(self, name: str, default: str) -> str:
        self._asked.add(PREFIX + name)
        given = self._values.get(PREFIX + name, "").strip()
        if not is_one_line(given):
            raise self._wrong(name, "it holds a line end or a control character", "Remove it.")
        return given or default

    def path(self, name: str, default: Path, home: Path) -> Path:
        given = self.text(name, "")
        return (home / Path(given).expanduser()).resolve() if given else default

    def optional_path(self, name: str, home: Path) -> Path | None:
        return self.path(name, home, home) if self.text(name, "") else None

    def number(self, name: str, default: int, allowed: range = range(1, _MOST)) -> int:
        given = self.text(name, str(default))
        if not (given.isascii() and given.isdecimal()):
            remedy = f"Write digits only, for example {default}."
            raise self._wrong(name, f"'{given}' is not a whole number", remedy)
        if len(given) > len(str(_MOST)) or int(given) not in allowed:
            limits = f"from {allowed.start} to {allowed.stop - 1}"
            raise self._wrong(name, f"{given} is too small or too large", f"Use a number {limits}.")
        return int(given)

    def switch(self, name: str, default: bool) -> bool:
        given = self.choice(name, "true" if default else "false", ("true", "false"))
        return given == "true"

    def choice(self, name: str, default: str, options: tuple[str, ...]) -> str:
        given = self.text(name, default).lower()
        if given not in options:
            remedy = f"Choose {' or '.join(options)}."
            raise self._wrong(name, f"'{given}' is not one of the choices", remedy)
        return given

    def url(self, name: str, default: str) -> str:
        """An http(s) address without the `/` at its end."""
        given = self.text(name, default).rstrip("/")
        if given and not is_web_address(given):
            remedy = "Write the whole address, for example https://nieuws.example.org."
            raise self._wrong(name, f"'{given}' is not a web address", remedy)
        return given

    def address(self, name: str, default: str) -> str:
        given = self.text(name, default)
        try:
            return normal_address(given) if given else ""
        except InvalidValue as cause:
            raise self._wrong(name, f"'{given}': {cause.problem}", cause.remedy) from cause

    def host(self, name: str, default: str) -> str:
        """A host's name alone, without scheme, port or path."""
        given = self.text(name, default)
        if any(ch.isspace() or ch in "/@<>" for ch in given):
            remedy = "Write its name alone, for example mail.example.org."
            raise self._wrong(name, f"'{given}' is not the name of a host", remedy)
        return given

    def zone(self, name: str, default: str) -> ZoneInfo:
        given = self.text(name, default)
        try:
            return ZoneInfo(given)
        except (ZoneInfoNotFoundError, ValueError, OSError) as cause:
            remedy = "Use an IANA name, for example Europe/Amsterdam."
            raise self._wrong(name, f"'{given}' is not a time zone", remedy) from cause

    def refuse_unknown(self, also: tuple[str, ...] = ()) -> None:
        """Raise SettingsError for a setting nobody asked for: a typing mistake would do nothing."""
        known = self._asked | {PREFIX + name for name in also}
        for name in sorted(self._values):
            if name.startswith(PREFIX) and name not in known:
                near = difflib.get_close_matches(name, known, n=1)
                remedy = f"Did you mean {near[0]}?" if near else ".env.example lists them all."
                raise SettingsError("there is no such setting", thing=name, remedy=remedy)

    def _wrong(self, name: str, problem: str, remedy: str) -> SettingsError:
        return SettingsError(problem, thing=PREFIX + name, remedy=remedy)
