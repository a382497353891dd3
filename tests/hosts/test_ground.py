"""What every host of a site stands on, asserted by other means than those that put it there."""

from __future__ import annotations

import json

import pytest
from testinfra.backend import BACKENDS

pytestmark = pytest.mark.rehearsal


def table(host) -> list[dict]:
    """Return the objects of the kit's own packet filter table, as the kernel holds it."""
    return json.loads(host.check_output("nft -j list table inet guideline"))["nftables"]


def test_testinfra_still_takes_a_backend_by_name():
    assert isinstance(BACKENDS, dict)
    assert BACKENDS["nspawn"].endswith("NspawnBackend")


def test_every_chain_drops_by_default(hosts):
    for name, host in hosts.items():
        chains = {item["chain"]["hook"]: item["chain"]["policy"] for item in table(host) if "chain" in item}
        assert chains == {"input": "drop", "forward": "drop", "output": "drop"}, name


def test_no_other_table_is_there(hosts):
    for name, host in hosts.items():
        assert host.check_output("nft list tables").splitlines() == ["table inet guideline"], name


def test_the_filter_comes_before_the_network_at_boot(hosts):
    for host in hosts.values():
        unit = host.service("guideline-firewall")
        assert unit.is_enabled
        assert unit.is_running
        assert "network-pre.target" in unit.systemd_properties["Before"]
        file = host.file("/etc/guideline/firewall.nft")
        assert file.user == "root"
        assert not file.mode & 0o022


def test_sshd_waits_at_the_hosts_own_addresses_alone(hosts, site):
    for name, host in hosts.items():
        assert host.service("ssh").is_running
        assert host.socket("tcp://127.0.0.1:22").is_listening is False
        for address in site.host(name).addresses:
            shown = f"[{address}]" if address.version == 6 else address
            assert f"{shown}:22" in host.check_output("ss -Htln"), name
        told = dict(line.split(" ", 1) for line in host.check_output("/usr/sbin/sshd -T").splitlines() if " " in line)
        assert told["passwordauthentication"] == "no"
        assert told["permitemptypasswords"] == "no"


def test_no_host_is_a_way_through(hosts):
    for host in hosts.values():
        assert host.sysctl("net.ipv4.ip_forward") == 0
        assert host.sysctl("net.ipv6.conf.all.forwarding") == 0


def test_an_admin_host_sends_nothing_out(hosts):
    """The router would carry it: its own filter is what stops it, and counts it."""
    for name in ("chat-2", "db-2", "operator-2"):
        host = hosts[name]
        before = _dropped(host)
        tried = "import socket; s=socket.create_connection(('192.0.2.9', 443), 2)"
        assert host.run(f'/usr/bin/python3 -c "{tried}"').rc != 0
        assert _dropped(host) > before


def _dropped(host) -> int:
    return sum(
        item["counter"]["packets"] for item in table(host) if item.get("counter", {}).get("name") == "dropped.output"
    )
