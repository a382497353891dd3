"""A chat server that dies without a farewell leaves no locks in the database for the one that comes back."""

from __future__ import annotations

import time

import pytest

pytestmark = pytest.mark.rehearsal

# Takes a lock as Synapse would while it makes its tables, and dies holding it: idle between two questions, or while
# an answer is on its way, which another of the kernel's clocks watches.
HOLDS = """
import sys, time, psycopg2, yaml
name, clocks, asked, lock = sys.argv[1:]
with open("/etc/guideline/homeserver.yaml", encoding="utf-8") as stream:
    args = yaml.safe_load(stream)["database"]["args"]
args = {key: value for key, value in args.items() if not key.startswith("cp_")}
cursor = psycopg2.connect(**args, application_name=name).cursor()
if clocks == "kernel":
    cursor.execute("set tcp_keepalives_idle = 7200")
    cursor.execute("set tcp_user_timeout = 0")
cursor.execute("select pg_advisory_xact_lock(%s)", (int(lock),))
cursor.execute("select pg_sleep(%s)", (int(asked),))
time.sleep(900)
"""
# Name: whose clocks, and for how many seconds the database works on an answer.
# With the kernel's own clocks a session must be seen to stay, or the test shows nothing.
SESSIONS = {"silent-answered": ("ours", 20), "silent-idle": ("ours", 0), "silent-kernel": ("kernel", 0)}
STAYS = {"silent-kernel"}
HELD = (
    "select application_name, client_port from pg_stat_activity join pg_locks using (pid)"
    " where locktype = 'advisory' and granted and application_name like 'silent-%' order by 1"
)
PATIENCE = 120
"""Seconds: the answer's 20, a minute of silence, and half as much again for a slow machine."""


def held(on) -> dict[str, int]:
    """Return the sessions that hold a lock, and the port of each on the chat host."""
    said = on("db-1", f'cd /; runuser -u postgres -- psql -Atc "{HELD}"')
    return {name: int(port) for name, port in (line.split("|") for line in said.splitlines())}


def waited(on, wanted: set[str], seconds: int) -> dict[str, int]:
    """Return who holds a lock as soon as it is these, or after so many seconds whoever does."""
    for _ in range(seconds):
        if (now := held(on)).keys() == wanted:
            return now
        time.sleep(1)
    return held(on)


@pytest.fixture
def sessions(on):
    """Open the sessions from the chat host, and take everything of them down at the end."""
    on("chat-1", "cat > /run/holds.py", HOLDS)
    for lock, (name, (clocks, asked)) in enumerate(SESSIONS.items(), start=4711):
        on(
            "chat-1",
            f"systemd-run --quiet --unit={name} --property=User=synapse"
            f" /opt/guideline/bin/python /run/holds.py {name} {clocks} {asked} {lock}",
        )
    yield waited(on, set(SESSIONS), 30)
    on("chat-1", f"systemctl stop {' '.join(SESSIONS)} 2>/dev/null; rm -f /run/holds.py")
    ended = "select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'silent-%'"
    on("db-1", f'cd /; runuser -u postgres -- psql -Atqc "{ended}"')
    on("chat-1", "nft delete table inet silent 2>/dev/null; true")


def test_the_locks_of_a_host_that_fell_silent_are_given_back(on, sessions):
    assert sessions.keys() == SESSIONS.keys()
    ports = ", ".join(map(str, sessions.values()))
    on("chat-1", f"""nft -f - <<'END'
table inet silent {{
	chain out {{ type filter hook output priority -300; policy accept; tcp sport {{ {ports} }} drop; }}
	chain in {{ type filter hook input priority -300; policy accept; tcp dport {{ {ports} }} drop; }}
}}
END""")  # fmt: skip
    on("chat-1", f"systemctl kill --signal=KILL {' '.join(SESSIONS)}")
    assert held(on).keys() == SESSIONS.keys(), "they did say farewell"
    assert waited(on, STAYS, PATIENCE).keys() == STAYS
