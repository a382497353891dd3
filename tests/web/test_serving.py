"""The socket the page listens on."""

from __future__ import annotations

import socket

import pytest

from guideline.web.serving import listening_on


def nodelay(listening):
    """Tell whether a connection accepted here sends what it has at once."""
    with socket.create_connection(listening.getsockname()[:2]), listening.accept()[0] as accepted:
        return bool(accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_an_answer_in_two_pieces_does_not_wait(host):
    with listening_on(host, 0) as listening:
        assert nodelay(listening)


def test_python_alone_would_let_it_wait():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        assert not nodelay(listening)
