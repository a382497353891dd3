"""What every host stands on, without the services: a rehearsal of minutes, for the tests of the rehearsal itself.

A kernel that never filtered by connection doesn't know the operator's session: with the first rules its answers
would count as new connections and be dropped, and the session could hang. So the kernel is made to follow
connections first, by a table that lets everything pass.
"""

from __future__ import annotations

from pyinfra.api.deploy import deploy
from pyinfra.context import host
from pyinfra.operations import server

from deploys.base import base, settled
from deploys.facts import FirewallState
from deploys.firewall import KEPT, TABLE, firewall
from deploys.here import here

FOLLOW = "table inet follow { chain %s { type filter hook %s priority -10; ct state established accept; }; }"


@deploy("Ground")
def ground() -> None:
    now = here()
    base(now)
    first = not host.get_fact(FirewallState, path=KEPT, table=TABLE)["live"]
    if first:
        hooks = [f"nft '{FOLLOW % (hook, hook)}'" for hook in ("input", "output")]
        server.shell(name="Kernel follows connections", commands=hooks)
    firewall(now)
    if first:
        server.shell(name="Kernel needs no reminder", commands=["nft delete table inet follow"])
    settled(now)
