"""Judges every written example: documentation that is a test, both ways.

A bad example must raise its rule and nothing else; a good one must raise nothing at all. How an
example of each kind of control is written stands beside the function that judges it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any, Literal

from guideline.bundle.model import (
    AttestControl,
    Control,
    DocumentControl,
    FlowControl,
    Guideline,
    MessageControl,
    RegisterControl,
    SettingControl,
    TimerControl,
)
from guideline.bundle.promises import is_due, is_overdue, unstated
from guideline.messages import Linter, Message
from guideline.source import SourceError
from guideline.source.dates import parse_date


@dataclass(frozen=True, slots=True)
class Outcome:
    """One example judged: ``raised`` are the rules that it raised, ``expected`` those it should."""

    control: Control
    side: Literal["good", "bad"]
    index: int
    example: Any
    raised: tuple[str, ...]
    error: str = ""

    @property
    def expected(self) -> tuple[str, ...]:
        """The rules that the example's side promises."""
        return (self.control.rule,) if self.side == "bad" else ()

    @property
    def ok(self) -> bool:
        """Whether the example raised what it should, and could be judged at all."""
        return not self.error and self.raised == self.expected


class ExampleError(Exception):
    """An example isn't written as its kind of control needs it."""


def judge_examples(
    guideline: Guideline, controls: tuple[Control, ...] | None = None, *, written: Control | None = None
) -> Iterator[Outcome]:
    """Yield the outcome of every example, of ``controls`` if given, else of all of the guideline.

    What an example doesn't say of its circumstances is taken from its control, or from ``written``, the
    control as its author wrote it, when a changed one is judged.
    """
    bench = _Bench(guideline, written)
    if controls is None:
        controls = tuple(control for clause in guideline.clauses for control in clause.controls)
    for control in controls:
        sides: tuple[tuple[Literal["good", "bad"], tuple[Any, ...]], ...] = (
            ("good", control.examples.good),
            ("bad", control.examples.bad),
        )
        for side, examples in sides:
            for index, example in enumerate(examples):
                yield bench.outcome(control, side, index, example)


class _Bench:
    """Holds what is dear to build: one linter for all message examples."""

    def __init__(self, guideline: Guideline, written: Control | None) -> None:
        self.guideline = guideline
        self._written = written
        self._linter: Linter | None = None

    def outcome(self, control: Control, side: Literal["good", "bad"], index: int, example: Any) -> Outcome:
        try:
            raised = self._raised(control, example)
        except ExampleError as error:
            return Outcome(control, side, index, example, (), str(error))
        return Outcome(control, side, index, example, raised)

    def _raised(self, control: Control, example: Any) -> tuple[str, ...]:
        if isinstance(control, MessageControl):
            self._linter = self._linter or Linter(self.guideline)
            told = self._written if isinstance(self._written, MessageControl) else control
            found = self._linter.judge(_message(told, example, self.guideline.day))
            return tuple(sorted({finding.rule for finding in found}))
        return _JUDGES[type(control)](self.guideline, control, example)


def _message(control: MessageControl, example: Any, day: date) -> Message:
    """Read a text, or a mapping with ``text`` and any of the message's circumstances.

    What isn't said is taken from the control: its first channel, zone and phase.
    """
    said: dict[str, Any] = {"text": example} if isinstance(example, str) else dict(_mapping(example))
    if not isinstance(said.get("text"), str):
        raise ExampleError("text")
    known = {"text", "channel", "zone", "phase", "section", "sender", "room", "sent"}
    if set(said) - known:
        raise ExampleError(", ".join(sorted(set(said) - known)))
    said.setdefault("channel", (control.channels or ("talk",))[0])
    said.setdefault("zone", (control.zones or ("internet",))[0])
    said.setdefault("phase", (control.phases or ("normal",))[0])
    if "sent" in said:
        said["sent"] = _moment(said["sent"], day)
    return Message(id="example", **said)


def _setting(guideline: Guideline, control: SettingControl, example: Any) -> tuple[str, ...]:
    """Read a snippet of the target's configuration: the control's own assertion judges it."""
    from guideline.settings import judge

    if not isinstance(example, str):
        raise ExampleError("text")
    try:
        findings = judge(control.target, example, "example", _alone(guideline, control))
    except SourceError as error:
        raise ExampleError(error.problems[0].code) from None
    return tuple(sorted({finding.rule for finding in findings}))


def _alone(guideline: Guideline, control: SettingControl) -> Guideline:
    """Return the guideline with one control, wherever it holds: a snippet has no host and needs no other."""
    anywhere = replace(control, zones=(), roles=())
    clauses = (replace(clause, controls=(anywhere,)) for clause in guideline.clauses if clause.id == control.clause)
    return replace(guideline, clauses=tuple(clauses))


def _flow(guideline: Guideline, control: FlowControl, example: Any) -> tuple[str, ...]:
    """Read ``{from, to, port, protocol}``: traffic that the control permits (good) or doesn't (bad)."""
    del guideline
    traffic = _mapping(example)
    named = all(
        said == "any" or traffic.get(end) == said for end, said in (("from", control.source), ("to", control.target))
    )
    same = named and control.port in (None, traffic.get("port")) and traffic.get("protocol", "tcp") == control.protocol
    permitted = same if control.verdict == "allow" else not same
    return () if permitted else (control.rule,)


def _register(guideline: Guideline, control: RegisterControl, example: Any) -> tuple[str, ...]:
    """Read one row: a mapping from column to what a person wrote there."""
    from guideline.registers import judge_example

    row = {str(key): "" if value is None else str(value) for key, value in _mapping(example).items()}
    findings = judge_example(control, row, guideline.day)
    return tuple(sorted({finding.rule for finding in findings}))


def _timer(guideline: Guideline, control: TimerControl, example: Any) -> tuple[str, ...]:
    """Read ``{posted, read, now, phone}``: bad when ``phone`` isn't what the timer says at ``now``."""
    said = _mapping(example)
    posted, now = (_moment(said.get(key), guideline.day) for key in ("posted", "now"))
    read = None if said.get("read") is None else _moment(said["read"], guideline.day)
    if not isinstance(said.get("phone"), bool):
        raise ExampleError("phone")
    return () if is_due(control, posted, read, now) is said["phone"] else (control.rule,)


def _attest(guideline: Guideline, control: AttestControl, example: Any) -> tuple[str, ...]:
    """Read ``{last, now}``: bad when the last attestation is too old on ``now``."""
    del guideline
    said = _mapping(example)
    last = None if said.get("last") is None else _date(said["last"])
    return (control.rule,) if is_overdue(control, last, _date(said.get("now"))) else ()


def _document(guideline: Guideline, control: DocumentControl, example: Any) -> tuple[str, ...]:
    """Read a text: bad when it doesn't state what the document must state."""
    del guideline
    if not isinstance(example, str):
        raise ExampleError("text")
    return (control.rule,) if unstated(control, example) else ()


def _mapping(example: Any) -> Mapping[str, Any]:
    if not isinstance(example, Mapping):
        raise ExampleError("mapping")
    return example


def _moment(text: Any, day: date) -> datetime:
    """Read ``08:00:00`` on the guideline's day, or a full date and time."""
    try:
        if len(str(text)) <= len("00:00:00"):
            return datetime.combine(day, time.fromisoformat(str(text)))
        return datetime.fromisoformat(str(text))
    except ValueError:
        raise ExampleError(str(text)) from None


def _date(text: Any) -> date:
    try:
        return parse_date(str(text))
    except ValueError:
        raise ExampleError(str(text)) from None


_JUDGES: dict[type[Control], Callable[[Guideline, Any, Any], tuple[str, ...]]] = {
    SettingControl: _setting,
    FlowControl: _flow,
    RegisterControl: _register,
    TimerControl: _timer,
    AttestControl: _attest,
    DocumentControl: _document,
}
