"""Whether a service answers, asked on its own host."""

from __future__ import annotations

from collections.abc import Generator, Iterable

from pyinfra.api.command import QuoteString, StringCommand
from pyinfra.api.facts import FactBase
from pyinfra.api.operation import operation
from pyinfra.context import host

ASK = "import sys, urllib.request as u; sys.exit(u.urlopen(sys.argv[1], timeout=5).status != 200)"


def asking(python: str, url: str) -> StringCommand:
    """Return the command that succeeds when ``url`` answers 200."""
    return StringCommand(QuoteString(python), "-c", QuoteString(ASK), QuoteString(url), "2>/dev/null")


class Answer(FactBase[bool]):
    """Whether a URL on the host itself answers 200."""

    def command(self, url: str, python: str) -> StringCommand:
        """Return the command that prints a word when it does."""
        return StringCommand("if", asking(python, url), "; then echo well; fi")

    def process(self, output: Iterable[str]) -> bool:
        """Look for the word."""
        return "well" in {line.strip() for line in output}


@operation()
def answers(url: str, python: str, unit: str, seconds: int = 60) -> Generator[StringCommand, None, None]:
    """See that a service answers; wait for one that has just been started, and show its journal where it doesn't.

    + url: on the host itself
    + python: an interpreter on the host
    + unit: whose journal tells why not
    + seconds: how long to wait
    """
    if host.get_fact(Answer, url=url, python=python):
        host.noop("it answers")
        return
    yield StringCommand(
        f"for i in $(seq {int(seconds)}); do", asking(python, url), "&& exit 0; sleep 1; done;",
        "journalctl -n 40 --no-pager -u", QuoteString(unit), "1>&2; exit 1",
    )  # fmt: skip
