"""What a LinkedIn post is made of, and what an approval of it is bound to."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from omroeper.domain.post import POST_STEPS, Medium, Mention, Post, PostKind, PostState

POST = Post(
    id="2024-10-uitgelicht",
    edition="2024-10",
    programme="vakkanjers",
    text="Vakkanjers zoekt bedrijven.",
    link="https://example.nl/vakkanjers",
    link_title="Vakkanjers",
    planned=datetime(2024, 10, 30, 9, tzinfo=UTC),
    hashtags=("LerenEnOntwikkelen",),
)
PICTURE = Medium("vakkanjers.jpg", "ab" * 32, alt="Twee leerlingen solderen een robot.")
REPORT = Medium("monitor.pdf", "cd" * 32, title="De monitor van 2024")


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"link": ""}, PostKind.TEXT),
        ({}, PostKind.ARTICLE),
        ({"media": (PICTURE,)}, PostKind.IMAGE),
        ({"media": (PICTURE, PICTURE)}, PostKind.IMAGES),
        ({"media": (REPORT,)}, PostKind.DOCUMENT),
        ({"reshares": "2024-10-nieuwsbrief"}, PostKind.RESHARE),
    ],
)
def test_what_linkedin_shows_follows_from_what_the_post_holds(
    changes: dict[str, Any], kind: PostKind
) -> None:
    assert replace(POST, **changes).kind is kind


def test_the_link_stands_in_the_text_only_where_no_card_shows_it() -> None:
    assert POST.commentary == "Vakkanjers zoekt bedrijven.\n\n#LerenEnOntwikkelen"
    assert replace(POST, media=(PICTURE,)).commentary == (
        "Vakkanjers zoekt bedrijven.\n\nhttps://example.nl/vakkanjers\n\n#LerenEnOntwikkelen"
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"text": "Iets anders."},
        {"link": "https://example.nl/anders"},
        {"hashtags": ()},
        {"thumbnail": PICTURE},
        {"media": (PICTURE,)},
        {"mentions": (Mention("Katapult", "urn:li:organization:1"),)},
        {"first_comment": "Meer op onze site."},
        {"page": "katapult"},
        {"reshares": "2024-10-nieuwsbrief"},
        {"corrects": "2024-10-nieuwsbrief"},
    ],
)
def test_an_approval_is_bound_to_all_that_would_be_published(changes: dict[str, Any]) -> None:
    assert replace(POST, **changes).fingerprint != POST.fingerprint


def test_other_bytes_under_the_same_name_are_another_post() -> None:
    swapped = replace(PICTURE, hash="ef" * 32)
    assert (
        replace(POST, media=(PICTURE,)).fingerprint != replace(POST, media=(swapped,)).fingerprint
    )


def test_who_is_asked_and_where_it_came_from_change_nothing_that_is_published() -> None:
    assert replace(POST, owner="Sanne", origin="a.md", note="n").fingerprint == POST.fingerprint


def test_every_state_has_its_steps_and_its_dutch_word() -> None:
    assert set(POST_STEPS) == set(PostState)
    assert len({state.dutch for state in PostState}) == len(PostState)
