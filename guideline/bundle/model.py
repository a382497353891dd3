"""The compiled guideline of one day: clauses with their controls, all immutable.

``Bundle.at(day)`` makes it; every judge, writer and renderer reads it and nothing else.
Values of parameters are already filled in; a value that starts with ``$site.`` stays
symbolic until a Site is known.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar, Literal, TypeVar

from guideline.finding import Severity

Level = Literal["must", "should", "may"]
Does = Literal["nothing", "advise", "refuse"]

LEVELS: tuple[Level, ...] = ("may", "should", "must")
"""From the loosest to the strictest."""


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence in the normative language and its translation ("" when there is none)."""

    ja: str
    en: str = ""
    stale: bool = False

    def get(self, lang: str) -> str:
        """Return the text in ``lang``; Japanese, which is normative, where it is missing."""
        return self.en if lang == "en" and self.en else self.ja


@dataclass(frozen=True, slots=True)
class Source:
    """Where a clause comes from: a document's id and what it says there."""

    document: str
    says: str = ""


@dataclass(frozen=True, slots=True)
class Examples:
    """What a control must let pass (good) and what it must catch (bad)."""

    good: tuple[Any, ...] = ()
    bad: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Enforcement:
    """What the homeserver does about a message rule: in which channels, sections, from when."""

    does: Does
    channels: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    starts: date | None = None
    ends: date | None = None


@dataclass(frozen=True, slots=True)
class Control:
    """What makes a clause hold. ``rule`` is its name in findings, ``clause`` its clause's id."""

    name: ClassVar[str] = ""

    rule: str
    clause: str
    severity: Severity
    examples: Examples = field(default=Examples(), kw_only=True)


@dataclass(frozen=True, slots=True)
class MessageControl(Control):
    """Judges the text of a message.

    ``kind`` names the file in ``guideline/messages/rules/`` that judges it. Empty ``channels``,
    ``zones`` or ``phases`` mean all. ``options`` are the kind's own (``max``, ``from``, ...).
    """

    name: ClassVar[str] = "message"

    kind: str
    phrases: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()
    phases: tuple[str, ...] = ()
    fix: Literal["none", "remove", "sticker"] = "none"
    options: Mapping[str, Any] = field(default_factory=dict)
    enforce: tuple[Enforcement, ...] = ()


@dataclass(frozen=True, slots=True)
class SettingControl(Control):
    """One assertion about one key of one target: writes it, judges a file, checks a live server.

    ``op`` is one of ``equals``, ``one_of``, ``at_least``, ``at_most``, ``includes``, ``within``,
    ``absent`` and ``present``; ``value`` is its operand. ``write`` is the value to write where
    ``op`` does not say it. Empty ``zones`` or ``roles`` mean all.
    """

    name: ClassVar[str] = "setting"

    target: str
    key: str
    op: str
    value: Any = None
    write: Any = None
    zones: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FlowControl(Control):
    """Traffic that may pass (``allow``) or that must find no path over any number of hops (``deny``).

    ``source`` and ``target`` are roles, zones, ``peer`` or ``any``.
    """

    name: ClassVar[str] = "flow"

    source: str
    target: str
    port: int | None = None
    protocol: Literal["tcp", "udp"] = "tcp"
    verdict: Literal["allow", "deny"] = "allow"
    zones: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a register: its header names, its type from the closed list, its bounds."""

    key: str
    title: Text
    type: str
    required: bool = False
    one_of: tuple[str, ...] = ()
    unique: bool = False
    min: Any = None
    max: Any = None


@dataclass(frozen=True, slots=True)
class RegisterControl(Control):
    """What the rows of a register must hold; ``checks`` are names from the closed list of row checks."""

    name: ClassVar[str] = "register"

    register: str
    columns: tuple[Column, ...] = ()
    checks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TimerControl(Control):
    """After ``after`` minutes in the state ``when``, do ``do`` (``phone``: list whom to phone)."""

    name: ClassVar[str] = "timer"

    of: str
    after: int
    when: str
    do: str


@dataclass(frozen=True, slots=True)
class AttestControl(Control):
    """No machine can tell: a person answers ``question`` every ``every_days`` and files evidence."""

    name: ClassVar[str] = "attest"

    question: Text
    every_days: int
    owner: Text
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class DocumentControl(Control):
    """The document itself must say something; ``consent`` puts the clause on the consent page.

    ``states`` are strings that the rendered document must contain.
    """

    name: ClassVar[str] = "document"

    states: tuple[str, ...] = ()
    consent: bool = False


AnyControl = TypeVar("AnyControl", bound=Control)

CONTROLS: tuple[type[Control], ...] = (
    MessageControl,
    SettingControl,
    FlowControl,
    RegisterControl,
    TimerControl,
    AttestControl,
    DocumentControl,
)
"""The closed list of control kinds."""


@dataclass(frozen=True, slots=True)
class Clause:
    """One sentence of the guideline: stable ``id``, movable ``number``."""

    id: str
    number: str
    chapter: str
    level: Level
    floor: bool
    title: Text
    text: Text
    why: Text
    sources: tuple[Source, ...]
    controls: tuple[Control, ...]
    layer: str = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter: the clauses of one file under ``clauses/``."""

    id: str
    title: Text


@dataclass(frozen=True, slots=True)
class Parameter:
    """A dated value on one day: unit, the direction that is stricter, and when it took effect."""

    id: str
    title: Text
    unit: str
    stricter: str
    value: Any
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Sticker:
    """What to send instead of words: ``replaces`` are kinds of words (``received``, ``thanks`` ...)."""

    id: str
    label: Text
    meaning: Text
    replaces: tuple[str, ...] = ()
    reaction: str = ""


@dataclass(frozen=True, slots=True)
class Loosening:
    """Where a layer asks less than the layer below it, and why."""

    clause: str
    what: str
    layer: str
    reason: Text


@dataclass(frozen=True, slots=True)
class Waiver:
    """An approved exception: on its days, the ``rules`` don't hold where every field of ``scope`` fits.

    ``scope`` may name ``section``, ``channel`` and ``zone`` of a message; empty, the exception holds everywhere.
    ``granted`` and ``last_day`` are both days on which it holds.
    """

    id: str
    rules: tuple[str, ...]
    scope: Mapping[str, str]
    reason: Text
    granted: date
    last_day: date
    approved_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Guideline:
    """One authority's guideline as it holds on ``day``."""

    id: str
    version: str
    title: Text
    authority: Text
    day: date
    effective_from: date | None
    digest: str
    chapters: tuple[Chapter, ...]
    clauses: tuple[Clause, ...]
    parameters: Mapping[str, Parameter]
    stickers: tuple[Sticker, ...]
    documents: Mapping[str, Mapping[str, Any]]
    loosenings: tuple[Loosening, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    history: tuple[Mapping[str, Any], ...] = ()
    sign: Mapping[str, int] = field(default_factory=dict)

    def of(self, kind: type[AnyControl]) -> tuple[AnyControl, ...]:
        """Return the controls of one kind, in document order."""
        return tuple(c for clause in self.clauses for c in clause.controls if isinstance(c, kind))

    def clause(self, clause_id: str) -> Clause | None:
        """Return the clause with this id, or None."""
        return next((c for c in self.clauses if c.id == clause_id), None)

    def sticker(self, sticker_id: str) -> Sticker | None:
        """Return the sticker with this id, or None."""
        return next((s for s in self.stickers if s.id == sticker_id), None)
