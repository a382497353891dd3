"""PostgreSQL of a zone: one cluster, one database in C collation, reached over TLS with SCRAM by its chat alone.

The chat host makes the password and keeps it. Only its SCRAM verifier leaves that host, and it reaches the
database host on standard input; nobody else, the operator included, ever holds the password.
"""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Callable, Generator, Iterable
from dataclasses import replace
from functools import partial

from pyinfra.api.command import QuoteString, StringCommand
from pyinfra.api.facts import FactBase
from pyinfra.api.operation import operation
from pyinfra.context import host, inventory
from pyinfra.operations import files

from guideline.settings import write
from guideline.site import Host, Site

from .here import Here
from .operations import secret_file, validated_file
from .service import packages, service

CLUSTER = "/etc/postgresql/15/main"
DATA = "/var/lib/postgresql/15/main"
MAKING = "/var/lib/postgresql/.guideline-making"
"""There while the cluster is being made, and after a run that was killed meanwhile."""
UNIT = "postgresql@15-main.service"
NAME = "synapse"
USER = "postgres"
MARK = "# ---- pg_hba.conf ----"
PSQL = "cd / && runuser -u postgres -- psql -X -q -v ON_ERROR_STOP=1 -d"

VERIFIER = r"""
import base64, hashlib, hmac, sys
line = open(sys.argv[1], encoding="ascii").read().splitlines()[0]
password, salt, rounds = line.split(":", 4)[4].encode(), base64.b64decode(sys.argv[2]), 4096
salted = hashlib.pbkdf2_hmac("sha256", password, salt, rounds)
client = hmac.digest(salted, b"Client Key", "sha256")
server = hmac.digest(salted, b"Server Key", "sha256")
stored = hashlib.sha256(client).digest()
text = lambda data: base64.b64encode(data).decode()
print(f"SCRAM-SHA-256${rounds}:{text(salt)}${text(stored)}:{text(server)}")
"""
"""Prints what PostgreSQL keeps of a password (RFC 5803); the password comes from a file and stays there."""


class Verifier(FactBase[str]):
    """The SCRAM verifier of the password in a pgpass file; "" where there is none."""

    def command(self, path: str, salt: str) -> StringCommand:
        """Return the command that prints it."""
        held = QuoteString(path)
        return StringCommand(
            "if [ -f", held, "]; then python3 -c", QuoteString(VERIFIER), held, QuoteString(salt), "; fi"
        )

    def process(self, output: Iterable[str]) -> str:
        """Take the line."""
        return "".join(output).strip()


class DatabaseState(FactBase[dict[str, str] | None]):
    """What the cluster holds: the database's collation, its owner, its role's powers and verifier's digest."""

    def command(self, database: str) -> StringCommand:
        """Return the command that prints them as ``key=value``."""
        sql = (
            "select 'answers=yes';"
            "select 'database='||datcollate||' '||datctype||' '||pg_encoding_to_char(encoding)||' '"
            "||pg_get_userbyid(datdba) from pg_database where datname = :'name';"
            "select concat('powers=', rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls, rolcanlogin) "
            "from pg_roles where rolname = :'name';"
            "select 'verifier='||encode(sha256(convert_to(coalesce(rolpassword,''),'UTF8')),'hex') "
            "from pg_authid where rolname = :'name';"
            "select 'open='||has_database_privilege('public', oid, 'connect') from pg_database "
            "where datname = :'name';"
        )
        return StringCommand(
            "if [ -S /var/run/postgresql/.s.PGSQL.5432 ]; then printf '%s'", QuoteString(sql), "| (",
            PSQL, "postgres -A -t -v", QuoteString(f"name={database}"), "); fi",
        )  # fmt: skip

    def process(self, output: Iterable[str]) -> dict[str, str]:
        """Read the lines."""
        return dict(line.strip().split("=", 1) for line in output if "=" in line)


HALF_MADE = r"""
\set half f
select count(*) = 1 as there from pg_database where datname = :'name' \gset
\if :there
\connect :name
select to_regclass('public.schema_version') is not null and exists (
  select from pg_tables where schemaname = 'public' and tablename not in
  ('schema_version', 'schema_compat_version', 'applied_schema_deltas', 'applied_module_schemas')) as begun,
  to_regclass('public.users') is not null as users, to_regclass('public.events') is not null as events \gset
\if :begun
select not exists (select from public.schema_version) as half \gset
\endif
\if :users
select :'half' and not exists (select from public.users) as half \gset
\endif
\if :events
select :'half' and not exists (select from public.events) as half \gset
\endif
\connect postgres
\endif
"""
"""Sets ``half``: tables were begun, the version that Synapse writes after the last is missing, and nobody is in them.

Synapse makes a new database in several transactions. Ended between two of them it never starts again: the tables of
the first are there already.
"""


class HalfMade(FactBase[bool]):
    """Whether the chat server was ended while it made its tables."""

    def command(self, database: str) -> StringCommand:
        """Return the command that prints a word when it was."""
        script = QuoteString(f"{HALF_MADE}\\if :half\nselect 'half-made';\n\\endif\n")
        return StringCommand(
            "echo asked; if [ -S /var/run/postgresql/.s.PGSQL.5432 ]; then printf '%s'", script, "| (",
            PSQL, "postgres -A -t -v", QuoteString(f"name={database}"), "); fi",
        )  # fmt: skip

    def process(self, output: Iterable[str]) -> bool:
        """Look for the word."""
        return "half-made" in {line.strip() for line in output}


WANTED = {"database": f"C C UTF8 {NAME}", "powers": "ffffft", "open": "false", "answers": "yes"}


@operation()
def cluster(locale: str = "C") -> Generator[StringCommand, None, None]:
    """See that the cluster is there; one that is there is never touched.

    + locale: collation of a new cluster
    """
    if host.get_fact(ClusterThere):
        host.noop("the cluster is there")
        return
    yield StringCommand(
        # What a run left half made goes first: nothing but a cluster of ours that was never whole bears the mark.
        "if [ -e", MAKING, "]; then rm -rf", DATA, CLUSTER, "; fi;",
        "touch", MAKING, "&& pg_createcluster --encoding=UTF8 --locale", QuoteString(locale),
        "15 main -- --auth-local=peer --data-checksums && rm", MAKING,
    )  # fmt: skip


class ClusterThere(FactBase[bool]):
    """Whether the cluster has its data and its settings, both made to the end."""

    def command(self) -> StringCommand:
        """Return the command that prints a word when it does."""
        return StringCommand(
            "[ -f", f"{DATA}/PG_VERSION", "] && [ -d", CLUSTER, "] && [ ! -e", MAKING, "] && echo there || true"
        )

    def process(self, output: Iterable[str]) -> bool:
        """Look for the word."""
        return "there" in {line.strip() for line in output}


@operation()
def role_and_database(owner: str, verifier: Callable[[], str | None]) -> Generator[StringCommand, None, None]:
    """Bring the chat's role and database to what they ought to be: no powers, C collation, its own verifier.

    + owner: the role's name and the database's
    + verifier: returns the SCRAM verifier, or None where the chat host isn't at hand
    """
    now = host.get_fact(DatabaseState, database=owner)
    if now is None:
        # Raised here, an error would end the run on every host.
        yield StringCommand("echo 'the cluster does not answer' 1>&2; exit 1")
        return
    held = verifier()
    digest = hashlib.sha256(held.encode()).hexdigest() if held else now.get("verifier")
    if {**now, "verifier": digest} == {**WANTED, "verifier": now.get("verifier")}:
        host.noop("role and database are as they should be")
        return
    there = now.get("database", WANTED["database"])
    if there != WANTED["database"]:
        # Synapse corrupts its indexes in any other collation; nothing but a dump and a restore can change it.
        yield StringCommand("echo", QuoteString(f"database {owner} is {there}: dump it and restore it"), "1>&2; exit 1")
    yield StringCommand("(", PSQL, "postgres )", _stdin=_sql(owner, held))


@operation()
def whole_tables(database: str) -> Generator[StringCommand, None, None]:
    """Make a database anew whose tables a chat server began and, struck down, will never finish; no other is touched.

    + database: its name and its owner's
    """
    if not host.get_fact(HalfMade, database=database):
        host.noop("no table was left half made")
        return
    # Asked once more where it is dropped: the server may have come to its end meanwhile.
    drop = f'\\set name {database}\n{HALF_MADE}\\if :half\ndrop database :"name" with (force);\n\\endif\n'
    yield StringCommand("(", PSQL, "postgres )", _stdin=drop + _sql(database, None))


def _sql(owner: str, verifier: str | None) -> str:
    """Return what brings role and database about; both names are the kit's own, a verifier has no quotes."""
    lines = [
        "select format('create role %I', :'owner')",
        "  where not exists (select from pg_roles where rolname = :'owner') \\gexec",
        'alter role :"owner" nosuperuser nocreatedb nocreaterole noreplication nobypassrls login;',
        "\\set verifier '" + verifier + "'\nalter role :\"owner\" password :'verifier';" if verifier else "",
        "select format('create database %I owner %I encoding ''UTF8'' locale ''C'' template template0', o, o)",
        "  from (values (:'owner')) as v(o)",
        "  where not exists (select from pg_database where datname = :'owner') \\gexec",
        'revoke connect, temporary on database :"owner" from public;',
    ]
    return "\n".join([f"\\set owner '{owner}'", *lines, ""])


def password_of(now: Here) -> None:
    """Have a chat host make the password of its database, once."""
    server = now.site.with_role("database", now.mine.zone, now.mine.member)[0]
    where = f"{server.addresses[0]}:{now.site.ports.database}:{NAME}:{NAME}"

    def make() -> str:
        return f"{where}:{base64.urlsafe_b64encode(os.urandom(36)).decode('ascii')}\n"

    path = f"{now.site.paths.secrets}/database.pgpass"
    secret_file(name="Password of the database", dest=path, make=make, user=NAME, group=NAME)


def _verifier(site: Site, mine: Host) -> str | None:
    """Ask the chat host that this database serves for its verifier, where that host takes part in this run."""
    chat = site.with_role("chat", mine.zone, mine.member)[0]
    there = next((h for h in inventory.get_active_hosts() if h.data.site_host == chat.name), None)
    if there is None or not there.connected:
        return None
    salt = hashlib.sha256(f"guideline {site.id} {chat.server_name}".encode()).digest()[:16]
    path = f"{site.paths.secrets}/database.pgpass"
    return there.get_fact(Verifier, path=path, salt=base64.b64encode(salt).decode("ascii")) or None


def database_packages(now: Here) -> None:
    """Install PostgreSQL on a database host, without the cluster that Debian would make."""
    if "database" not in now.mine.roles:
        return
    files.directory(name="Folder of clusters' defaults", path="/etc/postgresql-common", mode="755")
    defaults = "/etc/postgresql-common/createcluster.conf"
    validated_file(name="No cluster by itself", dest=defaults, text="create_main_cluster = false\n", mode="644")
    packages(name="Packages of the database", names=("postgresql-15",))


def database(now: Here) -> None:
    """Bring a database host to what the guideline says; its certificate is in place."""
    if "database" not in now.mine.roles:
        return
    cluster(name="Cluster")
    mine = replace(now.mine, roles=("database",))
    conf, _, hba = write("postgresql", now.guideline, now.site, mine).partition(MARK)
    check = (
        "runuser",
        "-u",
        "postgres",
        "--",
        "/usr/lib/postgresql/15/bin/postgres",
        "-C",
        "ssl",
        "-c",
        "config_file={}",
    )
    settings, records = f"{CLUSTER}/postgresql.conf", f"{CLUSTER}/pg_hba.conf"
    validated_file(
        name="Records of who may connect", dest=records, text=hba.lstrip("\n"), mode="640", user=USER, group=USER
    )
    validated_file(
        name="Settings of the database", dest=settings, text=conf, check=check, mode="640", user=USER, group=USER
    )
    certificate = f"{now.site.paths.certificates}/{now.mine.name}.pem"
    service(name="Database's service", unit=UNIT, reads=(settings, records, certificate))
    role_and_database(name="Role and database", owner=NAME, verifier=partial(_verifier, now.site, now.mine))
    whole_tables(name="Tables of the chat server", database=NAME)
