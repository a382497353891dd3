"""A whole site, in the order in which its hosts need each other."""

from __future__ import annotations

from collections.abc import Generator

from pyinfra.api.command import StringCommand
from pyinfra.api.deploy import deploy
from pyinfra.api.operation import operation
from pyinfra.context import host

from .backup import backup, meeting
from .base import base, pack_key, settled, sources
from .certificates import certificates
from .chat import account, chat_environment, chat_service, settings
from .clock import clock
from .database import database, database_packages, password_of
from .edge import edge
from .exporters import exporters
from .firewall import firewall, firewall_first
from .here import here
from .mirror import handing_out, mirror
from .names import names, resolver
from .page import page, page_environment
from .proxy import proxy
from .steward import steward, steward_account
from .web_client import web_client


@deploy("Site")
def whole_site() -> None:
    """Bring every host of a site to what its description and the guideline of ``as_of`` say.

    The packet filter comes first, on a host that has none as soon as the mirror can give it one; then what lets
    packages in, then the services from the bottom up.
    """
    now = here()
    base(now)
    firewall_first(now)
    pack_key(now)
    mirror(now)
    sources(now)
    if "mirror" in now.mine.roles:
        firewall(now)
        handing_out(now)
    stage(name="Stage: packages can be had")
    if "mirror" not in now.mine.roles:
        firewall(now)
    settled(now)
    clock(now)
    names(now)
    resolver(now)
    proxy(now)
    backup(now)
    database_packages(now)
    chat_environment(now)
    page_environment(now)
    if "chat" in now.mine.roles:
        account(now)
        steward_account(now)
        password_of(now)
    stage(name="Stage: passwords are made")
    certificates(now)
    database(now)
    stage(name="Stage: databases are up")
    if "chat" in now.mine.roles:
        settings(now)
        chat_service(now)
    stage(name="Stage: chat servers are up")
    steward(now)
    page(now)
    web_client(now)
    edge(now)
    exporters(now)
    meeting(now)


@operation()
def stage() -> Generator[StringCommand, None, None]:
    """Wait for every host: pyinfra orders operations of different hosts only where they share one."""
    host.noop("a meeting point")
    yield from ()
