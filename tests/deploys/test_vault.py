"""The operator's secrets: made once, never anew; sealed they lie nowhere in plain text and open with the right identity."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from deploys.certificates import KEY, authority_of
from deploys.refused import PackError
from deploys.vault import Vault, vault_of
from guideline.commands.group import guideline as command
from guideline.site import find_site, load_site
from guideline.source import SourceError
from guideline.words import say

NOW = dt.datetime(2026, 11, 20, tzinfo=dt.UTC)
CANARY = b"Y2FuYXJ5-the-authoritys-key\n"

needs_age = pytest.mark.programs


def identity(folder: Path, name: str = "identity.txt") -> tuple[Path, str]:
    """Make an identity and return its file and its recipient."""
    path = folder / name
    subprocess.run(["age-keygen", "-o", path], check=True, capture_output=True)
    return path, next(line.split()[-1] for line in path.read_text("ascii").splitlines() if "public key" in line)


def everything(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


@pytest.fixture
def sealed(tmp_path):
    path, recipient = identity(tmp_path)
    return Vault(tmp_path / "store", (recipient,), path)


def refusal(call, *words) -> str:
    with pytest.raises(PackError) as caught:
        call(*words)
    for lang in ("ja", "en"):
        told = say(lang, caught.value.say, **caught.value.args_)
        assert CANARY.decode().strip() not in told
    return caught.value.say


def test_without_recipients_a_secret_is_its_owners_plain_file_made_once(tmp_path):
    vault = Vault(tmp_path / "store")
    assert vault.once("a.key", lambda: CANARY) == CANARY
    assert vault.once("a.key", lambda: b"another") == CANARY
    assert (tmp_path / "store/a.key").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "store").stat().st_mode & 0o777 == 0o700
    vault.ready()


@needs_age
def test_sealed_it_is_made_once_and_lies_nowhere_in_plain_text(sealed, monkeypatch):
    seen = []
    real = subprocess.run

    def watching(words, **more):
        seen.append(" ".join(map(str, words)))
        # Between any two steps nothing of it is on the disk.
        assert CANARY not in everything(sealed.folder)
        return real(words, **more)

    monkeypatch.setattr(subprocess, "run", watching)
    sealed.ready()
    assert sealed.once("a.key", lambda: CANARY) == CANARY
    assert sealed.once("a.key", lambda: pytest.fail("made again")) == CANARY
    sealed.ready()
    assert seen
    assert not [line for line in seen if "canary" in line.lower() or "Y2Fu" in line]
    assert [path.name for path in sealed.folder.iterdir() if not path.name.startswith(".")] == ["a.key.age"]
    held = sealed.folder / "a.key.age"
    assert held.stat().st_mode & 0o777 == 0o600
    assert held.read_bytes().startswith(b"-----BEGIN AGE ENCRYPTED FILE-----")


@needs_age
def test_what_lay_there_in_plain_text_is_sealed_as_it_is(sealed):
    plain = Vault(sealed.folder)
    assert plain.once("a.key", lambda: CANARY) == CANARY
    assert sealed.once("a.key", lambda: pytest.fail("a secret is never made anew by sealing it")) == CANARY
    assert not (sealed.folder / "a.key").exists()
    assert CANARY not in everything(sealed.folder)
    # The way back isn't taken in silence.
    assert refusal(plain.ready) == "vault.no-recipients"
    assert refusal(plain.once, "a.key", lambda: b"new") == "vault.no-recipients"


@needs_age
def test_each_recipient_opens_it_and_nobody_else(sealed, tmp_path):
    (second, recipient), (third, _) = identity(tmp_path, "second"), identity(tmp_path, "third")
    both = Vault(sealed.folder, (*sealed.recipients, recipient), sealed.identity)
    both.once("a.key", lambda: CANARY)
    assert Vault(both.folder, both.recipients, second).once("a.key", lambda: b"") == CANARY
    other = Vault(both.folder, both.recipients, third)
    assert refusal(other.ready) == "vault.other-identity"
    assert refusal(other.once, "a.key", lambda: b"") == "vault.other-identity"


@needs_age
def test_what_could_not_be_opened_again_is_not_kept(sealed, tmp_path):
    """The recipient of one, the identity of another: nothing relies on it, and what lay there stays."""
    third, _ = identity(tmp_path, "third")
    wrong = Vault(sealed.folder, sealed.recipients, third)
    assert refusal(wrong.once, "a.key", lambda: CANARY) == "vault.other-identity"
    assert not (sealed.folder / "a.key.age").exists()
    Vault(sealed.folder).once("a.key", lambda: CANARY)
    assert refusal(wrong.once, "a.key", lambda: b"") == "vault.other-identity"
    assert (sealed.folder / "a.key").read_bytes() == CANARY


@needs_age
@pytest.mark.parametrize("change", [lambda data: data[:-60], lambda data: data.replace(b"A", b"B", 40), lambda _: b""])
def test_a_sealed_file_that_was_changed_is_refused(sealed, change):
    sealed.once("a.key", lambda: CANARY)
    held = sealed.folder / "a.key.age"
    held.write_bytes(change(held.read_bytes()))
    assert refusal(sealed.once, "a.key", lambda: b"new") == "vault.other-identity"


@needs_age
def test_an_identity_that_is_missing_or_open_to_others_says_what_to_do(sealed):
    gone = Vault(sealed.folder, sealed.recipients, sealed.folder / "none")
    assert refusal(gone.ready) == "vault.no-identity"
    sealed.identity.chmod(0o640)
    assert refusal(sealed.ready) == "vault.identity-open"
    assert "chmod 600" in say("en", "vault.identity-open", file="x")
    bad = Vault(sealed.folder, ("age1" + "q" * 58,), sealed.identity)
    sealed.identity.chmod(0o600)
    assert refusal(bad.once, "a.key", lambda: CANARY) == "vault.not-sealed"
    assert CANARY not in everything(sealed.folder)


def test_without_age_it_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert refusal(Vault(tmp_path, ("age1x",), tmp_path / "i").ready) == "vault.no-age"


SECRETS = "secrets:\n  internet: {{recipients: [{0}], identity: identity.txt}}\n  admin: {{recipients: [{0}], identity: identity.txt}}\n"  # fmt: skip


@pytest.fixture
def site(tmp_path):
    """架空市 whose operator's secrets are sealed for the identity in the operator's folder."""
    path, recipient = identity(tmp_path)
    folder = tmp_path / "kakuu"
    shutil.copytree(find_site("kakuu"), folder)
    file = folder / "site.yaml"
    file.write_text(file.read_text("utf-8").replace("model: alpha\n", f"model: alpha\n{SECRETS.format(recipient)}", 1), encoding="utf-8")  # fmt: skip
    return load_site(folder), path


@needs_age
def test_the_verb_makes_them_once_and_says_how_they_lie(site, tmp_path, monkeypatch):
    held, path = site
    monkeypatch.chdir(tmp_path)
    runner = CliRunner()
    first = runner.invoke(command, ["secrets", str(held.folder), "--lang", "en"])
    assert first.exit_code == 0, first.output
    assert first.output.count("are sealed for 1 recipients") == 2
    store = tmp_path / ".state/kakuu/authority"
    assert sorted(str(p.relative_to(store)) for p in store.rglob("authority*")) == [
        *("admin/authority.key.age", "admin/authority.pem", "internet/authority.key.age", "internet/authority.pem"),
    ]
    assert b"PRIVATE KEY" not in everything(store)
    before = everything(store)
    assert runner.invoke(command, ["secrets", str(held.folder)]).exit_code == 0
    assert everything(store) == before
    path.unlink()
    gone = runner.invoke(command, ["secrets", str(held.folder), "--lang", "en"])
    assert (gone.exit_code, everything(store)) == (5, before)
    assert "age-keygen" in gone.stderr
    assert runner.invoke(command, ["secrets", "nowhere"]).exit_code == 2


@needs_age
def test_the_authority_signs_from_its_sealed_key(site, tmp_path):
    held, _ = site
    vault = vault_of(held, "internet", tmp_path)
    root = authority_of(vault.folder, "one", NOW, vault=vault)
    assert authority_of(vault.folder, "two", NOW, vault=vault) == root
    assert not (vault.folder / KEY).exists()
    assert b"PRIVATE KEY" not in everything(vault.folder)


def test_a_site_without_them_has_plain_files(tmp_path):
    kakuu = load_site(find_site("kakuu"))
    vault = vault_of(kakuu, "admin", tmp_path)
    assert (vault.recipients, vault.identity) == ((), None)
    authority_of(vault.folder, "one", NOW, vault=vault)
    assert (vault.folder / KEY).stat().st_mode & 0o777 == 0o600


@needs_age
@pytest.mark.parametrize(
    "old, new, code",
    [
        ("recipients: [age1", "recipients: [AGE1", "bad-form"),
        ("recipients: [age1", "recipients: [ssh-ed25519 age1", "bad-form"),
        ("identity: identity.txt", "identity: $HOME/identity", "bad-form"),
        (", identity: identity.txt", "", "missing-key"),
        ("  admin: {r", "  mynumber: {r", "unknown-key"),
    ],
)
def test_odd_recipients_are_refused(site, old, new, code):
    file = site[0].folder / "site.yaml"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(SourceError) as caught:
        load_site(site[0].folder)
    assert code in {problem.code for problem in caught.value.problems}


@needs_age
def test_many_at_once_make_one(sealed):
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(4) as pool:
        made = set(pool.map(lambda n: sealed.once("a.key", lambda: os.urandom(8) + bytes([n])), range(8)))
    assert len(made) == 1


TURNS = """
from gevent import monkey
monkey.patch_all()
import sys
from pathlib import Path
import gevent
from deploys.vault import Vault
folder, recipient, identity = sys.argv[1:]
vault = Vault(Path(folder), (recipient,), Path(identity))
made = [gevent.spawn(vault.once, "a.key", lambda n=n: b"%d" % n) for n in range(4)]
gevent.joinall(made)
print(len({one.value for one in made}))
"""


@needs_age
def test_hosts_that_take_turns_in_one_process_never_wait_for_each_other(sealed):
    """As pyinfra runs them: whoever waits for a file there stops the one that holds it too."""
    words = [sys.executable, "-c", TURNS, sealed.folder, sealed.recipients[0], sealed.identity]
    checkout = Path(__file__).resolve().parents[2]
    done = subprocess.run(words, capture_output=True, text=True, timeout=60, check=False, cwd=checkout)
    assert (done.stdout, done.returncode) == ("1\n", 0), done.stderr
