"""The programmes' feeds: RSS 2.0, RSS 1.0, Atom and JSON Feed over HTTP."""

from omroeper.adapters.feeds.reader import FeedReader

__all__ = ["FeedReader"]
