"""From nothing to a post: the first minutes of somebody who has just heard of this kit, timed.

Run it as a fresh, unprivileged account: ``python3 bench/newcomer.py SOURCE FOLDER`` clones SOURCE into FOLDER, runs
``make up`` there, and waits for the page (the first figure). Then the browser's driver is installed, which a person
doesn't need and which isn't counted; Debian's chromium opens the page, a draft is typed and its findings shown (the
second figure), somebody logs in and posts, and the post stands in the room (the third). At the end the site is
stopped, and every file that the account wrote outside FOLDER is listed.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

DRAFT = "お疲れ様です。3時の会議は第2会議室に変わりました"
POST = "3時の会議は第2会議室に変わりました"
PATIENCE = 600.0
ELSEWHERE = ("/proc", "/sys", "/dev", "/run/udev")


def main(source: str, folder: Path) -> int:
    """Walk the whole way; print what was seen; 1 where anything was written elsewhere."""
    if os.getuid() == 0:
        raise SystemExit("as an ordinary account, please: that no root is needed is part of what is shown")
    began, since = time.monotonic(), time.time()
    subprocess.run(["git", "clone", "--quiet", source, str(folder)], check=True)
    with (folder.parent / f"{folder.name}.log").open("w") as log:
        site = subprocess.Popen(["make", "up"], cwd=folder, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
    state = folder / ".state" / "up"
    try:
        while not (state / "running.json").is_file():
            if site.poll() is not None or time.monotonic() - began > PATIENCE:
                raise SystemExit(f"no site: see {log.name}")
            time.sleep(0.05)
        seen = {"clone_to_page_s": round(time.monotonic() - began, 1)}
        subprocess.run(["make", "setup"], cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        driver = [str(folder / ".venv" / "bin" / "python"), str(folder / "bench" / "newcomer.py"), "drive", str(state)]
        seen |= json.loads(subprocess.run(driver, check=True, stdout=subprocess.PIPE, text=True).stdout)
    finally:
        subprocess.run(["make", "down"], cwd=folder, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        site.wait(60)
    total = seen["clone_to_page_s"] + seen["page_to_post_s"]
    outside = elsewhere(folder, Path(log.name), since)
    print(json.dumps({**seen, "clone_to_post_s": round(total, 1), "elsewhere": outside}, ensure_ascii=False))
    return int(bool(outside))


def drive(state: Path) -> None:
    """Do in the browser what a person would; print how long it took."""
    from playwright.sync_api import sync_playwright

    facts = json.loads((state / "running.json").read_bytes())
    password = json.loads((state / "secrets" / "passwords.json").read_bytes())["sato"]
    began = time.monotonic()
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as own:
        # What the browser keeps of itself is its own matter.
        kept = {**os.environ, "XDG_CONFIG_HOME": own, "XDG_CACHE_HOME": own}
        program = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"], env=kept)
        page = browser.new_context(locale="ja-JP").new_page()
        page.goto(facts["page"])
        page.fill("#text", DRAFT)
        page.wait_for_selector(".overlay mark")
        drafted = time.monotonic() - began
        page.goto(f"{facts['page']}login")
        page.fill("#user", "sato")
        page.fill("#password", password)
        page.click("button.main")
        page.wait_for_url("**/rooms**")
        page.goto(f"{facts['page']}rooms/{facts['rooms']['talk']}")
        page.fill("#text", POST)
        page.click("#send")
        page.wait_for_function("(said) => document.getElementById('live').textContent.includes(said)", arg=POST)
        posted = time.monotonic() - began
        browser.close()
    print(json.dumps({"page_to_draft_s": round(drafted, 1), "page_to_post_s": round(posted, 1)}))


def elsewhere(folder: Path, log: Path, since: float) -> list[str]:
    """Return the account's files outside ``folder`` that were written meanwhile."""
    own = [str(folder), str(log), *ELSEWHERE]
    command = ["find", "/", "-user", str(os.getuid()), "-newermt", f"@{since}", "-type", "f", "-print"]
    found = subprocess.run(command, capture_output=True, text=True, check=False).stdout.splitlines()
    return [path for path in found if not any(path == one or path.startswith(f"{one}/") for one in own)]


if __name__ == "__main__":
    if sys.argv[1:2] == ["drive"]:
        drive(Path(sys.argv[2]))
    else:
        raise SystemExit(main(sys.argv[1], Path(sys.argv[2]).resolve()))
