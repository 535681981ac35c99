"""A newsletter is a folder: one made here of data alone goes the whole way, beside the others."""

import re
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from starlette.testclient import TestClient

from omroeper.domain.audience import Subscriber, Subscription
from omroeper.domain.delivery import CampaignState
from omroeper.domain.edition import Draft, EditionState, Edits, Section
from omroeper.domain.errors import NotFound
from omroeper.domain.inspection import inspect_html
from omroeper.domain.issue import Issue
from omroeper.domain.month import Month
from omroeper.web.app import create_app
from omroeper.web.pages import pages_of
from omroeper.wiring import Desk
from tests.samples import FixedClock, verdict
from tests.wiring.test_revised_figures import approved

NEWSLETTER = """
id: agdb-tech
name: Tech Letter
tagline: About technology in English
organisation: A school
website: https://school.example
contact: tech@school.example
segment: tech
language: en
programmes: [sto, funderend]
sections:
  - {id: agenda, title: Where to go}
  - {id: lead, title: Read this first}
sender_name: The Tech Letter
hashtags: [Tech]
texts:
  greeting: Hello,
  no_theme_introduction: This is the news.
  agenda_empty: Nothing planned.
  why_you_receive: You asked for it.
  unsubscribe: Leave
  called_off: Cancelled
  moved: New date
  colophon: By a school.
"""
CALENDAR = """
themes:
  - month: 2024-10
    theme: Making things
    terms: [making]
    introduction: This issue is about making.
    send_at: 2024-10-22 10:00
  - month: 2024-11
    theme: Making more
    terms: [making]
    introduction: This issue is about making more.
    send_at: 2024-11-26 10:00
"""
AGDB, TECH = Subscription("agdb"), Subscription("agdb-tech")
TEMPLATE = "{{ newsletter.texts.greeting }} in a template of its own.\n"


def add_newsletter(desk: Desk) -> None:
    """Write the folder, its segment, and what its readers get to read."""
    home = desk.settings.home
    folder = home / "content/newsletters/agdb-tech"
    own = folder / "templates/newsletter/sections"
    for made in (folder / "calendar", own):
        made.mkdir(parents=True)
    (folder / "newsletter.yaml").write_text(NEWSLETTER, encoding="utf-8")
    (folder / "calendar/2024.yaml").write_text(CALENDAR, encoding="utf-8")
    (folder / "brand.yaml").write_text("wordmark: tech\nlight: {brand: '#331122'}\n")
    (own / "lead.txt").write_text(TEMPLATE, encoding="utf-8")
    segments = home / "config/segments.yaml"
    segments.write_text(
        segments.read_text(encoding="utf-8").replace(
            "topics: [onderwijs,", "topics: [tech, onderwijs,", 1
        )
        + "  - {id: tech, name: Tech, topics: [tech]}\n",
        encoding="utf-8",
    )
    add_item(desk, "a-school-opens", "sto", "A school opens its workshop", "2024-10-09")
    add_item(desk, "not-for-us", "cedce", "Data centres", "2024-10-02")
    add_item(desk, "open-day", "fll", "Open day", "2024-10-02", "kind: event\nstarts: 2024-11-08\n")


def add_item(desk: Desk, stem: str, programme: str, title: str, day: str, more: str = "") -> None:
    file = desk.settings.home / f"content/updates/{stem}.md"
    file.write_text(
        f"---\ntitle: {title}\nprogramme: {programme}\ndate: {day}\nlanguage: en\n{more}---\n"
        "All of it is about making things.\n",
        encoding="utf-8",
    )


def drafted(desk: Desk, month: str, made_by: str) -> Draft:
    draft, _ = desk.draft_edition(
        month, Edits(), made_by=made_by, may_replace=lambda _: True, newsletter="agdb-tech"
    )
    return draft


def sent(desk: Desk, draft: Draft) -> str:
    """Approve a draft and send it to the end; gives its campaign."""
    edition = draft.edition
    given = verdict(desk.store, draft, by="Ruben Voorbeeld")
    assert desk.record_decision(edition.id, edition.version, given).complaint == ""
    campaign = desk.freeze_audience(edition.id, edition.version).id
    desk.begin_sending(campaign)
    desk.send_batch(campaign, worker="w")
    assert desk.finish_sending(campaign)
    return campaign


def mails(desk: Desk) -> list[EmailMessage]:
    files = sorted(desk.settings.outbox.rglob("*.eml"))
    return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]


@pytest.fixture
def two(desk: Desk) -> Desk:
    """The desk with one newsletter more, and readers of both."""
    add_newsletter(desk)
    desk.store.add_subscribers(
        [
            Subscriber(
                "k1", "anna@school.example", topics=("onderwijs",), subscriptions=(AGDB, TECH)
            ),
            Subscriber("k2", "bob@school.example", topics=("tech",), subscriptions=(AGDB, TECH)),
            Subscriber("k3", "cas@school.example", topics=("tech",), subscriptions=(AGDB,)),
        ]
    )
    return desk


def test_it_is_built_in_its_own_language_sections_brand_and_templates(two: Desk) -> None:
    files, _, _ = two.build_edition(Issue.parse("2024-10"), "agdb-tech")
    html, text = str(files["newsletter.html"]), str(files["newsletter.txt"])
    assert inspect_html(html).language == "en"
    assert '<html lang="en">' in str(files["archive.html"])
    assert "8 November 2024" in html
    assert "Read the full story" not in html  # the item has no link
    assert html.index("Where to go") < html.index("Read this first")
    assert "#331122" in html
    assert "Hello, in a template of its own." in text
    for other in ("From our programmes", "Data centres", "Agenda", "Nieuwsbrief"):
        assert other not in html


def test_it_goes_to_its_own_readers_and_leaves_the_others_alone(two: Desk) -> None:
    before = approved(two, "2024-10", "run:1")
    draft = drafted(two, "2024-10", "run:2")
    assert draft.edition.id == "agdb-tech-2024-10"
    assert draft.audience == "agdb-tech/tech:tech"
    assert [(e.item.title, e.section) for e in draft.edition.entries] == [
        ("Open day", Section.AGENDA),
        ("A school opens its workshop", Section.LEAD),
    ]
    sent(two, draft)

    (mail,) = mails(two)
    assert mail["To"] == "bob@school.example"
    assert mail["From"] == "The Tech Letter <nieuwsbrief@omroeper.example>"
    assert mail["List-ID"] == "Tech Letter <agdb-tech.omroeper.example>"
    assert two.store.state("agdb-tech-2024-10") is EditionState.SENT
    assert two.store.state("agdb-2024-10") is EditionState.APPROVED
    assert two.store.draft("agdb-2024-10") == before
    assert [one.edition for one in two.store.campaigns()] == ["agdb-tech-2024-10"]
    assert two.store.campaigns()[0].state is CampaignState.FINISHED


def test_its_coverage_and_what_it_told_are_its_own(two: Desk) -> None:
    sent(two, drafted(two, "2024-10", "run:1"))
    ledger = two.coverage(2024, newsletter="agdb-tech")
    assert {row.programme.id: sum(row.counts) for row in ledger.rows if any(row.counts)} == {
        "sto": 1,
        "fll": 1,
    }
    assert "cedce" not in {row.programme.id for row in ledger.rows}
    assert two.coverage(2024).months == ()

    two.clock = FixedClock(datetime(2024, 11, 20, 9, tzinfo=UTC))  # type: ignore[assignment]
    add_item(two, "again", "sto", "A school opens its workshop", "2024-10-25")
    (left,) = [
        one.reason
        for one in drafted(two, "2024-11", "run:2").edition.dropped
        if one.item.title == "A school opens its workshop"
    ]
    assert left.startswith("Stond al in de nieuwsbrief van 2024-10")


def link_of(page: str, kind: str) -> str:
    """Where the one link of this class leads."""
    (found,) = re.findall(rf'<a class="{kind}" href="([^"]*)"', page)
    return str(found)


def test_its_archive_and_its_way_out_speak_its_language(two: Desk) -> None:
    draft = drafted(two, "2024-10", "run:1")
    sent(two, draft)
    client = TestClient(create_app(pages_of(two)))
    own, shared = client.get("/archief/agdb-tech").text, client.get("/archief").text
    assert '<html lang="en">' in own
    assert f"October 2024: {draft.edition.subject}" in own
    assert draft.edition.id not in shared
    assert '<a href="/archief/agdb-tech" lang="en" hreflang="en">Tech Letter</a>' in shared
    assert client.get(f"/archief/{draft.edition.id}").text == draft.rendered.archive_html
    assert [link_of(page, "mark") for page in (own, shared, draft.rendered.archive_html)] == [
        "/archief/agdb-tech", "/", "/archief/agdb-tech",
    ]  # fmt: skip
    missing = client.get("/archief/agdb-tech-2024-12")
    assert missing.status_code == 404
    assert '<html lang="en">' in missing.text
    assert '<a href="/archief/agdb-tech">Back to the start</a>' in missing.text
    assert "X-WR-CALNAME:Tech Letter" in client.get(f"/archief/{draft.edition.id}.ics").text

    (mail,) = mails(two)
    leave = str(mail["List-Unsubscribe"]).partition(">")[0].rpartition("/")[2]
    asked = client.get(f"/afmelden/{leave}").text
    assert "You will no longer receive Tech Letter." in asked
    assert "From all our newsletters" in asked
    assert link_of(asked, "mark") == "/archief/agdb-tech"
    assert "You have unsubscribed" in client.post(f"/afmelden/{leave}").text


def test_its_posts_and_its_report_are_in_its_name(two: Desk) -> None:
    draft = drafted(two, "2024-10", "run:1")
    sent(two, draft)
    first = two.posts(two.propose_posts(draft.edition.id))[0]
    assert first.text.startswith("Tech Letter of October 2024 is out. Theme: Making things.")
    assert first.text.endswith("Read it on the web.")
    assert first.hashtags == ("Tech",)
    assert two.editions_to_report("") == [draft.edition.id]
    made = two.make_report(draft.edition.id)
    assert made.markdown.startswith("# Maandverslag oktober 2024: Tech Letter")


def test_a_stored_draft_of_it_is_rebuilt_from_its_own_inputs(two: Desk) -> None:
    first = drafted(two, "2024-10", "run:1")
    about = two.settings.home / "content/newsletters/agdb-tech/brand.yaml"
    about.write_text("wordmark: other\n")
    with_brand = Desk(two.settings)
    try:
        found = with_brand.rebuild_edition(Issue.parse("2024-10"), None, "agdb-tech")
    finally:
        with_brand.close()
    assert found.draft == first
    assert found.changed == (
        "templates/brand/brand.yaml or content/newsletters/agdb-tech/brand.yaml",
    )


def test_a_broken_newsletter_stops_no_other_and_an_unknown_one_is_named(two: Desk) -> None:
    (two.settings.home / "content/newsletters/agdb-tech/newsletter.yaml").write_text("id: x\n")
    two.build_edition(Issue.parse("2024-10"))
    client = TestClient(create_app(pages_of(two)))
    assert client.get("/archief").status_code == 200
    with pytest.raises(NotFound, match="agdb, agdb-tech, internationaal"):
        two.newsroom_of("agbd")
    with pytest.raises(NotFound, match="no newsletter has this edition"):
        two.newsletter_of("agbd-2024-10")


def test_its_own_calendar_is_told_and_only_its_programmes_are_asked_for_news(two: Desk) -> None:
    def asked() -> set[str]:
        listed = two.chase_list(Issue(Month(2024, 10)), "agdb-tech")
        found = {one.programme.id for contact in listed.contacts for one in contact.asked}
        return found | {one.programme.id for one in listed.unreached}

    assert asked() == {"contextrijk-leren", "fll", "iol", "sto", "techkwadraat", "vakkanjers"}
    assert len(two.chase_list(Issue(Month(2024, 10))).contacts) > 0
    two.gather_own()
    assert asked() == set()  # all of them gave something

    assert all(two.tell_team("agdb-tech").values())
    told = [str(mail["Subject"]) for mail in mails(two)]
    assert told
    assert all("Tech Letter" in subject for subject in told)


def test_only_evergreens_in_its_language_of_its_programmes_are_offered(two: Desk) -> None:
    two.clock = FixedClock(datetime(2024, 11, 20, 9, tzinfo=UTC))  # type: ignore[assignment]
    folder = two.settings.home / "content/evergreen"
    for stem, programme, language in (("a", "sto", "en"), ("b", "cedce", "en"), ("c", "sto", "nl")):
        (folder / f"{stem}.md").write_text(
            f"---\ntitle: Evergreen {stem}\nprogramme: {programme}\nlanguage: {language}\n---\nTrue.\n"
        )
    made = drafted(two, "2024-11", "run:1").edition
    assert [offer.item.title for offer in made.offered] == ["Evergreen a"]
