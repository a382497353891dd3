"""What can be broken on a live host or in the site, and which named check must turn red.

``by`` says who notices: ``judge`` looks at the live host, ``packets`` tries connections from ``sources``,
``datagrams`` does the same in UDP, ``echoes`` by echo requests, ``apply`` is the next apply, which finds something to change and so mends it, ``model`` looks at the site alone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

LOAD = "nft -f /etc/guideline/firewall.nft"
"""Puts the kit's own table back as it was."""

T = "inet guideline"


def drop_rule(chain: str, holding: str) -> str:
    """Return the command that takes every rule away that holds these words."""
    return (
        f"for h in $(nft -a list chain {T} {chain} | grep -F '{holding}' | sed 's/.*# handle //'); "
        f"do nft delete rule {T} {chain} handle $h; done"
    )


@dataclass(frozen=True)
class Broken:
    name: str
    host: str
    how: str
    undo: str
    by: str
    rule: str
    sources: tuple[str, ...] = ()


def nft(name: str, how: str, rule: str, host: str = "edge-1") -> Broken:
    return Broken(name, host, how, LOAD, "judge", rule)


def packets(name: str, how: str, sources: tuple[str, ...], host: str = "edge-1", *, stopped: bool = False) -> Broken:
    rule = "rehearsal/packet-stopped" if stopped else "rehearsal/packet-passes"
    return Broken(name, host, how, LOAD, "packets", rule, sources)


def datagrams(name: str, how: str, sources: tuple[str, ...], host: str, *, stopped: bool = False) -> Broken:
    return replace(packets(name, how, sources, host, stopped=stopped), by="datagrams")


def live(name: str, how: str, undo: str, rule: str, host: str = "chat-2") -> Broken:
    return Broken(name, host, how, undo, "judge", rule)


def mended(name: str, how: str, host: str = "db-2") -> Broken:
    return Broken(name, host, how, "true", "apply", "rehearsal/second-apply")


def echoes(name: str, how: str, sources: tuple[str, ...], host: str) -> Broken:
    return replace(packets(name, how, sources, host), by="echoes")


WAITER = "systemd-run --quiet --collect --unit=waiter --property=Type=exec /usr/bin/python3 -m http.server"
STOP = "systemctl stop waiter; true"
SINK = "/usr/bin/python3 -c 'import socket,time; s=socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.bind((\"10.40.0.20\", 514)); time.sleep(600)'"


def waits(port: int) -> str:
    """Return the command that waits until somebody listens."""
    return f"for i in $(seq 100); do ss -Htln sport = :{port} | grep -q . && exit; sleep 0.1; done; exit 1"


BROKEN = [
    # ------------------------------------------------------------ the kernel's rules, read back
    nft("a rule dropped", drop_rule("input", "site.ssh-edge_internet.input.4"), "network/site-flow"),
    nft("a rule dropped in IPv6 alone", drop_rule("input", "network.federation-in_internet.input.6"), "network/federation-in"),
    nft("the input's default is accept", f"nft chain {T} input '{{ policy accept; }}'", "nftables/drop-input"),
    nft("the forward's default is accept", f"nft chain {T} forward '{{ policy accept; }}'", "nftables/drop-forward"),
    nft("the output's default is accept", f"nft chain {T} output '{{ policy accept; }}'", "nftables/drop-output"),
    nft("the output chain is gone", f"nft flush chain {T} output; nft delete chain {T} output", "nftables/drop-output"),
    nft("the table is gone", f"nft delete table {T}", "nftables/drop-input"),
    nft("everything is flushed", "nft flush ruleset", "nftables/drop-forward"),
    nft("a port opened", f"nft add rule {T} input tcp dport 23 accept", "nftables/only-flows"),
    nft("a port opened in UDP", f"nft add rule {T} input udp dport 161 accept", "nftables/only-flows"),
    nft("IPv6 forgotten", f"nft insert rule {T} input meta nfproto ipv6 accept", "nftables/only-flows"),
    nft("a new connection counts as a known one", f"nft insert rule {T} input ct state new accept", "nftables/only-flows"),
    nft("an interface trusted", f'nft insert rule {T} input iifname "host0" accept', "nftables/only-flows"),
    nft("a way out opened", f"nft add rule {T} output tcp dport 443 accept", "nftables/only-flows"),
    nft("a flow shut", f"nft insert rule {T} input tcp dport 443 drop", "nftables/only-flows"),
    nft(
        "a CIDR grown",
        f"nft flush set {T} site.ssh-edge_internet.input.4; nft add element {T} site.ssh-edge_internet.input.4 '{{ 203.0.113.0/28 }}'",
        "nftables/only-flows",
    ),
    nft(
        "a peer taken out",
        f"nft flush set {T} network.federation-in_internet.input.4",
        "network/federation-in",
    ),
    # ------------------------------------------------------------ the same, noticed by packets alone
    packets("a port opened", f"nft add rule {T} input tcp dport 23 accept", ("outside",)),
    packets("IPv6 forgotten", f"nft insert rule {T} input meta nfproto ipv6 accept", ("machine-admin",)),
    packets("the input's default is accept", f"nft chain {T} input '{{ policy accept; }}'; " + drop_rule("input", "limit rate"), ("machine-mynumber",)),
    packets("the output chain is gone", f"nft flush chain {T} output; nft delete chain {T} output", ("chat-2",), "chat-2"),
    packets("a way out opened", f"nft insert rule {T} output ip daddr 192.0.2.0/24 tcp dport 1 accept", ("chat-2",), "chat-2"),
    packets(
        "a CIDR grown",
        f"nft flush set {T} site.ssh-edge_internet.input.4; nft add element {T} site.ssh-edge_internet.input.4 '{{ 203.0.113.0/28 }}'",
        ("machine-internet",),
    ),
    packets("a rule dropped", drop_rule("input", "site.ssh-edge_internet.input.4"), ("operator-1",), stopped=True),
    packets("a flow shut", f"nft insert rule {T} input tcp dport 443 drop", ("outside",), stopped=True),
    packets("a peer taken out", f"nft flush set {T} network.federation-in_internet.input.6", ("chat.tonari.example",), stopped=True),
    # ------------------------------------------------------------ the same in UDP, counted where it arrives
    datagrams("a port opened in UDP", f"nft add rule {T} input udp dport 161 accept", ("outside",), "edge-1"),
    datagrams("IPv6 forgotten in UDP", f"nft insert rule {T} input meta nfproto ipv6 meta l4proto udp accept", ("machine-mynumber",), "chat-2"),
    datagrams("a way out opened in UDP", f"nft insert rule {T} output udp dport 53 accept", ("chat-2",), "chat-2"),
    datagrams("the time shut", f"nft insert rule {T} input udp dport 123 drop", ("db-2",), "chat-2", stopped=True),
    # ------------------------------------------------------------ the same by echo requests
    echoes("echo requests let in", f"nft insert rule {T} input icmp type echo-request accept", ("outside",), "edge-1"),
    echoes("echo requests let in, in IPv6", f"nft insert rule {T} input icmpv6 type echo-request accept", ("machine-mynumber",), "chat-2"),
    echoes("echo requests let out", f"nft insert rule {T} output meta l4proto icmp accept", ("chat-2",), "chat-2"),
    # ------------------------------------------------------------ what else stands on a host
    live("a listener at every address", f"{WAITER} 9000 --bind ::; {waits(9000)}", STOP, "rehearsal/listens-everywhere"),
    live("a listener nobody knows", f"{WAITER} 7777 --bind 10.40.0.20; {waits(7777)}", STOP, "rehearsal/listener"),
    live(
        "a listener in UDP",
        f"systemd-run --quiet --collect --unit=waiter --property=Type=exec {SINK}; for i in $(seq 100); do ss -Huln sport = :514 | grep -q . && exit; sleep 0.1; done; exit 1",
        STOP,
        "rehearsal/listener",
    ),
    live("a second address", "ip address add 192.0.2.77/32 dev host0", "ip address delete 192.0.2.77/32 dev host0", "rehearsal/address"),
    live("a second interface", "ip link add leak type veth peer name leak2", "ip link delete leak", "rehearsal/address"),
    live(
        "an address lost",
        "ip address delete fd12:3456:789a:40::20/64 dev host0",
        "ip address add fd12:3456:789a:40::20/64 dev host0 nodad; ip -6 route replace default via fe80::1 dev host0",
        "rehearsal/address",
    ),
    live("a way through in IPv4", "sysctl -qw net.ipv4.ip_forward=1", "sysctl -qw net.ipv4.ip_forward=0", "rehearsal/forwards"),
    live("a way through in IPv6", "sysctl -qw net.ipv6.conf.all.forwarding=1", "sysctl -qw net.ipv6.conf.all.forwarding=0", "rehearsal/forwards"),
    live("a way through at one interface", "sysctl -qw net.ipv4.conf.host0.forwarding=1", "sysctl -qw net.ipv4.conf.host0.forwarding=0", "rehearsal/forwards"),
    live(
        "a redirect before our table",
        "nft 'table ip sneak { chain pre { type nat hook prerouting priority -100; tcp dport 23 redirect to :22; }; }'",
        "nft delete table ip sneak",
        "rehearsal/other-table",
    ),
    live("a service stopped", "systemctl stop ssh", "systemctl start ssh", "rehearsal/unit"),
    live("a service failed", "systemd-run --quiet --unit=fails false; sleep 0.3", "systemctl reset-failed fails", "rehearsal/unit"),
    live(
        "passwords let in by SSH",
        "cp -p /etc/ssh/sshd_config /root/kept; sed -i 's/^PasswordAuthentication.*/PasswordAuthentication yes/' /etc/ssh/sshd_config",
        "mv /root/kept /etc/ssh/sshd_config",
        "sshd/passwords",
    ),
    # ------------------------------------------------------------ what the next apply mends
    mended("a file edited by hand", "echo 'PermitEmptyPasswords yes' >> /etc/ssh/sshd_config"),
    mended("the rules of the next boot edited", "echo '# mine' >> /etc/guideline/firewall.nft"),
    mended("a rule added to the kernel alone", f"nft add rule {T} input tcp dport 23 accept"),
    mended("the filter off at boot", "systemctl --quiet disable guideline-firewall.service"),
    mended("a file opened to the world", "chmod 666 /etc/ssh/sshd_config"),
    mended("a unit edited", "echo 'ExecStop=/usr/sbin/nft flush ruleset' >> /etc/systemd/system/guideline-firewall.service"),
    mended("the kernel's settings of the next boot lost", "rm -f /etc/sysctl.d/60-guideline.conf"),
    mended("a way through in IPv4, set by hand", "sysctl -qw net.ipv4.ip_forward=1"),
    mended("a way through in IPv6, set by hand", "sysctl -qw net.ipv6.conf.all.forwarding=1"),
    mended("a way through at one interface, set by hand", "sysctl -qw net.ipv4.conf.host0.forwarding=1"),
    mended("redirects believed, set by hand", "sysctl -qw net.ipv4.conf.all.accept_redirects=1"),
]  # fmt: skip
