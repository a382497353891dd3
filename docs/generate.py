"""Writes the pages of the manual that follow from the code and the bundles: ``make docs``.

The pages under ``docs/rules/`` come from the docstring and the ``OPTIONS`` of each rule kind and from the
controls of the baseline; ``commands.md`` from the help of every verb, ``formats.md`` from a real report,
``exit-and-errors.md`` from the sentences themselves. ``tests/docs/test_generate.py`` fails when one is stale.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from writing.commands import commands_page, helps
from writing.errors import errors_page
from writing.formats import formats_page
from writing.rules import rule_page, rules_index

from guideline.bundle import load_bundle
from guideline.messages.rules import kinds

DOCS = Path(__file__).resolve().parent
DAY = date(2026, 11, 1)
"""The day of the guideline that the pages show."""

CODE = re.compile("(?<!`)``(?!`)")
WRITTEN = (
    "<!-- make docs が書くページです。元の方を直してください。 Written by make docs: mend what it comes from. -->\n\n"
)


def pages() -> dict[str, str]:
    """Return the text of every generated page by its path below ``docs/``."""
    reference, kakuu = (load_bundle(name).at(DAY) for name in ("reference", "kakuu"))
    found = {f"rules/{name}.md": rule_page(name, reference, kakuu) for name in kinds()}
    found["rules/index.md"] = rules_index(reference, kakuu)
    found["commands.md"] = commands_page(helps("ja"), helps("en"))
    found["formats.md"] = formats_page()
    found["exit-and-errors.md"] = errors_page()
    # Docstrings mark code as reStructuredText does.
    return {name: WRITTEN + CODE.sub("`", text).rstrip("\n") + "\n" for name, text in found.items()}


def stale(folder: Path, fresh: Mapping[str, str]) -> list[str]:
    """Return the pages of ``folder`` that are missing, say something else, or describe a kind that is gone."""
    there = {path.relative_to(folder).as_posix() for path in (folder / "rules").glob("*.md")}
    gone = there - fresh.keys()
    return sorted(gone) + [
        name
        for name, text in fresh.items()
        if not (folder / name).is_file() or (folder / name).read_text("utf-8") != text
    ]


def main() -> None:
    """Write what is stale, remove what is gone, and tell on standard error."""
    fresh = pages()
    for name in stale(DOCS, fresh):
        path = DOCS / name
        if name in fresh:
            path.parent.mkdir(exist_ok=True)
            path.write_text(fresh[name], "utf-8")
        else:
            path.unlink()
        sys.stderr.write(f"docs/{name}\n")


if __name__ == "__main__":
    main()
