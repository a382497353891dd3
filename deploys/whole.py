"""A whole site, in the order in which its hosts need each other."""

from __future__ import annotations

from pyinfra.api.deploy import deploy

from .base import base, pack_key, settled, sources
from .firewall import firewall
from .here import here
from .mirror import handing_out, mirror


@deploy("Site")
def whole_site() -> None:
    """Bring every host of a site to what its description and the guideline of ``as_of`` say.

    The packet filter comes first, then what lets packages in, then the services from the bottom up.
    """
    now = here()
    base()
    firewall(now)
    pack_key(now)
    mirror(now)
    sources(now)
    handing_out(now)
    settled(now)
