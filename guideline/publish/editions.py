"""The forms in which the document is published."""

from __future__ import annotations

from typing import Literal

Format = Literal["html", "markdown"]
Edition = Literal["reader", "coverage"]

FORMATS: tuple[Format, ...] = ("html", "markdown")
EDITIONS: tuple[Edition, ...] = ("reader", "coverage")
