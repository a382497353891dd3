"""What of a secret file gives it away, and what of it everybody may know."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization as how
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import NameOID

from guideline.rehearsal.leaks import words_of

CANARY = "Y2FuYXJ5LWNhbmFyeS1jYW5hcnktY2FuYXJ5LTEyMzQ"

FILES = [
    ("registration", f"{CANARY}\n"),
    ("signing.key", f"ed25519 a_abcd {CANARY}\n"),
    ("database.pgpass", f"203.0.113.21:5432:synapse:synapse:{CANARY}\n"),
    ("accounts", f'{{"@sato:chat.kakuu.example": "{CANARY}"}}'),
    (
        "a token",
        f'{{"url": "http://203.0.113.20:8008", "user": "@guideline:a-long-name.kakuu.example", "token": "{CANARY}"}}',
    ),
]


@pytest.mark.parametrize("name, text", FILES)
def test_the_value_of_a_secret_is_looked_for_and_nothing_else_of_its_file(name, text):
    assert words_of(text) == (CANARY.encode(),), name


def test_a_key_is_known_by_its_private_lines_and_no_certificate_of_it_holds_one():
    """Where a certificate has the public half depends on the length of its names; sooner or later lines fall alike."""
    key = ec.generate_private_key(ec.SECP256R1())
    words = words_of(key.private_bytes(how.Encoding.PEM, how.PrivateFormat.PKCS8, how.NoEncryption()).decode())
    assert len(words) == 2
    day = datetime(2026, 11, 22, tzinfo=UTC)
    for length in range(1, 50):
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "a" * length)])
        made = x509.CertificateBuilder(name, name, key.public_key(), length, day, day + timedelta(1))
        assert not [word for word in words if word in made.sign(key, SHA256()).public_bytes(how.Encoding.PEM)]


def test_two_ssh_keys_share_no_word_and_the_public_half_has_none(tmp_path):
    found = []
    for name in ("one", "other"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", tmp_path / name], check=True)
        words = words_of((tmp_path / name).read_text("ascii"))
        assert words
        assert not [word for word in words if word in (tmp_path / f"{name}.pub").read_bytes()]
        found.append(set(words))
    assert not found[0] & found[1]


def test_what_is_short_or_public_is_no_secret():
    assert words_of("") == ()
    assert words_of("short\n") == ()
    assert words_of(f"ssh-ed25519 {CANARY} root@host\n") == ()
