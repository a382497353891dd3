"""What of a homeserver.yaml gives something away: secrets in it, lines in the clear, services of strangers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from guideline.settings.faults import Fault, delegated, get, is_set, items, path_of
from guideline.settings.keybook import Keybook
from guideline.settings.tree import Tree, leaves, pattern, show

# Parts of a key that say a secret stands here, in what modules and other programs are told.
_SECRET = re.compile(r"(password|passwd|secret|token|api_?key|private_key|pepper)$", re.IGNORECASE)
_NO_SECRET = ("", "none", "null")
_URL = re.compile(r"[a-z][a-z0-9+.-]{0,20}://[^/\s]{1,300}", re.IGNORECASE)
# Services that the software's makers run for everybody, where their own examples and clients point.
_STRANGERS = ("matrix.org", "vector.im", "element.io", "gitter.im", "matrix.to", "google.com", "sentry.io")
_SAID_ELSEWHERE = (
    "trusted_key_servers",
    "federation_domain_whitelist",
    "perspectives",
    "sentry",
    "default_identity_server",
)
# The default of libpq (prefer) and all below it fall back to the clear.
_SURE_OF_TLS = ("require", "verify-ca", "verify-full")


def secrets(tree: Tree, book: Keybook) -> Iterator[Fault]:
    """Yield every value that is a secret and stands in the file itself, whatever program it is for."""
    for path, value in leaves(tree.value):
        key, last = pattern(path), str(path[-1]) if path else ""
        if not isinstance(value, str | int | float) or isinstance(value, bool) or str(value).lower() in _NO_SECRET:
            continue
        known = book.is_secret(key) and not key.startswith(("database", "sentry"))
        told = path[0] in (
            "database",
            "databases",
            "modules",
            "password_providers",
            "ldap_config",
            "media_storage_providers",
        )
        if known or (told and _SECRET.search(last)) or _has_password(value):
            yield Fault(path, "settings.secret-here", {"key": show(path)})


def _has_password(value: Any) -> bool:
    found = _URL.match(value) if isinstance(value, str) else None
    before, at, _ = found[0].rpartition("@") if found else ("", "", "")
    return bool(at) and ":" in before.partition("://")[2]


def in_the_clear(tree: Tree) -> Iterator[Fault]:
    """Yield connections to other machines that may go unencrypted."""
    config = tree.value
    for key in _databases(config):
        host = get(config, f"{key}.args.host")
        mode = get(config, f"{key}.args.sslmode", "prefer")
        if get(config, f"{key}.name") == "psycopg2" and _elsewhere(host) and mode not in _SURE_OF_TLS:
            yield Fault(path_of(f"{key}.args.sslmode"), "settings.in-the-clear", {"key": f"{key}.args.sslmode"})
    urls: list[tuple[str | int, ...]] = [("public_baseurl",), ("matrix_authentication_service", "endpoint")]
    urls += [("modules", index, "config", "uri") for index, _ in items(config, "modules")]
    urls += [("oidc_providers", index, "issuer") for index, _ in items(config, "oidc_providers")]
    for path in urls:
        for value in _all(_walk(config, path)):
            if value.startswith(("http://", "ldap://")) and _elsewhere(_host(value)) and not _starts_tls(config, path):
                yield Fault(path, "settings.in-the-clear", {"key": show(path)})
    yield from _mail(config)
    redis = get(config, "redis.host", "localhost")
    if (
        get(config, "redis.enabled")
        and not get(config, "redis.path")
        and _elsewhere(redis)
        and not get(config, "redis.use_tls")
    ):
        yield Fault(("redis", "use_tls"), "settings.in-the-clear", {"key": "redis.use_tls"})


def _mail(config: Any) -> Iterator[Fault]:
    """``enable_tls`` alone uses TLS where the other side offers it, and says nothing where it doesn't."""
    if not is_set(config, "email") or not _elsewhere(get(config, "email.smtp_host", "localhost")):
        return
    if get(config, "email.enable_tls", True) is False:
        yield Fault(("email", "enable_tls"), "settings.in-the-clear", {"key": "email.enable_tls"})
    elif not get(config, "email.require_transport_security") and not get(config, "email.force_tls"):
        key = "email.require_transport_security"
        yield Fault(path_of(key), "settings.in-the-clear", {"key": key})


def by_mail(tree: Tree) -> Iterator[Fault]:
    """Yield notices by mail: each carries the messages that nobody has read."""
    if get(tree.value, "email.enable_notifs"):
        yield Fault(("email", "enable_notifs"), "settings.text-by-mail", {"key": "email.enable_notifs"})


def outside(tree: Tree) -> Iterator[Fault]:
    """Yield addresses of services that the makers of the software run: nobody of the authority answers for them."""
    for path, value in leaves(tree.value):
        for text in _all(value) if path and path[0] not in _SAID_ELSEWHERE else ():
            host = _host(text)
            if any(host == name or host.endswith(f".{name}") for name in _STRANGERS):
                yield Fault(path, "settings.outside-service", {"key": show(path), "found": host})
    delegate = "account_threepid_delegates.msisdn"
    if is_set(tree.value, delegate) and not delegated(tree.value):
        yield Fault(
            path_of(delegate),
            "settings.outside-service",
            {"key": delegate, "found": _host(str(get(tree.value, delegate)))},
        )


def _databases(config: Any) -> list[str]:
    several = get(config, "databases")
    return (
        ["database", *(f"databases.{name}" for name in several if "." not in str(name))]
        if isinstance(several, dict)
        else ["database"]
    )


def _elsewhere(host: Any) -> bool:
    """Tell whether a host is another machine: neither a socket, nor loopback, nor left out."""
    if not isinstance(host, str) or not host or host.startswith("/") or host == "localhost":
        return False
    try:
        return not ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return True


def _starts_tls(config: Any, path: tuple[str | int, ...]) -> bool:
    """LDAP may begin in the clear and change over."""
    return path[0] == "modules" and _walk(config, (*path[:-1], "start_tls")) is True


def _host(value: str) -> str:
    try:
        plain = value.partition(":")[2] if value.startswith(("turn:", "turns:", "stun:")) else value
        return (urlsplit(plain if "://" in plain else f"//{plain}").hostname or "").lower()
    except ValueError:
        return ""


def _all(value: Any) -> list[str]:
    return [item for item in (value if isinstance(value, list) else [value]) if isinstance(item, str)]


def _walk(value: Any, path: tuple[str | int, ...]) -> Any:
    for part in path:
        if isinstance(part, int):
            value = value[part] if isinstance(value, list) and part < len(value) else None
        else:
            value = value.get(part) if isinstance(value, dict) else None
    return value
