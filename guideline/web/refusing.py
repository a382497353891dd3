"""A request that is turned down, in words: a page for people, JSON for programs."""

from __future__ import annotations


class RefusedRequestError(Exception):
    """``status`` is HTTP's, ``name`` a sentence ``refused-…`` of ``words/web.py``, ``args_of`` fill it.

    ``wait`` says after how many seconds to ask again, where that helps.
    """

    def __init__(self, status: int, name: str, *, wait: float = 0.0, **args: object) -> None:
        super().__init__(name)
        self.status = status
        self.name = name
        self.wait = wait
        self.args_of = args
