"""``guideline pack``: a pack is held against the operator's own copy of the key; what is refused is named."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.deploys.packing import laid

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return laid(tmp_path_factory.mktemp("made") / "here")


@pytest.fixture
def desk(made, tmp_path):
    """Return an operator's folder with the public key, and the pack that was carried there."""
    (tmp_path / ".state/kakuu").mkdir(parents=True)
    shutil.copy(made.parent / "keys/pack.gpg", tmp_path / ".state/kakuu")
    shutil.copytree(made, tmp_path / "carried")
    return tmp_path


def pack(desk: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "guideline", "pack", str(ROOT / "inventory/kakuu"), "--lang", "en", *options]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=desk, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.programs
class TestVerify:
    def test_a_whole_pack(self, desk):
        done = pack(desk, "--verify", "--out", "carried")
        assert (done.returncode, done.stderr) == (0, "")
        assert "as it was signed" in done.stdout

    def test_a_changed_byte_ends_with_four_and_the_files_name(self, desk):
        with (desk / "carried/debs/tori_3_all.deb").open("ab") as deb:
            deb.write(b"x")
        done = pack(desk, "--verify", "--out", "carried")
        assert (done.returncode, done.stdout) == (4, "")
        assert "debs/tori_3_all.deb (changed)" in done.stderr

    def test_without_the_key_nothing_is_believed(self, desk):
        (desk / ".state/kakuu/pack.gpg").unlink()
        done = pack(desk, "--verify", "--out", "carried")
        assert done.returncode == 4
        assert "pack.gpg" in done.stderr

    def test_no_pack_at_all(self, desk):
        done = pack(desk, "--verify", "--out", "nowhere")
        assert done.returncode == 2
        assert "nowhere is no pack" in done.stderr

    def test_a_deploy_refuses_it_before_anything_is_done(self, desk):
        (desk / "carried/bundle.json").write_bytes(b"[]\n")
        data = ["--data", f"pack={desk / 'carried'}", "--data", f"pack_key={desk / '.state/kakuu/pack.gpg'}"]
        command = [
            sys.executable,
            "-m",
            "pyinfra",
            "-y",
            *data,
            str(ROOT / "inventory/embedded.py"),
            "deploys.chat.chat_server",
        ]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(command, cwd=desk, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode != 0
        assert "bundle.json (changed)" in done.stdout + done.stderr
        assert "Traceback" not in done.stdout + done.stderr
        assert sorted(path.name for path in (desk / ".state").iterdir()) == ["kakuu"]


def test_an_unknown_site(tmp_path):
    command = [sys.executable, "-m", "guideline", "pack", "nowhere", "--lang", "en"]
    done = subprocess.run(
        command, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
