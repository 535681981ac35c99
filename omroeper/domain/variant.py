"""One edition for several groups of readers: the same mail, with a paragraph for those of a segment."""

from collections.abc import Sequence
from dataclasses import dataclass

from omroeper.domain.audience import Segment, Subscriber


@dataclass(frozen=True, slots=True)
class SegmentNote:
    """A short text under the introduction, only for the readers of a segment."""

    segment: Segment
    text: str


def figures_segment(newsletter: str) -> Segment:
    """The readers who want the figures of a newsletter alone; `name` is what editors see."""
    return Segment("alleen-cijfers", "Alleen de cijfers", figures_of=newsletter)


@dataclass(frozen=True, slots=True)
class Variant:
    """The mail as the readers of a segment get it; what is not here is as in the edition's own."""

    segment: Segment
    html: str
    text: str


def first_segment(segments: Sequence[Segment], reader: Subscriber) -> Segment | None:
    """The first segment the reader belongs to; its variant is the reader's.

    Who wants the figures alone gets those, whatever else there is a note for.
    """
    ordered = sorted(segments, key=lambda one: not one.figures_of)
    return next((one for one in ordered if one.includes(reader)), None)


def variant_for(variants: Sequence[Variant], reader: Subscriber) -> Variant | None:
    """The reader's variant; None means the edition's own mail."""
    segment = first_segment([variant.segment for variant in variants], reader)
    return next((one for one in variants if one.segment == segment), None)
