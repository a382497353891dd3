"""How the staff page keeps up when two hundred people are at it at once, and whether its memory stays flat.

``python bench/people.py rooms [SECONDS]`` starts the whole trial site (Synapse, steward, page), gives it two hundred
accounts in five rooms, logs everybody in through the page, and lets each open their room and, in turns, post: see
``bench/rooms.py``. Without ``rooms`` people type drafts:

``python bench/people.py [SECONDS]`` starts ``guideline page`` as a process of its own on loopback. Each of the
people sends the draft as it grows, about three times a second, as the page's script does; each comes from an
address of its own (``X-Forwarded-For``, which the page believes of its proxy). Printed: requests, errors, the
median and the 99th percentile of a judgement, and the process's memory after a third of the time and at the end.
"""

from __future__ import annotations

import asyncio
import json
import random
import ssl
import subprocess
import sys
import time
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]

from bench.corpus import Writer  # noqa: E402

PEOPLE, PAUSE, PORT = 200, 0.33, 18999
PLAIN = ssl.create_default_context()
"""One for all: nothing here speaks TLS, and two hundred of them would take seconds to make."""
KEYS = 6
"""Characters typed between two requests."""


async def person(number: int, until: float, took: list[float], wrong: list[str]) -> None:
    """Type one draft after another until the time is up, over a connection of one's own."""
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{PORT}", timeout=30, verify=PLAIN) as client:
        await types(number, client, until, took, wrong)


async def types(number: int, client: httpx.AsyncClient, until: float, took: list[float], wrong: list[str]) -> None:
    """Send the draft as it grows."""
    writer, dice = Writer(number), random.Random(number)
    headers = {"x-forwarded-for": f"10.0.{number // 200}.{number % 200 + 1}", "origin": f"http://127.0.0.1:{PORT}"}
    await asyncio.sleep(dice.random() * PAUSE)
    while time.perf_counter() < until:
        text = str(writer.message(0)["text"])
        for end in range(KEYS, len(text) + KEYS, KEYS):
            start = time.perf_counter()
            if start > until:
                return
            body = {"text": text[:end], "channel": "talk"}
            answer = await client.post("/api/lint", json=body, headers=headers)
            took.append(time.perf_counter() - start)
            if answer.status_code != httpx.codes.OK:
                wrong.append(f"{answer.status_code} {answer.text[:200]}")
            await asyncio.sleep(max(0.0, PAUSE * dice.uniform(0.7, 1.3) - (time.perf_counter() - start)))


def memory(pid: int) -> float:
    """Return the resident memory of a process in MB."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS:")) / 1024


async def load(pid: int, seconds: float) -> dict[str, object]:
    """Let everybody type for so long; return what was seen."""
    took: list[float] = []
    wrong: list[str] = []
    until = time.perf_counter() + seconds
    people = [asyncio.create_task(person(number, until, took, wrong)) for number in range(PEOPLE)]
    await asyncio.sleep(seconds / 3)
    early = memory(pid)
    await asyncio.gather(*people)
    took.sort()
    return {
        "people": PEOPLE,
        "requests": len(took),
        "a_second": round(len(took) / seconds),
        "errors": len(wrong),
        "median_ms": round(took[len(took) // 2] * 1000, 1),
        "p99_ms": round(took[int(len(took) * 0.99)] * 1000, 1),
        "memory_early_mb": round(early, 1),
        "memory_end_mb": round(memory(pid), 1),
        "first_error": wrong[:1],
    }


async def answering() -> None:
    """Wait until the page answers."""
    async with httpx.AsyncClient(timeout=2) as client:
        for _ in range(150):
            try:
                await client.get(f"http://127.0.0.1:{PORT}/")
            except httpx.TransportError:
                await asyncio.sleep(0.2)
            else:
                return
    raise SystemExit("the page never answered")


def main(seconds: float = 30) -> int:
    """Start the page, let people type, print what was seen; 1 where anything failed."""
    command = [sys.executable, "-m", "guideline", "page", "--policy", "reference", "--port", str(PORT)]
    page = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        asyncio.run(answering())
        seen = asyncio.run(load(page.pid, seconds))
    finally:
        page.terminate()
        page.wait(20)
    print(json.dumps(seen, ensure_ascii=False))
    return int(bool(seen["errors"]))


if __name__ == "__main__":
    if sys.argv[1:2] == ["rooms"]:
        from bench.rooms import main as rooms

        sys.exit(rooms(*map(float, sys.argv[2:])))
    sys.exit(main(*map(float, sys.argv[1:])))
