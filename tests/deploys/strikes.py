"""Where an apply is struck down: twenty-eight spots of it, roughly in the order in which pyinfra comes to them.

``command`` counts the operation's commands from 1, ``seconds`` is how far into it; 0 is before it has begun to answer.
``host_too`` tells that it isn't the operator's process that ends but the host, as if its power had gone.

"Packet filter" is "Packet filter, installed now" as well, by which a host gets it that has no nftables yet.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Strike:
    kind: str
    host: str
    operation: str
    command: int
    seconds: float
    host_too: bool = False


STRIKES = [
    Strike("pack: half of it carried over", "store-1", "Offline pack", 2, 0.4),
    Strike("pack: half unpacked", "store-1", "Offline pack", 3, 0.4, host_too=True),
    Strike("packages: half installed", "store-1", "Packages of the packet filter", 1, 0.8),
    Strike("firewall: staged, its clock not set", "store-1", "Packet filter", 1, 1.0),
    Strike("firewall: loaded, not confirmed", "store-1", "Packet filter", 8, 2.0),
    Strike("packages: half installed", "store-1", "Packages of the mirror", 1, 2.0),
    Strike("firewall: loaded, not confirmed", "chat-1", "Packet filter", 8, 2.0, host_too=True),
    Strike("unit: noted, not started", "db-1", "Packet filter's unit", 2, 1.0),
    Strike("file: staged, not checked", "db-1", "SSH", 1, 1.0),
    Strike("service: enabled, not restarted", "edge-1", "SSH's service", 4, 1.0),
    Strike("packages: half installed", "keep-1", "Packages of the backup", 1, 1.5, host_too=True),
    Strike("environment: half installed", "chat-1", "Environment of the chat server", 1, 6.0),
    Strike("environment: half installed", "chat-1", "Environment of the chat server", 1, 8.0, host_too=True),
    Strike("account: half made", "chat-1", "Account of the chat service", 1, 0.1),
    Strike("secret: drafted, not in place", "keep-1", "Password of the backup", 1, 1.0),
    Strike("packages: half installed", "db-1", "Packages of the database", 1, 2.5, host_too=True),
    Strike("key: made, not in place", "keep-1", "Key of the backup", 1, 1.0, host_too=True),
    Strike("secret: drafted, not in place", "chat-1", "Secret /etc/guideline/secrets/signing.key", 1, 1.0),
    Strike("secret: drafted, not in place", "chat-1", "Password of the database", 1, 1.0, host_too=True),
    Strike("certificate: a key and no certificate", "db-1", "Certificate of the service", 1, 1.0),
    Strike("database: the cluster half made", "db-1", "Cluster", 1, 0.5, host_too=True),
    Strike("database: the cluster half made", "db-1", "Cluster", 1, 1.5),
    Strike("database: settings staged, not checked", "db-1", "Settings of the database", 2, 1.0),
    Strike("service: on its way up", "db-1", "Database's service", 5, 0.3),
    Strike("database: half created", "db-1", "Role and database", 1, 0.1),
    Strike("file: at its checker", "chat-1", "File /etc/guideline/homeserver.yaml", 3, 0.5),
    Strike("service: on its way up, its tables half made", "chat-1", "Chat server's service", 5, 1.5, host_too=True),
    Strike("unit: written, not read", "edge-1", "Edge's service", 2, 1.0),
]  # fmt: skip
