"""What stands on a host, asked of the host itself and not of our own facts: to compare two hosts byte by byte."""

from __future__ import annotations

import re
from typing import Any

PLACES = "etc usr/local opt srv var/backups/guideline var/lib/guideline root"

# What Python and Synapse write by themselves; a server gives each upload (the steward's stickers) a name at random.
SKIPPED = "-name __pycache__ -prune -o -path 'var/lib/guideline/media/*' -prune -o"

LIST = f"""cd /; export LC_ALL=C
for place in {PLACES}; do [ -e "$place" ] && echo "$place"; done > /run/places
xargs -a /run/places -I@ find @ -xdev {SKIPPED} -printf '%y\\t%m\\t%u:%g\\t/%p\\t%l\\n' | sort
echo ----
xargs -a /run/places -I@ find @ -xdev {SKIPPED} -type f -print0 | xargs -0 sha256sum
"""

UNITS = "systemctl list-units --all --no-legend --plain --type=service,timer,socket | awk '{print $1, $3, $4}'"
ENABLED = "systemctl list-unit-files --no-legend --plain --state=enabled,masked | awk '{print $1, $2}'"
PACKAGES = "dpkg-query -W -f '${Package} ${Version} ${db:Status-Abbrev}\\n'"
RULES = "nft -s list ruleset"
DATABASE = """[ ! -S /run/postgresql/.s.PGSQL.5432 ] || { cd /; runuser -u postgres -- psql -X -At -v ON_ERROR_STOP=1 -c "
select datname, datcollate, datctype, pg_get_userbyid(datdba), datacl from pg_database order by 1" -c "
select rolname, rolsuper, rolcreatedb, rolcreaterole, rolcanlogin, left(rolpassword, 14) from pg_authid
where rolname !~ '^pg_' order by 1" -c "show data_checksums"; }"""

# Made at random on each host, or by each host for itself: that it is there, whose and how open is compared, not what.
RANDOM = re.compile(
    "/etc/(guideline/(secrets|certificates)/.*|machine-id|shadow-?|ssh/ssh_host_.*|ssl/private/.*|ssl/certs/.*)"
    "|/root/.ssh/.*|/var/backups/guideline/(key|key.pub|known_hosts|password)|/var/lib/guideline/.*"
)
# Comes and goes by itself: timers of the OS, helpers of systemd that end when nobody asks. Debian's unit around all
# clusters does nothing and is up after each boot; the cluster has a unit of its own, which is compared.
FLEETING = re.compile(
    "(apt-|dpkg-|e2scrub|fstrim|systemd-(tmpfiles|hostnamed|timedated|localed)|user@|user-|postgresql.service|logrotate|man-)"
)


def picture(on: Any) -> dict[str, str]:
    """Return what stands on a host: files, packages, units, rules and the database, each by what names it."""
    listed, _, digests = on(LIST).partition("----\n")
    held: dict[str, str] = {}
    for line in listed.splitlines():
        kind, mode, owner, path, link = line.split("\t")
        held[path] = f"{kind} {mode} {owner} {link}".strip()
    for line in digests.splitlines():
        digest, path = line.split("  ", 1)
        if not RANDOM.fullmatch(f"/{path}"):
            held[f"/{path}"] += f" {digest}"
    for line in on(UNITS).splitlines() + on(ENABLED).splitlines():
        name, _, state = line.partition(" ")
        if not FLEETING.match(name):
            held[f"unit {name} {'is' if ' ' in state else 'at boot'}"] = state
    for line in on(PACKAGES).splitlines():
        name, _, state = line.partition(" ")
        held[f"package {name}"] = state.strip()
    held["rules"], held["database"] = on(RULES), on(DATABASE)
    return held


def differences(one: dict[str, str], other: dict[str, str]) -> dict[str, tuple[str, str]]:
    """Return what two hosts differ in."""
    keys = sorted(one.keys() | other.keys())
    return {key: (one.get(key, "-"), other.get(key, "-")) for key in keys if one.get(key) != other.get(key)}
