from __future__ import annotations

import asyncio
import builtins

from guideline.homeserver.failures import FAILURES
from guideline.source import SourceError


def test_every_kind_of_error_of_python_is_in_the_list():
    kinds = [kind for kind in vars(builtins).values() if isinstance(kind, type) and issubclass(kind, Exception)]
    groups = {"Exception", "ExceptionGroup"}
    assert [kind.__name__ for kind in kinds if not issubclass(kind, FAILURES) and kind.__name__ not in groups] == []
    assert issubclass(SourceError, FAILURES)


def test_what_is_not_ours_to_stop_is_not_in_it():
    for kind in (KeyboardInterrupt, SystemExit, GeneratorExit, asyncio.CancelledError):
        assert not issubclass(kind, FAILURES)
