"""The command line: one file a verb, found by its name, imported when it is called."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit with the code of ``docs/decisions/exit-codes.md``."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    from guideline.commands.draft import asked_plainly, lint_plainly

    plain = asked_plainly(given)
    if plain is not None:
        # What is imported from here on lives till the end: to look through it for garbage is a fifth of a cold draft.
        gc.disable()
        code = lint_plainly(*plain)
        gc.freeze()
        sys.exit(code)
    from guideline.commands.group import guideline

    guideline.main(args=given, prog_name="guideline")
