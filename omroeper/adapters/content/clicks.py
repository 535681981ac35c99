"""config/clicks.yaml → ClickRules."""

from pathlib import Path
from typing import Annotated

from pydantic import Field

from omroeper.adapters.content.documents import Document, Line, read_document
from omroeper.domain.clicks import ClickRules

_USUAL = ClickRules()


class _File(Document):
    agents: tuple[Annotated[Line, Field(min_length=3, max_length=80)], ...] = ()
    seconds: Annotated[float, Field(ge=0, le=2)] = _USUAL.seconds
    links_at_once: Annotated[int, Field(ge=3, le=1000)] = _USUAL.links_at_once
    burst: Annotated[int, Field(ge=3, le=1000)] = _USUAL.burst
    after_delivery_hours: Annotated[int, Field(ge=0, le=72)] = _USUAL.after_delivery_hours


def read_clicks(home: Path) -> ClickRules:
    """The rules; without the file no program is known. Raises ContentError naming line and remedy."""
    file = home / "config" / "clicks.yaml"
    if not file.exists():
        return _USUAL
    read, _ = read_document(file, home, _File)
    return ClickRules(
        tuple(agent.lower() for agent in read.agents),
        read.seconds,
        read.links_at_once,
        read.burst,
        read.after_delivery_hours,
    )
