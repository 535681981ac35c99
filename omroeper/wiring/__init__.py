"""The only place that builds adapters and hands them to services."""

from omroeper.wiring.desk import Desk, open_desk

__all__ = ["Desk", "open_desk"]
