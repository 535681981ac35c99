"""Alembic's entry: the connection, with its transaction, is handed over by `migrate`."""

from alembic import context

from omroeper.adapters.database.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=False,  # the caller's transaction holds it all
)
context.run_migrations()
