"""Backups: fetched by the host that keeps them, over a key that can do nothing but hand out a dump.

The backup host opens the connection; a chat or database host that was taken over can neither delete what is
kept nor reach the host that keeps it. What is kept is encrypted by restic under a password of that host's own.
A restore goes through the operator: ``guideline-kept HOST`` on the backup host writes what ``guideline-restore`` on
the new host reads. That refuses to write over a database in which anybody has an account.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Generator, Iterable

from pyinfra.api.command import QuoteString, StringCommand
from pyinfra.api.facts import FactBase
from pyinfra.api.operation import operation
from pyinfra.context import host, inventory
from pyinfra.operations import files

from guideline.site import Host, Site

from .facts import FileState
from .here import Here
from .operations import secret_file, validated_file
from .service import packages, timer

PLACE = "/var/backups/guideline"
GIVE = "/usr/local/sbin/guideline-give"
FETCH = "/usr/local/sbin/guideline-backup"
RESTORE = "/usr/local/sbin/guideline-restore"
KEPT = "/usr/local/sbin/guideline-kept"

GIVE_DATABASE = """#!/bin/sh
# Writes a dump of the chat's database to standard output, whatever the caller asks for.
set -eu
cd /
# One-time keys that were used since would break encryption after a restore (Synapse's own advice).
exec runuser -u postgres -- pg_dump --format=custom --exclude-table-data=e2e_one_time_keys_json synapse
"""

GIVE_CHAT = """#!/bin/sh
# Writes the server's keys, the uploaded files and what the steward remembers to standard output, whatever the
# caller asks for.
set -eu
cd /
secrets=etc/guideline/secrets
exec tar -c --ignore-failed-read --exclude=token.json --exclude=drafts.json \\
  $secrets/signing.key $secrets/macaroon $secrets/form $secrets/steward \\
  $(ls -d var/lib/guideline/media/local_* var/lib/guideline-steward 2>/dev/null || true)
"""

RESTORE_DATABASE = """#!/bin/bash
# Reads a dump on standard input into the chat's empty database; refuses where anybody but the steward has an account.
set -euo pipefail
cd /
as() { runuser -u postgres -- "$@"; }
ask() { as psql -X -A -t -d synapse -c "$1"; }
refuse() { echo "$1: nothing was changed" >&2; exit 1; }
others="from pg_stat_activity where datname = 'synapse' and pid <> pg_backend_pid()"
[ "$(ask "select count(*) $others")" = 0 ] || refuse "somebody is connected (stop the chat server first)"
if [ "$(ask "select count(*) from pg_tables where schemaname = 'public'")" != 0 ]; then
  # A chat server that was started before has made its tables; without people's accounts there is nothing of theirs.
  [ "$(ask "select count(*) from users where name not like '@guideline:%'")" = 0 ] || refuse "there are accounts"
  as psql -X -q -v ON_ERROR_STOP=1 -d synapse -c "set client_min_messages = warning; drop schema public cascade; \\
    create schema public authorization pg_database_owner; grant usage on schema public to public"
fi
# All or nothing: a dump that breaks off leaves the database empty.
as pg_restore --exit-on-error --single-transaction --no-owner --role=synapse -d synapse
"""

RESTORE_CHAT = """#!/bin/bash
# Reads on standard input what another chat host handed out: its keys, by which others know it, its uploads, and
# what its steward remembers. The steward of this host may have uploaded its stickers; nobody else anything.
set -euo pipefail
umask 077
refuse() { echo "$1: nothing was changed" >&2; exit 1; }
state=/var/lib/guideline secrets=/etc/guideline/secrets
! systemctl is-active --quiet guideline-chat || refuse "the chat server runs (stop it first)"
own=$(mktemp)
trap 'rm -f "$own"' EXIT
sha256sum /etc/guideline/stickers/*.png 2>/dev/null | cut -d' ' -f1 > "$own" || true
uploads=$(find $state/media -path '*/local_content/*' -type f -exec sha256sum {} + | grep -v -c -F -f "$own" || true)
[ "$uploads" = 0 ] || refuse "there are uploads"
new=$(mktemp -d $state/.restore.XXXXXX)
trap 'rm -rf "$new" "$own"' EXIT
tar -C "$new" -x --no-same-owner --no-same-permissions
for name in signing.key macaroon form; do test -s "$new$secrets/$name" || refuse "$name is missing"; done
chown -R synapse: "$new"
systemctl stop guideline-steward 2>/dev/null || true
for name in signing.key macaroon form; do mv -f "$new$secrets/$name" $secrets/$name; done
if [ -s "$new$secrets/steward" ]; then
  chown root: "$new$secrets/steward" && mv -f "$new$secrets/steward" $secrets/steward
fi
if [ -d "$new$state-steward" ]; then
  chown -R guideline-steward: "$new$state-steward"
  rm -rf $state-steward && mv "$new$state-steward" $state-steward
fi
for folder in "$new$state"/media/local_*; do
  if [ -d "$folder" ]; then rm -rf "$state/media/${folder##*/}"; mv "$folder" $state/media/; fi
done
"""

GIVE_KEPT = f"""#!/bin/sh
# Writes the newest backup of a host to standard output: guideline-kept HOST
set -eu
[ $# = 1 ] || {{ echo "guideline-kept HOST" >&2; exit 2; }}
export RESTIC_REPOSITORY={PLACE}/repository RESTIC_PASSWORD_FILE={PLACE}/password RESTIC_CACHE_DIR={PLACE}/cache
exec restic dump --quiet --tag guideline --host "$1" latest "$1"
"""


def fetch(sources: tuple[Host, ...]) -> str:
    """Return the program that fetches every source and keeps it."""
    lines = [
        "#!/bin/bash",
        "# Fetches what each host hands out and keeps it, encrypted. Fails when any of it can't be had.",
        "set -euo pipefail",
        "umask 077",
        f"cd {PLACE}",
        f"export RESTIC_REPOSITORY={PLACE}/repository RESTIC_PASSWORD_FILE={PLACE}/password",
        f"export RESTIC_CACHE_DIR={PLACE}/cache",
        "restic cat config >/dev/null 2>&1 || restic init --quiet",
        "fetch() {",
        f"  ssh -F none -i {PLACE}/key -o BatchMode=yes -o UserKnownHostsFile={PLACE}/known_hosts \\",
        '    -o StrictHostKeyChecking=yes -o HostKeyAlgorithms=ssh-ed25519 "root@$2" > incoming/part',
        '  test -s incoming/part && mv incoming/part "incoming/$1"',
        '  restic backup --quiet --host "$1" --tag guideline --stdin --stdin-filename "$1" < "incoming/$1"',
        '  rm -f "incoming/$1"',
        "}",
        *(f"fetch {h.name} {h.addresses[0]}" for h in sources),
        "restic forget --quiet --tag guideline --group-by host --prune \\",
        "  --keep-daily 14 --keep-weekly 8 --keep-monthly 13",
        "",
    ]
    return "\n".join(lines)


SERVICE = f"""[Unit]
Description=Fetch the backups of the zone
After=network-online.target

[Service]
Type=oneshot
ExecStart={FETCH}
NoNewPrivileges=yes
PrivateTmp=yes
PrivateDevices=yes
ProtectSystem=strict
ProtectHome=yes
ReadWritePaths={PLACE}
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6
CapabilityBoundingSet=
"""
TIMER = """[Unit]
Description=Fetch the backups of the zone every night

[Timer]
OnCalendar=*-*-* 02:30:00
RandomizedDelaySec=20min
Persistent=yes

[Install]
WantedBy=timers.target
"""


class PublicText(FactBase[str]):
    """The text of a small public file; "" where there is none."""

    def command(self, path: str) -> StringCommand:
        """Return the command that prints it."""
        return StringCommand("head -c 4096", QuoteString(path), "2>/dev/null || true")

    def process(self, output: Iterable[str]) -> str:
        """Join the lines."""
        return "\n".join(output).strip()


@operation()
def key_pair(path: str) -> Generator[StringCommand, None, None]:
    """Make an SSH key where there is none; it stays on its host.

    + path: of the private key
    """
    if host.get_fact(FileState, path=f"{path}.pub") is not None:
        host.noop("the key is there")
        return
    draft, kept = QuoteString(f"{path}.draft"), QuoteString(path)
    yield StringCommand("rm -f", draft, "&& ssh-keygen -q -t ed25519 -N '' -C guideline-backup -f", draft)
    yield StringCommand("mv -f", draft, kept, "&& mv -f", QuoteString(f"{path}.draft.pub"), QuoteString(f"{path}.pub"))


def backup(now: Here) -> None:
    """Have the hosts that hold something hand it out, and the backup host fetch it every night."""
    keepers = now.site.with_role("backup", now.mine.zone)
    if not keepers:
        return
    keeper = keepers[0]
    if now.mine == keeper:
        _keeper()
    if now.mine in sources(now.site, keeper):
        _source(now)


def sources(site: Site, keeper: Host) -> tuple[Host, ...]:
    """Return the hosts whose data a backup host keeps."""
    found = (*site.with_role("database", keeper.zone), *site.with_role("chat", keeper.zone))
    return tuple(dict.fromkeys(h for h in found if h != keeper))


def _keeper() -> None:
    packages(name="Packages of the backup", names=("restic", "openssh-client"))
    for path in (PLACE, f"{PLACE}/incoming", f"{PLACE}/cache"):
        files.directory(name=f"Folder {path}", path=path, mode="700")

    def make() -> str:
        return base64.urlsafe_b64encode(os.urandom(36)).decode("ascii") + "\n"

    secret_file(name="Password of the backup", dest=f"{PLACE}/password", make=make)
    key_pair(name="Key of the backup", path=f"{PLACE}/key")
    validated_file(name="What is kept", dest=KEPT, text=GIVE_KEPT, check=("sh", "-n", "{}"), mode="700")


def _source(now: Here) -> None:
    held = (("database", GIVE_DATABASE, RESTORE_DATABASE), ("chat", GIVE_CHAT, RESTORE_CHAT))
    _, give, restore = next(one for one in held if one[0] in now.mine.roles)
    validated_file(name="What is handed out", dest=GIVE, text=give, check=("sh", "-n", "{}"), mode="700")
    validated_file(name="Restore", dest=RESTORE, text=restore, check=("bash", "-n", "{}"), mode="700")


def meeting(now: Here) -> None:
    """Make the backup host and its sources known to each other; the keys of both are there."""
    keepers = now.site.with_role("backup", now.mine.zone)
    if not keepers:
        return
    keeper = keepers[0]
    given = sources(now.site, keeper)
    if now.mine in given:
        admitted = f'command="{GIVE}",restrict,from="{",".join(map(str, keeper.addresses))}"'
        files.directory(name="Folder of keys", path="/root/.ssh", mode="700")
        validated_file(
            name="Key that fetches backups",
            dest="/root/.ssh/authorized_keys2",
            text=lambda: _line(admitted, _public(keeper.name, f"{PLACE}/key.pub")),
            mode="600",
        )
    if now.mine == keeper:
        validated_file(name="Known hosts of the backup", dest=f"{PLACE}/known_hosts", text=lambda: _known(given))
        validated_file(name="Backup", dest=FETCH, text=fetch(given), check=("bash", "-n", "{}"), mode="700")
        unit = "/etc/systemd/system/guideline-backup"
        validated_file(name="Backup's unit", dest=f"{unit}.service", text=SERVICE, mode="644")
        validated_file(name="Backup's clock", dest=f"{unit}.timer", text=TIMER, mode="644")
        timer(name="Backup every night", unit="guideline-backup.timer")


def _known(given: tuple[Host, ...]) -> str | None:
    keys = {h: _public(h.name, "/etc/ssh/ssh_host_ed25519_key.pub") for h in given}
    if not all(keys.values()):
        return None
    return "".join(f"{h.addresses[0]} {' '.join(key.split()[:2])}\n" for h, key in keys.items())


def _line(before: str, key: str) -> str | None:
    return f"{before} {key}\n" if key else None


def _public(name: str, path: str) -> str:
    """Read a public file of another host; "" where that host takes no part in this run."""
    other = next((h for h in inventory.get_active_hosts() if h.data.site_host == name), None)
    return (other.get_fact(PublicText, path=path) or "") if other is not None and other.connected else ""
