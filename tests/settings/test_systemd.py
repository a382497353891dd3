"""Units: what we write judges clean, each door that is opened is found, and lines are read as systemd reads them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from guideline.bundle import load_bundle
from guideline.settings import judge, write
from guideline.settings.targets.systemd import read
from guideline.source import SourceError


@pytest.fixture(scope="module")
def hosts():
    return load_bundle("reference").at(date(2026, 10, 1))


@pytest.fixture(scope="module")
def chat(hosts, kakuu):
    return write("systemd", hosts, kakuu, kakuu.host("chat-1"))


def test_what_is_written_judges_clean(hosts, kakuu, embedded):
    for site in (kakuu, embedded):
        for host in site.hosts:
            for role in set(host.roles) & {"chat", "edge"}:
                narrowed = replace(host, roles=(role,))
                text = write("systemd", hosts, site, narrowed)
                assert judge("systemd", text, "f", hosts, site=site, host=narrowed) == []
                assert ("ExecStart=" in text) is (role == "chat")


def test_the_pages_unit_judges_clean_and_keeps_its_log_ins_alone(hosts, kakuu):
    for name, server in (("edge-1", "203.0.113.20"), ("chat-2", "127.0.0.1")):
        host = replace(kakuu.host(name), roles=("page",))
        text = write("systemd", hosts, kakuu, host)
        assert judge("systemd", text, "f", hosts, site=kakuu, host=host) == []
        assert f"--chat http://{server}:8008 --state /var/lib/guideline-page\n" in text
        assert "StateDirectory=guideline-page\nStateDirectoryMode=0700\n" in text
        assert "--host 127.0.0.1 " in text
        assert "ReadWritePaths" not in text
        assert "DynamicUser=yes" in text


def test_the_stewards_unit_judges_clean_and_meets_its_own_chat_server_alone(hosts, kakuu):
    for name, server in (("chat-1", "203.0.113.20"), ("chat-2", "127.0.0.1")):
        whole = kakuu.host(name)
        host = replace(whole, roles=("steward",))
        text = write("systemd", hosts, kakuu, host)
        assert judge("systemd", text, "f", hosts, site=kakuu, host=host) == []
        assert f"--server http://{server}:8008 --user @guideline:{whole.server_name} " in text
        assert f"--rooms {whole.zone} " in text
        # Not Synapse's account, none of the server's keys, and nobody to talk to but this host.
        assert "User=guideline-steward\n" in text
        assert "InaccessiblePaths=/etc/guideline/secrets " in text
        allowed = " ".join(map(str, whole.addresses))
        assert f"IPAddressDeny=any\nIPAddressAllow=localhost {allowed}\n" in text
        # The password is named, never said.
        assert "LoadCredential=password:/etc/guideline/secrets/steward\n" in text
        assert "--password-file %d/password\n" in text


MUTATIONS = [
    ("NoNewPrivileges=yes", "NoNewPrivileges=no", "systemd/no-new-privileges"),
    ("NoNewPrivileges=yes\n", "", "systemd/no-new-privileges"),
    ("NoNewPrivileges=yes", "NoNewPrivileges=yes\nNoNewPrivileges=false", "systemd/no-new-privileges"),
    ("ProtectSystem=strict", "ProtectSystem=full", "systemd/system-files"),
    ("ProtectHome=yes", "ProtectHome=read-only", "systemd/homes"),
    ("CapabilityBoundingSet=\n", "CapabilityBoundingSet=CAP_NET_ADMIN\n", "systemd/capabilities"),
    ("CapabilityBoundingSet=\n", "", "systemd/capabilities"),
    ("CapabilityBoundingSet=\n", "CapabilityBoundingSet=CAP_SETUID\n", "systemd/no-capabilities"),
    ("User=synapse", "User=root", "systemd/account"),
    ("User=synapse\n", "", "systemd/account"),
    ("AF_UNIX AF_INET", "AF_PACKET AF_INET", "systemd/address-families"),
    ("SystemCallArchitectures=native", "SystemCallArchitectures=", "systemd/architectures"),
    ("PrivateDevices=yes", "PrivateDevice=yes", "systemd/unknown-key"),
    ("PrivateDevices=yes", "PrivateDevice=yes", "systemd/private-devices"),
]


@pytest.mark.parametrize("old, new, rule", MUTATIONS)
def test_each_opened_door_is_found(hosts, kakuu, chat, old, new, rule):
    assert old in chat
    host = kakuu.host("chat-1")
    found = judge("systemd", chat.replace(old, new, 1), "f", hosts, site=kakuu, host=host)
    assert rule in {f.rule for f in found}
    assert all(f.place.key for f in found)


def test_lists_add_up_and_an_empty_value_empties_them():
    text = "[Service]\nCapabilityBoundingSet=CAP_A\nCapabilityBoundingSet=\nCapabilityBoundingSet=CAP_B \\\n  CAP_C\n; no\n"
    assert read(text, "f").value["Service"] == {"CapabilityBoundingSet": ["CAP_B", "CAP_C"]}
    assert read("[Service]\nPrivateTmp=1\nExecStart=a\nExecStart=b\\", "f").value["Service"] == {
        "PrivateTmp": "yes",
        "ExecStart": "a\nb",
    }
    assert read('[Service]\nReadWritePaths="/a', "f").value["Service"] == {"ReadWritePaths": ['"/a']}


@pytest.mark.parametrize("text", ["NoNewPrivileges=yes", "[Service]\nyes", "[Service]\n{a}=1", "x" * 20_000_000])
def test_what_is_no_unit_is_refused(text):
    with pytest.raises(SourceError):
        read(text, "f")
