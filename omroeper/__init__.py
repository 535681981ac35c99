"""Omroeper: the communications desk of a programme organisation (see README.md for the drawing)."""

__version__ = "0.1.0"
