"""How one newsletter looks and speaks."""

from collections.abc import Mapping
from dataclasses import dataclass

from omroeper.rendering.brand import Brand
from omroeper.rendering.phrases import Phrases


@dataclass(frozen=True, slots=True)
class Style:
    """A newsletter's brand, its templates by their path under templates/, and its language's words."""

    brand: Brand
    templates: Mapping[str, str]
    phrases: Phrases
