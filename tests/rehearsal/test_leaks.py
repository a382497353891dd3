"""What of a secret file gives it away, and what of it everybody may know."""

from __future__ import annotations

import subprocess

import pytest
from cryptography.hazmat.primitives import serialization as how
from cryptography.hazmat.primitives.asymmetric import ec

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


def test_a_key_is_known_by_every_line_but_its_public_frame():
    key = ec.generate_private_key(ec.SECP256R1())
    text = key.private_bytes(how.Encoding.PEM, how.PrivateFormat.PKCS8, how.NoEncryption()).decode()
    public = key.public_key().public_bytes(how.Encoding.PEM, how.PublicFormat.SubjectPublicKeyInfo)
    words = words_of(text)
    assert len(words) == 3
    assert not [word for word in words if word in public]


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
