"""Campaign parameters come from one registry: in the mail, in posts, in the report and in the filter."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

from omroeper.domain.edition import Edits
from omroeper.domain.utm import Channel, OurLinks, UtmNames
from omroeper.rendering.newsletter import links_of
from omroeper.services.measure_links import owners_of
from omroeper.wiring import Desk
from tests.samples import verdict

OCTOBER = "agdb-2024-10"
_HREF = re.compile(r'href="([^"]+)"')
NAMES = 'mail: {source: "{newsletter}-mail", medium: nieuwsbrief}\nlinkedin: {source: li, medium: post}\n'


def approved(desk: Desk) -> None:
    draft, _ = desk.draft_edition("2024-10", Edits(), made_by="t:1", may_replace=lambda _: True)
    desk.record_decision(OCTOBER, 1, verdict(desk.store, draft))


def parameters(url: str) -> dict[str, str]:
    found = parse_qs(urlsplit(unescape(url)).query)
    return {name: value for name, (value, *_) in found.items() if name.startswith("utm_")}


def outgoing(desk: Desk) -> list[str]:
    """All links of the mail's html and text that lead to a site of others."""
    draft = desk.store.draft(OCTOBER)
    assert draft is not None
    found = _HREF.findall(draft.rendered.html)
    found += re.findall(r"https?://\S+", draft.rendered.text)
    own = desk.settings.web_url
    links = [one for one in found if one.startswith("http") and not one.startswith(own)]
    website = {desk.newsroom.newsletter.website.rstrip("/")}
    return [one for one in links if one.rstrip("/") not in website]


@pytest.mark.parametrize("changed", [False, True])
def test_every_link_has_the_registrys_names_and_passes_the_filter(
    desk: Desk, changed: bool
) -> None:
    if changed:
        (desk.settings.home / "config" / "utm.yaml").write_text(NAMES, encoding="utf-8")
    names = desk.utm
    ours = names.ours(desk.newsletters)
    approved(desk)
    mail, posts = outgoing(desk), [p.link for p in desk.posts(desk.propose_posts(OCTOBER))]
    assert len(mail) > 20
    assert len(posts) > 10
    for channel, links in ((names.mail.of("agdb"), mail), (names.linkedin, posts)):
        for link in links:
            told = parameters(link)
            assert set(told) == {"utm_source", "utm_medium", "utm_campaign", "utm_content"}, link
            assert Channel(told["utm_source"], told["utm_medium"]) == channel, link
            assert told["utm_campaign"] == OCTOBER
            assert ours.include(told["utm_source"], told["utm_medium"], told["utm_campaign"])


def test_the_register_of_clicks_and_the_report_know_the_same_links(desk: Desk) -> None:
    approved(desk)
    draft = desk.store.draft(OCTOBER)
    assert draft is not None
    links = desk.links_in(draft)
    registered = links_of(draft.edition, links)
    assert set(owners_of(draft.edition, links)) == set(registered)
    in_mail = {unescape(one) for one in outgoing(desk)}
    assert in_mail == set(registered.values())


def test_what_was_rendered_keeps_its_names_when_the_registry_changes(desk: Desk) -> None:
    """Links are registered as they stand in the mail, or they would lead nowhere."""
    approved(desk)
    before = desk.store.draft(OCTOBER)
    assert before is not None
    desk.utm = UtmNames(Channel("ander", "post"))
    campaign = desk.freeze_audience(OCTOBER, 1)
    registered = desk.store.clicks(campaign.edition)
    assert set(registered) == set(links_of(before.edition, desk.links_in(before)))
    link = next(iter(registered))
    found = desk.store.registered_link(link)
    assert found is not None
    assert "utm_source=agdb&utm_medium=email" in found.target
    assert found.in_edition == len(registered)


@pytest.mark.parametrize(
    ("source", "medium", "campaign", "included"),
    [
        ("agdb", "email", OCTOBER, True),
        ("talent", "email", "talent-2024-10", True),
        ("linkedin", "social", "open-dag", True),
        ("linkedin", "email", OCTOBER, False),
        ("google", "cpc", OCTOBER, False),
        (None, None, OCTOBER, True),
        (None, None, "agdb-2024-10-conferentie", True),
        (None, None, "najaarsactie", False),
        (None, None, None, False),
    ],
)
def test_the_filter_lets_our_own_links_through(
    source: str | None, medium: str | None, campaign: str | None, included: bool
) -> None:
    ours = UtmNames().ours(("agdb", "talent"))
    assert ours.include(source, medium, campaign) is included


def test_the_filter_names_each_channel_once() -> None:
    ours: OurLinks = UtmNames().ours(("agdb", "talent"))
    assert ours.sources == ("agdb", "linkedin", "talent")
    assert ours.mediums == ("email", "social")
