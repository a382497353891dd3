"""One target under atheris: ``python -m tests.fuzz.harness TARGET FOLDER CORPUS [libFuzzer's options]``.

FOLDER is where the target writes its bundles. libFuzzer leaves without tidying up, so whoever calls does.
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["guideline"]):
    from tests.fuzz import targets


def main() -> None:
    target = targets.TARGETS[sys.argv.pop(1)]
    folder = targets.Folder(Path(sys.argv.pop(1)))

    def one_input(data: bytes) -> None:
        target(folder, data)

    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
