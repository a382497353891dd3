"""Tables that a chat server began and never finished are made anew; a database with anybody in it is left alone."""

from __future__ import annotations

import time

import pytest

pytestmark = pytest.mark.rehearsal

OPERATION = "Site | Tables of the chat server"
SCHEMA = "/opt/guideline/lib/python3.11/site-packages/synapse/storage/schema"
# What Synapse has committed once it is at its second script: its bookkeeping and its first tables, no version.
BEGUN = f"cd {SCHEMA}; cat common/schema_version.sql common/full_schemas/72/full.sql.postgres main/full_schemas/72/full.sql.postgres"
EMPTY = "create database synapse owner synapse template template0 encoding 'UTF8' locale 'C'"


@pytest.fixture
def asked(on):
    def ask(sql: str, database: str = "postgres", role: str = "") -> str:
        text = f"set role {role};\n{sql}" if role else sql
        return on("db-1", f"cd /; runuser -u postgres -- psql -X -Atq -v ON_ERROR_STOP=1 -d {database}", text)

    return ask


@pytest.fixture
def begun(on, asked):
    """Leave the zone's database half made, as of a first start that was struck down; bring the real one back after."""
    on("chat-1", "systemctl stop guideline-steward guideline-chat")
    asked("alter database synapse rename to kept")
    asked(EMPTY)
    asked(on("chat-1", BEGUN), "synapse", "synapse")
    yield
    on("chat-1", "systemctl stop guideline-steward guideline-chat")
    asked("drop database synapse with (force)")
    asked("alter database kept rename to synapse")
    on("chat-1", "systemctl reset-failed; systemctl start guideline-chat guideline-steward")


def test_tables_left_half_made_are_made_anew_by_the_next_apply(zone, on, asked, begun):
    on("chat-1", "systemctl start --no-block guideline-chat")
    for _ in range(60):
        said = on("chat-1", "journalctl --no-pager -o cat -u guideline-chat -n 200")
        if "already exists" in said:
            break
        time.sleep(0.5)
    assert "already exists" in said, "Synapse came up: it makes its tables whole by itself now"
    done = zone.run()
    assert not any(done.failed.values()), done.said[-3000:]
    assert OPERATION in done.changed["db-1"]
    assert asked("select count(*) from schema_version", "synapse") == "1"
    assert zone.run().changes == 0


@pytest.mark.parametrize("table", ["users", "events"])
def test_a_database_with_anything_in_it_is_never_made_anew(zone, asked, begun, table):
    row = {
        "users": "insert into users (name) values ('@kana:chat.kakuu.example')",
        "events": "insert into events (topological_ordering, event_id, type, room_id, processed, outlier, depth,"
        " stream_ordering) values (1, '$1', 'm.room.message', '!1:chat.kakuu.example', true, false, 1, 1)",
    }
    asked(row[table], "synapse")
    assert OPERATION not in zone.run(only=("db-1",)).changed["db-1"]
    assert asked(f"select count(*) from {table}", "synapse") == "1"
