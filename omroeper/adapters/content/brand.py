"""templates/brand/brand.yaml → Brand."""

from pathlib import Path
from typing import Annotated

from pydantic import StringConstraints

from omroeper.adapters.content.documents import Document, Line, read_document
from omroeper.domain.programme import Domain
from omroeper.rendering.brand import Brand, Palette

_Colour = Annotated[str, StringConstraints(pattern="^#[0-9a-fA-F]{6}$")]
_Font = Annotated[Line, StringConstraints(pattern="^[^<>{};]+$")]


class _Palette(Document):
    ground: _Colour
    paper: _Colour
    ink: _Colour
    soft_ink: _Colour
    line: _Colour
    brand: _Colour
    on_brand: _Colour
    accent: _Colour
    on_accent: _Colour
    link: _Colour
    tint: _Colour


class _Brand(Document):
    wordmark: Line
    wordmark_second: Line
    font: _Font
    heading_font: _Font
    chart: _Colour
    light: _Palette
    dark: _Palette
    domains: dict[Domain, _Colour]


def read_brand(home: Path) -> Brand:
    """The brand, with a colour for each work domain; raises ContentError."""
    read, parsed = read_document(home / "templates" / "brand" / "brand.yaml", home, _Brand)
    for domain in Domain:
        if domain not in read.domains:
            raise parsed.error(
                ("domains", domain.value),
                "this field is missing",
                f"Add ‘{domain.value}: …’ there.",
            )
    values = read.model_dump(exclude={"light", "dark", "domains"})
    return Brand(
        **values,
        light=Palette(**read.light.model_dump()),
        dark=Palette(**read.dark.model_dump()),
        domains={domain.value: colour for domain, colour in read.domains.items()},
    )
