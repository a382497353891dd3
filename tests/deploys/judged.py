"""Programs of others that judge rehearsed hosts, each in the words of what it found against them."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
JUDGES = ROOT / ".venv" / "judges" / "bin"


def ready() -> None:
    """Put the programs there, pinned by their hashes, where they are missing."""
    subprocess.run(["make", "--silent", ".venv/judges/.stamp"], cwd=ROOT, check=True, capture_output=True)


def ssh_audit(at: list[str], address: str) -> set[str]:
    """Return what ssh-audit fails an SSH server for, as ``kind: algorithm``."""
    ask = [*at, str(JUDGES / "ssh-audit"), "--skip-rate-test", "--json", address]
    done = subprocess.run(ask, capture_output=True, text=True, timeout=120, check=False)
    told = json.loads(done.stdout)
    found = set()
    for kind in ("kex", "key", "enc", "mac"):
        found |= {f"{kind}: {one['algorithm']}" for one in told[kind] if one.get("notes", {}).get("fail")}
    return found


def ssh_offers(at: list[str], address: str) -> set[str]:
    """Return the key exchanges that an SSH server offers, as ssh-audit sees them."""
    ask = [*at, str(JUDGES / "ssh-audit"), "--skip-rate-test", "--json", address]
    done = subprocess.run(ask, capture_output=True, text=True, timeout=120, check=False)
    return {one["algorithm"] for one in json.loads(done.stdout)["kex"]}


def sslyze(at: list[str], target: str, authority: Path, folder: Path) -> str:
    """Return "" where a TLS server complies with Mozilla's intermediate configuration, else what it lacks."""
    ask = [*at, str(JUDGES / "python"), "-m", "sslyze", "--mozilla_config=intermediate"]
    ask += [f"--certinfo_ca_file={authority}", f"--json_out={folder / 'sslyze.json'}", target]
    done = subprocess.run(ask, capture_output=True, text=True, timeout=300, check=False)
    verdict = done.stdout.partition("COMPLIANCE AGAINST")[2]
    assert ": OK - Compliant." in verdict or ": FAILED" in verdict, done.stdout[-2000:] + done.stderr[-2000:]
    return "" if done.returncode == 0 and ": OK - Compliant." in verdict else verdict.partition(": FAILED")[2]


def gixy(dump: Path) -> list[dict[str, Any]]:
    """Return what gixy finds in what ``nginx -T`` printed."""
    done = subprocess.run(
        [str(JUDGES / "gixy"), "--format", "json", str(dump)], capture_output=True, text=True, timeout=60, check=False
    )
    return json.loads(done.stdout)
