"""What readers ask for on the pages, answered by mail."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from omroeper.adapters.content.consent import read_consent
from omroeper.adapters.content.phrases import read_phrases
from omroeper.adapters.content.segments import read_groups
from omroeper.domain.audience import Subscriber, Subscription
from omroeper.domain.consent import ConsentText
from omroeper.domain.errors import ContentError
from omroeper.domain.letter import Attachment
from omroeper.domain.newsletter import Newsletter
from omroeper.domain.reader_group import ReaderGroup, names_of
from omroeper.domain.reader_mail import ReaderMail, ReaderMailKind
from omroeper.domain.team import Person
from omroeper.rendering.reader_letters import letter_template, reader_letter
from omroeper.rendering.templates import environment_for
from omroeper.services.personal_data import data_file
from omroeper.services.persons import person_data
from omroeper.services.reader_mail import Written, send_reader_mails
from omroeper.wiring.parts import Parts
from omroeper.wiring.signing import LIFETIMES, Purpose, Tokens

_LINKS = {
    ReaderMailKind.CONFIRM: (Purpose.CONFIRM, "aanmelden"),
    ReaderMailKind.KNOWN: (Purpose.PREFERENCES, "voorkeuren"),
    ReaderMailKind.WELCOME: (Purpose.PREFERENCES, "voorkeuren"),
    ReaderMailKind.PREFERENCES: (Purpose.PREFERENCES, "voorkeuren"),
    ReaderMailKind.ERASE: (Purpose.ERASE, "verwijderen"),
}


class ReaderSteps(Parts):
    @cached_property
    def tokens(self) -> Tokens:
        """Signs the links of readers, with the newest of the settings' keys."""
        return Tokens(self.settings.link_secrets, self.clock)

    def consent_text(self, language: str) -> ConsentText:
        """What a person agrees to on the pages; raises ContentError."""
        return read_consent(self.settings.home, language)

    @cached_property
    def reader_groups(self) -> tuple[ReaderGroup, ...]:
        """The groups that readers can count themselves to, with their names in each language."""
        return read_groups(self.settings.home)

    def require_reader_texts(self, language: str) -> None:
        """Raise ContentError when readers cannot be written to in this language."""
        self.consent_text(language)
        for kind in ReaderMailKind:
            name = letter_template(language, kind)
            if name not in self.templates:
                raise ContentError(
                    "the template is missing",
                    file=f"templates/{name}",
                    remedy="Translate the one in templates/letters/nl.",
                )

    def newsletter_for(self, language: str, subscriptions: tuple[Subscription, ...]) -> Newsletter:
        """In whose name somebody is written to: a newsletter they chose, in their language if any is."""
        known = [one.newsletter for one in subscriptions if one.newsletter in self.newsletters]
        found = [self.newsroom_of(one).newsletter for one in known]
        spoken = [one for one in found if one.language == language]
        return next(iter([*spoken, *found]), self.newsroom.newsletter)

    def send_reader_mails(self) -> int:
        """Send what readers asked for and is not sent yet; gives how many went out."""
        return send_reader_mails(self.store, self.clock, self._written)

    def _written(self, mail: ReaderMail) -> Written | None:
        who = self._addressee(mail)
        if who is None:
            return None
        newsletter = self.newsletter_for(who.language, who.subscriptions)
        values: dict[str, object] = {
            "newsletter": newsletter,
            "newsletters": [
                self.newsroom_of(one.newsletter).newsletter
                for one in who.subscriptions
                if one.newsletter in self.newsletters
            ],
            "asked": self._day(who.language, who.asked_at),
            "archive": f"{self.settings.web_url}/archief/{newsletter.id}",
            "my_data": f"{self.settings.web_url}/mijn-gegevens",
        }
        values |= self._link(mail, who.language)
        files: list[Attachment] = []
        if who.reader is not None and mail.kind is ReaderMailKind.DATA:
            data = person_data(self.store, who.address)
            values["data"] = data["subscriber"]
            values["topics"] = names_of(who.reader.topics, self.reader_groups, who.language)
            values["names"] = {
                one: self.newsroom_of(one).newsletter.name for one in self.newsletters
            }
            values["programmes"] = [self._programme(one) for one in who.reader.programmes]
            files.append(Attachment("mijn-gegevens.json", "application/json", data_file(data)))
        environment = environment_for(self.templates)
        letter = reader_letter(environment, who.language, mail.kind, *files, **values)
        # The person's id is what a log shows: the mail's number, never the address.
        person = Person(f"reader-mail-{mail.id}", "", who.address)
        return self.correspondent_of(newsletter), person, letter

    def _addressee(self, mail: ReaderMail) -> "_Addressee | None":
        if mail.kind is ReaderMailKind.CONFIRM:
            asked = self.store.sign_up(mail.thing)
            if asked is None:
                return None
            return _Addressee(asked.address, asked.language, asked.subscriptions, asked.asked_at)
        reader = self.store.subscriber(mail.thing)
        if reader is None:
            return None
        now = self.clock.now()
        return _Addressee(reader.address, reader.language, reader.subscriptions, now, reader)

    def _link(self, mail: ReaderMail, language: str) -> dict[str, object]:
        if mail.kind not in _LINKS:
            return {}
        purpose, page = _LINKS[mail.kind]
        token = self.tokens.make(purpose, mail.thing)
        until = self.clock.now() + LIFETIMES[purpose]
        link = f"{self.settings.web_url}/{page}/{token}"
        return {"link": link, "until": self._day(language, until)}

    def _programme(self, programme: str) -> str:
        known = self.newsroom.programmes.get(programme)
        return known.name if known else programme

    def _day(self, language: str, moment: datetime) -> str:
        zone = self.settings.timezone
        dates = read_phrases(self.settings.home, language).dates
        return dates.moment(moment, zone)


@dataclass(frozen=True, slots=True)
class _Addressee:
    """Who a mail is for, whether already a subscriber or not."""

    address: str
    language: str
    subscriptions: tuple[Subscription, ...]
    asked_at: datetime
    reader: Subscriber | None = None
