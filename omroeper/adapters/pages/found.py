"""What was found on a page of one piece of news or one event, before it is an item."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Found:
    """Text as the page has it, without markup; `date`, `starts` and `ends` as written there."""

    title: str
    link: str = ""
    text: str = ""
    date: str = ""
    starts: str = ""
    ends: str = ""
    place: str = ""
    image: str = ""
