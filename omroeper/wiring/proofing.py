"""Proofs of a draft to colleagues, with the desk's own team, renderer and mailer."""

from collections.abc import Sequence
from functools import partial

from omroeper.domain.delivery import Outcome
from omroeper.domain.edition import Draft, RenderedEdition
from omroeper.domain.errors import InvalidValue, NotFound, OmroeperError, SendingError
from omroeper.domain.issue import Issue
from omroeper.ports import Mailer
from omroeper.services.proof import MessageFor, ProofSent, proof_readers, send_proof
from omroeper.wiring.sending import SendingSteps


class ProofSteps(SendingSteps):
    @property
    def colleagues(self) -> tuple[str, ...]:
        """The names of those who can be sent a proof."""
        return tuple(person.name for person in self.newsroom.team)

    def newest_draft(self, issue: Issue, newsletter: str = "") -> Draft:
        """The newest stored draft of an edition; raises NotFound."""
        edition = f"{self.newsletter_named(newsletter)}-{issue}"
        draft = self.store.draft(edition)
        if draft is None:
            raise NotFound("there is no draft of it", thing=edition, remedy="Make a draft first.")
        return draft

    def send_proof(
        self,
        draft: Draft,
        names: Sequence[str],
        addresses: Sequence[str] = (),
        *,
        by: str = "",
        segment: str = "",
    ) -> tuple[ProofSent, ...]:
        """Send a draft as a proof: its own mail and each note's variant, or that of one segment.

        Raises InvalidValue, SendingError.
        """
        return send_proof(
            self.store,
            self.proof_mailer,
            self._kinds(draft, segment),
            draft,
            proof_readers(self.newsroom.team, self.store, names, addresses),
            by=by.strip() or self.settings.author,
            mail_domain=self.settings.mail_domain,
            clock=self.clock,
        )

    def _kinds(self, draft: Draft, segment: str) -> list[MessageFor]:
        variants = draft.rendered.variants
        known = [variant.segment.id for variant in variants]
        if segment and segment not in known:
            raise InvalidValue(
                "this edition has no text of its own for it",
                thing=f"segment ‘{segment}’",
                remedy=f"Choose from: {', '.join(known)}." if known else "Leave --segment out.",
            )
        kinds = [] if segment else [self._kind(draft, draft.rendered, "")]
        return kinds + [
            self._kind(draft, draft.rendered.as_variant(variant), variant.segment.name)
            for variant in variants
            if segment == variant.segment.id or (not segment and not variant.segment.figures_of)
        ]

    def _kind(self, draft: Draft, rendered: RenderedEdition, readers: str) -> MessageFor:
        from omroeper.rendering.newsletter import uncounted

        edition = draft.edition
        direct = uncounted(rendered, edition, self.links_in(draft))
        builder = self.builder(draft, direct, f"{edition.id}-v{edition.version}")
        return partial(builder.proof_for, readers=readers)

    def proof_from_form(
        self, edition: str, version: int, names: Sequence[str], by: str
    ) -> tuple[str, str]:
        """Send a proof as the form asks; gives what was done and what went wrong, in Dutch."""
        if not names:
            return "Er is geen proefmail verstuurd: er was niemand gekozen.", ""
        draft, _ = self.stored_draft(edition, version)
        try:
            sent = self.send_proof(draft, names, by=by)
        except SendingError:
            return "", "De mailserver is niet te gebruiken. Vraag de beheerder wat er is."
        except OmroeperError as problem:
            return "", problem.sentence
        return self._told(version, sent)

    def _told(self, version: int, sent: Sequence[ProofSent]) -> tuple[str, str]:
        taken = ", ".join(dict.fromkeys(s.name for s in sent if s.outcome is Outcome.ACCEPTED))
        failed = [f"{s.name} ({s.reply})" for s in sent if s.outcome is not Outcome.ACCEPTED]
        where = (
            ""
            if self.settings.mails
            else (
                " Er is geen mailserver ingesteld: de mail staat als bestand in de map outbox/proef."
            )
        )
        done = f"Proefmail van concept {version} verstuurd naar {taken}.{where}" if taken else ""
        missed = f"Niet aangenomen voor {', '.join(failed)}." if failed else ""
        return done, missed

    @property
    def proof_mailer(self) -> Mailer:
        """The desk's own mailer; files of proofs lie apart from those of deliveries."""
        if self.settings.mails:
            return self.mailer
        from omroeper.adapters.outbox import OutboxMailer

        return OutboxMailer(self.settings.outbox / "proef")
