"""How often somebody may try a password: for each address and for each account, however many addresses try it."""

from __future__ import annotations

from collections.abc import Callable

from guideline.web.limits import Buckets
from guideline.web.settings import Limits

FOR_ADDRESS = Limits(rate=0.2, burst=20)
FOR_ACCOUNT = Limits(rate=0.1, burst=10)


class Tries:
    """Two rows of buckets; only tries that failed stay taken."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._addresses = Buckets(FOR_ADDRESS, clock)
        self._accounts = Buckets(FOR_ACCOUNT, clock)

    def take(self, address: str, account: str) -> float:
        """Take a try; return 0, or after how many seconds to try again."""
        wait = self._addresses.take(address)
        return wait or self._accounts.take(account)

    def give_back(self, address: str, account: str) -> None:
        """A log-in that worked was no guess."""
        self._addresses.give_back(address)
        self._accounts.give_back(account)
