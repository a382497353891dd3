"""The command line: one file a verb, found by its name, imported when it is called."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit with the code of ``docs/decisions/exit-codes.md``."""
    from guideline.commands.group import guideline

    guideline.main(args=list(sys.argv[1:] if arguments is None else arguments), prog_name="guideline")
