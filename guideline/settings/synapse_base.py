"""What homeserver.yaml must say for a host to run at all; the guideline's controls are laid over it."""

from __future__ import annotations

from typing import Any

from guideline.site import Host, Site, exported

MODULE = "guideline.homeserver.GuidelineModule"
STEWARD = "guideline"
"""The localpart of the steward's account."""


def base(site: Site, host: Host) -> dict[str, Any]:
    """Return the typed configuration of one chat host, before any clause is applied."""
    secrets, state = site.paths.secrets, site.paths.state
    return {
        "server_name": host.server_name,
        "public_baseurl": public_url(site, host),
        "pid_file": str(state / "homeserver.pid"),
        "signing_key_path": str(secrets / "signing.key"),
        "macaroon_secret_key_path": str(secrets / "macaroon"),
        "form_secret_path": str(secrets / "form"),
        "registration_shared_secret_path": str(secrets / "registration"),
        "listeners": [_listener(site, host), *_figures(site, host)],
        **({"enable_metrics": True} if "chat" in site.exporters else {}),
        "database": _database(site, host),
        "media_store_path": str(state / "media"),
        "max_upload_size": site.limits.upload,
        "federation_domain_whitelist": site.value("$site.peers", host),
        **_peer_addresses(site, host),
        **_way_out(site, host),
        "suppress_key_server_warning": True,
        **_rates(site),
        "modules": [{"module": MODULE, "config": module_config(site, host)}],
    }


def module_config(site: Site, host: Host) -> dict[str, Any]:
    """Return the options of the module inside Synapse: where its guideline, its members and its spool lie."""
    config, state = site.paths.config, site.paths.state
    return {
        "bundle": str(config / "guideline.json"),
        "members": str(config / "members.json"),
        "spool": str(state / "spool"),
        "steward": f"@{STEWARD}:{host.server_name}",
    }


def public_url(site: Site, host: Host) -> str:
    """Return the address that clients use: the edge of the host's zone, or the host itself on loopback."""
    if host.loopback:
        return f"http://{_bracketed(str(host.addresses[0]))}:{site.ports.chat}/"
    edge = next((edge for edge in site.with_role("edge", host.zone, host.member) if edge.public_name), host)
    port = "" if site.ports.client == 443 else f":{site.ports.client}"
    return f"https://{edge.public_name or host.server_name}{port}/"


def _bracketed(address: str) -> str:
    return f"[{address}]" if ":" in address else address


def _listener(site: Site, host: Host) -> dict[str, Any]:
    """Listen to the edge alone: on loopback where it stands on the same host."""
    edges = site.with_role("edge", host.zone, host.member)
    own = [str(address) for address in host.addresses]
    addresses = ["127.0.0.1", "::1"] if host in edges else own
    names = ["client", "federation"] if site.peers_of(host) else ["client"]
    return {
        "type": "http",
        "port": site.ports.chat,
        "bind_addresses": addresses,
        "x_forwarded": bool(edges),
        "resources": [{"names": names, "compress": False}],
    }


def _figures(site: Site, host: Host) -> list[dict[str, Any]]:
    """Listen to the zone's monitor, on the host's own addresses, where the site exports a chat server's figures."""
    port = exported(site, host).get("chat")
    addresses = [str(address) for address in host.addresses]
    return [{"type": "metrics", "port": port, "bind_addresses": addresses}] if port else []


def _database(site: Site, host: Host) -> dict[str, Any]:
    if site.database == "sqlite":
        return {"name": "sqlite3", "args": {"database": str(site.paths.state / "homeserver.db")}}
    server = site.with_role("database", host.zone, host.member)[0]
    args = {
        "dbname": "synapse",
        "user": "synapse",
        "host": str(server.addresses[0]),
        "port": site.ports.database,
        "sslmode": "verify-full",
        "sslrootcert": str(site.paths.certificates / "site-ca.pem"),
        "passfile": str(site.paths.secrets / "database.pgpass"),
        "cp_min": 5,
        "cp_max": 10,
    }
    return {"name": "psycopg2", "args": args}


def _peer_addresses(site: Site, host: Host) -> dict[str, Any]:
    """Let Synapse call its peers: it refuses private and reserved addresses unless they are listed."""
    networks = site.value("$site.peer_networks", host)
    return {"ip_range_whitelist": networks} if networks else {}


def _way_out(site: Site, host: Host) -> dict[str, Any]:
    """Have Synapse call push gateways through the zone's proxy, which has the list; peers are called directly."""
    address = site.proxy_at(host.zone)
    if not address:
        return {}
    url = f"http://{_bracketed(address)}:{site.ports.proxy}"
    return {"http_proxy": url, "https_proxy": url, "no_proxy_hosts": site.value("$site.peers", host)}


def _rates(site: Site) -> dict[str, Any]:
    """Everybody of a city hall comes from a few addresses: Synapse's own log-in rates would lock them out."""
    logins = {"per_second": site.limits.logins, "burst_count": site.limits.logins * 10}
    messages = {"per_second": site.limits.messages, "burst_count": site.limits.messages * 10}
    joins = {"per_second": site.limits.messages, "burst_count": site.limits.messages * 10}
    return {
        "rc_message": messages,
        "rc_login": {
            "address": logins,
            "account": dict(logins),
            "failed_attempts": {"per_second": 1, "burst_count": 10},
        },
        "rc_joins": {"local": joins, "remote": {"per_second": 1, "burst_count": 10}},
        "rc_invites": {"per_room": dict(joins), "per_user": dict(joins), "per_issuer": dict(joins)},
    }
