"""What a host sends while it is deployed is counted, whether or not it would arrive; a try to go elsewhere turns red."""

from __future__ import annotations

import subprocess

import pytest

from guideline.network import allowed_flows
from guideline.rehearsal import Left, RehearsalError, lab, leaving, of_leaving
from guideline.rehearsal.leaving import counting, watched
from guideline.site import bundle_of, find_site, load_site
from tests.rehearsal.conftest import DAY

KAKUU = load_site(find_site("kakuu"))
GUIDELINE = bundle_of(KAKUU).at(DAY)
FLOWS = allowed_flows(KAKUU, GUIDELINE)

KNOCK = """
import socket, sys
address, port, kind = sys.argv[1], int(sys.argv[2]), sys.argv[3]
family = socket.AF_INET6 if ":" in address else socket.AF_INET
with socket.socket(family, socket.SOCK_DGRAM if kind == "udp" else socket.SOCK_STREAM) as knock:
    knock.settimeout(0.5)
    try:
        knock.connect((address, port))
        knock.send(b"x")
    except OSError:
        pass
"""


def test_the_clause_that_shuts_the_zone_is_told():
    left = {
        "chat-2": Left(mirror=5, elsewhere=2, where=("192.0.2.9 tcp/443",)),
        "db-2": Left(mirror=9, answers=1, link=3, zone=4),
    }
    (found,) = of_leaving(left, KAKUU, GUIDELINE)
    assert (found.rule, found.subject, found.severity) == ("rehearsal/leaves", "chat-2", "error")
    assert found.clause
    assert found.clause == of_leaving({"store-2": Left(elsewhere=1)}, KAKUU, GUIDELINE)[0].clause
    assert found.args == {"host": "chat-2", "count": 2, "where": "192.0.2.9 tcp/443"}


def test_only_its_own_zone_is_a_hosts_neighbourhood():
    text = counting(KAKUU, KAKUU.host("chat-2"), FLOWS)
    assert 'ip daddr { 10.40.0.23 } counter name "mirror" accept' in text
    assert "203.0.113" not in text
    assert "10.90.0.10" not in text
    assert "outside" not in text
    # What isn't there yet is told to who asked, and to nobody else.
    told = [line for line in text.splitlines() if "destination-unreachable" in line]
    assert len(told) == 2
    assert all("10.40.0.5" in line or "fd12:" in line for line in told)
    # What a flow leads to is no neighbour unless one does: the backup host fetches, nobody goes there.
    assert '10.40.0.24 } counter name "zone"' not in text
    # What tells the zone its names and the time answers those who ask; nobody else sends from those ports.
    for sent in ("udp sport 53 ip daddr {", "udp sport 123 ip6 daddr {"):
        assert sent in counting(KAKUU, KAKUU.host("store-2"), FLOWS)
        assert sent not in text
    # The kernel must not begin to follow connections because they are counted.
    assert "ct " not in text


@pytest.mark.programs
@pytest.mark.parametrize("host", KAKUU.hosts, ids=lambda host: host.name)
def test_the_kernel_takes_every_hosts_table(host):
    command = ["unshare", "--user", "--map-root-user", "--net", "nft", "-f", "-"]
    done = subprocess.run(command, input=counting(KAKUU, host, FLOWS), capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.fixture(scope="module")
def bare(world):
    """Return two hosts of the admin zone on which nothing was deployed."""
    with lab(KAKUU, world, only=["chat-2", "store-2"]) as here:
        yield here


def knock(here, host: str, address: str, port: int, kind: str = "tcp") -> None:
    done = here.machine(host).on(["python3", "-I", "-c", KNOCK, address, str(port), kind])
    assert done.returncode == 0, done.stderr


def seen(here, *knocks: tuple[str, int, str]) -> Left:
    with leaving(here, FLOWS) as told:
        for address, port, kind in knocks:
            knock(here, "chat-2", address, port, kind)
    return told.seen["chat-2"]


@pytest.mark.rehearsal
class TestOnHosts:
    def test_both_hosts_are_watched(self, bare):
        assert [host.name for host in watched(bare)] == ["chat-2", "store-2"]

    def test_the_mirror_may_be_asked(self, bare):
        left = seen(bare, ("10.40.0.23", 80, "tcp"), ("fd12:3456:789a:40::23", 53, "udp"))
        assert left.mirror >= 2
        assert (left.elsewhere, left.where) == (0, ())

    @pytest.mark.parametrize(
        "address, port, kind, where",
        [
            ("192.0.2.9", 443, "tcp", "192.0.2.9 tcp/443"),
            ("2001:db8:ffff::9", 443, "tcp", "2001:db8:ffff::9 tcp/443"),
            ("192.0.2.9", 123, "udp", "192.0.2.9 udp/123"),
            ("2001:db8:ffff::9", 53, "udp", "2001:db8:ffff::9 udp/53"),
            # The mirror of the other zone, a peer, and a host of its own zone to which no flow leads.
            ("203.0.113.23", 80, "tcp", "203.0.113.23 tcp/80"),
            ("10.90.0.10", 8448, "tcp", "10.90.0.10 tcp/8448"),
            ("10.40.0.24", 22, "tcp", "10.40.0.24 tcp/22"),
        ],
    )
    def test_a_try_to_go_elsewhere_turns_red(self, bare, address, port, kind, where):
        left = seen(bare, (address, port, kind))
        assert left.elsewhere >= 1
        assert left.where == (where,)
        (found,) = of_leaving({"chat-2": left}, KAKUU, GUIDELINE)
        assert found.rule == "rehearsal/leaves"
        assert found.clause

    def test_a_filter_that_stops_the_try_doesnt_hide_it(self, bare):
        stop = "add table inet t; add chain inet t o { type filter hook output priority -200; policy drop; }"
        with leaving(bare, FLOWS) as told:
            run_nft(bare, stop)
            knock(bare, "chat-2", "192.0.2.9", 443)
            run_nft(bare, "delete table inet t")
        assert told.seen["chat-2"].elsewhere >= 1

    def test_counters_that_vanish_are_told_and_not_taken_for_zero(self, bare):
        with pytest.raises(RehearsalError) as caught, leaving(bare, FLOWS):
            run_nft(bare, "flush ruleset")
        assert caught.value.say == "rehearsal.not-counted"

    def test_nothing_of_the_counting_is_left(self, bare):
        seen(bare, ("192.0.2.9", 443, "tcp"))
        shown = subprocess.run(
            [*bare.at("chat-2"), "nft", "list", "ruleset"], capture_output=True, text=True, check=True
        )
        assert shown.stdout == ""


def run_nft(here, text: str) -> None:
    subprocess.run([*here.at("chat-2"), "nft", "-f", "-"], input=text.replace("; ", "\n", 1), text=True, check=True)
