"""What readers change themselves: their choices, leaving one or all, their data, being forgotten."""

import json
from dataclasses import replace

import pytest

from omroeper.domain.audience import Frequency, Subscriber, SubscriberStatus, SuppressionReason
from omroeper.domain.consent import ConfirmedBy
from omroeper.domain.delivery import DeliveryState, SkipReason
from omroeper.domain.reader_group import ReaderGroup, names_of
from omroeper.wiring.signing import Purpose
from tests.web.conftest import Site, path_in
from tests.wiring.test_revised_figures import OCTOBER, approved

JAN = "jan@school.example"
ALL = {"doen": "bewaar", "taal": "nl"}


@pytest.fixture
def copy(site: Site) -> str:
    """The token of Jan's copy of October; he gets both newsletters."""
    site.subscribe(nieuwsbrief=["agdb", "internationaal"])
    approved(site.desk, "2024-10", "run:1")
    campaign = site.desk.freeze_audience(OCTOBER, 1)
    (delivery,) = site.desk.store.deliveries_in(campaign.id, DeliveryState.PENDING)
    return delivery.token


def newsletters(reader: Subscriber) -> list[str]:
    return [one.newsletter for one in reader.subscriptions]


def test_choices_are_stored_as_the_form_says(site: Site) -> None:
    path = site.subscribe()
    page = site.client.get(path).text
    assert "J…@school.example" in page
    assert JAN not in page.lower()
    chosen = {
        **ALL, "nieuwsbrief": ["agdb", "elders"], "hoe-vaak-agdb": "quarterly", "groep": ["pers", "x"],
        "programma": ["sto", "x"], "taal": "en",
    }  # fmt: skip
    after = site.client.post(path, data=chosen)
    assert "Your preferences have been saved" in after.text
    reader = site.reader()
    assert [(one.newsletter, one.frequency) for one in reader.subscriptions] == [
        ("agdb", Frequency.QUARTERLY)
    ]
    assert (reader.topics, reader.programmes, reader.language) == (("pers",), ("sto",), "en")
    assert 'value="pers" checked' in site.client.get(path).text


def test_a_newsletter_that_is_new_to_a_reader_gets_a_consent_of_its_own(site: Site) -> None:
    path = site.subscribe()
    site.client.post(path, data={**ALL, "nieuwsbrief": ["agdb", "internationaal"]})
    assert newsletters(site.reader()) == ["agdb", "internationaal"]
    _, (consent, text) = site.desk.store.consents(site.reader().key)
    assert consent.newsletters == ("internationaal",)
    assert consent.confirmed_by is ConfirmedBy.PREFERENCES
    assert text
    site.client.post(path, data={**ALL, "nieuwsbrief": ["internationaal"]})
    assert newsletters(site.reader()) == ["internationaal"]
    assert len(site.desk.store.consents(site.reader().key)) == 2


def test_choosing_nothing_is_asked_about_and_changes_nothing(site: Site) -> None:
    path = site.subscribe()
    answer = site.client.post(path, data=ALL)
    assert (answer.status_code, "Kies ten minste één nieuwsbrief" in answer.text) == (422, True)
    assert newsletters(site.reader()) == ["agdb"]


def test_what_the_desk_no_longer_offers_stays(site: Site) -> None:
    path = site.subscribe()
    reader, now = site.reader(), site.desk.clock.now()
    text = site.desk.consent_text("nl")
    site.desk.store.change_choices(replace(reader, topics=("vroeger",)), now, None, text)
    site.client.post(path, data={**ALL, "nieuwsbrief": "agdb", "groep": "pers"})
    assert site.reader().topics == ("vroeger", "pers")


def test_leaving_one_newsletter_is_not_leaving_all(site: Site, copy: str) -> None:
    page = site.client.get(f"/afmelden/{copy}").text
    assert "Voor al onze nieuwsbrieven" in page
    for _ in range(2):
        answer = site.client.post(f"/afmelden/{copy}", data={"List-Unsubscribe": "One-Click"})
        assert (answer.status_code, "U bent afgemeld" in answer.text) == (200, True)
    assert newsletters(site.reader()) == ["internationaal"]
    assert site.reader().status is SubscriberStatus.CONFIRMED
    assert site.desk.store.suppression_of(JAN) is None
    campaign = f"{OCTOBER}-v1"
    site.desk.begin_sending(campaign)
    assert site.desk.send_batch(campaign, worker="w").skipped == 1
    assert site.desk.store.replies(campaign) == {
        (DeliveryState.SKIPPED, SkipReason.UNSUBSCRIBED.value): 1
    }
    assert len(site.desk.store.unsubscribes()) == 1


def test_leaving_all_suppresses_and_keeps_the_reason(site: Site, copy: str) -> None:
    data = {"wat": "alles", "reden": "too_often"}
    assert "geen nieuwsbrief meer" in site.client.post(f"/afmelden/{copy}", data=data).text
    assert site.reader().status is SubscriberStatus.UNSUBSCRIBED
    assert newsletters(site.reader()) == []
    assert site.desk.store.suppression_of(JAN) is SuppressionReason.UNSUBSCRIBED
    kinds = [(kind, reason) for kind, _, reason, _ in site.desk.store.events_of(site.reader().key)]
    assert kinds[-1] == ("unsubscribed", "too_often")


def test_leaving_the_last_newsletter_is_leaving(site: Site, copy: str) -> None:
    reader, now = site.reader(), site.desk.clock.now()
    assert site.desk.store.leave_newsletter(reader.key, "internationaal", now, source="x")
    assert not site.desk.store.leave_newsletter(reader.key, "internationaal", now, source="x")
    assert site.reader().status is SubscriberStatus.CONFIRMED
    site.client.post(f"/afmelden/{copy}", data={"reden": "verzonnen"})
    assert site.reader().status is SubscriberStatus.UNSUBSCRIBED
    assert site.desk.store.suppression_of(JAN) is SuppressionReason.UNSUBSCRIBED


def test_one_click_may_be_multipart(site: Site, copy: str) -> None:
    answer = site.client.post(f"/afmelden/{copy}", files={"List-Unsubscribe": (None, "One-Click")})
    assert answer.status_code == 200
    assert newsletters(site.reader()) == ["internationaal"]


def test_the_link_of_a_copy_opens_preferences_until_it_is_revoked(site: Site, copy: str) -> None:
    path = f"/voorkeuren/{copy}"
    assert site.client.get(path).status_code == 200
    site.later(days=400)
    assert site.client.get(path).status_code == 200
    answer = site.client.post(path, data={"doen": "links"})
    assert "Eerdere links werken niet meer" in answer.text
    for gone in (
        site.client.get(path),
        site.client.post(path, data={**ALL, "nieuwsbrief": "agdb"}),
    ):
        assert (gone.status_code, "Deze link werkt niet meer" in gone.text) == (404, True)
    new = path_in(site.mail())
    assert site.client.get(new).status_code == 200
    assert site.client.get(f"/afmelden/{copy}").status_code == 200  # leaving always works
    site.later(days=91)
    assert site.client.get(new).status_code == 404


def test_data_go_to_the_address_itself_whole(site: Site, copy: str) -> None:
    answer = site.client.post(f"/voorkeuren/{copy}", data={"doen": "data"})
    assert "De mail is onderweg" in answer.text
    assert JAN not in answer.text
    mail = site.mail()
    assert str(mail["To"]).lower() == JAN
    (file,) = mail.iter_attachments()
    assert (file.get_filename(), file.get_content_type()) == (
        "mijn-gegevens.json", "application/json",
    )  # fmt: skip
    held = json.loads(bytes(file.get_content()))
    assert held["requests"]
    assert held["not_to_be_mailed"] is None
    data = held["subscriber"]
    assert data["address"].lower() == JAN
    assert {one["newsletter"] for one in data["newsletters"]} == {"agdb", "internationaal"}
    assert data["consents"][0]["text"] == site.desk.consent_text("nl").text
    assert [one["edition"] for one in data["copies"]] == [OCTOBER]
    body = mail.get_body(("plain",))
    assert body is not None
    assert data["consents"][0]["text"][:60] in body.get_content()
    assert "Taal: Nederlands" in body.get_content()
    assert "voor Nieuwsbrief Groene en Digitale Banen, Skills Across Europe, via" in " ".join(
        body.get_content().split()
    )


def test_who_left_may_have_their_data_but_has_no_preferences(site: Site) -> None:
    site.client.post(site.subscribe(), data={"doen": "afmelden"})
    site.send("/mijn-gegevens", adres=JAN, wat="preferences")
    assert site.mails() == []
    site.send("/mijn-gegevens", adres=JAN, wat="data")
    assert len(list(site.mail().iter_attachments())) == 1


def test_a_link_and_the_data_are_mailed_to_known_addresses_only(site: Site) -> None:
    site.subscribe()
    for address in (JAN, "vreemd@school.example"):
        answer = site.send("/mijn-gegevens", adres=address, wat="preferences")
        assert "Kennen we dit adres" in answer.text
    assert site.client.get(path_in(site.mail())).status_code == 200


def test_a_reader_is_forgotten_and_no_import_brings_them_back(site: Site, copy: str) -> None:
    key = site.reader().key
    site.send("/mijn-gegevens", adres=JAN, wat="erase")
    path = path_in(site.mail())
    assert "Ja, verwijder mij" in site.client.get(path).text
    assert site.reader().key == key
    assert "We zijn u vergeten" in site.client.post(path).text
    assert site.client.post(path).status_code == 404
    assert site.desk.store.subscriber(key) is None
    assert site.desk.store.suppression_of(JAN) is SuppressionReason.ERASED
    back = Subscriber("nieuw", JAN)
    assert site.desk.store.add_subscribers([back]).suppressed == 1
    with site.desk.store._reading() as connection:
        dump = "\n".join(str(row) for row in connection.connection.iterdump())
    assert "school.example" not in dump.lower()
    assert site.client.get(f"/afmelden/{copy}").status_code == 200  # a copy's link never fails
    site.subscribe()
    assert site.reader().key != key
    assert site.desk.store.suppression_of(JAN) is None


def test_the_link_to_be_forgotten_is_short_lived(site: Site) -> None:
    site.subscribe()
    token = site.desk.tokens.make(Purpose.ERASE, site.reader().key)
    site.later(hours=25)
    assert site.client.post(f"/verwijderen/{token}").status_code == 404
    assert site.reader().gets("agdb")


def test_groups_have_a_name_in_the_readers_language(site: Site) -> None:
    path = site.subscribe()
    assert "Rijk en regio" in site.client.get(path).text
    site.client.post(
        path,
        data={**ALL, "nieuwsbrief": ["agdb", "internationaal"], "taal": "en", "groep": "overheid",
              "programma": "sto"},
    )  # fmt: skip
    page = site.client.get(path).text
    assert "Government" in page
    assert "Rijk en regio" not in page
    site.client.post(path, data={"doen": "data"})
    body = site.mail().get_body(("plain",))
    assert body is not None
    lines = body.get_content().splitlines()
    assert "Groups: Government" in lines
    assert "Programmes: Sterk Techniekonderwijs" in lines


def test_a_group_without_a_name_in_that_language_is_told_in_dutch() -> None:
    group = ReaderGroup("pers", "Pers", {"en": "Press"})
    assert (group.name_in("fr"), group.told_in("fr")) == ("Pers", "nl")
    assert (group.name_in("en"), group.told_in("en")) == ("Press", "en")
    assert names_of(("pers", "oud"), [group], "en") == ["Press", "oud"]


@pytest.mark.parametrize(("state", "count"), [("pending", 0), ("skipped", 0), ("accepted", 1)])
def test_only_what_was_sent_counts_as_sent(site: Site, copy: str, state: str, count: int) -> None:
    with site.desk.store._writing() as connection:
        connection.exec_driver_sql(f"UPDATE deliveries SET state = '{state}'")
    site.client.post(f"/voorkeuren/{copy}", data={"doen": "data"})
    body = site.mail().get_body(("plain",))
    assert body is not None
    assert f"We verstuurden u {count} keer" in body.get_content()
