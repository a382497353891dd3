"""Sends one datagram a try from where it is started.

It runs by itself in a network of the rehearsal, on the standard library alone: JSON on standard input,
``{"port": 47999, "rounds": 3, "pause": 0.3, "tries": [["source", "target", port], …]}``. Nothing is
printed: whether a datagram arrived is seen where it was to arrive.
"""

from __future__ import annotations

import json
import socket
import sys
import time
from contextlib import suppress

SAID = b"guideline"


def _socket(source: str, port: int) -> socket.socket:
    made = socket.socket(socket.AF_INET6 if ":" in source else socket.AF_INET, socket.SOCK_DGRAM)
    made.bind((source, port))
    return made


def _all(asked: dict[str, object]) -> None:
    port, rounds, pause, tries = asked["port"], asked["rounds"], asked["pause"], asked["tries"]
    assert isinstance(port, int)
    assert isinstance(rounds, int)
    assert isinstance(pause, float)
    assert isinstance(tries, list)
    sockets = {source: _socket(source, port) for source in {one[0] for one in tries}}
    for _ in range(rounds):
        for source, target, to in tries:
            # The machine's own filter says no at once; that is an answer of its own, and no error.
            with suppress(OSError):
                sockets[source].sendto(SAID, (target, to))
        # Until a neighbour's address is known the kernel keeps few datagrams for it: the next round gets through.
        time.sleep(pause)


if __name__ == "__main__":
    _all(json.load(sys.stdin))
