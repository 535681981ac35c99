"""The desk's memory: one store over SQLite or PostgreSQL, through SQLAlchemy 2 and Alembic."""

from omroeper.adapters.database.store import DatabaseStore, open_store

__all__ = ["DatabaseStore", "open_store"]
