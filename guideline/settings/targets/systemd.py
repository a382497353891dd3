"""Units of our services: Synapse's, the steward's and the staff page's whole units, nginx's drop-in on an edge.

``write`` gives the unit of role ``chat``, else of ``steward``, else of ``page``, else the drop-in; give it a host
narrowed to one role where it has several (every chat host has a steward, which no site names). Judging reads any
service unit or drop-in. The keys are ``Section.Directive`` of systemd 252.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from guideline.bundle.model import Guideline
from guideline.finding import Finding
from guideline.settings.judging import Asked, judge_tree
from guideline.settings.keybook import keybook
from guideline.settings.overlay import overlay
from guideline.settings.synapse_base import STEWARD
from guideline.settings.tree import Tree
from guideline.site import Host, Site
from guideline.source import Mark, Problem, SourceError
from guideline.source.yaml import MAX_YAML_BYTES

RELEASE = "252"
ROLE = "chat"

USER = "synapse"
"""The account that Synapse runs as."""

STEWARD_USER = "guideline-steward"
"""The account that the steward runs as: not Synapse's, for it needs none of the server's keys."""

STEWARD_STATE = "guideline-steward"
"""Its folder below ``/var/lib``, which systemd makes."""

STEWARD_PASSWORD = "steward"  # noqa: S105 - the name of a file
"""The file of its password under ``paths.secrets``: root's, handed to the unit as a credential."""

PAGE_STATE = "guideline-page"
"""The page's folder below ``/var/lib``, which systemd makes: who has logged in, sealed."""

STICKERS = "stickers"
"""The folder of the drawn stickers under ``paths.config``."""

PYTHON = "/opt/guideline/bin/python"
"""The interpreter on a chat host that has Synapse and the kit."""

PAGE_BUNDLE = "page.json"
"""The compiled guideline that the page reads, for anybody to read: it is what staff are to know."""

_WORDS = frozenset(
    (
        "CapabilityBoundingSet",
        "AmbientCapabilities",
        "RestrictAddressFamilies",
        "SystemCallFilter",
        "ReadWritePaths",
        "ReadOnlyPaths",
        "InaccessiblePaths",
    )
)
_BOOLEANS = {"true": "yes", "on": "yes", "1": "yes", "false": "no", "off": "no", "0": "no"}


def write(guideline: Guideline, asked: Sequence[Asked], site: Site, host: Host) -> str:  # noqa: ARG001 - one signature for all
    """Return the text of one host's unit (roles ``chat``, ``steward`` and ``page``) or drop-in (any other role)."""
    if "chat" in host.roles:
        base = chat_unit(site)
    elif "steward" in host.roles:
        base = steward_unit(site, host)
    else:
        base = page_unit(site, host) if "page" in host.roles else edge_drop_in()
    config = overlay(base, asked)
    lines = []
    for section, directives in config.items():
        lines += [f"[{section}]", *(f"{key}={item}" for key, v in directives.items() for item in _items(key, v)), ""]
    return "\n".join(lines)


def chat_unit(site: Site) -> dict[str, dict[str, Any]]:
    """Return Synapse's unit before any clause is applied."""
    paths = site.paths
    return {
        "Unit": {
            "Description": "Chat server of the guideline (Synapse)",
            "Wants": "network-online.target",
            "After": "network-online.target guideline-firewall.service",
            "Requires": "guideline-firewall.service",
        },
        "Service": {
            "Type": "notify",
            "NotifyAccess": "main",
            "User": USER,
            "Group": USER,
            "WorkingDirectory": str(paths.state),
            "ExecStart": f"{PYTHON} -m synapse.app.homeserver -c {paths.config}/homeserver.yaml",
            "ExecReload": "/bin/kill -HUP $MAINPID",
            "Environment": "PYTHONDONTWRITEBYTECODE=1",
            "Restart": "on-failure",
            "RestartSec": "3",
            "TimeoutStopSec": "30",
            "LimitNOFILE": "65536",
            **_shut(),
            # pyOpenSSL's callbacks need memory that is both written and executed.
            "MemoryDenyWriteExecute": "no",
            "ReadWritePaths": [str(paths.state)],
            **_unprivileged(),
        },
        "Install": {"WantedBy": "multi-user.target"},
    }


def steward_unit(site: Site, host: Host) -> dict[str, dict[str, Any]]:
    """Return the steward's unit before any clause is applied: it meets the chat server of its host, nobody else.

    Of Synapse's files it reads what that group may read, and empties the spool; the server's keys and uploads are
    shut. It counts as up once it has logged in and done its first turn.
    """
    paths = site.paths
    # For an edge on the same host Synapse waits on loopback alone; the host may come here narrowed to one role.
    at_edge = host.name in {edge.name for edge in site.with_role("edge", host.zone, host.member)}
    address = str(host.addresses[0])
    server = "127.0.0.1" if at_edge else f"[{address}]" if ":" in address else address
    words = [
        *(PYTHON, "-m", "guideline", "serve", "--state", f"/var/lib/{STEWARD_STATE}"),
        *("--bundle", f"{paths.config}/guideline.json", "--members", f"{paths.config}/members.json"),
        *("--spool", f"{paths.state}/spool", "--stickers", f"{paths.config}/{STICKERS}", "--rooms", host.zone),
        *("--server", f"http://{server}:{site.ports.chat}", "--user", f"@{STEWARD}:{host.server_name}"),
        *("--password-file", "%d/password"),
    ]
    return {
        "Unit": {
            "Description": "Steward of the guideline: advice, boards, stickers, drafts",
            "Wants": "guideline-chat.service",
            "After": "guideline-chat.service guideline-firewall.service",
            "Requires": "guideline-firewall.service",
        },
        "Service": {
            "Type": "notify",
            "NotifyAccess": "main",
            "User": STEWARD_USER,
            "Group": STEWARD_USER,
            "SupplementaryGroups": USER,
            "StateDirectory": STEWARD_STATE,
            "StateDirectoryMode": "0700",
            "LoadCredential": f"password:{paths.secrets}/{STEWARD_PASSWORD}",
            "ExecStart": " ".join(words),
            "Environment": ["PYTHONDONTWRITEBYTECODE=1", "TZ=Asia/Tokyo"],
            "Restart": "on-failure",
            "RestartSec": "3",
            "TimeoutStartSec": "120",
            "TimeoutStopSec": "15",
            **_shut(),
            "ReadWritePaths": [f"{paths.state}/spool"],
            "InaccessiblePaths": [str(paths.secrets), f"-{paths.state}/media"],
            "IPAddressDeny": "any",
            "IPAddressAllow": " ".join(("localhost", *map(str, host.addresses))),
            **_unprivileged(),
            "MemoryMax": "512M",
        },
        "Install": {"WantedBy": "multi-user.target"},
    }


def page_unit(site: Site, host: Host) -> dict[str, dict[str, Any]]:
    """Return the staff page's unit before any clause is applied: it keeps its log-ins and reads one file."""
    chat = site.with_role("chat", host.zone, host.member)[0]
    own = {str(address) for address in host.addresses}
    address = str(chat.addresses[0])
    server = "127.0.0.1" if address in own else (f"[{address}]" if ":" in address else address)
    words = [
        *(PYTHON, "-m", "guideline", "page", "--policy", f"{site.paths.config}/{PAGE_BUNDLE}"),
        *("--host", "127.0.0.1", "--port", str(site.ports.page), "--name", host.public_name),
        *("--name", "127.0.0.1", "--proxy", "127.0.0.1"),
        *("--zone", host.zone, "--chat", f"http://{server}:{site.ports.chat}", "--state", f"/var/lib/{PAGE_STATE}"),
    ]
    return {
        "Unit": {
            "Description": "Staff page of the guideline",
            "Wants": "network-online.target",
            "After": "network-online.target guideline-firewall.service",
            "Requires": "guideline-firewall.service",
        },
        "Service": {
            "Type": "exec",
            "DynamicUser": "yes",
            # Log-ins outlive a restart; the folder is the page's alone, and nothing of what is written lies there.
            "StateDirectory": PAGE_STATE,
            "StateDirectoryMode": "0700",
            "ExecStart": " ".join(words),
            "Environment": ["PYTHONDONTWRITEBYTECODE=1", "TZ=Asia/Tokyo"],
            "Restart": "on-failure",
            "RestartSec": "3",
            "LimitNOFILE": "8192",
            **_shut(),
            **_unprivileged(),
            "MemoryMax": "1G",
        },
        "Install": {"WantedBy": "multi-user.target"},
    }


def edge_drop_in() -> dict[str, dict[str, Any]]:
    """Return what is laid over nginx's own unit: its main process keeps what binding 443 and dropping root need."""
    return {
        "Unit": {"After": "guideline-firewall.service", "Requires": "guideline-firewall.service"},
        "Service": {
            **_shut(),
            "ReadWritePaths": ["/var/log/nginx", "/var/lib/nginx", "/run"],
            "CapabilityBoundingSet": ["CAP_NET_BIND_SERVICE", "CAP_SETUID", "CAP_SETGID"],
            "ProcSubset": "pid",
            "SystemCallFilter": ["@system-service", "~@mount", "@swap", "@reboot", "@debug", "@module", "@raw-io"],
            "UMask": "0027",
            "Restart": "on-failure",
        },
    }


def _shut() -> dict[str, Any]:
    """Return the doors that no service of ours needs, whatever the guideline says."""
    yes = (
        "NoNewPrivileges PrivateTmp PrivateDevices ProtectHome ProtectKernelTunables ProtectKernelModules "
        "ProtectKernelLogs ProtectControlGroups ProtectClock ProtectHostname RestrictRealtime RestrictSUIDSGID "
        "RestrictNamespaces LockPersonality MemoryDenyWriteExecute RemoveIPC PrivateMounts"
    )
    return {
        **dict.fromkeys(yes.split(), "yes"),
        "ProtectSystem": "strict",
        "ProtectProc": "invisible",
        "RestrictAddressFamilies": ["AF_UNIX", "AF_INET", "AF_INET6"],
        "SystemCallArchitectures": "native",
        "UMask": "0077",
        "DevicePolicy": "closed",
    }


def _unprivileged() -> dict[str, Any]:
    """Return what a service of our own that never was root needs as little."""
    return {
        "CapabilityBoundingSet": [],
        "PrivateUsers": "yes",
        "ProcSubset": "pid",
        "SystemCallFilter": ["@system-service", "~@privileged", "@resources", "@mount"],
    }


def _items(key: str, value: Any) -> Iterator[str]:
    """Yield what stands after the equals sign, one a line; a filter's ``~`` begins a line of its own."""
    if not isinstance(value, list):
        yield str(value)
    elif key == "SystemCallFilter":
        cut = next((i for i, word in enumerate(value) if word.startswith("~")), len(value))
        yield from (" ".join(part) for part in (value[:cut], value[cut:]) if part)
    else:
        yield " ".join(value)


def judge(
    text: str, file: str, guideline: Guideline, asked: Sequence[Asked], site: Site | None, host: Host | None
) -> list[Finding]:
    """Return what of a unit breaks the guideline. Raises SourceError when it can't be read."""
    del guideline, site, host  # what they ask for is in ``asked``
    return judge_tree(read(text, file), asked, keybook(f"systemd-{RELEASE}"))


def known(text: str, file: str) -> Mapping[str, Any]:  # noqa: ARG001 - one signature for all targets
    """Return nothing: a unit doesn't tell of its site."""
    return {}


def read(text: str, file: str) -> Tree:
    """Read a unit as systemd does: lists add up and an empty value empties them. Raises SourceError."""
    if len(text) > MAX_YAML_BYTES:
        raise SourceError([Problem("too-large", Mark(file), {"limit": MAX_YAML_BYTES})])
    tree, section = Tree(file, {}), ""
    for number, line in _lines(text):
        heading = re.fullmatch(r"\[([A-Za-z0-9-]+)\]", line)
        if heading:
            section = heading[1]
            tree.value.setdefault(section, {})
            tree.marks.setdefault((section,), Mark(file, number, 1))
            continue
        key, equals, value = line.partition("=")
        if not section or not equals or not re.fullmatch(r"[A-Za-z0-9-]+", key.strip()):
            raise SourceError([Problem("settings.not-a-mapping", Mark(file, number, 1))])
        _take(tree, Mark(file, number, 1), section, key.strip(), value.strip())
    return tree


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield lines joined where they end in a backslash, without comments."""
    held, start = "", 0
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip()
        if line.startswith(("#", ";")) or (not line and not held):
            continue
        start = start or number
        if line.endswith("\\"):
            held += line[:-1] + " "
            continue
        yield start, held + line
        held, start = "", 0
    if held:
        yield start, held.strip()


def _take(tree: Tree, mark: Mark, section: str, key: str, text: str) -> None:
    directives = tree.value[section]
    path = (section, key)
    tree.marks[path] = mark
    if key in _WORDS:
        before = directives.get(key, [])
        directives[key] = [*before, *_split(text)] if text else []
    elif key in directives and key in ("ExecStart", "ExecStartPre", "ExecStartPost", "Environment") and text:
        directives[key] = f"{directives[key]}\n{text}"
    else:
        directives[key] = _BOOLEANS.get(text.lower(), text)


def _split(text: str) -> list[str]:
    try:
        return shlex.split(text)
    except ValueError:
        return text.split()
