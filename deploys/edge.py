"""The edge of a zone: nginx with TLS; clients and federation on listeners of their own, administration closed."""

from __future__ import annotations

from dataclasses import replace

from pyinfra.operations import files

from guideline.settings import write

from .here import Here
from .operations import validated_file
from .service import packages, service

UNIT = "nginx.service"


def edge(now: Here) -> None:
    """Bring an edge host to what the guideline says; its certificate is in place."""
    if "edge" not in now.mine.roles:
        return
    packages(name="Packages of the edge", names=("nginx-light",))
    mine, paths = replace(now.mine, roles=("edge",)), now.site.paths
    logs()
    shut = f"/etc/systemd/system/{UNIT}.d/50-guideline.conf"
    files.directory(name="Folder of the edge's unit", path=f"/etc/systemd/system/{UNIT}.d", mode="755")
    text = write("systemd", now.guideline, now.site, mine)
    validated_file(name="Edge's unit", dest=shut, text=text, mode="644")
    nginx = "/etc/nginx/nginx.conf"
    text = write("nginx", now.guideline, now.site, now.mine)
    validated_file(name="Edge", dest=nginx, text=text, check=("nginx", "-t", "-q", "-c", "{}"), mode="644")
    certificate = f"{paths.certificates}/{now.mine.public_name}.pem"
    service(name="Edge's service", unit=UNIT, reads=(nginx, shut, certificate))


ROTATION = """/var/log/nginx/*.log {
    daily
    rotate 400
    missingok
    compress
    delaycompress
    notifempty
    create 0640 root adm
    sharedscripts
    postrotate
        invoke-rc.d nginx rotate >/dev/null 2>&1 || true
    endscript
}
"""
"""Debian's own, but for the owner: nginx's main process has no power to write other people's files."""


def logs() -> None:
    """Have the access log belong to the main process that writes it, and keep it for more than a year."""
    for log in ("access.log", "error.log"):
        path = f"/var/log/nginx/{log}"
        files.file(name=f"Log {path}", path=path, user="root", group="adm", mode="640")
    validated_file(name="Rotation of the edge's logs", dest="/etc/logrotate.d/nginx", text=ROTATION, mode="644")
