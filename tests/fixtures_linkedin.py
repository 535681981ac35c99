"""LinkedIn's simulator, and a channel to it that does not wait between polls."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from omroeper.adapters.linkedin import LinkedInChannel
from omroeper.demo.linkedin import ORGANIZATION, SECOND, TOKEN, LinkedInSimulator
from omroeper.domain.post import Medium, Post, PostState
from omroeper.settings import LinkedInSettings
from tests.samples import WHEN

PNG = b"\x89PNG\r\n\x1a\n a picture"


@pytest.fixture
def linkedin() -> Iterator[LinkedInSimulator]:
    with LinkedInSimulator() as simulator:
        yield simulator


def settings_of(url: str, **changes: Any) -> LinkedInSettings:
    plain = LinkedInSettings(TOKEN, ORGANIZATION, "202610", url, pages=(("hca", SECOND),))
    return replace(plain, **changes)


def channel_to(url: str, media: Path = Path("nowhere"), **changes: Any) -> LinkedInChannel:
    return LinkedInChannel(
        settings_of(url, **changes), media, timeout_seconds=5, pause_seconds=0.001
    )


def post(text: str = "De conferentie (2 oktober) was een succes!", **changes: Any) -> Post:
    plain = Post(
        id="p1",
        edition="agdb-2024-10",
        programme="agdb",
        text=text,
        link="https://x.example/a",
        link_title="Conferentie",
        planned=WHEN,
        hashtags=("GroeneEnDigitaleBanen",),
        state=PostState.IN_REVIEW,
    )
    return replace(plain, **changes)


def approved(plain: Post) -> Post:
    """As an editor approved it, without the desk."""
    mark = plain.fingerprint
    return replace(plain, state=PostState.APPROVED, approved_by="Ruben", approved_fingerprint=mark)


def medium(folder: Path, name: str, content: bytes = PNG, **told: str) -> Medium:
    """A file in the folder, as a post that was just read names it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)
    return Medium(name, hashlib.sha256(content).hexdigest(), **told)
