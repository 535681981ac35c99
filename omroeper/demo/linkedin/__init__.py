"""LinkedIn on loopback, as its documentation describes it: posts, media, comments, statistics, login.

Faithful where it hurts: unescaped reserved characters cut the text off silently with a 201, a
duplicate is a 422, an ended version a 426, statistics leave zeros out, tokens age, pictures take
their time, and a reply can be lost.
"""

from omroeper.demo.linkedin.server import LinkedInSimulator
from omroeper.demo.linkedin.state import APP, ORGANIZATION, SECOND, TOKEN

__all__ = ["APP", "ORGANIZATION", "SECOND", "TOKEN", "LinkedInSimulator"]
