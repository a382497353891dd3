"""Sends one datagram a try from where it is started, or one echo request where the port is 0.

It runs by itself in a network of the rehearsal, on the standard library alone: JSON on standard input,
``{"mark": 47999, "rounds": 3, "pause": 0.3, "tries": [["source", "target", port], …]}``. Datagrams are sent
from the port ``mark``; echo requests bear it as their number. Nothing is printed: whether something arrived is
seen where it was to arrive.
"""

from __future__ import annotations

import json
import socket
import struct
import sys
import time
from contextlib import suppress

SAID = b"guideline"


def _socket(source: str, port: int) -> socket.socket:
    made = socket.socket(socket.AF_INET6 if ":" in source else socket.AF_INET, socket.SOCK_DGRAM)
    made.bind((source, port))
    return made


def _raw(source: str) -> socket.socket:
    six = ":" in source
    family, protocol = (socket.AF_INET6, socket.IPPROTO_ICMPV6) if six else (socket.AF_INET, socket.IPPROTO_ICMP)
    made = socket.socket(family, socket.SOCK_RAW, protocol)
    made.bind((source, 0))
    return made


def echo(number: int, *, six: bool) -> bytes:
    """Return an echo request (RFC 792, RFC 4443); the kernel itself sums up IPv6's."""
    kind = 128 if six else 8
    head = struct.pack("!BBHHH", kind, 0, 0, number, 1)
    words = struct.unpack(f"!{(len(head) + len(SAID) + 1) // 2}H", head + SAID + b"\0" * (len(SAID) % 2))
    total = sum(words)
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return struct.pack("!BBHHH", kind, 0, 0 if six else ~total & 0xFFFF, number, 1) + SAID


def _all(asked: dict[str, object]) -> None:
    mark, rounds, pause, tries = asked["mark"], asked["rounds"], asked["pause"], asked["tries"]
    assert isinstance(mark, int)
    assert isinstance(rounds, int)
    assert isinstance(pause, float)
    assert isinstance(tries, list)
    ways = {(source, port == 0) for source, _, port in tries}
    sockets = {(source, echoed): _raw(source) if echoed else _socket(source, mark) for source, echoed in ways}
    for _ in range(rounds):
        for source, target, to in tries:
            said = SAID if to else echo(mark, six=":" in target)
            # The machine's own filter says no at once; that is an answer of its own, and no error.
            with suppress(OSError):
                sockets[source, to == 0].sendto(said, (target, to))
        # Until a neighbour's address is known the kernel keeps few datagrams for it: the next round gets through.
        time.sleep(pause)


if __name__ == "__main__":
    _all(json.load(sys.stdin))
