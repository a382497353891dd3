"""Doors of a chat server that single keys don't show: what is offered to whom on which of its listeners."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import ip_address, ip_network
from typing import Any

from guideline.settings.faults import Fault, get, items, path_of, trial
from guideline.settings.tree import Tree

_USERS = frozenset(("client", "federation"))
_INSIDE = ("metrics", "replication")
_OTHERS_MAY = 0o007

_LOCAL = ip_network("127.0.0.0/8")


def faults(tree: Tree) -> Iterator[Fault]:
    """Yield listeners that mix users with the inside, lose addresses or are open to every account of the host."""
    for index, listener in items(tree.value, "listeners"):
        yield from _mixed(listener, index)
        if not trial(tree.value):
            yield from _behind(listener, index)
        mode = listener.get("mode")
        if isinstance(mode, int) and mode & _OTHERS_MAY:
            args = {"key": f"listeners.{index}.mode", "found": oct(mode)}
            yield Fault(("listeners", index, "mode"), "settings.socket-for-all", args)
    for key in ("metrics_bind_host", "bind_host"):
        if _everywhere(get(tree.value, key)):
            yield Fault(path_of(key), "settings.everywhere", {"key": key, "found": get(tree.value, key)})


def _mixed(listener: dict[str, Any], index: int) -> Iterator[Fault]:
    """Metrics and replication ask nobody who they are: they may share no listener with users."""
    offered = [(place, name) for place, item in items(listener, "resources") for name in _names(item)]
    if any(name in _USERS for _, name in offered):
        for place, name in offered:
            if name in _INSIDE:
                where = ("listeners", index, "resources", place, "names")
                yield Fault(where, "settings.inside-for-users", {"key": f"listeners.{index}.resources", "found": name})


def _behind(listener: dict[str, Any], index: int) -> Iterator[Fault]:
    """On loopback only a proxy comes: unless it is believed, every log-in is written down as its own address."""
    if listener.get("type") != "http" or listener.get("tls") or listener.get("path") or listener.get("x_forwarded"):
        return
    offered = {name for _, item in items(listener, "resources") for name in _names(item)}
    addresses = listener.get("bind_addresses")
    if "client" in offered and isinstance(addresses, list) and addresses and all(map(_loopback, addresses)):
        key = f"listeners.{index}.x_forwarded"
        yield Fault(("listeners", index, "x_forwarded"), "settings.addresses-lost", {"key": key})


def networks(tree: Tree) -> Iterator[Fault]:
    """Yield lists of addresses that let the server be sent to call itself or any machine inside."""
    blocked = get(tree.value, "ip_range_blacklist")
    if isinstance(blocked, list) and not any(_covers(item, "127.0.0.1") for item in blocked):
        yield Fault(("ip_range_blacklist",), "settings.calls-inside", {"key": "ip_range_blacklist"})
    allowed = get(tree.value, "ip_range_whitelist")
    if isinstance(allowed, list) and any(_whole(item) for item in allowed):
        yield Fault(("ip_range_whitelist",), "settings.calls-anywhere", {"key": "ip_range_whitelist"})


def _names(resource: dict[str, Any]) -> list[str]:
    names = resource.get("names")
    return [name for name in names if isinstance(name, str)] if isinstance(names, list) else []


def _everywhere(address: Any) -> bool:
    try:
        return isinstance(address, str) and ip_address(address).is_unspecified
    except ValueError:
        return False


def _loopback(address: Any) -> bool:
    try:
        return address == "localhost" or (isinstance(address, str) and ip_address(address).is_loopback)
    except ValueError:
        return False


def _covers(item: Any, address: str) -> bool:
    try:
        return ip_address(address) in ip_network(item, strict=False)
    except (TypeError, ValueError):
        return False


def _whole(item: Any) -> bool:
    """Tell whether a range holds the whole of an address family, or loopback."""
    try:
        network = ip_network(item, strict=False)
    except (TypeError, ValueError):
        return False
    return network.prefixlen == 0 or (network.version == _LOCAL.version and network.supernet_of(_LOCAL))  # type: ignore[arg-type]
