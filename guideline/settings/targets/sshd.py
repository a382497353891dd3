"""sshd_config: one whole file, no includes; judged by one Cerberus schema, ``Match`` blocks and all.

The keys are those of OpenSSH 9.2, spelt as in its manual; ``sshd -T`` is read as well. The first of two
equal keywords wins there, and a ``Match`` block wins over both: each block is judged as it is in force.
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
from guideline.settings.tree import Tree
from guideline.site import Host, Site
from guideline.source import Mark, Problem, SourceError
from guideline.source.yaml import MAX_YAML_BYTES

RELEASE = "9.2"
ROLE = ""

_COMMAS = frozenset(
    ("Ciphers", "MACs", "KexAlgorithms", "HostKeyAlgorithms", "PubkeyAcceptedAlgorithms", "CASignatureAlgorithms")
)
_MANY = frozenset(
    (
        "AcceptEnv",
        "AllowGroups",
        "AllowUsers",
        "DenyGroups",
        "DenyUsers",
        "HostKey",
        "ListenAddress",
        "Port",
        "Subsystem",
    )
)
"""Keywords that may stand several times, each adding to the list."""

_SECONDS = frozenset(("LoginGraceTime", "ClientAliveInterval"))
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
_SAME = {"without-password": "prohibit-password", "true": "yes", "false": "no"}
_BOUND = re.compile(r"\[([^\]]*)\](?::[0-9]+)?|([^:]*):[0-9]+")


def write(guideline: Guideline, asked: Sequence[Asked], site: Site, host: Host) -> str:  # noqa: ARG001 - one signature for all
    """Return the text of sshd_config for one host: keys only, and nothing that a session doesn't need."""
    config = overlay(base(host), asked)
    lines = [f"{key} {_written(key, item)}" for key, value in config.items() for item in _items(key, value)]
    return "\n".join([*lines, ""])


def base(host: Host) -> dict[str, Any]:
    """Return the typed configuration of one host, before any clause is applied."""
    return {
        "ListenAddress": [str(address) for address in host.addresses],
        "HostKey": ["/etc/ssh/ssh_host_ed25519_key"],
        "PubkeyAuthentication": "yes",
        "PasswordAuthentication": "no",
        "KbdInteractiveAuthentication": "no",
        "PermitRootLogin": "prohibit-password",
        "UsePAM": "yes",
        "PrintMotd": "no",
        "DebianBanner": "no",
        # pyinfra puts files in place through it.
        "Subsystem": ["sftp internal-sftp"],
    }


def _items(key: str, value: Any) -> list[Any]:
    return value if isinstance(value, list) and key in _MANY else [value]


def _written(key: str, value: Any) -> str:
    if isinstance(value, list):
        return ",".join(map(str, value))
    return f"[{value}]" if key == "ListenAddress" and ":" in str(value) else str(value)


def judge(
    text: str, file: str, guideline: Guideline, asked: Sequence[Asked], site: Site | None, host: Host | None
) -> list[Finding]:
    """Return what of an sshd_config breaks the guideline. Raises SourceError when it can't be read."""
    del guideline, site, host  # what they ask for is in ``asked``
    book = keybook(f"sshd-{RELEASE}")
    found = [finding for tree in read(text, file) for finding in judge_tree(tree, asked, book)]
    # What holds for everybody is found again under every Match: once is enough.
    return list({(f.rule, f.place.line, f.place.key): f for f in found}.values())


def known(text: str, file: str) -> Mapping[str, Any]:  # noqa: ARG001 - one signature for all targets
    """Return nothing: an sshd_config doesn't tell of its site."""
    return {}


def read(text: str, file: str) -> list[Tree]:
    """Return what holds for everybody, then what holds under each ``Match``. Raises SourceError."""
    if len(text) > MAX_YAML_BYTES:
        raise SourceError([Problem("too-large", Mark(file), {"limit": MAX_YAML_BYTES})])
    whole = Tree(file, {})
    trees, twice = [whole], []
    for number, keyword, words in _lines(text, file):
        if keyword.lower() == "match":
            trees.append(Tree(file, {}))
        elif not _take(trees[-1], number, _spelt(keyword), words):
            twice.append(((_spelt(keyword),), Mark(file, number, 1)))
    for block in trees[1:]:
        block.marks.update({path: mark for path, mark in whole.marks.items() if path[0] not in block.value})
        block.value.update({key: value for key, value in whole.value.items() if key not in block.value})
    return [Tree(file, whole.value, whole.marks, tuple(twice)), *trees[1:]]


def _lines(text: str, file: str) -> Iterator[tuple[int, str, list[str]]]:
    for number, line in enumerate(text.splitlines(), 1):
        stripped = line.strip()
        if not stripped or stripped.startswith("#"):
            continue
        keyword, _, rest = stripped.replace("=", " ", 1).partition(" ") if _equals(stripped) else _split(stripped)
        try:
            words = shlex.split(rest, comments=True)
        except ValueError:
            raise SourceError([Problem("bad-yaml", Mark(file, number, 1), {"reason": "quotation"})]) from None
        if keyword.startswith(("{", "<", "[")) or not words:
            raise SourceError([Problem("settings.not-a-mapping", Mark(file, number, 1))])
        yield number, keyword, words


def _equals(line: str) -> bool:
    return bool(re.match(r"[A-Za-z0-9]+\s*=", line))


def _split(line: str) -> tuple[str, str, str]:
    keyword, *rest = line.split(None, 1)
    return keyword, " ", rest[0] if rest else ""


def _spelt(keyword: str) -> str:
    """Return a keyword as the manual spells it; an unknown one stays as it is."""
    return next((k for k in keybook(f"sshd-{RELEASE}").defaults if k.lower() == keyword.lower()), keyword)


def _take(tree: Tree, number: int, key: str, words: list[str]) -> bool:
    """Lay one line into the tree; tell False where an earlier line of that key already won."""
    mark = Mark(tree.file, number, 1)
    if key in _MANY:
        items = [" ".join(words)] if key == "Subsystem" else [_bound(w) if key == "ListenAddress" else w for w in words]
        tree.value.setdefault(key, []).extend(items)
        tree.marks.setdefault((key,), mark)
        return True
    if key in tree.value:
        return False
    tree.marks[key,] = mark
    tree.value[key] = _value(key, " ".join(words))
    return True


def _value(key: str, text: str) -> Any:
    if key in _COMMAS:
        return text.split(",")
    if key in _SECONDS:
        return _seconds(text)
    return int(text) if text.isdecimal() and len(text) < 10 and key != "StreamLocalBindMask" else _SAME.get(text, text)


def _seconds(text: str) -> int | str:
    parts = re.findall(r"([0-9]{1,9})([smhdwSMHDW]?)", text)
    if not parts or "".join(number + unit for number, unit in parts) != text:
        return text
    return sum(int(number) * _UNITS[unit.lower() or "s"] for number, unit in parts)


def _bound(text: str) -> str:
    """Return the address of ``[::1]:22`` or ``127.0.0.1:22``."""
    found = _BOUND.fullmatch(text)
    return next(g for g in found.groups() if g is not None) if found else text
