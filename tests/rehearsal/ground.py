"""What every host stands on, without the services: a rehearsal of minutes, for the tests of the rehearsal itself."""

from __future__ import annotations

from pyinfra.api.deploy import deploy

from deploys.base import base, settled
from deploys.firewall import firewall
from deploys.here import here


@deploy("Ground")
def ground() -> None:
    now = here()
    base(now)
    firewall(now)
    settled(now)
