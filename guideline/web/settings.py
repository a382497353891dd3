"""What the page takes from outside, and the bounds it holds everybody to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal

from guideline.bundle import Bundle

Zone = Literal["internet", "admin"]


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one request and of one client.

    ``draft`` is in bytes of UTF-8, ``form`` in bytes as a browser encodes them (three a byte, and the text before
    the last mending beside it), ``body_seconds`` how long a body may take to arrive. A client may ask ``burst``
    times at once and ``rate`` times a second after that; of at most ``clients`` clients is this remembered.
    """

    draft: int = 64 * 1024
    form: int = 6 * 64 * 1024 + 4096
    body_seconds: float = 10.0
    rate: float = 10.0
    burst: int = 60
    clients: int = 10_000


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything the page doesn't make itself.

    ``load`` reads the bundle (raises SourceError) and ``stamp`` changes whenever it should be read again;
    ``clock`` counts seconds and never goes back, ``moment`` tells the time in seconds since 1970; ``chance``
    returns so many unpredictable bytes. ``hosts`` are
    the names the page answers to (none: any), ``tokens`` the SHA-256 of the tokens of machines (none: the API
    is free to everybody on the network), ``status`` the file in which the module tells its state, ``told`` the
    folder in which the steward keeps, a file a day, a digest for each word it told. ``zone`` is
    the network on which drafts are judged unless their writer says otherwise. ``chat`` is the base address of
    the chat server whose rooms the page shows to those who log in ("": none); ``transport``, an asynchronous
    transport of httpx, carries what is asked of it (None: the network). ``state`` is the folder in which log-ins are
    kept across a restart (None: they end with the process).
    """

    load: Callable[[], Bundle]
    stamp: Callable[[], object]
    today: Callable[[], date]
    clock: Callable[[], float]
    moment: Callable[[], float]
    chance: Callable[[int], bytes]
    zone: Zone = "internet"
    hosts: tuple[str, ...] = ()
    tokens: frozenset[str] = frozenset()
    status: Path | None = None
    told: Path | None = None
    chat: str = ""
    transport: Any = None
    state: Path | None = None
    limits: Limits = field(default=Limits())
