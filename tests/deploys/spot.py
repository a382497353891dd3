"""pyinfra that tells when it is at one of several spots of an apply: run as a program, it writes a file there.

``python spot.py MARK SPOTS …`` takes pyinfra's own arguments after the first two. SPOTS is a JSON list of
``[host, operation, number, seconds]``: SECONDS into the NUMBERth command (from 1) of the operation of that name on
that host; what follows a comma in a name doesn't count. At the first spot that it comes to it writes into MARK which
one it was and whether the command had ended, and goes no further on that host.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import gevent
from pyinfra.api.command import FileUploadCommand, FunctionCommand, StringCommand

MARK = Path(sys.argv[1])
SPOTS: dict[tuple[str, str, int], tuple[int, float]] = {}
for at, (where, operation, nth, after) in enumerate(json.loads(sys.argv[2])):
    # Of two that differ in their seconds alone the first has its turn first.
    SPOTS.setdefault((where, operation, nth), (at, after))


def watch(kind: type) -> None:
    """Have commands of a kind stop at the spots."""
    plain = kind.execute

    def execute(self: Any, state: Any, host: Any, arguments: Any) -> Any:
        names = state.get_op_meta(host.executing_op_hash).names
        name = host.data.site_host
        counted[name, host.executing_op_hash] += 1
        number = counted[name, host.executing_op_hash]
        plainly = {one.removeprefix("Site | ").partition(",")[0] for one in names}
        found = [SPOTS[name, one, number] for one in plainly if (name, one, number) in SPOTS]
        if not found:
            return plain(self, state, host, arguments)
        (index, seconds), *_ = found
        at_work = gevent.spawn(plain, self, state, host, arguments)
        gevent.wait([at_work], timeout=seconds)
        tell(index, "done" if at_work.ready() else "at work")
        gevent.sleep(600)
        return False

    kind.execute = execute


def tell(index: int, how: str) -> None:
    """Write the mark whole, unless another host's spot came first."""
    draft = MARK.with_suffix(f".{index}")
    draft.write_text(f"{index} {how}", encoding="ascii")
    if not MARK.exists():
        os.link(draft, MARK)


counted: Counter[tuple[str, str]] = Counter()
for one in (StringCommand, FileUploadCommand, FunctionCommand):
    watch(one)

if __name__ == "__main__":
    from pyinfra_cli.main import main

    sys.argv[1:] = sys.argv[3:]
    main()
