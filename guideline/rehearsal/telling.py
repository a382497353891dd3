"""What a rehearsal showed, as findings with the clause that was broken."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from guideline.bundle.model import FlowControl, Guideline
from guideline.finding import Finding, Place
from guideline.network import Flow
from guideline.rehearsal.apply import Applied
from guideline.rehearsal.clauses import closing_clause, described_clause
from guideline.rehearsal.expect import Try, may, source_of
from guideline.rehearsal.probe import Difference, Probed

PASSES, STOPPED = "rehearsal/packet-passes", "rehearsal/packet-stopped"
FAILED, AGAIN = "rehearsal/apply-failed", "rehearsal/second-apply"


def of_applies(applied: Applied, guideline: Guideline, *, again: bool) -> list[Finding]:
    """Return a finding for each operation that failed and, of a second apply, each that changed something."""
    failed, changed = _each(applied.failed), _each(applied.changed) if again else ()
    found = [_operation(FAILED, "", host, name, "rehearsal.operation-failed") for host, name in failed]
    clause = described_clause(guideline)
    return found + [_operation(AGAIN, clause, host, name, "rehearsal.operation-again") for host, name in changed]


def of_probe(probed: Probed, flows: Sequence[Flow], guideline: Guideline) -> list[Finding]:
    """Return a finding for each connection of which the kernel and the model disagree."""
    return [_difference(one, flows, guideline) for one in probed.differences]


def _each(table: object) -> Iterator[tuple[str, str]]:
    assert isinstance(table, dict)
    for host, names in table.items():
        for name in names:
            yield host, name


def _operation(rule: str, clause: str, host: str, name: str, say: str) -> Finding:
    return Finding(rule, clause, "error", Place(host, key=name), say, {"host": host, "operation": name}, subject=host)


def _difference(one: Difference, flows: Sequence[Flow], guideline: Guideline) -> Finding:
    tried = one.tried
    args = {
        "source": tried.source.name,
        "target": tried.target.name,
        "address": str(tried.address),
        "port": f"{tried.protocol}/{tried.port}",
        "answer": one.answer,
    }
    rule, say = (STOPPED, "rehearsal.packet-stopped") if one.allowed else (PASSES, "rehearsal.packet-passes")
    # A flow of the site's own has no clause but the one by which nothing else passes.
    clause = (
        _flow_clause(tried, flows) or closing_clause(guideline) if one.allowed else _denying_clause(tried, guideline)
    )
    place = Place(f"{tried.source.name} → {tried.target.name}", key=f"{tried.address} {tried.protocol}/{tried.port}")
    return Finding(rule, clause, "error", place, say, args, subject=tried.target.name)


def _flow_clause(tried: Try, flows: Sequence[Flow]) -> str:
    source = source_of(tried.source, tried.address)
    for flow in flows:
        if source is not None and may((flow,), source, tried.address, tried.port, tried.protocol):
            return flow.clause
    return ""


def _denying_clause(tried: Try, guideline: Guideline) -> str:
    """Return the clause that keeps the two zones apart, else the one that drops what is not written."""
    for control in guideline.of(FlowControl):
        if control.verdict == "deny" and (control.source, control.target) == (tried.source.zone, tried.target.zone):
            return control.clause
    return closing_clause(guideline)
