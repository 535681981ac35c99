"""Key files: what cannot be used is refused with what to do, and the key is never told."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from omroeper.adapters.dkim_keys import read_dkim_key
from omroeper.domain.errors import SettingsError
from omroeper.settings import DkimSettings, load_settings


def written(folder: Path, key: object, *, password: bytes = b"", mode: int = 0o600) -> Path:
    cipher: serialization.KeySerializationEncryption = serialization.NoEncryption()
    if password:
        cipher = serialization.BestAvailableEncryption(password)
    file = folder / "dkim.pem"
    if isinstance(key, bytes):
        file.write_bytes(key)
    elif isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        encoding, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
        file.write_bytes(key.private_bytes(encoding, form, cipher))
    file.chmod(mode)
    return file


def refused(file: Path) -> str:
    with pytest.raises(SettingsError) as caught:
        read_dkim_key(file, domain="x.example", selector="s", setting="OMROEPER_DKIM_KEY")
    assert caught.value.thing == "OMROEPER_DKIM_KEY"
    assert "PRIVATE KEY" not in caught.value.sentence
    return caught.value.sentence


RSA = rsa.generate_private_key(65537, 2048)


def test_what_everyone_can_read_is_refused(tmp_path: Path) -> None:
    assert "chmod o=" in refused(written(tmp_path, RSA, mode=0o644))
    file = written(tmp_path, RSA, mode=0o640)
    key = read_dkim_key(file, domain="x.example", selector="s", setting="X")
    assert key.algorithm == "rsa-sha256"


def test_what_is_no_usable_key_is_refused(tmp_path: Path) -> None:
    assert "cannot be read" in refused(tmp_path / "absent.pem")
    assert "no private key" in refused(written(tmp_path, b"geen sleutel"))
    assert "has a password" in refused(written(tmp_path, RSA, password=b"pw"))
    assert "another kind" in refused(written(tmp_path, ec.generate_private_key(ec.SECP256R1())))
    short = rsa.generate_private_key(65537, 1024)
    assert "1024 bits is too short" in refused(written(tmp_path, short))


def test_settings_name_the_keys(tmp_path: Path) -> None:
    given = {
        "OMROEPER_HOME": str(tmp_path),
        "OMROEPER_SENDER_ADDRESS": "nieuws@ptvt.example",
        "OMROEPER_DKIM_KEY": "dkim.pem",
    }
    assert load_settings(given).dkim == (
        DkimSettings(tmp_path / "dkim.pem", "ptvt.example", "omroeper", "OMROEPER_DKIM_KEY"),
    )
    both = {
        **given,
        "OMROEPER_DKIM_ED25519_KEY": "/etc/ed.pem",
        "OMROEPER_DKIM_DOMAIN": "x.example",
    }
    assert [(one.domain, one.selector) for one in load_settings(both).dkim] == [
        ("x.example", "omroeper"),
        ("x.example", "omroeper-ed"),
    ]
    assert load_settings({"OMROEPER_HOME": str(tmp_path)}).dkim == ()
