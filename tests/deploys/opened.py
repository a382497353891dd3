"""What can be opened on live hosts that run their services, by hand or by mistake, and which named check must turn red.

Each is an edit of one file, noticed by reading what lies on the host: the running service may not have read it yet.
"""

from __future__ import annotations

from dataclasses import dataclass

CHAT, NGINX, HBA, DATABASE, SSH = (
    "/etc/guideline/homeserver.yaml",
    "/etc/nginx/nginx.conf",
    "/etc/postgresql/15/main/pg_hba.conf",
    "/etc/postgresql/15/main/postgresql.conf",
    "/etc/ssh/sshd_config",
)
UNITS = "/etc/systemd/system/guideline-{}.service"


@dataclass(frozen=True)
class Opened:
    name: str
    host: str
    file: str
    edit: str
    rule: str


def chat(name: str, edit: str, rule: str) -> Opened:
    return Opened(name, "chat-1", CHAT, edit, f"synapse/{rule}")


def edge(name: str, edit: str, rule: str) -> Opened:
    return Opened(name, "edge-1", NGINX, edit, f"nginx/{rule}")


def hba(name: str, edit: str, rule: str) -> Opened:
    return Opened(name, "db-1", HBA, edit, f"postgresql/{rule}")


def database(name: str, edit: str, rule: str) -> Opened:
    return Opened(name, "db-1", DATABASE, edit, f"postgresql/{rule}")


def unit(name: str, service: str, host: str, edit: str, rule: str) -> Opened:
    return Opened(name, host, UNITS.format(service), edit, f"systemd/{rule}")


def key(name: str, value: str) -> str:
    """Return the edit that gives a top key of homeserver.yaml another value, whatever it held."""
    return f"/^{name}:/,/^[a-z]/{{/^{name}:/d;/^[- ]/d}};$a {name}: {value}"


OPENED = [
    chat("the whitelist is null", key("federation_domain_whitelist", ""), "federation-whitelist"),
    chat("a peer more in the whitelist", "/^federation_domain_whitelist:/a - evil.example", "federation-whitelist"),
    chat("the key servers are the default", key("trusted_key_servers", ""), "key-server-list"),
    chat("anyone may register", key("enable_registration", "true"), "registration"),
    chat("guests let in", key("allow_guest_access", "true"), "guests"),
    chat("Synapse listens at every address", "s/^  - 203.0.113.20$/  - 0.0.0.0/", "listen-addresses"),
    chat("messages go to the phone makers", "s/include_content: false/include_content: true/", "push-content"),
    chat("a session without end", key("session_lifetime", "null"), "session-lifetime"),
    chat("media without log-in", key("enable_authenticated_media", "false"), "media-login"),
    chat("a secret in the file", "$a macaroon_secret_key: hidden", "secret-macaroon"),
    chat("a key misspelt", "s/^federation_domain_whitelist:/federation_domain_white_list:/", "unknown-key"),
    chat("peers' certificates not checked", key("federation_verify_certificates", "false"), "verify-certificates"),
    edge("the admin API opened", "0,/_synapse.admin/s,location ^~ /_synapse/admin {,location ^~ /_synapse/closed {,;"
         "s,location /_synapse/client/ {,location /_synapse/ {,", "admin-closed"),
    edge("metrics opened", "s,location ^~ /_synapse/metrics {,location ^~ /_synapse/elsewhere {,;"
         "s,location /_synapse/client/ {,location /_synapse/ {,", "admin-closed"),
    edge("the TLS floor lowered", "s/ssl_protocols .*/ssl_protocols TLSv1 TLSv1.2 TLSv1.3;/", "tls"),
    edge("the TLS floor left to nginx", "/ssl_protocols /d", "tls"),
    edge("nginx listens at every address", "s/listen 203.0.113.10:443/listen 443/", "listen-addresses"),
    edge("nginx tells its version", "s/server_tokens off/server_tokens on/", "version"),
    hba("pg_hba opened to everybody", "$a hostssl all all 0.0.0.0/0 scram-sha-256", "only-flows"),
    hba("pg_hba opened in IPv6", "$a hostssl synapse synapse ::/0 scram-sha-256", "only-flows"),
    hba("pg_hba asks for no password", "$a hostssl synapse synapse 203.0.113.20/32 trust", "methods"),
    hba("pg_hba without TLS", "$a host synapse synapse 203.0.113.20/32 scram-sha-256", "connection-types"),
    database("the database listens at every address", "s/^listen_addresses.*/listen_addresses = '*'/", "listen-addresses"),
    database("the database speaks without TLS", "s/^ssl = .*/ssl = off/", "tls"),
    database("the database's TLS floor lowered", "s/^ssl_min_protocol_version.*/ssl_min_protocol_version = 'TLSv1'/", "tls-version"),
    database("passwords kept as MD5", "s/^password_encryption.*/password_encryption = md5/", "password-form"),
    Opened("root let in by a password", "chat-1", SSH, "s/^PermitRootLogin.*/PermitRootLogin yes/", "sshd/root"),
    Opened("SSH with a weak key exchange", "chat-1", SSH, "s/^KexAlgorithms /&diffie-hellman-group1-sha1,/", "sshd/key-exchange"),
    unit("the steward may gain rights", "steward", "chat-1", "s/^NoNewPrivileges=.*/NoNewPrivileges=no/", "no-new-privileges"),
    unit("the steward writes everywhere", "steward", "chat-1", "s/^ProtectSystem=.*/ProtectSystem=no/", "system-files"),
    unit("the page sees homes", "page", "edge-1", "/^ProtectHome=/d", "homes"),
    unit("the page may do what root may", "page", "edge-1", "s/^CapabilityBoundingSet=.*/CapabilityBoundingSet=CAP_SYS_ADMIN/", "capabilities"),
    unit("Synapse runs as root", "chat", "chat-1", "s/^User=.*/User=root/", "account"),
    Opened("a sticker with another picture", "chat-1", "/etc/guideline/stickers/thanks.png", "s/IHDR/IHDX/", "rehearsal/stickers"),
    Opened("the list of stickers is torn", "chat-1", "/etc/guideline/stickers/stickers.json", "$d", "rehearsal/stickers"),
]  # fmt: skip
