"""The edge of a zone: nginx with TLS; clients and federation on listeners of their own, administration closed."""

from __future__ import annotations

from guideline.settings import write

from .here import Here
from .nginx import UNIT, shut
from .operations import validated_file
from .service import packages, service


def edge(now: Here) -> None:
    """Bring an edge host to what the guideline says; its certificate is in place."""
    if "edge" not in now.mine.roles:
        return
    packages(name="Packages of the edge", names=("nginx-light",))
    unit = shut(now, "edge")
    nginx = "/etc/nginx/nginx.conf"
    text = write("nginx", now.guideline, now.site, now.mine)
    validated_file(name="Edge", dest=nginx, text=text, check=("nginx", "-t", "-q", "-c", "{}"), mode="644")
    names = [name for name in (now.mine.public_name, now.mine.client_name) if name]
    certificates = (f"{now.site.paths.certificates}/{name}.pem" for name in names)
    service(name="Edge's service", unit=UNIT, reads=(nginx, unit, *certificates))
