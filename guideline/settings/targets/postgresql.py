"""postgresql.conf and pg_hba.conf of a database host: reached over TLS, by those whom a flow leads there.

``write`` gives both files in one text, pg_hba.conf after the line ``HBA``. Judging reads either or both:
no line can be mistaken for one of the other file. The keys are those of PostgreSQL 15; ``hba[].type``,
``.database``, ``.user``, ``.address`` (a list of networks), ``.method`` and ``.options`` are those of the records.
A control on ``hba`` with ``within: [flows]`` asks that no record lets in an address that no flow leads from.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from ipaddress import ip_network
from typing import Any

from guideline.bundle.model import Guideline
from guideline.finding import Finding, Place
from guideline.network import allowed_flows, difference, of_addresses, overlap
from guideline.settings.judging import Asked, judge_tree
from guideline.settings.keybook import keybook
from guideline.settings.overlay import overlay
from guideline.settings.tree import Tree
from guideline.site import Host, Network, Site
from guideline.source import Mark, Problem, SourceError
from guideline.source.yaml import MAX_YAML_BYTES

RELEASE = "15"
ROLE = "database"
DATABASE = "synapse"
"""The name of the chat's database and of the role that owns it."""

HBA = "# ---- pg_hba.conf ----"

_TYPES = ("local", "host", "hostssl", "hostnossl", "hostgssenc", "hostnogssenc")
_HBA_KEY = "hba"
_SETTING = re.compile(r"([A-Za-z_][A-Za-z0-9_.]*)\s*(?:=\s*|\s+)('(?:[^'\\]|''|\\.)*'|[^\s#']+)?\s*(?:#.*)?")
_BOOLEANS = {"true": "on", "yes": "on", "1": "on", "false": "off", "no": "off", "0": "off"}


def write(guideline: Guideline, asked: Sequence[Asked], site: Site, host: Host) -> str:
    """Return the text of both files for one database host."""
    config = overlay(base(site, host), [a for a in asked if not a.control.key.startswith(_HBA_KEY)])
    lines = [f"{key} = {_quoted(value)}" for key, value in config.items()]
    records = [f"hostssl {DATABASE} {DATABASE} {network} scram-sha-256" for network in _admitted(guideline, site, host)]
    watcher = ["local postgres prometheus peer"] if "database" in site.exporters else []
    local = ("local all postgres peer", *watcher, "local all all reject")
    return "\n".join([*lines, "", HBA, *local, *records, ""])


def base(site: Site, host: Host) -> dict[str, Any]:
    """Return the typed configuration of one host, before any clause is applied."""
    return {
        "listen_addresses": [str(address) for address in host.addresses],
        "port": site.ports.database,
        "data_directory": f"/var/lib/postgresql/{RELEASE}/main",
        "hba_file": f"/etc/postgresql/{RELEASE}/main/pg_hba.conf",
        "ident_file": f"/etc/postgresql/{RELEASE}/main/pg_ident.conf",
        "external_pid_file": f"/var/run/postgresql/{RELEASE}-main.pid",
        "unix_socket_directories": "/var/run/postgresql",
        "cluster_name": f"{RELEASE}/main",
        "ssl": "on",
        "ssl_cert_file": str(site.paths.certificates / f"{host.name}.pem"),
        "ssl_key_file": str(site.paths.secrets / f"{host.name}.key"),
        "ssl_min_protocol_version": "TLSv1.2",
        "password_encryption": "scram-sha-256",
        "max_connections": 100,
        # A chat server whose power goes says no farewell: its session would keep its locks for the kernel's two
        # hours, and the server that comes back would wait for them.
        "tcp_keepalives_idle": 30,
        "tcp_keepalives_interval": 10,
        "tcp_keepalives_count": 3,
        "tcp_user_timeout": 60_000,
        "shared_buffers": "128MB",
        "timezone": "Asia/Tokyo",
        "log_timezone": "Asia/Tokyo",
        "log_line_prefix": "%m [%p] %q%u@%d ",
        "lc_messages": "C",
    }


def _quoted(value: Any) -> str:
    text = ",".join(value) if isinstance(value, list) else str(value)
    return (
        text
        if re.fullmatch(r"[A-Za-z0-9_.-]+", text) and not text[0].isalpha()
        else "'" + text.replace("'", "''") + "'"
    )


def _admitted(guideline: Guideline, site: Site, host: Host) -> tuple[Network, ...]:
    """Return the networks from which a flow leads to the database of ``host``."""
    own = of_addresses(host.addresses)
    flows = allowed_flows(site, guideline)
    found = [n for f in flows if f.port == site.ports.database and overlap(own, f.target) for n in f.source]
    # A host speaks to itself without any flow; only where its own chat server is the one that asks is it let in.
    return difference(found, () if "chat" in site.host(host.name).roles else own)


def judge(
    text: str, file: str, guideline: Guideline, asked: Sequence[Asked], site: Site | None, host: Host | None
) -> list[Finding]:
    """Return what of either file breaks the guideline. Raises SourceError when it can't be read.

    A text of records alone says nothing of postgresql.conf, and is not asked about it; the same the other way round.
    """
    tree = read(text, file)
    records = tree.value.get(_HBA_KEY, [])
    settings = set(tree.value) - {_HBA_KEY}
    speaks = [a for a in asked if (records if a.control.key.startswith(_HBA_KEY) else settings or not records)]
    plain = [a for a in speaks if a.control.key != _HBA_KEY]
    found = judge_tree(tree, plain, keybook(f"postgresql-{RELEASE}"))
    admitted = _admitted(guideline, site, host) if site is not None and host is not None else None
    for one in speaks:
        if one.control.key == _HBA_KEY and one.control.op == "within" and one.expected == ["flows"]:
            found += _beyond(tree, one, admitted)
    return sorted(found, key=lambda f: (f.place.line or 0, f.rule))


def _beyond(tree: Tree, one: Asked, admitted: tuple[Network, ...] | None) -> Iterator[Finding]:
    """Yield the records that let in more than the flows do; without a site, those that let in the whole world."""
    for index, record in enumerate(tree.value[_HBA_KEY]):
        if record["type"] == "local" or record["method"] == "reject":
            continue
        open_ = [a for a in record["address"] if _is_beyond(a, admitted)]
        if open_:
            mark = tree.mark((_HBA_KEY, index, "address"))
            key = f"{_HBA_KEY}.{index}.address"
            args = {
                "key": key,
                "found": ", ".join(open_)[:60],
                "expected": ", ".join(map(str, admitted or ())) or "flows",
            }
            control = one.control
            place = Place(tree.file, mark.line, mark.column, key=key)
            yield Finding(control.rule, control.clause, control.severity, place, "settings.within", args)


def _is_beyond(address: str, admitted: tuple[Network, ...] | None) -> bool:
    try:
        network = ip_network(address, strict=False)
    except ValueError:
        return True  # all, samehost, samenet or a name: nobody can say what it lets in
    return network.prefixlen == 0 if admitted is None else bool(difference((network,), admitted))


def known(text: str, file: str) -> Mapping[str, Any]:  # noqa: ARG001 - one signature for all targets
    """Return nothing: neither file tells of its site."""
    return {}


def read(text: str, file: str) -> Tree:
    """Read settings and records of any origin. Raises SourceError."""
    if len(text) > MAX_YAML_BYTES:
        raise SourceError([Problem("too-large", Mark(file), {"limit": MAX_YAML_BYTES})])
    tree = Tree(file, {})
    for number, raw in enumerate(text.splitlines(), 1):
        line, mark = raw.strip(), Mark(file, number, 1)
        if not line or line.startswith("#"):
            continue
        if line.split(None, 1)[0] in _TYPES:
            _record(tree, line, mark)
            continue
        found = _SETTING.fullmatch(line)
        if found is None:
            raise SourceError([Problem("settings.not-a-mapping", mark)])
        key = found[1].lower()
        tree.value[key] = _value(key, found[2] or "")
        tree.marks[key,] = mark
    return tree


def _value(key: str, written: str) -> Any:
    text = written[1:-1].replace("''", "'") if written.startswith("'") else written
    if key == "listen_addresses":
        return [part.strip() for part in text.split(",") if part.strip()]
    switch = keybook(f"postgresql-{RELEASE}").default(key) in ("on", "off")
    return _BOOLEANS.get(text.lower(), text.lower()) if switch else text


def _record(tree: Tree, line: str, mark: Mark) -> None:
    try:
        words = shlex.split(line, comments=True)
    except ValueError:
        raise SourceError([Problem("bad-yaml", mark, {"reason": "quotation"})]) from None
    kind, rest = words[0], words[1:]
    wanted = 3 if kind == "local" else 4
    # An address may be written as two words, the second its mask.
    masked = len(rest) > wanted and kind != "local" and re.fullmatch(r"[0-9.]+|[0-9a-fA-F:]+:[0-9a-fA-F:]*", rest[3])
    if masked:
        rest[2:4] = [f"{rest[2]}/{rest[3]}"]
    if len(rest) < wanted:
        raise SourceError([Problem("settings.not-a-mapping", mark)])
    address = [] if kind == "local" else [_network(rest[2])]
    method, options = rest[wanted - 1], " ".join(rest[wanted:])
    record = {
        # What is rejected comes in by no kind of connection: `host` there is as good as `hostssl`.
        "type": "hostssl" if method == "reject" and kind != "local" else kind,
        "database": rest[0],
        "user": rest[1],
        "address": address,
        "method": method,
        "options": options,
    }
    held = tree.value.setdefault(_HBA_KEY, [])
    for key in record:
        tree.marks[_HBA_KEY, len(held), key] = mark
    tree.marks.setdefault((_HBA_KEY,), mark)
    held.append(record)


def _network(text: str) -> str:
    try:
        return str(ip_network(text, strict=False))
    except ValueError:
        return text
