"""Web analytics: one port, four providers. Each gives daily rows of visits through our links."""

from omroeper.adapters.analytics.opening import open_providers

__all__ = ["open_providers"]
