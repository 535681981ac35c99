"""The demo's editors: they fill in the same forms, through the same call, as in the Prefect UI."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from omroeper.demo.prefect_api import Json, PrefectApi

WRITER = "Sanne Voorbeeld"
APPROVER = "Ruben Voorbeeld"


@dataclass(slots=True)
class DemoEditor:
    """Asks for changes first, makes a mistake once, and then has a colleague approve."""

    api: PrefectApi
    run: str
    say: Callable[[str], None]
    watch: Callable[[str], None] = lambda _: None
    """Called at each form that opens, with its key, before it is filled in."""

    def review(self) -> None:
        form = self.api.wait_until_it_asks(self.run, "beoordeling-1")
        self.say(f"      {WRITER} looks at draft 1 and asks for changes")
        self.api.answer(self.run, {**_prefilled(form), "decision": "wijzigingen", "name": WRITER})
        form = self.api.wait_until_it_asks(self.run, "wijzigingen-1-1")
        self.watch("wijzigingen-1-1")
        changes = self._changes(form)
        self.say("      ... with a send moment that is no date: the form comes back")
        self.api.answer(self.run, {**changes, "send_at": "volgende week"})
        self.api.wait_until_it_asks(self.run, "wijzigingen-1-2")
        self.api.answer(self.run, changes)
        form = self.api.wait_until_it_asks(self.run, "beoordeling-2-1")
        self.watch("beoordeling-2-1")
        self.say(f"      {WRITER} tries to approve her own changes: refused (four eyes)")
        self.api.answer(self.run, {**_prefilled(form), "decision": "goedkeuren", "name": WRITER})
        form = self.api.wait_until_it_asks(self.run, "beoordeling-2-2")
        self.say(f"      {APPROVER} approves draft 2, and takes on what it was warned of")
        self.approve(form)

    def approve(self, form: Json) -> None:
        """A colleague approves; the warnings are taken on with one reason."""
        answer = {"decision": "goedkeuren", "name": APPROVER}
        self.api.answer(self.run, {**_taken_on(form), **answer})

    def approve_posts(self, run: str) -> None:
        """Of the first form two posts go out now and one on its own day; the others are dropped."""
        last = ""
        while asked := self.api.next_question(run, last):
            last, form = asked
            numbers = [name.removeprefix("decision_") for name in form["properties"]
                       if name.startswith("decision_")]  # fmt: skip
            first = last.startswith("linkedin-1-")
            if last.endswith("-1"):
                told = "two go out now, one on its own day" if first else "none of them goes out"
                self.say(f"      {APPROVER} decides on {len(numbers)} proposed posts: {told}")
            self.api.answer(run, _about_posts(form, numbers, first=first))

    def _changes(self, form: Json) -> Json:
        """The prefilled form with another introduction and one item dropped."""
        fields = form["properties"]
        titles = _choices(form, "drop")
        introduction = str(fields["introduction"]["default"])
        return {
            "subject": fields["subject"]["default"],
            "preheader": fields["preheader"]["default"],
            "introduction": f"{introduction}\n\nVeel leesplezier!",
            "drop": [title for title in titles if "leermateriaal" in title],
            "order": [title for title in titles if "Vakkanjers" in title],
            "send_at": fields["send_at"]["default"],
        }


def _about_posts(form: Json, numbers: Sequence[str], *, first: bool) -> Json:
    """Two posts of the first form now, the third on its own day, and no others."""
    answer = {**_prefilled(form), "name": APPROVER}
    for place, number in enumerate(numbers):
        chosen = first and place < 3
        answer[f"decision_{number}"] = "goedkeuren" if chosen else "niet plaatsen"
        if first and place < 2:
            answer[f"moment_{number}"] = "nu"
    if "accepted" in form["properties"]:
        answer |= {"accepted": _choices(form, "accepted"), "why": "Nagekeken met de bron."}
    return answer


def _prefilled(form: Json) -> Json:
    """What the form holds before anybody types; the Prefect UI sends it along."""
    fields = form["properties"].items()
    return {name: field["default"] for name, field in fields if "default" in field}


def _taken_on(form: Json) -> Json:
    """The prefilled form with every warning taken on, if there are any."""
    answer = _prefilled(form)
    if "accepted" in form["properties"]:
        answer |= {"accepted": _choices(form, "accepted"), "note": "Nagekeken met de bron."}
    return answer


def _choices(form: Json, name: str) -> list[str]:
    items: list[str] = form["properties"][name]["items"].get("enum") or [
        form["properties"][name]["items"]["const"]
    ]
    return items
