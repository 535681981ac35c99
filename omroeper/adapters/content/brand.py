"""templates/brand/brand.yaml, with what a newsletter's own brand.yaml has otherwise → Brand."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import StringConstraints

from omroeper.adapters.content.documents import (
    Document,
    Line,
    Parsed,
    parse_yaml,
    read_document,
    read_text,
    shown_name,
    validate,
)
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


def read_brand(home: Path, own: Path | None = None) -> Brand:
    """The brand, with a colour for each work domain; raises ContentError.

    `own` is a newsletter's brand.yaml, which may be missing: each field in it stands for the shared one.
    """
    shared, parsed = read_document(home / "templates" / "brand" / "brand.yaml", home, _Brand)
    for domain in Domain:
        if domain not in shared.domains:
            raise parsed.error(
                ("domains", domain.value),
                "this field is missing",
                f"Add ‘{domain.value}: …’ there.",
            )
    if own is None or not own.exists():
        return _checked(shared, parsed)
    name = shown_name(own, home)
    changes = parse_yaml(read_text(own, home), name)
    whole = Parsed(name, _merged(shared.model_dump(mode="json"), changes.values), changes.lines)
    return _checked(validate(whole, _Brand), whole)


def _merged(shared: Mapping[str, Any], own: Any) -> Any:
    """The shared values with one's own in their place, field by field; what is no mapping stays so."""
    if not isinstance(own, Mapping):
        return shared if own is None else own
    return {
        **shared,
        **{
            name: _merged(shared[name], value) if isinstance(shared.get(name), Mapping) else value
            for name, value in own.items()
        },
    }


def _checked(read: _Brand, parsed: Parsed) -> Brand:
    values = read.model_dump(exclude={"light", "dark", "domains"})
    brand = Brand(
        **values,
        light=Palette(**read.light.model_dump()),
        dark=Palette(**read.dark.model_dump()),
        domains={domain.value: colour for domain, colour in read.domains.items()},
    )
    for text, ground in brand.too_faint():
        raise parsed.error(
            tuple(text.split(".")),
            f"it does not stand out enough from {ground}",
            "Make one of the two lighter or darker (WCAG 2.1: 4.5 for text, 3 for the chart).",
        )
    return brand
