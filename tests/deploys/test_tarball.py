"""A web client's tarball: its digest first; then nothing that leads elsewhere, links, or bursts; on the edge to the byte."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
import tarfile
from dataclasses import replace
from datetime import date

import pytest

import deploys.tarball
from deploys.refused import PackError
from deploys.tarball import TREE, as_tar, client_files, held, listing
from deploys.web_client import UNPACK
from guideline.bundle import load_bundle
from guideline.settings import CLIENT, judge, write
from guideline.site import WebClient, find_site, load_site
from guideline.source import SourceError
from guideline.words import say
from tests.deploys.client import FILES, digest, tarball

DAY = date(2026, 11, 20)


def put(tmp_path, data):
    path = tmp_path / "client.tar.gz"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("top", ["client-v1/", "", "./"])
def test_a_release_is_read_with_or_without_its_one_folder(tmp_path, packed, top):
    data = tarball(top=top, packed=packed)
    assert client_files(put(tmp_path, data), digest(data)) == FILES


def odd(name, kind=tarfile.REGTYPE, target=""):
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info


REFUSED = {
    "a way out": (odd("client-v1/../../etc/cron.d/x"), "client.bad-name"),
    "an absolute path": (odd("/etc/cron.d/x"), "client.bad-name"),
    "an option": (odd("client-v1/--checkpoint-action=exec"), "client.bad-name"),
    "a backslash": (odd("client-v1\\x"), "client.bad-name"),
    "a line's end": (odd("client-v1/a\nb"), "client.bad-name"),
    "a terminal's command": (odd("client-v1/\x1b[2J"), "client.bad-name"),
    "a path without end": (odd("client-v1/" + "x/" * 150 + "x"), "client.bad-name"),
    "the same file twice": (odd("client-v1/index.html"), "client.bad-name"),
    "a file where a folder is": (odd("client-v1/bundles"), "client.bad-name"),
    "a symbolic link": (odd("client-v1/x", tarfile.SYMTYPE, "/etc/shadow"), "client.not-a-file"),
    "a hard link": (odd("client-v1/x", tarfile.LNKTYPE, "client-v1/index.html"), "client.not-a-file"),
    "a device": (odd("client-v1/x", tarfile.CHRTYPE), "client.not-a-file"),
    "a pipe": (odd("client-v1/x", tarfile.FIFOTYPE), "client.not-a-file"),
}


@pytest.mark.parametrize("member, code", REFUSED.values(), ids=REFUSED)
def test_what_no_release_holds_is_refused_by_name(tmp_path, member, code):
    data = tarball(odd=(member,))
    with pytest.raises(PackError) as caught:
        client_files(put(tmp_path, data), digest(data))
    assert caught.value.say == code
    for lang in ("ja", "en"):
        told = say(lang, code, **caught.value.args_)
        assert caught.value.args_["name"] in told
        assert told.isprintable()


def test_another_file_is_refused_before_anything_of_it_is_read(tmp_path, monkeypatch):
    data = tarball()
    monkeypatch.setattr(deploys.tarball, "_read", lambda data: pytest.fail("it was looked into"))
    with pytest.raises(PackError) as caught:
        client_files(put(tmp_path, data), digest(data + b"x"))
    assert caught.value.say == "client.other-file"
    assert caught.value.args_["found"] == digest(data)


@pytest.mark.parametrize(
    "data, code",
    [
        (b"no tarball at all", "client.unreadable"),
        (b"", "client.unreadable"),
        (tarball()[:200], "client.unreadable"),
        (tarball()[:-30], "client.unreadable"),
        (gzip.compress(b"\0" * 10_000), "client.no-index"),
        (tarball({"readme.txt": b""}), "client.no-index"),
    ],
    ids=["text", "empty", "cut off", "cut off at its end", "zeros", "not built"],
)
def test_what_is_no_built_client_is_refused(tmp_path, data, code):
    with pytest.raises(PackError) as caught:
        client_files(put(tmp_path, data), digest(data))
    assert caught.value.say == code


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(PackError, match=r"client\.no-file"):
        client_files(tmp_path / "none.tar.gz", "0" * 64)


def test_what_bursts_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(deploys.tarball, "LARGEST", 1 << 20)
    monkeypatch.setattr(deploys.tarball, "MOST", 50)
    for files in ({**FILES, "big.js": b"\0" * (1 << 20)}, {**FILES, **{f"{n}.js": b"" for n in range(50)}}):
        data = tarball(files)
        with pytest.raises(PackError, match=r"client\.too-large"):
            client_files(put(tmp_path, data), digest(data))
    # What says it is long, in a header of the format itself.
    burst = gzip.compress(b"\0" * (8 << 20))
    head = tarfile.TarInfo("x")
    head.type, head.size = tarfile.XHDTYPE, 8 << 20
    data = gzip.compress(head.tobuf()) + burst
    with pytest.raises(PackError, match=r"client\.too-large"):
        client_files(put(tmp_path, data), digest(data))


@pytest.fixture
def site(tmp_path):
    """架空市 with the stand-in, under a name of its own on both edges."""
    folder = tmp_path / "kakuu"
    shutil.copytree(find_site("kakuu"), folder)
    data = tarball()
    (folder / "client.tar.gz").write_bytes(data)
    file = folder / "site.yaml"
    text = file.read_text("utf-8").replace("model: alpha\n", f"model: alpha\nweb_client: {{file: client.tar.gz, sha256: {digest(data)}}}\n", 1)  # fmt: skip
    for name in ("kakuu.example", "kakuu.internal"):
        text = text.replace(f"    public_name: chat.{name}\n", f"    public_name: chat.{name}\n    client_name: app.{name}\n", 1)  # fmt: skip
    file.write_text(text, encoding="utf-8")
    return load_site(folder)


def test_each_zone_gets_its_own_settings_and_none_of_the_releases(site):
    for name, zone in (("edge-1", "example"), ("chat-2", "internal")):
        files = held(site, site.host(name))
        assert set(files) == set(FILES) - {"config.sample.json"}
        config = json.loads(files["config.json"])
        assert config["default_server_config"] == {
            "m.homeserver": {"base_url": f"https://chat.kakuu.{zone}", "server_name": f"chat.kakuu.{zone}"}
        }
        # Nothing that would call anybody else.
        others = {word for word in files["config.json"].decode().split('"') if "//" in word}
        assert others == {f"https://chat.kakuu.{zone}", f"https://app.kakuu.{zone}"}


def test_the_edge_hands_it_out_under_its_own_name_with_strict_headers(site):
    guideline = load_bundle("kakuu").at(DAY)
    text = write("nginx", guideline, site, site.host("edge-1"))
    assert judge("nginx", text, "f", guideline, site=site, host=site.host("edge-1")) == []
    server = text[text.index("# The web client") :].partition("# Federation")[0]
    assert f"root {CLIENT};" in server
    assert "server_name app.kakuu.example;" in server
    assert "proxy_pass" not in server
    assert "default-src 'none'" in server
    assert "frame-ancestors 'self'" in server
    assert "http:" not in server
    plain = replace(site.host("edge-1"), client_name="")
    assert "web client" not in write("nginx", guideline, site, plain)


def test_a_clients_server_that_passes_anything_on_is_found_out(site):
    guideline = load_bundle("kakuu").at(DAY)
    text = write("nginx", guideline, site, site.host("edge-1"))
    start = text.index("# The web client")
    own = text[start:].replace("location ^~ /_synapse/admin {", "location ^~ /_synapse/open {", 1)
    own = own.replace("limit_except GET {\n                deny all;\n            }", "proxy_pass http://chat;", 1)
    found = judge("nginx", text[:start] + own, "f", guideline, site=site, host=site.host("edge-1"))
    assert {one.rule for one in found} == {"nginx/admin-closed"}


def test_what_lies_on_the_edge_is_what_was_given_to_the_byte(site, tmp_path, monkeypatch):
    """The two programs of a host, run here on a folder of our own."""
    files = held(site, site.host("edge-1"))
    served = tmp_path / "srv"
    served.mkdir()
    program, tree = UNPACK.replace("/srv/guideline", str(served)), TREE.replace("/srv/guideline", str(served))

    def lay():
        with (served / ".client.tar").open("wb") as stream:
            as_tar(files, stream)
        assert subprocess.run(["sh", "-s"], input=program, text=True, check=False).returncode == 0

    def seen():
        return subprocess.run(["sh", "-c", tree], capture_output=True, text=True, check=False).stdout.split()[0]

    if os.getuid():
        tree = tree.replace("find . ! -user root;", "")
    assert seen() == "-"
    lay()
    wanted = digest(listing(files).encode())
    assert seen() == wanted
    client = served / "client"
    for change in (
        lambda: (client / "index.html").write_bytes(b"other"),
        lambda: (client / "more.js").write_bytes(b""),
        (client / "index.html").unlink,
        lambda: (client / "index.html").chmod(0o666),
        lambda: (client / "i18n").chmod(0o777),
        lambda: (client / "link").symlink_to("/etc/shadow"),
    ):
        change()
        assert seen() != wanted
        lay()
        assert seen() == wanted
    assert [path.name for path in served.iterdir() if path.name.startswith("client")] == ["client"]


# What is changed in the site, the problem, and a piece of the line that it points at.
BROKEN = [
    ("    client_name: app.kakuu.example\n", "    client_name: chat.kakuu.example\n", "site.client-name", "client_name: chat"),
    ("    client_name: app.kakuu.example\n", "    client_name: chat.tonari.example\n", "site.client-name", "tonari"),
    ("    roles: [proxy]\n", "    roles: [proxy]\n    client_name: app2.kakuu.example\n", "site.client-no-edge", "app2"),
    ("web_client: {file: client.tar.gz", "# web_client: {file: client.tar.gz", "site.client-missing", "app."),
    ("file: client.tar.gz", "file: ../client.tar.gz", "bad-form", "web_client"),
    ("file: client.tar.gz", "file: .hidden", "bad-form", "web_client"),
    ("sha256: ", "sha256: x", "bad-form", "web_client"),
]  # fmt: skip


@pytest.mark.parametrize("old, new, code, where", BROKEN)
def test_a_site_whose_client_could_not_be_handed_out_is_refused(site, old, new, code, where):
    file = site.folder / "site.yaml"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(SourceError) as caught:
        load_site(site.folder)
    problem = next(p for p in caught.value.problems if p.code == code)
    assert where in file.read_text("utf-8").splitlines()[problem.mark.line - 1]


def test_a_client_that_nobody_hands_out_is_told(site):
    file = site.folder / "site.yaml"
    lines = [line for line in file.read_text("utf-8").splitlines() if "client_name" not in line]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(SourceError) as caught:
        load_site(site.folder)
    assert [p.code for p in caught.value.problems] == ["site.client-nowhere"]
    assert load_site(find_site("kakuu")).web_client is None
    assert isinstance(site.web_client, WebClient)
