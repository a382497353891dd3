"""Figures for the monitor, where the site asks for them: of hosts, databases and chat servers, on their own addresses.

The packet filter lets the monitor of the zone in and nobody else. Synapse exports its own; see ``homeserver.yaml``.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable

from pyinfra.api.command import QuoteString, StringCommand
from pyinfra.api.facts import FactBase
from pyinfra.api.operation import operation
from pyinfra.context import host
from pyinfra.operations import files

from guideline.site import exported

from .base import bracketed
from .database import PSQL
from .here import Here
from .operations import validated_file
from .service import packages, service

UNIT = """[Unit]
After=guideline-firewall.service
Requires=guideline-firewall.service

[Service]
NoNewPrivileges=yes
PrivateTmp=yes
PrivateDevices=yes
ProtectSystem=strict
ProtectHome=yes
ProtectKernelTunables=yes
ProtectKernelModules=yes
ProtectKernelLogs=yes
ProtectControlGroups=yes
ProtectClock=yes
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK
RestrictNamespaces=yes
RestrictSUIDSGID=yes
LockPersonality=yes
MemoryDenyWriteExecute=yes
SystemCallArchitectures=native
CapabilityBoundingSet=
UMask=0077
"""

_SOCKET = "DATA_SOURCE_NAME='user=prometheus host=/var/run/postgresql dbname=postgres'\n"


class WatcherState(FactBase[str]):
    """What the database's role for figures may do; "" where there is none, or the database doesn't answer."""

    def command(self) -> StringCommand:
        """Return the command that prints its powers and whether it may read the figures."""
        sql = (
            "select concat(rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls, rolcanlogin, ' ', "
            "pg_has_role(rolname, 'pg_monitor', 'member'), ' ', rolpassword is null) "
            "from pg_authid where rolname = 'prometheus'"
        )
        return StringCommand("printf '%s'", QuoteString(sql), "| (", PSQL, "postgres -A -t ) 2>/dev/null || true")

    def process(self, output: Iterable[str]) -> str:
        """Take the line."""
        return "".join(output).strip()


RIGHT = "ffffft t t"
"""No powers but to log in, a member of ``pg_monitor``, no password: Debian's account of that name has the socket."""

_SQL = """select 'create role prometheus' where not exists (select from pg_roles where rolname = 'prometheus') \\gexec
alter role prometheus nosuperuser nocreatedb nocreaterole noreplication nobypassrls login password null;
grant pg_monitor to prometheus;
"""


@operation()
def watcher() -> Generator[StringCommand, None, None]:
    """See that the role for figures is there, may read them, and may do nothing else."""
    if host.get_fact(WatcherState) == RIGHT:
        host.noop("the role for figures is as it should be")
        return
    yield StringCommand("(", PSQL, "postgres )", _stdin=_SQL)


def arguments(kind: str, addresses: Iterable[str], port: int) -> str:
    """Return the settings of an exporter: its own addresses, and for a database its socket."""
    listens = " ".join(f"--web.listen-address={bracketed(address)}:{port}" for address in addresses)
    return f'{_SOCKET if kind == "database" else ""}ARGS="{listens}"\n'


def exporters(now: Here) -> None:
    """Have a host export what the site says; nobody but the monitor reaches it."""
    ports = exported(now.site, now.mine)
    if "host" in ports:
        packages(name="Packages of figures: host", names=("prometheus-node-exporter",))
        _exporter(now, "host", "prometheus-node-exporter", ports["host"])
    if "database" in ports:
        packages(name="Packages of figures: database", names=("prometheus-postgres-exporter",))
        watcher(name="Role for figures")
        _exporter(now, "database", "prometheus-postgres-exporter", ports["database"])


def _exporter(now: Here, kind: str, package: str, port: int) -> None:
    text = arguments(kind, map(str, now.mine.addresses), port)
    defaults, unit = f"/etc/default/{package}", f"{package}.service"
    drop_in = f"/etc/systemd/system/{unit}.d/50-guideline.conf"
    validated_file(name=f"Figures: {kind}", dest=defaults, text=text, mode="644", check=("sh", "-n", "{}"))
    files.directory(name=f"Folder of the unit of figures: {kind}", path=drop_in.rpartition("/")[0], mode="755")
    validated_file(name=f"Unit of figures: {kind}", dest=drop_in, text=UNIT, mode="644")
    service(name=f"Service of figures: {kind}", unit=unit, reads=(defaults, drop_in), reloads=False)
