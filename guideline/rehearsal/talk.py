"""People talk: in each zone two of them, from a terminal, by TLS through the edge, under the guideline in force."""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from guideline.bundle.model import FlowControl, Guideline
from guideline.finding import Finding
from guideline.finding import Place as Where
from guideline.network import Flow
from guideline.registers import members, read_register
from guideline.rehearsal.attended import Ways, attend
from guideline.rehearsal.lab import Lab
from guideline.rehearsal.machines import Machine
from guideline.rehearsal.refusals import refusal_of
from guideline.rehearsal.running import RehearsalError, run
from guideline.rehearsal.steps import Step
from guideline.rehearsal.terminals import at_terminal, edge_of, terminal_of
from guideline.rehearsal.world import World
from guideline.site import Host

SECONDS = 10.0
SILENCE = 3.0
"""How long another zone's edge is knocked at."""

TEXT = "第一小学校に避難所を開けました"

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Talked:
    """What two people of a zone did, from where, through which edge; the first step that failed is the last."""

    zone: str
    terminal: str
    server: str
    writer: str
    reader: str
    steps: tuple[Step, ...]
    clauses: Mapping[str, str]

    @property
    def ok(self) -> bool:
        """Whether every step went as it ought to."""
        return all(step.ok for step in self.steps)

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain values, fit for JSON."""
        steps = [{"step": s.name, "ok": s.ok, "said": s.said, "seconds": round(s.seconds, 2)} for s in self.steps]
        who = {"zone": self.zone, "terminal": self.terminal, "server": self.server}
        return {**who, "writer": self.writer, "reader": self.reader, "steps": steps}


def talk(lab: Lab, flows: Sequence[Flow], guideline: Guideline, world: World) -> list[Talked]:
    """Have two people talk in each zone that is there whole. Raises RehearsalError where nobody can."""
    return [_in_zone(lab, chat, flows, guideline, world) for chat in _chats(lab)]


def of_talks(talks: Sequence[Talked]) -> list[Finding]:
    """Return a finding for each zone in which something went otherwise."""
    return [_finding(one, step) for one in talks for step in one.steps if not step.ok]


def _finding(one: Talked, step: Step) -> Finding:
    args = {"zone": one.zone, "writer": one.writer, "reader": one.reader, "said": step.said}
    where = Where(one.zone, key=step.name)
    clause = one.clauses.get(step.name, "")
    return Finding(step.rule, clause, "error", where, f"rehearsal.talk-{step.name}", args, subject=one.zone)


def _chats(lab: Lab) -> Iterator[Machine]:
    """Yield the chat hosts of the zones whose every service is there."""
    there = {machine.name for machine in lab.machines}
    for host in lab.site.with_role("chat"):
        needed = [h for role in ("edge", "names", "database") for h in lab.site.with_role(role, host.zone)[:1]]
        if {h.name for h in (host, *needed)} <= there:
            yield lab.machine(host.name)


def _in_zone(lab: Lab, chat: Machine, flows: Sequence[Flow], guideline: Guideline, world: World) -> Talked:
    host = lab.site.host(chat.name)
    terminal = terminal_of(lab, host)
    sections = _people(lab, host, guideline)
    users = list(sections)[:2]
    words = _passwords(lab.box.folder / f"accounts-{host.name}", users)
    refused = refusal_of(guideline, sections[users[0]])
    others = [_other(lab, h, guideline) for h in lab.site.with_role("chat") if h.zone != host.zone]
    steps = ["log-in", "send", "receive", *(["refuse"] if refused else []), *(["apart"] if others else [])]
    edge = edge_of(lab.site, host)
    name = edge.public_name or host.server_name
    asked = {
        "url": f"https://{name}:{lab.site.ports.client}",
        "authority": str(_authority(lab, edge)),
        "writer": {"user": users[0], "password": words[users[0]]},
        "reader": {"user": users[1], "password": words[users[1]]},
        "text": TEXT,
        "refused": refused.text if refused else "",
        "sentence": refused.sentence if refused else "",
        "others": others,
        "seconds": SECONDS,
        "silence": SILENCE,
        "steps": steps,
    }
    clause = refused.clause if refused else ""
    clauses = {"refuse": clause, "page-refuse": clause, "apart": _apart(guideline, host.zone)}
    began = world.clock()
    failed = _enrol(lab, chat, {user[1:].partition(":")[0]: word for user, word in words.items()})
    if failed:
        told: tuple[Step, ...] = (Step("enrol", False, failed, world.clock() - began),)
    else:
        command = [*at_terminal(lab, terminal, host, flows), world.python, "-I", str(_HERE / "talking.py")]
        said = json.loads(run(command, feed=json.dumps(asked)))
        told = tuple(Step(one["step"], one["ok"], one["said"], one["seconds"]) for one in said)
        if told[-1].ok:
            told += attend(lab, chat, Ways(terminal, flows, asked), guideline, world)
    return Talked(host.zone, terminal.name, name, users[0], users[1], told, clauses)


def _other(lab: Lab, host: Host, guideline: Guideline) -> dict[str, Any]:
    """Return somebody of another zone, and where that zone's clients would go."""
    addresses = [str(address) for address in edge_of(lab.site, host).addresses]
    return {"user": next(iter(_people(lab, host, guideline))), "addresses": addresses, "port": lab.site.ports.client}


def _people(lab: Lab, host: Host, guideline: Guideline) -> dict[str, str]:
    """Return the accounts that the register names, each with its section."""
    held = members(read_register(lab.site.folder / "people.csv"), host.server_name, today=guideline.day)
    return {user: member["section"] for user, member in held.items()}


def _passwords(file: Path, users: Sequence[str]) -> dict[str, str]:
    """Return the accounts' passwords, made once for a rehearsal and readable by their owner alone."""
    if not file.is_file():
        made = {user: base64.urlsafe_b64encode(os.urandom(24)).decode("ascii") for user in users}
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            json.dump(made, stream)
    held: dict[str, str] = json.loads(file.read_text("utf-8"))
    return held


def _enrol(lab: Lab, chat: Machine, accounts: Mapping[str, str]) -> str:
    """Make accounts on a chat host; return why that failed, "" where it didn't."""
    host = lab.site.host(chat.name)
    near = "127.0.0.1" if host in lab.site.with_role("edge", host.zone) else str(host.addresses[0])
    near = f"[{near}]" if ":" in near else near
    secret = f"{lab.site.paths.secrets}/registration"
    asked = {"url": f"http://{near}:{lab.site.ports.chat}", "secret": secret, "accounts": dict(accounts)}
    done = chat.on(["/usr/bin/python3", "-I", "-c", (_HERE / "enrolling.py").read_text("utf-8")], json.dumps(asked))
    return " / ".join(done.stderr.splitlines()[-1:]) or str(done.returncode) if done.returncode else ""


def _authority(lab: Lab, edge: Host) -> Path:
    """Return the certificate of the zone's own authority, as its operator would hand it to terminals."""
    file = lab.box.folder / "operator-root" / ".state" / lab.site.id / "authority" / edge.zone / "authority.pem"
    if not file.is_file():
        raise RehearsalError("rehearsal.no-authority", zone=edge.zone)
    return file


def _apart(guideline: Guideline, zone: str) -> str:
    for control in guideline.of(FlowControl):
        if control.verdict == "deny" and zone in (control.source, control.target):
            return control.clause
    return ""
