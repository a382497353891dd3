"""Packages come from where this machine's own come from, and from nowhere that is written here."""

from __future__ import annotations

from pathlib import Path

import pytest

from deploys.debian import sources_of
from deploys.refused import PackError
from guideline.rehearsal.image import BASE, held_by, image_key
from guideline.site import find_site, load_site

DEB822 = """Types: deb
URIs: http://mirror.example/debian
Suites: bookworm bookworm-updates
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

Types: deb
# a comment
URIs: http://mirror.example/security
Suites: bookworm-security
Components: main contrib
"""


@pytest.fixture
def apt(tmp_path):
    def make(**files: str):
        (tmp_path / "sources.list.d").mkdir(exist_ok=True)
        for name, text in files.items():
            path = tmp_path / ("sources.list" if name == "main" else f"sources.list.d/{name.replace('_', '.')}")
            path.write_text(text, encoding="utf-8")
        return tmp_path

    return make


def test_the_sources_of_debian_12_are_taken_in_either_form(apt):
    folder = apt(
        debian_sources=DEB822,
        main="deb http://old.example/debian bookworm main\n# deb http://no.example bookworm main\n",
    )
    assert sources_of(folder).splitlines() == [
        "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://mirror.example/debian bookworm main",
        "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://mirror.example/debian bookworm-updates main",
        "deb http://mirror.example/security bookworm-security main",
        "deb http://old.example/debian bookworm main",
    ]


def test_other_suites_and_vendors_are_left(apt):
    folder = apt(
        node_sources="Types: deb\nURIs: https://x.example/node\nSuites: nodistro\nComponents: main\n",
        sid_sources="Types: deb\nURIs: http://x.example/debian\nSuites: sid\nComponents: main\n",
        src_sources="Types: deb-src\nURIs: http://x.example/debian\nSuites: bookworm\nComponents: main\n",
        cloud_list="deb https://x.example/apt cloud-bookworm main\n",
    )
    with pytest.raises(PackError) as caught:
        sources_of(folder)
    assert caught.value.say == "pack.no-sources"


def test_hosts_that_have_a_mirror_carry_the_least_and_the_others_all_they_install():
    kakuu, small = load_site(find_site("kakuu")), load_site(Path(__file__).parent / "small")
    assert held_by(kakuu) == BASE
    assert not {"nftables", "nginx-light", "postgresql-15", "python3-venv"} & set(held_by(kakuu))
    assert {*BASE, "nftables", "postgresql-15", "nginx-light"} <= set(held_by(small))
    assert image_key(held_by(kakuu)) != image_key(held_by(small))
    assert image_key(held_by(kakuu)) == image_key(held_by(kakuu))
