"""``python bench/broken.py``: writes ``docs/proof/broken.md``, what was broken on rehearsed hosts and what caught it.

The rehearsal tests (``test_broken.py`` of ``tests/rehearsal`` and ``tests/hosts/whole``, and
``tests/deploys/test_opened.py``) leave what they saw in ``.state/rehearsal/``; this makes a table of it, and fails
where the last run of any was not whole.
"""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]

from tests.deploys.opened import OPENED  # noqa: E402
from tests.hosts.whole.broken import WHOLE  # noqa: E402
from tests.rehearsal.broken import BROKEN  # noqa: E402

SEEN = {"broken.json": len(BROKEN), "opened.json": len(OPENED), "whole.json": len(WHOLE)}
"""Where the rows lie, and how many each run leaves at the least."""
BY = {
    "judge": "動いているホストを読む / the live host, read",
    "packets": "通信を送る / packets",
    "datagrams": "UDP を送る / datagrams",
    "echoes": "ICMP を送る / echo requests",
    "apply": "次の配備 / the next apply",
    "model": "サイトの定義を読む / the site, read",
}


def rows(state: Path) -> tuple[list[dict[str, Any]], datetime]:
    """Return all rows and when the oldest of the runs was. Raises SystemExit where one is missing or not whole."""
    found, when = [], []
    for name, least in SEEN.items():
        path = state / name
        held = json.loads(path.read_text("utf-8")) if path.is_file() else []
        if len(held) < least:
            raise SystemExit(f"{path}: {len(held)} rows of at least {least}; run its tests to the end first")
        found += held
        when.append(path.stat().st_mtime)
    return found, datetime.fromtimestamp(min(when), UTC)


def page(held: list[dict[str, Any]], when: datetime, commit: str) -> str:
    """Return the page."""
    missed = [row for row in held if row["rule"] not in {rule for rule, _ in row["caught"]}]
    lines = [
        "# 壊した事柄と、見つけた検査 / What was broken, and what caught it",
        "",
        f"{when:%F} {commit}。仮のホストで {len(held)} 通りに壊し、見逃しは {len(missed)} 件。",
        f"{len(held)} things broken on rehearsed hosts, {len(missed)} missed.",
        "",
        (
            "`tests/rehearsal/test_broken.py`, `tests/deploys/test_opened.py`, `tests/hosts/whole/test_broken.py`"
            " → `python bench/broken.py`"
        ),
        "",
        "| 壊した事柄 / broken | ホスト / host | 見つけ方 / by | 検査 / check | 条項 / clause | ほかに / also |",
        "|---|---|---|---|---|---|",
    ]
    for row in held:
        clauses = dict(row["caught"])
        also = ", ".join(sorted({rule for rule, _ in row["caught"]} - {row["rule"]}))
        caught = row["rule"] if row["rule"] in clauses else f"**見逃し / missed** ({row['rule']})"
        clause = clauses.get(row["rule"]) or "—"
        lines.append(f"| {row['broken']} | {row['host'] or '—'} | {BY[row['by']]} | {caught} | {clause} | {also} |")
    return "\n".join([*lines, ""])


def main() -> None:
    """Write the page."""
    held, when = rows(ROOT / ".state" / "rehearsal")
    asked = ["git", "rev-parse", "--short", "HEAD"]
    commit = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()
    (ROOT / "docs" / "proof" / "broken.md").write_text(page(held, when, commit), encoding="utf-8")


if __name__ == "__main__":
    main()
