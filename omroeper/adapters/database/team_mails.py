"""What was mailed to whom of the team, so that nobody gets it twice."""

from datetime import datetime

import sqlalchemy as sa

from omroeper.adapters.database.connection import Connected
from omroeper.adapters.database.tables import team_mails


class TeamMails(Connected):
    """Fulfils ports.TeamMailStore."""

    def claim_team_mail(
        self, kind: str, thing: str, person: str, *, mark: str, at: datetime
    ) -> bool:
        """Whether this person did not get this yet; from now on it counts as sent.

        Claimed before it is sent: a crash in between loses a mail rather than sends it twice.
        """
        key = {"kind": kind, "thing": thing, "person": person}
        with self._writing() as connection:
            if self._insert_new(connection, team_mails, [{**key, "mark": mark, "at": at}]):
                return True
            changed = connection.execute(
                team_mails.update()
                .where(_is(kind, thing, person), team_mails.c.mark != mark)
                .values(mark=mark, at=at)
            )
            return bool(changed.rowcount)

    def give_back_team_mail(self, kind: str, thing: str, person: str) -> None:
        """It was certainly not sent after all: the next round tries again."""
        with self._writing() as connection:
            connection.execute(team_mails.update().where(_is(kind, thing, person)).values(mark=""))

    def team_mails(self, kind: str) -> dict[tuple[str, str], str]:
        """The mark of everything that was mailed of a kind, by thing and the person's id."""
        query = sa.select(team_mails).where(team_mails.c.kind == kind, team_mails.c.mark != "")
        with self._reading() as connection:
            return {(row.thing, row.person): row.mark for row in connection.execute(query)}


def _is(kind: str, thing: str, person: str) -> sa.ColumnElement[bool]:
    return sa.and_(
        team_mails.c.kind == kind, team_mails.c.thing == thing, team_mails.c.person == person
    )
