"""A port on loopback that nobody has."""

from __future__ import annotations

import socket

LOOPBACK = "127.0.0.1"


def free(port: int) -> bool:
    """Tell whether a server could listen on this loopback port now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def any_free() -> int:
    """Return a free loopback port; another program may still be faster."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
    return port


def choose(wanted: int) -> int:
    """Return ``wanted`` when it is free, else another."""
    return wanted if free(wanted) else any_free()
