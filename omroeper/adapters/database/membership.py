"""Who belongs to a segment, as one condition that the database judges itself.

It says what `Segment.includes` says; a test compares the two.
"""

from collections.abc import Iterator, Sequence

import sqlalchemy as sa

from omroeper.adapters.database.reader_tables import subscriptions
from omroeper.adapters.database.tables import subscribers
from omroeper.domain.audience import Criteria, Match, Segment


def belongs_to(connection: sa.Connection, segment: Segment) -> sa.ColumnElement[bool]:
    """A condition on `subscribers`; what they chose to get is not asked here (see readership)."""
    dialect = connection.dialect.name
    wanted = list(_conditions(segment.wanted, dialect))
    together = sa.and_ if segment.match is Match.ALL else sa.or_
    fits = together(*wanted) if wanted else sa.true()
    return sa.and_(fits, *(~one for one in _conditions(segment.without, dialect)))


def first_of(connection: sa.Connection, segments: Sequence[Segment]) -> sa.ColumnElement[str]:
    """The id of the first of the segments that somebody belongs to; empty for none of them."""
    if not segments:
        return sa.literal("")
    ordered = sorted(segments, key=lambda one: not one.figures_of)  # as `first_segment` does
    cases = [(belongs_to(connection, one), sa.literal(one.id)) for one in ordered]
    return sa.case(*cases, else_=sa.literal(""))


def _conditions(criteria: Criteria, dialect: str) -> Iterator[sa.ColumnElement[bool]]:
    for field, wanted in criteria.given.items():
        if field == "newsletters":
            yield _gets("newsletter", wanted)
        elif field == "frequencies":
            yield _gets("frequency", wanted)
        elif field == "figures_of":
            yield _gets("newsletter", wanted, figures_only=True)
        elif field == "languages":
            yield subscribers.c.language.in_(wanted)
        else:
            yield _holds_any(subscribers.c[field], wanted, dialect)


def _gets(
    column: str, wanted: Sequence[str], *, figures_only: bool = False
) -> sa.ColumnElement[bool]:
    """Whether a newsletter they get now is any of these, or is wanted so."""
    mine = subscriptions.alias()
    conditions = [
        mine.c.subscriber == subscribers.c.key,
        mine.c.left_at.is_(None),
        mine.c[column].in_(wanted),
    ]
    if figures_only:
        conditions.append(mine.c.figures_only == sa.true())
    return sa.exists().where(*conditions).correlate(subscribers)


def _holds_any(
    column: sa.Column[object], wanted: Sequence[str], dialect: str
) -> sa.ColumnElement[bool]:
    """Whether a JSON list holds any of these."""
    items = sa.func.json_array_elements_text if dialect == "postgresql" else sa.func.json_each
    values = items(column).table_valued("value")
    return sa.exists(sa.select(sa.literal(1)).select_from(values).where(values.c.value.in_(wanted)))
