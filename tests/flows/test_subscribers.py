"""Staff let a list in from Prefect: they look first, nothing personal is shown, and the file moves."""

from pathlib import Path

import pytest
from prefect.client.orchestration import get_client

from flows.subscribers import subscribers
from omroeper.settings import Settings
from omroeper.wiring import open_desk
from tests.flows.driver import Run

pytestmark = pytest.mark.usefixtures("prefect_server")
SANNE = "Sanne Voorbeeld"
LIST = (
    "email;naam;toestemming;status\n"
    "anna@school.example;Anna;2024-01-02;\n"
    "bob@school.example;Bob;;\n"
    "geen adres;Carla;2024-01-02;\n"
    "weg@school.example;Dirk;2024-01-02;uitgeschreven\n"
)


def put(settings: Settings, name: str = "beurs.csv", content: str = LIST) -> Path:
    settings.list_inbox.mkdir(parents=True, exist_ok=True)
    file = settings.list_inbox / name
    file.write_text(content, encoding="utf-8")
    return file


def people(settings: Settings) -> list[str]:
    with open_desk(settings) as desk:
        return sorted(one.address for one, _ in desk.store.listed_people())


def artifact(key: str) -> str:
    with get_client(sync_client=True) as client:
        return str(client._client.get(f"/artifacts/{key}/latest").json())


def begun() -> Run:
    run = Run(subscribers, "inlezen", {})
    run.go_on()
    return run


def test_staff_look_first_and_then_add(desk_settings: Settings) -> None:
    file = put(desk_settings)
    run = begun()
    fields = run.schema()["properties"]
    assert fields["file"]["enum"] == ["beurs.csv"]
    assert fields["action"]["default"] == "alleen kijken"
    assert SANNE in fields["name"]["enum"]

    run.answer(file="beurs.csv", newsletter="agdb", name=SANNE)
    run.go_on()
    assert run.key == "abonnees-2"
    assert "1 nieuw" in run.description()
    assert "2 regels geweigerd" in run.description()
    assert people(desk_settings) == []
    assert file.exists()
    refused, asked = artifact("lijst-geweigerd-beurs-csv"), run.description()
    assert "dit is geen e-mailadres" in refused
    assert "er staat niet bij wanneer deze persoon toestemming gaf" in refused

    run.answer(
        action="toevoegen", consent="intekenlijst van de beurs", newsletter="agdb", name=SANNE
    )
    told = run.go_on()
    assert told.startswith("2 nieuw")
    assert people(desk_settings) == ["anna@school.example", "bob@school.example"]
    assert not file.exists()
    (away,) = (desk_settings.list_inbox / "done").glob("*-beurs.csv")
    assert away.read_text(encoding="utf-8") == LIST
    with open_desk(desk_settings) as desk:
        entry = desk.store.audit_log("subscribers")[-1]
    assert entry.who == SANNE
    shown = (artifact("lijst-beurs-csv"), asked, refused)
    assert "2 nieuw" in shown[0]
    assert not [text for text in shown if "@school" in text or "Carla" in text]


def test_a_list_that_cannot_be_used_stays_with_its_reasons(desk_settings: Settings) -> None:
    file = put(desk_settings, content="naam\nAnna\n")
    run = begun()
    run.answer(file="beurs.csv", action="toevoegen", newsletter="agdb", name=SANNE)
    run.go_on()
    assert "dit bestand is niet te gebruiken" in run.description()
    reasons = file.with_name("beurs.csv.redenen.txt").read_text(encoding="utf-8")
    assert "in één kolom die ‘email’ heet" in reasons
    assert people(desk_settings) == []
    run.answer(file="beurs.csv", action="niets doen", newsletter="agdb", name=SANNE)
    assert run.go_on() == "Er is niets veranderd."
    assert file.exists()


def test_without_a_list_nobody_is_asked(desk_settings: Settings) -> None:
    del desk_settings
    assert Run(subscribers, "inlezen", {}).go_on() == "Er ligt geen lijst in de map."


def test_a_list_that_was_put_away_is_deleted_by_the_purge(desk_settings: Settings) -> None:
    put(desk_settings)
    with open_desk(desk_settings) as desk:
        inbox, now = desk.list_inbox, desk.clock.now()
        inbox.done("beurs.csv", (), desk.settings.retention.before("requests", now))
        assert desk.purge().lists == 1
        assert list((inbox.folder / "done").iterdir()) == []
