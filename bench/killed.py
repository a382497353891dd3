"""``python bench/killed.py``: writes ``docs/proof/killed.md``, where applies were struck down and what came of it.

The rehearsal test (``tests/deploys/test_killed.py``) leaves what it saw in ``.state/rehearsal/killed.json``, once
the hosts stand as if nobody had been struck; this makes a table of it.
"""

from __future__ import annotations

import json
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SEEN = ROOT / ".state" / "rehearsal" / "killed.json"
AT = {"done": "命令の後、次の前 / after it, before the next", "at work": "命令の途中 / in the middle of it"}


def page(told: dict[str, Any], when: datetime, commit: str) -> str:
    """Return the page."""
    rows, hosts = told["struck"], len(told["hosts"])
    dead, kinds = sum(row["host_too"] for row in rows), len({row["operation"] for row in rows})
    seen = {
        "倒れなかったホストと比べた事柄 / things compared with hosts that nobody troubled": told["compared"],
        "違い / differences": 0,
        "倒れたときにあり、最後まで同じだった秘密 / secrets there at a strike and the same to the end": told["secrets"],
        "倒れた後の配備が変えた操作 / changes of the apply after the last strike": told["changes"],
        "その次の配備が変えた操作 / changes of the one after": told["again"],
    }  # fmt: skip
    lines = [
        "# 配備の途中で倒した所 / Where applies were struck down",
        "",
        f"{when:%F} {commit}。{hosts} 台への配備を {len(rows)} 回、操作 {kinds} 種で倒し（{dead} 回はホストごと）、",
        "次の配備がすべてをそろえました。",
        f"{len(rows)} applies to {hosts} hosts, struck down in {kinds} operations, {dead} of them with the host;",
        "the next apply made all of it good.",
        "",
        "`pytest -m 'rehearsal and not proof' tests/deploys/test_killed.py` → `python bench/killed.py`",
        "",
        "| | 件 / seen |",
        "|---|---|",
        *(f"| {name} | {count} |" for name, count in seen.items()),
        "",
        "| | 操作 / operation | ホスト / host | 何番目の命令 / command | 狙い / aimed at | 倒した所 / struck |",
        "|---|---|---|---|---|---|",
    ]
    for number, row in enumerate(rows, 1):
        who = f"**{row['host']} ごと / and its host**" if row["host_too"] else row["host"]
        lines.append(
            f"| {number} | {row['operation']} | {who} | {row['command']} | {row['kind']} | {AT[row['where']]} |"
        )
    return "\n".join([*lines, ""])


def main() -> None:
    """Write the page. Raises SystemExit where the test has not come to its end."""
    if not SEEN.is_file():
        raise SystemExit(f"{SEEN}: run tests/deploys/test_killed.py to its end first")
    when = datetime.fromtimestamp(SEEN.stat().st_mtime, UTC)
    asked = ["git", "rev-parse", "--short", "HEAD"]
    commit = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()
    text = page(json.loads(SEEN.read_text("utf-8")), when, commit)
    (ROOT / "docs" / "proof" / "killed.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
