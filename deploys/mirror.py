"""The mirror of a zone: the signed offline pack, verified where it lies, and nginx that hands it out."""

from __future__ import annotations

import tarfile
from collections.abc import Generator, Iterable
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO, cast

from pyinfra.api.command import FileUploadCommand, StringCommand
from pyinfra.api.facts import FactBase
from pyinfra.api.operation import operation
from pyinfra.context import host

from . import sealed
from .base import bracketed
from .here import Here
from .nginx import UNIT, shut
from .operations import validated_file
from .sealed import MANIFEST, digest
from .service import packages, service

SERVED = "/srv/guideline"
PROGRAM = "/usr/local/lib/guideline-sealed"
"""On a mirror: what tells whether a pack is as it was signed."""

KEY = "/etc/guideline/pack.gpg"

UNPACK = f"""set -eu
umask 022
cd {SERVED}
# What a run that was killed has begun may still go on here: it is waited for.
exec 9> .lock && flock -w 300 9
rm -rf pack.new pack.old && mkdir pack.new
tar -x --no-same-owner -C pack.new -f .pack.tar
# Refused by the name of the file, and before anything of it is served or read.
python3 -I {PROGRAM} pack.new {KEY} 1>&2 || {{ rm -rf pack.new .pack.tar; exit 1; }}
chmod -R a+rX,go-w pack.new
[ ! -e pack ] || mv pack pack.old
mv pack.new pack
rm -rf pack.old .pack.tar
"""


class PackState(FactBase[str]):
    """The digest of the manifest of the pack that a mirror serves; "" where a byte of it isn't as it was signed."""

    def command(self) -> StringCommand:
        """Return the command that looks at every byte."""
        held = f"python3 -I {PROGRAM} {SERVED}/pack {KEY} >/dev/null 2>&1"
        return StringCommand(f"{held} && sha256sum < {SERVED}/pack/{MANIFEST} || echo -")

    def process(self, output: Iterable[str]) -> str:
        """Take the digest."""
        return "".join(output).split()[0].strip("-")


@operation()
def offline_pack(folder: str) -> Generator[StringCommand | FileUploadCommand, None, None]:
    """Bring the pack that the operator carries to the mirror; a changed byte anywhere is refused there.

    + folder: the pack on the operator's side
    """
    if host.get_fact(PackState) == digest(Path(folder) / MANIFEST):
        host.noop("the pack is there")
        return
    yield StringCommand("mkdir -p -m 755", SERVED)
    yield FileUploadCommand(_tar(Path(folder)), f"{SERVED}/.pack.tar")
    yield StringCommand("sh -s", _stdin=UNPACK)


def _tar(folder: Path) -> BinaryIO:
    """Return the pack as one stream, which no name points to: it goes when it has been sent."""
    stream = TemporaryFile(dir=folder.parent)  # noqa: SIM115 - pyinfra reads it later
    with tarfile.open(fileobj=stream, mode="w") as tar:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            tar.add(path, str(path.relative_to(folder)))
    stream.seek(0)
    return cast("BinaryIO", stream)


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
        index index.html;
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
    program = Path(sealed.__file__).read_text("utf-8")
    validated_file(name="What holds a pack against its signature", dest=PROGRAM, text=program, mode="644")
    offline_pack(name="Offline pack", folder=str(now.pack))


def handing_out(now: Here) -> None:
    """Have nginx hand out the pack, shut as at an edge, on the site's addresses alone."""
    if "mirror" not in now.mine.roles or now.pack is None:
        return
    packages(name="Packages of the mirror", names=("nginx-light",))
    unit = shut(now, "mirror")
    listens = "\n".join(f"        listen {bracketed(str(a))}:80;" for a in now.mine.addresses)
    pages = "/etc/nginx/nginx.conf"
    check = ("nginx", "-t", "-q", "-c", "{}")
    validated_file(name="Mirror's pages", dest=pages, text=PAGES.format(listens=listens), check=check, mode="644")
    service(name="Mirror's service", unit=UNIT, reads=(pages, unit))
