"""pyinfra that tells when it is at one spot of an apply: run as a program, it touches a file there.

``python spot.py MARK HOST OPERATION NUMBER SECONDS …`` takes pyinfra's own arguments after the first five. The spot
is SECONDS into the NUMBERth command (from 1) of the operation named OPERATION, on the host HOST. From there
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import Any

import gevent
from pyinfra.api.command import FileUploadCommand, FunctionCommand, StringCommand

MARK, HOST, OPERATION, NUMBER, SECONDS = sys.argv[1:6]


def watch(kind: type) -> None:
    """Have commands of a kind stop at the spot."""
    plain = kind.execute

    def execute(self: Any, state: Any, host: Any, arguments: Any) -> Any:
        names = state.get_op_meta(host.executing_op_hash).names
        if host.data.site_host != HOST or f"Site | {OPERATION}" not in names:
            return plain(self, state, host, arguments)
        counted[host.executing_op_hash] += 1
        if counted[host.executing_op_hash] != int(NUMBER):
            return plain(self, state, host, arguments)
        at_work = gevent.spawn(plain, self, state, host, arguments)
        gevent.wait([at_work], timeout=float(SECONDS))
        draft = Path(f"{MARK}.draft")
        draft.write_text("done" if at_work.ready() else "at work", encoding="ascii")
        draft.rename(MARK)
        gevent.sleep(600)
        return False

    kind.execute = execute


counted: Counter[str] = Counter()
for one in (StringCommand, FileUploadCommand, FunctionCommand):
    watch(one)

if __name__ == "__main__":
    from pyinfra_cli.main import main

    sys.argv[1:] = sys.argv[6:]
    main()
