"""Lists of subscribers as files: CSV, Excel, or a zip of them."""

from omroeper.adapters.subscriber_files.reading import read_tables

__all__ = ["read_tables"]
