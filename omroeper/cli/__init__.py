"""A face: the command line. Each command imports what it needs when it runs, so --help is quick."""

from omroeper.cli.app import main

__all__ = ["main"]
