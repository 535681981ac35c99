"""The software that decides what a rendering looks like, with its versions."""

import hashlib
from importlib.metadata import version
from pathlib import Path

import omroeper.rendering

_PACKAGES = ("babel", "jinja2", "matplotlib", "mjml-python")


def rendering_software() -> dict[str, str]:
    """Version by package, and the hash of our own rendering code (the first 16 digits of SHA-256)."""
    digest = hashlib.sha256()
    for folder in omroeper.rendering.__path__:
        for file in sorted(Path(folder).glob("*.py")):
            digest.update(file.read_bytes())
    own = {"omroeper/rendering": digest.hexdigest()[:16]}
    return own | {name: version(name) for name in _PACKAGES}
