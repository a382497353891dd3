"""Answers on one address with uvicorn. Requests aren't logged; an error is, by its kind and place alone."""

from __future__ import annotations

import logging
import socket
import traceback

import uvicorn
from starlette.applications import Starlette

MAX_HEADERS = 16 * 1024
MAX_CONNECTIONS = 1000


class Sparing(logging.Filter):
    """Takes the words out of an error: they may quote what somebody wrote."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Leave of an exception its class, and the file and line where it arose."""
        if record.exc_info and record.exc_info[0] is not None:
            places = traceback.extract_tb(record.exc_info[2])
            where = f" {places[-1].filename}:{places[-1].lineno}" if places else ""
            record.msg, record.args = f"{record.exc_info[0].__name__}{where}", ()
            record.exc_info = record.exc_text = None
        return True


def configuration(app: Starlette, host: str, port: int, proxies: str = "127.0.0.1") -> uvicorn.Config:
    """Return how uvicorn is to serve the page."""
    return uvicorn.Config(
        app,
        host=host,
        port=port,
        http="h11",
        ws="none",
        lifespan="on",
        access_log=False,
        log_config=None,
        log_level="warning",
        server_header=False,
        proxy_headers=True,
        forwarded_allow_ips=proxies,
        h11_max_incomplete_event_size=MAX_HEADERS,
        limit_concurrency=MAX_CONNECTIONS,
        timeout_keep_alive=10,
        timeout_graceful_shutdown=3,
    )


def listening_on(host: str, port: int) -> socket.socket:
    """Return a socket that listens on one address. Raises OSError when the address can't be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.create_server((host, port), family=family, backlog=2048)
    # asyncio only does so for sockets it made itself; without, the second half of an answer waits 40 ms for the first.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening


def serve(app: Starlette, host: str, port: int, *, proxies: str = "127.0.0.1") -> None:
    """Serve until SIGTERM or SIGINT. ``proxies`` are the addresses whose word on the client's address counts.

    Raises OSError when the address can't be had.
    """
    listening = listening_on(host, port)
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    handler.addFilter(Sparing())
    logger = logging.getLogger("uvicorn")
    logger.handlers, logger.propagate = [handler], False
    with listening:
        uvicorn.Server(configuration(app, host, port, proxies)).run(sockets=[listening])
