"""``python -m guideline.embedded.launch RECORD PROGRAM …``: write down who I am, then become PROGRAM."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from guideline.embedded.processes import myself


def main(arguments: list[str]) -> None:
    """Record this process and replace it by the program; never returns."""
    record, *command = arguments
    me = myself()
    path = Path(record)
    draft = path.with_name(f".{path.name}.{me.pid}")
    draft.write_text(json.dumps({"pid": me.pid, "start": me.start}))
    draft.replace(path)
    os.execv(command[0], command)  # noqa: S606 - a list, no shell


if __name__ == "__main__":
    main(sys.argv[1:])
