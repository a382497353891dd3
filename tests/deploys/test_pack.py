"""A pack is taken only if it is, to the byte, what was signed; what differs is named."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from deploys import sealed
from deploys.debian import plain_name
from deploys.mirror import UNPACK, _tar
from deploys.pack import PACKAGES, index, lay, packages_of, whole, with_kit
from deploys.refused import PackError
from deploys.sealed import canonical, digest, faults
from deploys.signing import Signer, fingerprint
from guideline.site import find_site, load_site
from tests.deploys.packing import NOW, laid, signer, wanted, wheel

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return laid(tmp_path_factory.mktemp("made") / "here")


@pytest.fixture
def pack(made, tmp_path):
    """Return a copy of the pack, to be spoilt."""
    return Path(shutil.copytree(made, tmp_path / "pack"))


@pytest.fixture
def key(made):
    return made.parent / "keys/pack.gpg"


def flip(path: Path, at: int, bit: int = 0) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 1 << bit
    path.write_bytes(data)


@pytest.mark.programs
class TestWhole:
    def test_a_pack_is_whole_and_holds_what_hosts_install(self, made, key):
        assert faults(made, key) == []
        assert whole(made, key) == digest(made / "manifest.json")
        held = {str(path.relative_to(made)) for path in made.rglob("*") if path.is_file()}
        assert held == {
            "bundle.json", "debs/InRelease", "debs/Packages", "debs/Packages.gz", "debs/hana_2.0-1_all.deb",
            "debs/tori_3_all.deb", "manifest.json", "manifest.json.sig", "requirements.txt", "sbom.cdx.json",
            "simple/guideline/guideline-0.1-py3-none-any.whl", "simple/guideline/index.html", "simple/index.html",
            "simple/nemu-ri/Nemu.Ri-1.0-py3-none-any.whl", "simple/nemu-ri/index.html",
            "stickers/stickers.json", "stickers/thanks.png",
        }  # fmt: skip

    SPOILT = (
        "simple/nemu-ri/Nemu.Ri-1.0-py3-none-any.whl",
        "simple/nemu-ri/index.html",
        "debs/hana_2.0-1_all.deb",
        "debs/Packages",
        "debs/InRelease",
        "requirements.txt",
        "bundle.json",
        "sbom.cdx.json",
    )

    @pytest.mark.parametrize("name", SPOILT)
    @pytest.mark.parametrize("at", [0, -1])
    def test_a_flipped_bit_is_refused_by_name(self, pack, key, name, at):
        flip(pack / name, at)
        assert faults(pack, key) == [("changed", name)]
        with pytest.raises(PackError) as refused:
            whole(pack, key)
        assert refused.value.say == "pack.refused"
        assert name in str(refused.value.args_["files"])

    @pytest.mark.parametrize("name", SPOILT)
    def test_a_missing_longer_or_shorter_file_is_refused_by_name(self, pack, key, name):
        data = (pack / name).read_bytes()
        for other in (data + b"\n", data[:-1], b""):
            (pack / name).write_bytes(other)
            assert faults(pack, key) == [("changed", name)]
        (pack / name).unlink()
        assert ("missing", name) in faults(pack, key)

    def test_every_byte_of_the_signature_and_of_the_manifest_counts(self, pack, key):
        """Gpgv by itself overlooks 91 bits of its own signature."""
        size = (pack / "manifest.json.sig").stat().st_size
        places = [("manifest.json.sig", at) for at in range(size)]
        places += [("manifest.json", at) for at in (0, 1, 200, -3, -2, -1)]
        for name, at in places:
            flip(pack / name, at, at % 8)
            assert faults(pack, key) == [("unsigned", "manifest.json, manifest.json.sig")], (name, at)
            flip(pack / name, at, at % 8)
        assert faults(pack, key) == []

    @pytest.mark.parametrize("name", ["manifest.json", "manifest.json.sig"])
    def test_without_manifest_or_signature_nothing_is_believed(self, pack, key, name):
        (pack / name).unlink()
        assert faults(pack, key) == [("missing", name)]

    @pytest.mark.parametrize("name", ["manifest.json", "manifest.json.sig"])
    def test_a_manifest_too_large_to_be_one_is_not_read(self, pack, key, name, monkeypatch):
        monkeypatch.setattr(sealed, "LARGEST", 10)
        assert faults(pack, key) == [("unsigned", "manifest.json")]

    @pytest.mark.parametrize("name", ["added", "debs/added.deb", "simple/added/added.whl", ".hidden"])
    def test_an_added_file_is_refused_by_name(self, pack, key, name):
        (pack / name).parent.mkdir(exist_ok=True)
        (pack / name).write_bytes(b"")
        assert faults(pack, key) == [("added", name)]

    def test_an_added_folder_is_refused_by_name(self, pack, key):
        (pack / "debs/empty").mkdir()
        assert faults(pack, key) == [("added", "debs/empty")]

    def test_a_link_is_refused_though_it_leads_to_the_same_bytes(self, pack, key, tmp_path):
        away = tmp_path / "away"
        shutil.move(pack / "debs/tori_3_all.deb", away)
        (pack / "debs/tori_3_all.deb").symlink_to(away)
        (pack / "more").symlink_to("debs")
        assert faults(pack, key) == [
            ("no-file", "debs/tori_3_all.deb"),
            ("no-file", "more"),
            ("missing", "debs/tori_3_all.deb"),
        ]

    def test_a_pipe_is_refused_and_not_read(self, pack, key):
        import os

        (pack / "bundle.json").unlink()
        os.mkfifo(pack / "bundle.json")
        assert faults(pack, key) == [("no-file", "bundle.json"), ("missing", "bundle.json")]

    def test_another_key_signs_for_nobody(self, made, tmp_path):
        other = signer(tmp_path / "other")
        with other.ready():
            pass
        assert faults(made, other.public) == [("unsigned", "manifest.json, manifest.json.sig")]
        with pytest.raises(PackError) as refused:
            whole(made, tmp_path / "no-key")
        assert refused.value.say == "pack.no-public-key"

    def test_the_key_stays_the_same_and_one_that_replaces_it_is_refused(self, made, tmp_path):
        keys = made.parent / "keys"
        before = (keys / "pack.gpg").read_bytes()
        with signer(keys).ready() as signing:
            assert signing.detached(b"x")
        assert (keys / "pack.gpg").read_bytes() == before
        assert (keys / "pack.key").stat().st_mode & 0o777 == 0o600
        other = Path(shutil.copytree(keys, tmp_path / "keys"))
        (other / "pack.key").unlink()
        with pytest.raises(PackError) as refused, signer(other).ready():
            pass
        assert refused.value.say == "pack.other-key"
        with (
            pytest.raises(PackError) as refused,
            Signer(tmp_path, dict(signer(other).environment), "nobody@kakuu.example").ready(),
        ):
            pass
        assert refused.value.say == "pack.no-key"

    def test_the_fingerprint_is_the_one_gnupg_tells(self, key, tmp_path):
        tmp_path.chmod(0o700)
        asked = ["gpg", "--homedir", tmp_path, "--batch", "--quiet", "--with-colons", "--show-keys", key]
        told = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
        assert f"fpr:::::::::{fingerprint(key).replace(' ', '')}:" in told

    def test_a_folder_that_is_no_pack_is_never_replaced(self, made, tmp_path):
        (tmp_path / "letters").mkdir()
        (tmp_path / "letters/mine").write_text("x", encoding="utf-8")
        (tmp_path / "parts").mkdir()
        with pytest.raises(PackError) as refused:
            lay(tmp_path / "letters", wanted(tmp_path / "parts"), signer(made.parent / "keys"), NOW)
        assert refused.value.say == "pack.not-a-pack"
        assert (tmp_path / "letters/mine").exists()

    def test_an_older_pack_makes_way_and_no_draft_is_left(self, pack, made):
        (pack / "debs/hana_2.0-1_all.deb").unlink()
        (pack.parent / "parts").mkdir()
        lay(pack, wanted(pack.parent / "parts"), signer(made.parent / "keys"), NOW)
        assert faults(pack, made.parent / "keys/pack.gpg") == []
        assert sorted(path.name for path in pack.parent.iterdir()) == ["pack", "parts"]

    def test_what_the_mirror_runs_names_the_file_and_ends_with_one(self, pack, key):
        program = Path(sealed.__file__)

        def run() -> tuple[int, str]:
            done = subprocess.run(
                [sys.executable, "-I", program, pack, key], capture_output=True, text=True, check=False
            )
            return done.returncode, done.stdout

        assert run() == (0, "")
        flip(pack / "debs/tori_3_all.deb", 100)
        assert run() == (1, "debs/tori_3_all.deb: changed\n")

    def test_the_stream_that_is_sent_holds_the_pack_and_leaves_no_file(self, pack, key, tmp_path):
        with _tar(pack) as stream:
            (tmp_path / "out").mkdir()
            subprocess.run(["tar", "-x", "-C", tmp_path / "out"], stdin=stream, check=True)
        assert faults(tmp_path / "out", key) == []
        assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "pack"]

    def test_pip_and_apt_read_the_indexes(self, made, tmp_path):
        asked = ["-m", "pip", "--isolated", "download", "-q", "--no-deps", "-d", tmp_path, "--index-url"]
        subprocess.run(
            [sys.executable, *asked, (made / "simple").as_uri(), "nemu_ri==1.0"], check=True, capture_output=True
        )
        assert [path.name for path in tmp_path.iterdir()] == ["Nemu.Ri-1.0-py3-none-any.whl"]
        told = (made / "debs/Packages").read_text("utf-8")
        assert "Filename: hana_2.0-1_all.deb\n" in told
        assert f"SHA256: {digest(made / 'debs/hana_2.0-1_all.deb')}\n" in told
        released = (made / "debs/InRelease").read_text("utf-8")
        assert f" {digest(made / 'debs/Packages')} " in released
        assert "Date: Fri, 20 Nov 2026 03:04:05 UTC" in released


@pytest.mark.parametrize(
    "junk", [b"", b"\x88", b"\x88" * 30, b"\x89\x01\x10" + b"\4" * 272, b"-----BEGIN PGP SIGNATURE-----\n" * 4]
)
def test_what_is_no_signature_is_none(junk):
    assert not canonical(junk, b"text")


def installed() -> set[str]:
    """Return every name that a deploy hands to its operation ``packages``."""
    found = set()
    for file in (ROOT / "deploys").glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "packages":
                found |= {n for k in node.keywords if k.arg == "names" for n in ast.literal_eval(k.value)}
    return found


def test_the_pack_holds_what_the_deploys_install():
    assert installed() - {name for names in PACKAGES.values() for name in names} == set()
    assert len(installed()) > 10


def test_a_site_gets_the_packages_of_its_roles():
    kakuu = load_site(find_site("kakuu"))
    assert {"nftables", "postgresql-15", "unbound", "tinyproxy"} <= set(packages_of(kakuu))
    small = load_site(ROOT / "tests/rehearsal/small")
    assert "restic" not in packages_of(small)


def test_the_index_is_as_pip_wants_it(tmp_path):
    (tmp_path / "from").mkdir()
    one = wheel(tmp_path / "from", "Nemu.Ri", "1.0")
    index(tmp_path / "simple", (one,))
    page = (tmp_path / "simple/nemu-ri/index.html").read_text("ascii")
    assert f'<a href="{one.name}#sha256={digest(one)}">{one.name}</a>' in page
    assert '<a href="nemu-ri/">nemu-ri</a>' in (tmp_path / "simple/index.html").read_text("ascii")


def test_the_kit_is_pinned_with_the_rest(tmp_path):
    kit = wheel(tmp_path, "guideline", "0.1")
    assert with_kit("a==1\n\n", kit) == f"a==1\nguideline==0.1 \\\n    --hash=sha256:{digest(kit)}\n"


def test_no_name_of_a_deb_means_something_in_a_url():
    assert plain_name(Path("x/adduser_1%3a3.134_all.deb")) == "adduser_3.134_all.deb"
    assert plain_name(Path("x/age_1.1.1-1+b5_amd64.deb")) == "age_1.1.1-1+b5_amd64.deb"


def test_the_mirrors_program_parses():
    assert subprocess.run(["sh", "-n"], input=UNPACK, text=True, check=False).returncode == 0
    assert UNPACK.index("guideline-sealed") < UNPACK.index("mv pack.new pack")
