"""Every kind of mishap that an operator can name is among those that the rehearsal breaks on purpose."""

from __future__ import annotations

import importlib.util
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.deploys.opened import OPENED
from tests.rehearsal.broken import BROKEN

NAMES = {one.name for one in BROKEN} | {one.name for one in OPENED}

NAMED = {
    "a flow widened": "a way out opened",
    "a rule dropped": "a rule dropped",
    "a CIDR grown": "a CIDR grown",
    "whitelist null": "the whitelist is null",
    "admin API opened": "the admin API opened",
    "IPv6 forgotten": "IPv6 forgotten",
    "output chain removed": "the output chain is gone",
    "TLS floor lowered": "the TLS floor lowered",
    "pg_hba opened": "pg_hba opened to everybody",
    "a listener moved to every address": "Synapse listens at every address",
    "a second interface on an admin host": "a second interface",
    "a hand-edited file": "a file edited by hand",
    "a stopped service": "a service stopped",
}


@pytest.mark.parametrize("kind", NAMED)
def test_each_kind_is_among_them(kind):
    assert NAMED[kind] in NAMES


def test_they_are_at_least_forty():
    assert len(NAMES) >= 40


@pytest.fixture
def report():
    path = Path(__file__).resolve().parents[2] / "bench" / "broken.py"
    spec = importlib.util.spec_from_file_location("broken_report", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_report_tells_what_was_missed(report):
    seen = {"broken": "a port opened", "by": "judge", "host": "edge-1", "rule": "nftables/only-flows"}
    rows = [{**seen, "caught": [["nftables/only-flows", "network.closed"]]}, {**seen, "caught": []}]
    told = report.page(rows, datetime(2026, 11, 20, tzinfo=UTC), "abc1234")
    assert "見逃しは 1 件" in told
    assert "| nftables/only-flows | network.closed |" in told
    assert "**見逃し / missed** (nftables/only-flows) | — |" in told


def test_the_report_has_words_for_whoever_notices(report):
    assert {one.by for one in BROKEN} | {"model"} == set(report.BY)


def test_half_a_run_is_no_report(report, tmp_path):
    (tmp_path / "broken.json").write_text("[]", encoding="utf-8")
    with pytest.raises(SystemExit, match="0 rows of at least"):
        report.rows(tmp_path)
