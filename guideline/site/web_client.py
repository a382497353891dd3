"""The web client: whose tarball it is, and on which edges, under a name of its own, it is handed out."""

from __future__ import annotations

from collections.abc import Iterator

from guideline.site.model import Site
from guideline.source import Problem
from guideline.source.yaml import Document


def web_client(site: Site, document: Document) -> Iterator[Problem]:
    """Yield a web client that nobody hands out, one that isn't there, and names that aren't its own.

    What people upload is served under the chat server's name: a client under the same name could be turned
    against those who use it.
    """
    taken = {name for host in site.hosts for name in (host.name, host.public_name, host.server_name) if name}
    taken |= {peer.name for peer in site.peers}
    named = [(index, host) for index, host in enumerate(site.hosts) if host.client_name]
    if site.web_client is not None and not named:
        yield Problem("site.client-nowhere", document.mark(("web_client",)))
    for index, host in named:
        where, args = document.mark(("hosts", index, "client_name")), {"name": host.name}
        if site.web_client is None:
            yield Problem("site.client-missing", where, args)
        if "edge" not in host.roles or not host.public_name:
            yield Problem("site.client-no-edge", where, args)
        if host.client_name in taken:
            yield Problem("site.client-name", where, {"name": host.client_name})
