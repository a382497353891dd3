"""Two hundred people in rooms of a real Synapse at once, through the staff page: what waits, what fails, what grows.

Called as ``python bench/people.py rooms [SECONDS]``. The trial site is started in a folder of its own, its rate
limits as the kit writes them. Two hundred accounts are made by the server's own interface; each person then logs
in and enters one of five rooms through the page (at most ``AT_ONCE`` at a time, since a password costs the server
work), and opens their room every ``PAUSE`` seconds or so, posting every tenth time. Everybody comes from an
address of their own. Printed: log-ins and their times, requests, errors, median and 99th percentile of opening and
posting, and the memory of page and server after a third of the time and at the end.
"""

from __future__ import annotations

import asyncio
import json
import random
import re
import secrets
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from bench.people import PLAIN, ROOT, memory
from guideline.homeserver import Client

PEOPLE, ROOMS, PAUSE, AT_ONCE, PORT = 200, 5, 10.0, 4, 18997
TRIES = 15
"""So often one who is told to wait at a room's door presses again."""


@dataclass
class Seen:
    """What each kind of request took, in seconds, and what was answered that shouldn't be."""

    took: dict[str, list[float]] = field(default_factory=lambda: {"log-in": [], "open": [], "post": []})
    wrong: Counter[str] = field(default_factory=Counter)
    waited: int = 0

    async def asked(self, what: str, client: httpx.AsyncClient, method: str, path: str, **options: object) -> str:
        """Ask, count, and return the page."""
        start = time.perf_counter()
        try:
            answer = await client.request(method, path, **options)  # type: ignore[arg-type]
        except httpx.HTTPError as error:
            self.wrong[f"{what} {type(error).__name__}"] += 1
            return ""
        self.took[what].append(time.perf_counter() - start)
        if answer.status_code not in {200, 303}:
            self.wrong[f"{what} {answer.status_code}"] += 1
        return answer.text


def guideline(*arguments: str) -> None:
    """Run a verb."""
    subprocess.run([sys.executable, "-m", "guideline", *arguments], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def populate(state: Path, url: str) -> tuple[dict[str, str], list[str]]:
    """Make the accounts and rooms; return the passwords and the rooms."""
    secret = (state / "secrets" / "registration").read_text("ascii").strip()
    known = json.loads((state / "secrets" / "passwords.json").read_bytes())
    passwords = {f"person{number}": secrets.token_hex(8) for number in range(PEOPLE)}
    with Client(url, sleep=time.sleep) as server:
        for user, password in passwords.items():
            server.register(secret, user, password)
        server.log_in("guideline", known["guideline"], "BENCH")
        # Rooms that anybody of this server may enter by their id: two hundred invitations would wait for the limits.
        rooms = [server.create_room({"preset": "public_chat", "name": f"第{number}部屋"}) for number in range(ROOMS)]
    return passwords, rooms


async def enter(
    client: httpx.AsyncClient, account: tuple[str, str], room: str, seen: Seen, gate: asyncio.Semaphore
) -> None:
    """Log in and enter a room as a browser does."""
    user, password = account
    async with gate:
        page = (await client.get("/login")).text
        token = re.search(r'name="token" value="([^"]+)"', page)
        fields = {"token": token[1] if token else "", "user": user, "password": password}
        await seen.asked("log-in", client, "POST", "/login", data=fields)
        form = re.search(r'name="form" value="([^"]+)"', (await client.get("/rooms")).text)
        # Synapse lets one person a second into a room; who is told to wait presses again, as people do.
        for _ in range(TRIES):
            answer = await client.post(f"/rooms/{room}/join", data={"form": form[1] if form else ""})
            if answer.status_code != httpx.codes.SERVICE_UNAVAILABLE:
                break
            seen.waited += 1
            await asyncio.sleep(2)
        if answer.status_code != httpx.codes.SEE_OTHER:
            seen.wrong[f"join {answer.status_code}"] += 1


async def stay(client: httpx.AsyncClient, number: int, room: str, until: float, seen: Seen) -> None:
    """Open the room again and again; every tenth time, post."""
    dice = random.Random(number)
    await asyncio.sleep(dice.random() * PAUSE)
    turn = number
    while time.perf_counter() < until:
        page = await seen.asked("open", client, "GET", f"/rooms/{room}")
        turn += 1
        if turn % 10 == 0 and page:
            hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
            form = re.findall(r'name="form" value="([^"]+)"', page)
            fields = {**hidden, "form": form[0] if form else "", "do": "send", "text": f"{turn}番の資料を直しました"}
            await seen.asked("post", client, "POST", f"/rooms/{room}", data=fields)
        await asyncio.sleep(PAUSE * dice.uniform(0.7, 1.3))


async def crowd(
    url: str, passwords: dict[str, str], rooms: list[str], seconds: float, pids: dict[str, int]
) -> dict[str, object]:
    """Let everybody in, let them stay, and return what was seen."""
    seen, gate = Seen(), asyncio.Semaphore(AT_ONCE)
    clients = [
        httpx.AsyncClient(
            base_url=url, timeout=60, verify=PLAIN, headers={"x-forwarded-for": f"10.1.0.{number + 1}"}, trust_env=False
        )
        for number in range(PEOPLE)
    ]
    began = time.perf_counter()
    pairs = enumerate(zip(clients, passwords.items(), strict=True))
    await asyncio.gather(*(enter(one, account, rooms[at % ROOMS], seen, gate) for at, (one, account) in pairs))
    entered = time.perf_counter() - began
    until = time.perf_counter() + seconds
    staying = [
        asyncio.create_task(stay(client, number, rooms[number % ROOMS], until, seen))
        for number, client in enumerate(clients)
    ]
    await asyncio.sleep(seconds / 3)
    early = {name: round(memory(pid), 1) for name, pid in pids.items()}
    await asyncio.gather(*staying)
    for client in clients:
        await client.aclose()
    told: dict[str, object] = {"people": PEOPLE, "rooms": ROOMS, "all_logged_in_after_s": round(entered, 1)}
    for what, took in seen.took.items():
        took.sort()
        at = {"median": 0.5, "p99": 0.99}
        told |= {f"{what}s": len(took)}
        told |= {f"{what}_{name}_ms": round(took[int(len(took) * share)] * 1000) for name, share in at.items() if took}
    told |= {f"{name}_memory_early_mb": value for name, value in early.items()}
    told |= {f"{name}_memory_end_mb": round(memory(pid), 1) for name, pid in pids.items()}
    return {**told, "told_to_wait_at_the_door": seen.waited, "errors": dict(seen.wrong)}


def main(seconds: float = 60) -> int:
    """Start the site, fill it, measure, end it; 1 where anything failed."""
    with tempfile.TemporaryDirectory() as folder:
        state = Path(folder) / "up"
        guideline("up", "--state", str(state), "--port", str(PORT), "--detach")
        try:
            facts = json.loads((state / "running.json").read_bytes())
            passwords, rooms = populate(state, facts["url"])
            records = {name: state / "processes" / f"{name}.json" for name in ("page", "synapse")}
            pids = {name: json.loads(record.read_bytes())["pid"] for name, record in records.items()}
            seen = asyncio.run(crowd(facts["page"], passwords, rooms, seconds, pids))
        finally:
            guideline("up", "--state", str(state), "--stop")
    print(json.dumps(seen, ensure_ascii=False))
    return int(bool(seen["errors"]))
