"""The mirror of a zone: the signed offline pack, verified where it lies, and nginx that hands it out."""

from __future__ import annotations

import hashlib
from collections.abc import Generator
from pathlib import Path

from pyinfra.api.command import FileUploadCommand, StringCommand
from pyinfra.api.operation import operation
from pyinfra.context import host

from .base import bracketed
from .facts import FileState
from .here import Here
from .operations import validated_file
from .service import packages, service

SERVED = "/srv/guideline"
MANIFEST = "manifest.asc"

VERIFY = """set -eu
cd /srv/guideline
# What a run that was killed has begun may still go on here: it is waited for.
exec 9> .lock && flock -w 300 9
rm -rf pack.new && mkdir -m 755 pack.new
tar -x --no-same-owner -C pack.new -f .pack.tar
cd pack.new
# gpgv prints what was signed: nothing but that is believed afterwards.
gpgv --quiet --keyring /etc/guideline/pack.gpg --output ../.signed manifest.asc
sha256sum --check --strict --quiet ../.signed
find . -type f ! -name manifest.asc | sed 's,^\\./,,' | LC_ALL=C sort > ../.found
sed 's/^[0-9a-f]*  //' ../.signed | LC_ALL=C sort | cmp - ../.found
cd ..
chmod -R a+rX,go-w pack.new
rm -rf pack.old && { [ ! -e pack ] || mv pack pack.old; } && mv pack.new pack
rm -rf pack.old .pack.tar .signed .found
"""


@operation()
def offline_pack(folder: str) -> Generator[StringCommand | FileUploadCommand, None, None]:
    """Bring the pack that the operator carries to the mirror; a changed byte anywhere is refused there.

    + folder: the pack on the operator's side, with ``pack.tar`` beside its files
    """
    now = host.get_fact(FileState, path=f"{SERVED}/pack/{MANIFEST}")
    wanted = hashlib.sha256((Path(folder) / MANIFEST).read_bytes()).hexdigest()
    if now is not None and now["sha256"] == wanted:
        host.noop("the pack is there")
        return
    yield StringCommand("mkdir -p -m 755", SERVED)
    yield FileUploadCommand(str(Path(folder) / "pack.tar"), f"{SERVED}/.pack.tar")
    yield StringCommand("sh -s", _stdin=VERIFY)


PAGES = f"""user www-data;
worker_processes auto;
worker_rlimit_nofile 4096;
pid /run/nginx.pid;
error_log /var/log/nginx/error.log warn;

events {{{{
    worker_connections 1024;
}}}}

http {{{{
    access_log /var/log/nginx/access.log;
    default_type application/octet-stream;
    server_tokens off;

    server {{{{
{{listens}}
        server_name _;
        root {SERVED}/pack;
        autoindex on;
        location / {{{{
            limit_except GET {{{{
                deny all;
            }}}}
        }}}}
    }}}}
}}}}
"""
"""The whole of the mirror's nginx: Debian's own file offers more than a mirror needs."""


def mirror(now: Here) -> None:
    """Have the zone's mirror hold the pack and hand it out."""
    if "mirror" not in now.mine.roles or now.pack is None:
        return
    offline_pack(name="Offline pack", folder=str(now.pack))


def handing_out(now: Here) -> None:
    """Have nginx hand out the pack, on the site's addresses alone."""
    if "mirror" not in now.mine.roles or now.pack is None:
        return
    packages(name="Packages of the mirror", names=("nginx-light",))
    listens = "\n".join(f"        listen {bracketed(str(a))}:80;" for a in now.mine.addresses)
    pages = "/etc/nginx/nginx.conf"
    check = ("nginx", "-t", "-q", "-c", "{}")
    validated_file(name="Mirror's pages", dest=pages, text=PAGES.format(listens=listens), check=check, mode="644")
    service(name="Mirror's service", unit="nginx.service", reads=(pages,))
