"""Column maps: which column of another product's export is which of our fields."""

from __future__ import annotations

from collections.abc import Mapping

FIELDS = ("text", "id", "channel", "zone", "phase", "room", "sender", "section", "sent")

COLUMN_MAPS: Mapping[str, Mapping[str, str]] = {
    # The talk log of LINE WORKS' audit screen, as administrators download it in Japanese.
    "line-works": {"text": "トーク", "sent": "日時", "sender": "送信者", "room": "トークルームID"},
}
"""Maps by name; any other map is written ``text=列名,sent=列名``."""


def column_map(written: str | None) -> Mapping[str, str]:
    """Read a map: a name, or pairs of our field and their column. Raises ValueError with what is wrong."""
    if not written:
        return {}
    if written in COLUMN_MAPS:
        return COLUMN_MAPS[written]
    found: dict[str, str] = {}
    for pair in written.split(","):
        ours, equals, theirs = pair.partition("=")
        if not equals or ours.strip() not in FIELDS or not theirs.strip():
            raise ValueError(pair)
        found[ours.strip()] = theirs.strip()
    if "text" not in found:
        raise ValueError(written)
    return found
