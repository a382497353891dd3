"""What can go wrong inside a judge or a reader: every kind of error that Python knows.

The module runs inside somebody else's server. An error of ours must neither stop it nor pass unseen, so it
is caught at two places, by this list, and told at both. What is not in it (a cancelled request, the end of
the process) is not ours to stop.
"""

from __future__ import annotations

from guideline.source import SourceError

FAILURES: tuple[type[Exception], ...] = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    BufferError,
    EOFError,
    ImportError,
    LookupError,
    MemoryError,
    NameError,
    OSError,
    ReferenceError,
    RuntimeError,
    SourceError,
    StopAsyncIteration,
    StopIteration,
    SyntaxError,
    SystemError,
    TypeError,
    ValueError,
    Warning,
)
