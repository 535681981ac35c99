"""Lists of subscribers as files: CSV, Excel, or a zip of them."""

from omroeper.adapters.subscriber_files.reading import read_tables
from omroeper.adapters.subscriber_files.writing import list_content

__all__ = ["list_content", "read_tables"]
