"""``python bench/rehearsed.py [SITE …]``: rehearses sites one after the other and writes ``docs/proof/rehearsed.md``.

Without arguments: every site of ``inventory/`` that is rehearsed on one machine. The page has the figures of each
and the time of each stage; it is written whatever comes of them, and the exit code is 1 where any of them isn't clean.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SITES = ("kakuu", "kakuu-pilot", "kakuu-one")
STAGES = {
    "image": "像 / image",
    "pack": "包み / pack",
    "boot": "起動 / boot",
    "apply": "配備 / apply",
    "apply-again": "もう一度 / again",
    "talk": "話す / talk",
    "secrets": "秘密 / secrets",
    "verify": "読む / read",
    "probe": "通信 / packets",
    "down": "片付け / down",
}
HEADS = (
    "拠点 / site",
    "ホスト / hosts",
    "変更 / changes",
    "二度目 / second",
    "通信 / packets (UDP)",
    "違い / differences",
    "行き先: 保管庫・網・ほか / to mirror, zone, elsewhere",
    "秘密 / secrets",
    "指摘 / findings",
)


def rehearse(site: str) -> dict[str, Any]:
    """Rehearse a site and return what it told. Raises SystemExit where it told nothing."""
    ask = [sys.executable, "-m", "guideline", "rehearse", site, "--format", "json", "--fail-on", "info"]
    done = subprocess.run(ask, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
    if not done.stdout:
        raise SystemExit(f"{site}: exit code {done.returncode}")
    told: dict[str, Any] = json.loads(done.stdout)
    return {**told, "code": done.returncode}


def page(seen: list[dict[str, Any]], when: datetime, commit: str) -> str:
    """Return the page."""
    lines = [
        "# 通し稽古の数字と時間 / Rehearsals: figures and time by stage",
        "",
        f"{when:%F} {commit}, {os.cpu_count()} cores。`python bench/rehearsed.py`",
        "",
        f"| {' | '.join(HEADS)} |",
        f"{'|---' * len(HEADS)}|",
        *map(_row, seen),
        "",
        "秒 / seconds:",
        "",
        f"| | {' | '.join(STAGES.values())} | 合計 / whole |",
        f"|---{'|---' * len(STAGES)}|---|",
    ]
    for one in seen:
        times = one["seconds"]
        shown = " | ".join(f"{times[stage]:.1f}" if stage in times else "—" for stage in STAGES)
        lines.append(f"| `{one['site']}` | {shown} | {sum(times.values()):.0f} |")
    found = [
        f"- `{one['site']}`: {f['rule']} ({f['subject']}): {f['message']}" for one in seen for f in one["findings"]
    ]
    return "\n".join([*lines, "", *(["指摘 / findings:", "", *found, ""] if found else [])])


def _row(one: dict[str, Any]) -> str:
    tried = [part for part in (one["packets"], one["datagrams"]) if part]
    changes = (part and sum(part["changes"].values()) for part in (one["first_apply"], one["second_apply"]))
    left = (str(sum(host[kind] for host in one["left"].values())) for kind in ("mirror", "zone", "elsewhere"))
    cells = (
        f"`{one['site']}`",
        len(one["hosts"]),
        *changes,
        f"{sum(part['tried'] for part in tried):,} ({one['datagrams']['tried']:,})" if tried else None,
        sum(part["differences"] for part in tried) if tried else None,
        " / ".join(left),
        one["secrets"],
        len(one["findings"]),
    )
    return f"| {' | '.join('—' if cell is None else str(cell) for cell in cells)} |"


def main() -> None:
    """Rehearse, write the page, and end with 1 where anything was found."""
    seen = [rehearse(site) for site in sys.argv[1:] or SITES]
    asked = ["git", "rev-parse", "--short", "HEAD"]
    commit = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()
    text = page(seen, datetime.now(UTC), commit)
    (ROOT / "docs" / "proof" / "rehearsed.md").write_text(text, encoding="utf-8")
    sys.exit(int(any(one["code"] for one in seen)))


if __name__ == "__main__":
    main()
