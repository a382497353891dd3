"""Where this machine keeps its fonts."""

from __future__ import annotations

from pathlib import Path


def font_folders() -> list[Path]:
    """Return the folders in which a Debian keeps fonts: the system's, the machine's own, the user's."""
    home = Path("~").expanduser()
    system = [Path("/usr/share/fonts"), Path("/usr/local/share/fonts")]
    return [*system, home / ".local" / "share" / "fonts", home / ".fonts"]
