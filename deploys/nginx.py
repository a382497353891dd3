"""How nginx runs wherever a host has it: shut by systemd, with logs that belong to its main process."""

from __future__ import annotations

from dataclasses import replace

from pyinfra.operations import files

from guideline.settings import write

from .here import Here
from .operations import validated_file

UNIT = "nginx.service"

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


def shut(now: Here, role: str) -> str:
    """Lay the drop-in of a role over nginx's unit and return its path; the package is there."""
    logs(role)
    path = f"/etc/systemd/system/{UNIT}.d/50-guideline.conf"
    files.directory(name=f"Folder of the {role}'s unit", path=f"/etc/systemd/system/{UNIT}.d", mode="755")
    text = write("systemd", now.guideline, now.site, replace(now.mine, roles=(role,)))
    validated_file(name=f"{role.capitalize()}'s unit", dest=path, text=text, mode="644")
    return path


def logs(role: str) -> None:
    """Have the access log belong to the main process that writes it, and keep it for more than a year."""
    for log in ("access.log", "error.log"):
        path = f"/var/log/nginx/{log}"
        files.file(name=f"Log {path} of the {role}", path=path, user="root", group="adm", mode="640")
    validated_file(name=f"Rotation of the {role}'s logs", dest="/etc/logrotate.d/nginx", text=ROTATION, mode="644")
