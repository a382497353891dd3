"""Cerberus as the registers use it: the schema of a row, the row checks, and errors as names of sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cerberus import Validator, errors

from guideline.bundle.model import Column
from guideline.registers.cells import reader
from guideline.registers.checks import Known, Wrong, check_row
from guideline.source.dates import parse_date

ROW = "*"
"""The key of the row itself, to which the row checks belong; no column has this name."""

_TYPES = {"date": "date", "integer": "integer", "yes-no": "boolean"}
_SENTENCES = {
    errors.REQUIRED_FIELD.code: "required",
    errors.MIN_VALUE.code: "too-small",
    errors.MAX_VALUE.code: "too-large",
}


def schema(columns: Mapping[str, Column], headers: Mapping[str, str]) -> dict[str, Any]:
    """Make the schema of one row of the columns that a file has.

    ``headers`` gives the header of each column's key as the file writes it; it is renamed to the key.
    """
    rules: dict[str, Any] = {ROW: {"type": "integer", "check_with": "row"}}
    rules |= {key: _rules(columns[key]) for key in headers}
    return rules | {header: {"rename": key} for key, header in headers.items() if header != key}


def _rules(column: Column) -> dict[str, Any]:
    """Write the rules of one column in Cerberus's words."""
    rules: dict[str, Any] = {
        "type": _TYPES.get(column.type, "string"),
        "coerce": reader(column),
        "required": column.required,
    }
    for bound in ("min", "max"):
        said = getattr(column, bound)
        if said is not None and column.type in ("date", "integer"):
            rules[bound] = parse_date(str(said)) if column.type == "date" else int(said)
    return rules


class Sentences(errors.BaseErrorHandler):  # type: ignore[misc]
    """Turns Cerberus's errors into what is wrong with a row; of several errors in a cell, the first."""

    def __call__(self, found: Any) -> list[Wrong]:
        """Return what is wrong: of a cell that can't be read that alone, else what the row checks say."""
        wrong: dict[str, Wrong] = {}
        several: list[Wrong] = []
        for error in found:
            key = str(error.document_path[-1])
            if error.code == errors.CUSTOM.code:
                several += error.info[0]
            elif key not in wrong:
                wrong[key] = (key, *self._sentence(error))
        unread = set(wrong)
        return [*wrong.values(), *(one for one in several if one[0] not in unread)]

    def _sentence(self, error: Any) -> tuple[str, dict[str, object]]:
        if error.code == errors.COERCION_FAILED.code:
            return str(error.info[0]), {}
        if error.code in (errors.MIN_VALUE.code, errors.MAX_VALUE.code):
            return _SENTENCES[error.code], {"bound": error.constraint}
        return _SENTENCES.get(error.code, "bad-text"), {}


class RowValidator(Validator):  # type: ignore[misc]
    """Cerberus with the row checks; what they know comes with the validator's configuration."""

    def _check_with_row(self, field: str, value: Any) -> None:  # noqa: ARG002  Cerberus names the arguments
        known: Known = self._config["known"]
        for name in self._config["checks"]:
            wrong = check_row(name, self.document, known)
            if wrong:
                self._error(field, errors.CUSTOM, wrong)
