"""LinkedIn through its own client (PyPI linkedin-api-client), hardened."""

from omroeper.adapters.linkedin.channel import LinkedInChannel

__all__ = ["LinkedInChannel"]
