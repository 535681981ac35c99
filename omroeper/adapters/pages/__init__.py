"""News pages without a feed: what they list, by their own markup or by declared selectors."""

from omroeper.adapters.pages.reader import PageReader

__all__ = ["PageReader"]
