"""The rules of one scope, told apart by what a message must hold before they can be raised.

Most messages hold no part of an envelope and few digits. Asking a dozen rules whether they may be raised costs
as much as reading such a message, so the answer for each number of digits is written down once.
"""

from __future__ import annotations

from collections.abc import Sequence

from guideline.messages.rules import Rule
from guideline.messages.view import View


class Selection:
    """Rules in their order; immutable once made."""

    __slots__ = ("_counts", "_most", "_reads", "_tables")

    @classmethod
    def of(cls, rules: Sequence[Rule]) -> Selection | None:
        """Return the selection of some rules, None where there are none."""
        return cls(rules) if rules else None

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._reads = any(rule.enveloped for rule in rules)
        self._counts = any(rule.digits for rule in rules)
        self._most = max(rule.digits for rule in rules)
        self._tables = tuple(
            tuple(
                tuple(rule for rule in rules if rule.digits <= digits and not (bare and rule.enveloped))
                for digits in range(self._most + 1)
            )
            for bare in (False, True)
        )

    def raised_by(self, view: View) -> tuple[Rule, ...]:
        """Return the rules that what a message holds may raise."""
        table = self._tables[self._reads and view.seen >= 0]
        if not self._counts:
            return table[0]
        digits = view.digits_together
        return table[-1] if digits >= self._most else table[digits]
