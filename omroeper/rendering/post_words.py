"""The states of LinkedIn posts in the words of a report."""

POST_STATES = {
    "published": "geplaatst",
    "approved": "goedgekeurd, nog niet aan de beurt",
    "in_review": "wacht op goedkeuring",
    "waiting": "staat klaar om met de hand te plaatsen",
    "failed": "geweigerd door LinkedIn",
    "unknown": "onbekend of het geplaatst is: kijk op de pagina",
    "expired": "verlopen, niet geplaatst",
    "cancelled": "niet geplaatst",
    "deleted": "van LinkedIn gehaald",
}
