"""The web client of a site: from the operator's tarball to the edge, under a name of its own."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Generator, Iterable
from functools import partial
from tempfile import TemporaryFile
from typing import BinaryIO, cast

from pyinfra.api.command import FileUploadCommand, QuoteString, StringCommand
from pyinfra.api.facts import FactBase
from pyinfra.api.operation import operation
from pyinfra.context import host
from pyinfra.operations import files

from guideline.settings import CLIENT

from .here import Here
from .mirror import SERVED
from .tarball import TREE, as_tar, held, listing

UNPACK = f"""set -eu
umask 022
cd {SERVED}
exec 9> .client.lock && flock -w 300 9
rm -rf client.new client.old && mkdir client.new
tar -x --no-same-owner --no-same-permissions -C client.new -f .client.tar
[ ! -e client ] || mv client client.old
mv client.new client
rm -rf client.old .client.tar
"""


class ClientState(FactBase[str]):
    """The digest of the web client that an edge hands out; "" where there is none."""

    def command(self) -> StringCommand:
        """Return the command that looks at every byte."""
        return StringCommand("sh -c", QuoteString(TREE))

    def process(self, output: Iterable[str]) -> str:
        """Take the digest."""
        return ("".join(output).split() or ["-"])[0].strip("-")


@operation()
def client(content: Callable[[], dict[str, bytes]]) -> Generator[StringCommand | FileUploadCommand, None, None]:
    """Have an edge hold the web client of the site's tarball, and no file besides.

    + content: returns the files by their paths
    """
    wanted = content()
    if host.get_fact(ClientState) == hashlib.sha256(listing(wanted).encode()).hexdigest():
        host.noop("the web client is there")
        return
    stream = cast("BinaryIO", TemporaryFile())  # noqa: SIM115 - pyinfra reads it later
    as_tar(wanted, stream)
    stream.seek(0)
    yield StringCommand("mkdir -p -m 755", SERVED)
    yield FileUploadCommand(stream, f"{SERVED}/.client.tar")
    yield StringCommand("sh -s", _stdin=UNPACK)


def web_client(now: Here) -> None:
    """Bring the web client to an edge that has a name for it; elsewhere none stays."""
    if "edge" not in now.mine.roles:
        return
    if now.mine.client_name and now.site.web_client is not None:
        client(name="Web client", content=partial(held, now.site, now.mine))
    else:
        files.directory(name="No web client", path=CLIENT, present=False)
