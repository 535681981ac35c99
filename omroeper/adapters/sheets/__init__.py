"""Sheets that staff share: a row is a piece of news or an event."""

from omroeper.adapters.sheets.reader import SheetReader

__all__ = ["SheetReader"]
