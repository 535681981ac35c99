"""Checking the signatures in the addresses of the desk's own pages."""

import hmac

from omroeper.wiring.signing import sign


def is_signed(path: str, signature: str, secret: str) -> bool:
    """Whether this signature opens this path; takes the same time whatever it is."""
    return hmac.compare_digest(sign(path, secret).encode(), signature.encode())
