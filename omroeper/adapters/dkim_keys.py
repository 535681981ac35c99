"""The desk's DKIM keys, from PEM files that only their owner may read."""

import base64
import hashlib
import stat
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from omroeper.domain.errors import SettingsError
from omroeper.rendering.dkim import DkimKey

_SHORTEST_RSA = 2048
"""Bits. RFC 8301 asks for 1024 at least and 2048 rather; receivers count less against a sender."""
_MAKE = "Make one with `openssl genrsa -out dkim.pem 2048` and `chmod 600 dkim.pem`."
_PKCS1, _SHA256 = padding.PKCS1v15(), hashes.SHA256()


def read_dkim_key(file: Path, *, domain: str, selector: str, setting: str) -> DkimKey:
    """The key in a PEM file; raises SettingsError naming the setting. Nothing of the key is told."""
    key = _private_key(_content(file, setting), file, setting)
    if isinstance(key, RSAPrivateKey):
        return _rsa_key(key, domain, selector, setting)
    if isinstance(key, Ed25519PrivateKey):
        return _ed25519_key(key, domain, selector)
    raise _unusable(f"{file} holds a key of another kind than RSA or Ed25519", setting, _MAKE)


def _content(file: Path, setting: str) -> bytes:
    try:
        if stat.S_IMODE(file.stat().st_mode) & stat.S_IRWXO:
            remedy = f"Run `chmod o= {file}`, and make a new key if others used this machine."
            raise _unusable(f"everyone on this machine can read {file}", setting, remedy)
        return file.read_bytes()
    except OSError as cause:
        problem = f"{file} cannot be read ({cause.strerror})"
        raise _unusable(problem, setting, _MAKE) from cause


def _private_key(content: bytes, file: Path, setting: str) -> object:
    try:
        return serialization.load_pem_private_key(content, password=None)
    except TypeError as cause:
        remedy = "Take it off with `openssl pkey -in FILE -out dkim.pem`."
        raise _unusable(f"the key in {file} has a password", setting, remedy) from cause
    except (ValueError, UnsupportedAlgorithm) as cause:
        raise _unusable(f"{file} holds no private key in PEM form", setting, _MAKE) from cause


def _rsa_key(key: RSAPrivateKey, domain: str, selector: str, setting: str) -> DkimKey:
    if key.key_size < _SHORTEST_RSA:
        problem = f"its RSA key of {key.key_size} bits is too short ({_SHORTEST_RSA} at least)"
        raise _unusable(problem, setting, _MAKE)
    public = key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )

    def sign(told: bytes) -> bytes:
        return key.sign(told, _PKCS1, _SHA256)

    return DkimKey(domain, selector, "rsa-sha256", base64.b64encode(public).decode(), sign)


def _ed25519_key(key: Ed25519PrivateKey, domain: str, selector: str) -> DkimKey:
    """Ed25519 signs the hash (RFC 8463, §3), and its record holds the bare key (§4)."""
    public = key.public_key().public_bytes(
        serialization.Encoding.Raw, serialization.PublicFormat.Raw
    )

    def sign(told: bytes) -> bytes:
        return key.sign(hashlib.sha256(told).digest())

    return DkimKey(domain, selector, "ed25519-sha256", base64.b64encode(public).decode(), sign)


def _unusable(problem: str, setting: str, remedy: str) -> SettingsError:
    return SettingsError(problem, thing=setting, remedy=remedy)
