"""Why a row of a list is refused: for the operator in English, for staff in Dutch."""

from enum import StrEnum


class Refusal(StrEnum):
    """The reasons that do not depend on what the row says."""

    LEFT = "this person has left, by another row"
    NOT_CONFIRMED = "its status does not say that this person confirmed"
    TWICE = "this address stands higher up in the list already"
    TOO_MANY_FIELDS = "it has more fields than the first line names"
    NO_MOMENT = "the moment of consent is no past date like 2024-10-15"
    NO_CONSENT = "it does not say when this person consented (--consent may state it)"
    NO_ADDRESS = "this is not an e-mail address"
    ODD_ADDRESS = "this address has a character or length that mail does not allow"

    @property
    def dutch(self) -> str:
        return _DUTCH[self]


_DUTCH = {
    Refusal.LEFT: "deze persoon heeft zich afgemeld, volgens een andere regel",
    Refusal.NOT_CONFIRMED: "uit de status blijkt niet dat deze persoon de aanmelding bevestigde",
    Refusal.TWICE: "dit adres staat hoger in de lijst al",
    Refusal.TOO_MANY_FIELDS: "deze regel heeft meer velden dan de eerste regel",
    Refusal.NO_MOMENT: "het moment van toestemming is geen datum in het verleden, zoals 2024-10-15",
    Refusal.NO_CONSENT: (
        "er staat niet bij wanneer deze persoon toestemming gaf; vul op het formulier in waar de "
        "toestemming vandaan komt"
    ),
    Refusal.NO_ADDRESS: "dit is geen e-mailadres",
    Refusal.ODD_ADDRESS: "dit adres heeft een teken of lengte die in mail niet mag",
}


def in_dutch(reason: str) -> str:
    """The reason for staff. A choice that does not exist is told as the command line tells it."""
    known = {one.value: one for one in Refusal}
    return known[reason].dutch if reason in known else f"iets in deze regel klopt niet: {reason}"
