"""What a rehearsal takes from the machine it runs on; handed in at the edge."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

Sleep = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class World:
    """Where things are and who is told.

    ``state`` holds images, packs and the running rehearsals. ``checkout`` is the kit's own folder:
    ``deploys``, ``inventory`` and the pinned requirements lie there. ``python`` is an interpreter that
    has pyinfra and the kit. ``tell`` takes a key of ``guideline.words`` when a stage begins; ``clock``
    counts seconds from anywhere; ``fonts`` are the folders of this machine's fonts.
    """

    state: Path
    checkout: Path
    python: str
    environment: Mapping[str, str]
    sleep: Sleep
    clock: Callable[[], float]
    tell: Callable[[str], None]
    apt: Path = Path("/etc/apt")
    fonts: tuple[Path, ...] = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
