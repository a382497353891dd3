"""The certificates that live hosts serve, and those that lie there for the next start: judged on the host's day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from guideline.bundle.model import Guideline
from guideline.finding import Finding, Place
from guideline.rehearsal.clauses import described_clause
from guideline.rehearsal.machines import Machine
from guideline.rehearsal.running import RehearsalError
from guideline.settings import judge
from guideline.site import Address, Host, Site
from guideline.source import SourceError

TARGET = "certificate"

_TODAY = ["env", "TZ=JST-9", "date", "+%F"]
_ASK = (
    'openssl s_client -connect "$1" ${2:+-servername "$2"} ${3:+-starttls "$3"} -showcerts </dev/null 2>/dev/null'
    " | sed -n '/^-----BEGIN CERT/,/^-----END CERT/p'"
)


@dataclass(frozen=True, slots=True)
class Served:
    """What one service presents, or what lies in a file; ``host`` has that service's role alone."""

    where: str
    text: str
    host: Host


def judge_served(machine: Machine, guideline: Guideline, site: Site) -> list[Finding]:
    """Return what of a host's certificates breaks the guideline. Raises RehearsalError for a host that won't tell."""
    found: list[Finding] = []
    today = replace(guideline, day=date.fromisoformat(_told(machine, _TODAY)))
    for one in served(machine, site):
        try:
            seen = judge(TARGET, one.text, f"{machine.name}:{one.where}", today, site=site, host=one.host)
        except SourceError:
            args = {"host": machine.name, "found": one.where}
            place = Place(f"{machine.name}:{one.where}")
            seen = [
                Finding(
                    f"{TARGET}/file", described_clause(guideline), "error", place, "rehearsal.certificate-none", args
                )
            ]
        found += [finding._replace(subject=machine.name) for finding in seen]
    return found


def served(machine: Machine, site: Site) -> Iterator[Served]:
    """Yield what each service of a host presents to who calls it, then the files."""
    host = site.host(machine.name)
    folder, address = site.paths.certificates, host.addresses[0]
    yield Served("site-ca.pem", _file(machine, f"{folder}/site-ca.pem"), replace(host, roles=()))
    if "edge" in host.roles:
        edge = replace(host, roles=("edge",), client_name="")
        ports = (site.ports.client, *((site.ports.federation,) if site.peers_of(host) else ()))
        for port in ports:
            yield Served(f"{address}:{port}", _asked(machine, address, port, host.public_name), edge)
        yield Served(f"{host.public_name}.pem", _file(machine, f"{folder}/{host.public_name}.pem"), edge)
        if host.client_name:
            other, port = replace(edge, public_name=host.client_name), site.ports.client
            yield Served(
                f"{address}:{port}/{host.client_name}", _asked(machine, address, port, host.client_name), other
            )
            yield Served(f"{host.client_name}.pem", _file(machine, f"{folder}/{host.client_name}.pem"), other)
    if "database" in host.roles and site.database == "postgresql":
        database, port = replace(host, roles=("database",)), site.ports.database
        yield Served(f"{address}:{port}", _asked(machine, address, port, "", "postgres"), database)
        yield Served(f"{host.name}.pem", _file(machine, f"{folder}/{host.name}.pem"), database)


def _asked(machine: Machine, address: Address, port: int, name: str, speaks: str = "") -> str:
    """Call a service on the host itself and return the certificates that it presents; "" where it presents none."""
    where = f"[{address}]:{port}" if address.version == 6 else f"{address}:{port}"
    return machine.on(["sh", "-c", _ASK, "sh", where, name, speaks]).stdout


def _file(machine: Machine, path: str) -> str:
    return machine.on(["cat", path]).stdout


def _told(machine: Machine, command: list[str]) -> str:
    done = machine.on(command)
    if done.returncode:
        program = f"{machine.name}: {command[0]}"
        raise RehearsalError("program.failed", program=program, code=done.returncode, said=done.stderr[-80:])
    return done.stdout.strip()
