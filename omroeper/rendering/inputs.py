"""What a rendering is made from besides its edition: kept, so that the same bytes can be made again."""

from dataclasses import dataclass, field, fields
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter, ValidationError

from omroeper.domain.edition import Edition, RenderedEdition
from omroeper.domain.errors import RenderingError
from omroeper.domain.links import LinkBook
from omroeper.domain.newsletter import Newsletter
from omroeper.domain.utm import UtmNames
from omroeper.rendering.brand import Brand
from omroeper.rendering.phrases import Phrases


@dataclass(frozen=True, slots=True)
class RenderInputs:
    """Templates by their path under templates/, and software by name with its version or hash.

    `counter` is the click counter's address, empty where clicks are not counted; `zone` an IANA name.
    What was kept before there were `phrases` has its words in its templates.
    """

    templates: dict[str, str]
    brand: Brand
    newsletter: Newsletter
    web_url: str
    counter: str
    zone: str
    software: dict[str, str]
    phrases: Phrases = field(default_factory=Phrases)
    utm: UtmNames = field(default_factory=UtmNames)

    def links(self, edition: str) -> LinkBook:
        """Makes the links that the mail of an edition has."""
        return self.utm.in_mail(edition, self.newsletter.id, self.counter)


_INPUTS = TypeAdapter(RenderInputs)


def inputs_text(inputs: RenderInputs) -> str:
    """The inputs as JSON, the same each time, to be kept."""
    return _INPUTS.dump_json(inputs).decode()


def inputs_from(text: str) -> RenderInputs:
    """What `inputs_text` made; raises RenderingError for what an altered store gives."""
    try:
        return _INPUTS.validate_json(text)
    except ValidationError as cause:
        raise RenderingError(
            f"the kept inputs cannot be read ({cause.error_count()} mistakes)",
            thing="edition",
            remedy="Their stored form was altered: compare the database with a backup.",
        ) from cause


def render_from(inputs: RenderInputs, edition: Edition) -> RenderedEdition:
    """Render an edition from these inputs and nothing else; raises RenderingError."""
    from omroeper.rendering.newsletter import (
        NewsletterRenderer,
    )  # compiles MJML: loaded when needed

    zone = ZoneInfo(inputs.zone)
    renderer = NewsletterRenderer(inputs.templates, inputs.brand, zone, inputs.phrases)
    return renderer.render(edition, inputs.newsletter, inputs.links(edition.id), inputs.web_url)


def changed_inputs(then: RenderInputs, now: RenderInputs) -> tuple[str, ...]:
    """What is otherwise now, named as the operator knows it: files, settings, software."""
    folder = f"content/newsletters/{then.newsletter.id}"
    named = {
        "brand": f"templates/brand/brand.yaml or {folder}/brand.yaml",
        "newsletter": f"{folder}/newsletter.yaml",
        "phrases": f"templates/phrases/{now.newsletter.language}.yaml",
        "web_url": "OMROEPER_PUBLIC_URL",
        "counter": "whether clicks are counted",
        "zone": "OMROEPER_TIMEZONE",
        "utm": "config/utm.yaml",
    }
    templates = [f"templates/{name}" for name in _differing(then.templates, now.templates)]
    others = [
        named[one.name]
        for one in fields(RenderInputs)
        if one.name in named and getattr(then, one.name) != getattr(now, one.name)
    ]
    return (*templates, *others, *changed_software(then, now))


def changed_software(then: RenderInputs, now: RenderInputs) -> tuple[str, ...]:
    """Each piece of software whose version differs, with both versions."""
    return tuple(
        f"{name} ({then.software.get(name, 'none')}, now {now.software.get(name, 'none')})"
        for name in _differing(then.software, now.software)
    )


def _differing(then: dict[str, str], now: dict[str, str]) -> list[str]:
    return [name for name in sorted({*then, *now}) if then.get(name) != now.get(name)]
