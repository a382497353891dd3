"""``python bench/apply.py`` (as root): an apply that finds nothing to do, ours beside Ansible's, on the same hosts.

Boots the site 架空市, deploys it once with the kit, and then lets both tools look at the whole site in turns: one
process a zone, from that zone's operator, the zones side by side. Ansible is given what a careful user gives it
(``bench/ansible/ansible.cfg``) and a playbook that checks the same things (``bench/ansible/site.yml``). A round in
which either of them changes something counts for nothing and ends the bench.

Not the same on both sides: the kit also knows whether a service *runs* the files that lie there, which a playbook
leaves to its handlers, and compares the database's password with its verifier; Ansible is given the texts of the
files, where the kit makes them from the site and the guideline each time.

Prints a Markdown table and writes it to ``build/apply.md``.
"""

from __future__ import annotations

import argparse
import base64
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]

from guideline.network import allowed_flows  # noqa: E402
from guideline.rehearsal import Lab, Machine, World, apply, by_operator, lab, packed  # noqa: E402
from guideline.site import Site, bundle_of, find_site, load_site  # noqa: E402

DAY = date(2026, 11, 20)
PLAYBOOK = ROOT / "bench" / "ansible"
BENCH = ROOT / ".venv" / "bench" / "bin" / "ansible-playbook"
STRATEGIES = ("linear", "free")
FILES = """
/usr/local/lib/guideline-digest /etc/guideline/firewall.nft /etc/systemd/system/guideline-firewall.service
/srv/guideline/pack/manifest.json /etc/guideline/pack.gpg
/etc/apt/sources.list.d/guideline.sources /etc/sysctl.d/60-guideline.conf
/etc/systemd/journald.conf.d/guideline.conf /etc/ssh/sshd_config /etc/unbound/unbound.conf.d/guideline.conf
/etc/resolv.conf /etc/tinyproxy/guideline-names /etc/tinyproxy/tinyproxy.conf /usr/local/sbin/guideline-give
/usr/local/sbin/guideline-restore /etc/postgresql-common/createcluster.conf /etc/guideline/certificates/site-ca.pem
/etc/postgresql/15/main/pg_hba.conf /etc/postgresql/15/main/postgresql.conf /etc/guideline/guideline.json
/etc/guideline/members.json /etc/guideline/homeserver.yaml /etc/systemd/system/guideline-chat.service
/etc/logrotate.d/nginx /etc/systemd/system/nginx.service.d/50-guideline.conf /etc/nginx/nginx.conf
/root/.ssh/authorized_keys2 /var/backups/guideline/known_hosts /usr/local/sbin/guideline-backup
/etc/systemd/system/guideline-backup.service /etc/systemd/system/guideline-backup.timer
/etc/systemd/system/guideline-steward.service /etc/guideline/page.json /etc/systemd/system/guideline-page.service
/etc/chrony/chrony.conf /etc/default/chrony /etc/systemd/system/chrony.service.d/50-guideline.conf
/etc/default/prometheus-node-exporter /etc/systemd/system/prometheus-node-exporter.service.d/50-guideline.conf
/etc/default/prometheus-postgres-exporter /etc/systemd/system/prometheus-postgres-exporter.service.d/50-guideline.conf
""".split()


def main() -> None:
    """Boot, deploy, and let both look in turns."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3, help="rounds of each tool, in turns")
    given = parser.parse_args()
    subprocess.run(["make", "--silent", ".venv/bench/.stamp"], cwd=ROOT, check=True)
    site = load_site(find_site("kakuu"))
    flows = allowed_flows(site, bundle_of(site).at(DAY))
    world = World(
        state=ROOT / ".state" / "rehearsal",
        checkout=ROOT,
        python=sys.executable,
        environment=dict(os.environ),
        sleep=time.sleep,
        clock=time.monotonic,
        tell=lambda _: None,
    )
    with (
        packed(site, world) as carried,
        lab(site, world) as here,
        tempfile.TemporaryDirectory(prefix="apply-") as scratch,
    ):
        data = {"as_of": DAY.isoformat(), "root": str(here.box.folder / "operator-root"), **carried}
        began = time.monotonic()
        first = apply(here, flows, ("deploys.whole.whole_site",), world, data=data)
        whole = time.monotonic() - began
        if any(first.failed.values()):
            raise SystemExit(f"the first apply failed: {first.failed}")
        crews = by_operator(here, flows)
        books = {operator: _book(here, operator, names, Path(scratch)) for operator, names in crews.items()}
        took: dict[str, list[float]] = {name: [] for name in ("ours", *STRATEGIES)}
        tasks = _ansible(here, books, "linear")  # opens the connections that ControlPersist keeps
        for _ in range(given.rounds):
            began = time.monotonic()
            again = apply(here, flows, ("deploys.whole.whole_site",), world, data=data)
            took["ours"].append(time.monotonic() - began)
            if again.changes or any(again.failed.values()):
                raise SystemExit(f"ours changed something: {again.changed} {again.failed}")
            for strategy in STRATEGIES:
                began = time.monotonic()
                _ansible(here, books, strategy)
                took[strategy].append(time.monotonic() - began)
        hosts = sum(map(len, crews.values()))
        for folder in books.values():
            _close(folder)
    table = _told(hosts, whole, first.operations, tasks, took)
    (ROOT / "build").mkdir(exist_ok=True)
    (ROOT / "build" / "apply.md").write_text(table, encoding="utf-8")
    print(table)


def _told(hosts: int, whole: float, operations: int, tasks: int, took: Mapping[str, Sequence[float]]) -> str:
    rows = [
        ("guideline (pyinfra)", operations, took["ours"]),
        *((f"Ansible, strategy {name}", tasks, took[name]) for name in STRATEGIES),
    ]
    machine = f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
    lines = [
        f"{datetime.now(UTC):%F %H:%M} UTC, {machine}, {hosts} hosts; the first whole apply took {whole:.0f} s",
        "",
        "| tool | checks on all hosts | median s | best s | every round |",
        "|---|---|---|---|---|",
        *(
            f"| {name} | {count} | {statistics.median(all_):.1f} | {min(all_):.1f} | "
            f"{', '.join(f'{one:.1f}' for one in all_)} |"
            for name, count, all_ in rows
        ),
        "",
    ]
    return "\n".join(lines)


def _book(here: Lab, operator: str, names: Sequence[str], scratch: Path) -> Path:
    """Write the playbook of one zone's operator with its inventory and the texts that lie on its hosts."""
    folder = scratch / operator
    shutil.copytree(PLAYBOOK, folder)
    groups: dict[str, dict[str, dict[str, None]]] = {}
    hosts: dict[str, dict[str, object]] = {}
    for name in names:
        machine, host = here.machine(name), here.site.host(name)
        hosts[name] = {
            "ansible_host": str(host.addresses[0]),
            "certificates": _certificates(here.site, name),
            "health": _health(here.site, name),
            "page": here.site.ports.page,
        }
        for role in host.roles:
            groups.setdefault(role, {"hosts": {}})["hosts"][name] = None
        _harvest(machine, folder / "files" / name)
    access = {"ansible_user": "root", "ansible_ssh_private_key_file": str(here.key)}
    access["ansible_ssh_common_args"] = f"-o UserKnownHostsFile={here.known_hosts} -F none"
    # A play that names a group which this zone lacks would warn; an empty one is quiet.
    for role in ("mirror", "names", "proxy", "backup", "database", "chat", "edge", "page"):
        groups.setdefault(role, {"hosts": {}})
    held = {"all": {"hosts": hosts, "vars": access, "children": groups}}
    (folder / "hosts.json").write_text(json.dumps(held), encoding="utf-8")
    return folder


def _harvest(machine: Machine, folder: Path) -> None:
    """Copy from a host the texts that the playbook is to find there."""
    drawn = machine.on(["sh", "-c", "ls -d /etc/guideline/stickers/*"]).stdout.split()
    for file in drawn:
        _put(folder / file[1:], base64.b64decode(machine.on(["base64", file]).stdout))
    for file in FILES:
        done = machine.on(["cat", file]) if machine.on(["test", "-f", file]).returncode == 0 else None
        if done is not None and file != "/etc/guideline/pack.gpg":
            _put(folder / file[1:], done.stdout.encode())
        elif done is not None:
            coded = machine.on(["base64", file]).stdout
            _put(folder / file[1:], base64.b64decode(coded))


def _put(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _certificates(site: Site, name: str) -> list[dict[str, object]]:
    host = site.host(name)
    wanted: list[dict[str, object]] = []
    if "edge" in host.roles:
        wanted.append({"stem": host.public_name, "names": [host.public_name]})
    if "database" in host.roles:
        wanted.append({"stem": name, "names": [name, *map(str, host.addresses)]})
    return wanted


def _health(site: Site, name: str) -> str:
    host = site.host(name)
    address = "127.0.0.1" if "edge" in host.roles else str(host.addresses[0])
    return f"http://{address}:{site.ports.chat}/health"


def _ansible(here: Lab, books: Mapping[str, Path], strategy: str) -> int:
    """Run every zone's playbook side by side and return how many tasks looked at a host."""

    def one(item: tuple[str, Path]) -> int:
        operator, folder = item
        sockets = folder / "cp"
        sockets.mkdir(exist_ok=True)
        own = {"ANSIBLE_SSH_CONTROL_PATH_DIR": str(sockets), "ANSIBLE_HOME": str(folder / "home")}
        done = subprocess.run(
            [*here.at(operator, folder), str(BENCH), "-i", "hosts.json", "site.yml"],
            env={**os.environ, **own, "ANSIBLE_STRATEGY": strategy, "ANSIBLE_NOCOLOR": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
        told = _RECAP.findall(done.stdout)
        if done.returncode or not told or any(int(changed) for _, changed in told):
            odd = [line for line in done.stdout.splitlines() if not _QUIET.match(line)]
            raise SystemExit("Ansible changed something, or failed:\n" + "\n".join(odd)[-4000:] + done.stderr[-1000:])
        return sum(int(ok) for ok, _ in told)

    with ThreadPoolExecutor(len(books)) as pool:
        return sum(pool.map(one, books.items()))


_RECAP = re.compile(r"^\S+ +: ok=([0-9]+) +changed=([0-9]+) ", re.MULTILINE)
_QUIET = re.compile("ok: |$")


def _close(folder: Path) -> None:
    """End the connections that ControlPersist keeps."""
    for socket in (folder / "cp").glob("*"):
        subprocess.run(["ssh", "-o", f"ControlPath={socket}", "-O", "exit", "x"], capture_output=True, check=False)


if __name__ == "__main__":
    main()
