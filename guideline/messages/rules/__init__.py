"""The kinds of message rules, one file each; a kind is found by the name of its file.

A file of this folder is a kind. It holds

``OPTIONS``   the options a control of this kind may set, and the type of each;
``PHRASES``   whether the kind is told its phrases by the bundle;
``may(view, rule)`` a cheap test: False where the rule can't be raised; or, where it is as simple as that,
``gate(phrases)``  returns a pattern that stands in the folded text wherever the rule is raised;
``find(view, rule)`` yields a ``Hit`` for every place where the rule is raised.

and, where they are true of it, so that most messages needn't be asked about:

``DIGITS``    how many digits stand together at least where the rule is raised, ``MANY_DIGITS`` or more;
``ENVELOPED`` that it is raised by a part of the envelope only.

Its docstring is the page of the manual: Japanese first, then English. ``self_introduction.py`` is the
kind ``self-introduction``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from guideline.bundle.model import MessageControl
from guideline.messages.phrases import Phrases
from guideline.messages.view import Hit, View

PERSONAL = ("my-number", "phone-number", "street-address", "birth-date", "bank-account", "email-address")
"""The kinds that find personal data."""


@cache
def kinds() -> tuple[str, ...]:
    """Return the names of all kinds, in order."""
    folder = Path(__file__).parent
    names = {entry.name.partition(".")[0] for entry in folder.iterdir() if entry.name.endswith(".py")}
    return tuple(sorted(name.replace("_", "-") for name in names if not name.startswith("_")))


@cache
def kind(name: str) -> ModuleType:
    """Return the module of a kind. Raises KeyError for an unknown one."""
    if name not in kinds():
        raise KeyError(name)
    return import_module(f"{__name__}.{name.replace('-', '_')}")


def options(name: str) -> Mapping[str, Any]:
    """Return the options a kind knows and their types. Raises KeyError for an unknown kind."""
    known: Mapping[str, Any] = kind(name).OPTIONS
    return known


def takes_phrases(name: str) -> bool:
    """Tell whether a kind is told its phrases by the bundle. Raises KeyError for an unknown kind."""
    return bool(kind(name).PHRASES)


def manual(name: str) -> str:
    """Return the page of the manual of a kind: its docstring. Raises KeyError for an unknown kind."""
    return kind(name).__doc__ or ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A control made ready: its kind's functions, its phrases, and whatever the kind prepared."""

    control: MessageControl
    phrases: frozenset[str]
    words: Phrases
    may: Callable[[View, Rule], bool]
    find: Callable[[View, Rule], Iterable[Hit]]
    gate: re.Pattern[str] | None = None
    digits: int = 0
    enveloped: bool = False

    @classmethod
    def of(cls, control: MessageControl) -> Rule:
        """Make a control ready. Raises KeyError for an unknown kind."""
        module = kind(control.kind)
        words = Phrases(control.phrases) if module.PHRASES else _NO_WORDS
        phrases = frozenset(control.phrases)
        gate = module.gate(phrases) if hasattr(module, "gate") else None
        may = getattr(module, "may", _always)
        digits, enveloped = getattr(module, "DIGITS", 0), getattr(module, "ENVELOPED", False)
        return cls(control, phrases, words, may, module.find, gate, digits, enveloped)

    def option(self, name: str, default: Any) -> Any:
        """Return the value of an option, or ``default`` where the bundle does not set it."""
        value = self.control.options.get(name)
        return default if value is None else value


def _always(view: View, rule: Rule) -> bool:
    return True


_NO_WORDS = Phrases(())
