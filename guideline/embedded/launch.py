"""``python -m guideline.embedded.launch RECORD PROGRAM …``: write down who I am, then become PROGRAM."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from guideline.embedded.processes import myself
from guideline.source.whole import write_whole


def main(arguments: list[str]) -> None:
    """Record this process and replace it by the program; never returns."""
    record, *command = arguments
    me = myself()
    write_whole(Path(record), json.dumps({"pid": me.pid, "start": me.start}).encode("ascii"))
    os.execv(command[0], command)  # noqa: S606 - a list, no shell


if __name__ == "__main__":
    main(sys.argv[1:])
