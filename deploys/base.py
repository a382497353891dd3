"""What every host of a site has: folders, accounts of its operators, time zone, journal, SSH, sources of packages."""

from __future__ import annotations

from pyinfra.operations import files, server

from guideline.settings import write

from .facts import DIGEST, WATCHED
from .here import Here
from .kernel import kernel
from .operations import validated_file
from .service import DIGEST_PROGRAM, packages, service

JOURNAL = """[Journal]
Storage=persistent
SystemMaxUse=4G
SystemKeepFree=1G
MaxRetentionSec=400day
RateLimitBurst=100000
"""
"""Access is on record for more than a year (the clause ``records.access-log``), disk permitting."""


def base(now: Here) -> None:
    """Make what everything else stands on."""
    paths = now.site.paths
    places = (
        ("/etc/guideline", "755"),
        ("/usr/local/lib", "755"),
        (WATCHED, "755"),
        (str(paths.config), "755"),
        (str(paths.certificates), "755"),
        (str(paths.secrets), "711"),
    )
    for path, mode in dict(places).items():
        files.directory(name=f"Folder {path}", path=path, mode=mode)
    validated_file(
        name="Digest of a unit's files", dest=DIGEST, text=DIGEST_PROGRAM, check=("sh", "-n", "{}"), mode="755"
    )


def settled(now: Here) -> None:
    """Bring time zone, kernel, journal, operators and SSH of a host to what the site says."""
    packages(name="Packages of every host", names=("tzdata", "procps"))
    files.link(name="Time zone", path="/etc/localtime", target="/usr/share/zoneinfo/Asia/Tokyo", force=True)
    kernel()
    files.directory(name="Folder of the journal's settings", path="/etc/systemd/journald.conf.d", mode="755")
    journal = "/etc/systemd/journald.conf.d/guideline.conf"
    validated_file(name="Journal", dest=journal, text=JOURNAL, mode="644")
    service(name="Journal's service", unit="systemd-journald.service", reads=(journal,), enabled=False, reloads=False)
    operators(now)
    ssh = "/etc/ssh/sshd_config"
    text = write("sshd", now.guideline, now.site, now.mine)
    validated_file(name="SSH", dest=ssh, text=text, check=("/usr/sbin/sshd", "-t", "-f", "{}"), mode="600")
    service(name="SSH's service", unit="ssh.service", reads=(ssh,))


def operators(now: Here) -> None:
    """Give an account with its key to each operator whose ``.pub`` lies in the site's folder ``operators/``."""
    keys = sorted((now.site.folder / "operators").glob("*.pub"))
    if not keys:
        return
    packages(name="Packages of operators", names=("sudo",))
    for key in keys:
        account = f"op-{key.stem}"
        public = key.read_text("ascii").strip()
        server.user(  # noqa: S604 - the account's log-in shell
            name=f"Operator {key.stem}",
            user=account,
            shell="/bin/bash",
            public_keys=[public],
            delete_keys=True,
        )
    allowed = "".join(f"op-{key.stem} ALL=(ALL) NOPASSWD: ALL\n" for key in keys)
    check = ("visudo", "-cf", "{}")
    validated_file(name="Rights of operators", dest="/etc/sudoers.d/guideline", text=allowed, check=check, mode="440")


def sources(now: Here) -> None:
    """Have packages come from the zone's own mirror alone, where the site has one and a pack was given."""
    mirror = now.mirror
    if mirror is None or now.pack is None:
        return
    own = mirror == now.mine
    uri = "file:/srv/guideline/pack/debs" if own else f"http://{bracketed(str(mirror.addresses[0]))}/debs"
    text = f"Types: deb\nURIs: {uri}/\nSuites: ./\nSigned-By: /etc/guideline/pack.gpg\n"
    files.directory(name="Folder of sources", path="/etc/apt/sources.list.d", mode="755")
    validated_file(name="Source of packages", dest="/etc/apt/sources.list.d/guideline.sources", text=text, mode="644")
    files.file(name="No other source", path="/etc/apt/sources.list", present=False)
    files.file(name="No other sources", path="/etc/apt/sources.list.d/debian.sources", present=False)


def bracketed(address: str) -> str:
    """Write an address as it stands in a URL."""
    return f"[{address}]" if ":" in address else address


def pack_key(now: Here) -> None:
    """Have a host know who signs packs."""
    if now.pack is not None:
        files.put(name="Key of the pack", src=str(now.pack_key), dest="/etc/guideline/pack.gpg", mode="644")
