"""Names and kinds of files that go through a room: what somebody called them is never believed.

The guideline has no clause on kinds yet (its clauses on files speak of where they are kept, of crossing networks
and of size). So the page takes the kinds in which offices hand things on, none that runs when it is opened and
none that may carry macros; what the name promises must stand at the beginning of the file.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

from guideline.bundle.model import Guideline, SettingControl

_ZIP = (b"PK\x03\x04",)
_OLE = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",)
_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
KINDS: dict[str, tuple[str, tuple[bytes, ...]]] = {
    "pdf": ("application/pdf", (b"%PDF-",)),
    "docx": (f"{_OFFICE}wordprocessingml.document", _ZIP),
    "xlsx": (f"{_OFFICE}spreadsheetml.sheet", _ZIP),
    "pptx": (f"{_OFFICE}presentationml.presentation", _ZIP),
    "odt": (f"{_OPEN}text", _ZIP),
    "ods": (f"{_OPEN}spreadsheet", _ZIP),
    "odp": (f"{_OPEN}presentation", _ZIP),
    "jtd": ("application/x-js-taro", _OLE),
    "txt": ("text/plain", ()),
    "csv": ("text/csv", ()),
    "png": ("image/png", (b"\x89PNG\r\n\x1a\n",)),
    "jpg": ("image/jpeg", (b"\xff\xd8\xff",)),
    "jpeg": ("image/jpeg", (b"\xff\xd8\xff",)),
    "gif": ("image/gif", (b"GIF87a", b"GIF89a")),
    "webp": ("image/webp", (b"RIFF",)),
    "heic": ("image/heic", ()),
    "mp4": ("video/mp4", ()),
    "zip": ("application/zip", (*_ZIP, b"PK\x05\x06")),
}
"""By the end of the name: the media type, and with what a file of it begins."""
HEAD = 16
"""So many bytes tell a kind, where there are so many."""
_BOXED = {"heic": (b"heic", b"heix", b"mif1", b"msf1"), "mp4": (b"isom", b"iso2", b"mp41", b"mp42", b"avc1", b"qt  ")}
MOST = 50 * 1024 * 1024
"""Bytes of a file, where the guideline says nothing of it."""
_UNITS = {"": 1, "K": 1024, "M": 1024**2, "G": 1024**3}
_SIZE = re.compile(r"([0-9]{1,9})([KMG]?)")
_LONGEST = 180
"""Bytes of a name; disks take 255, and some programs add to a name."""
_FORBIDDEN = re.compile(r'[<>:"|?*]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(?=\.|\Z)", re.IGNORECASE)
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def clean_name(name: str) -> str:
    """Return a name that every disk takes and no eye misreads: no folders, nothing invisible, of bounded length.

    What turns the direction of reading goes too: ``photo\u202egpj.exe`` shows as ``photoexe.jpg`` otherwise.
    """
    last = re.split(r"[/\\]", name[:4000].replace("\0", ""))[-1]
    shown = "".join(one for one in unicodedata.normalize("NFC", last) if unicodedata.category(one) not in _INVISIBLE)
    shown = " ".join(_FORBIDDEN.sub("_", shown).split()).strip(". ")
    stem, dot, end = shown.rpartition(".")
    if not dot:
        stem, end = shown, ""
    end = end[:16]
    room = _LONGEST - len(f".{end}".encode())
    stem = stem.encode("utf-8")[:room].decode("utf-8", "ignore").strip(". ") or "file"
    whole = f"{stem}.{end}" if end else stem
    return f"_{whole}" if _RESERVED.match(whole) else whole


def kind_of(name: str) -> str:
    """Return the kind that a clean name ends with; "" for one that isn't handed on."""
    end = name.rpartition(".")[2].lower()
    return end if end in KINDS and "." in name else ""


def begins_as(kind: str, head: bytes) -> bool:
    """Tell whether a file begins as its kind does; ``head`` are its first bytes."""
    if kind in _BOXED:
        return head[4:8] == b"ftyp" and head[8:12] in _BOXED[kind]
    if kind in {"txt", "csv"}:
        return b"\0" not in head and not head.startswith((b"MZ", b"\x7fELF", b"#!"))
    if kind == "webp":
        return head.startswith(b"RIFF") and head[8:12] == b"WEBP"
    return head.startswith(KINDS[kind][1])


def disposition(name: str) -> str:
    """Return the header that makes a browser keep a file instead of showing it, under this clean name."""
    plain = "".join(one if one.isascii() and one not in '"\\%' else "_" for one in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def largest(guideline: Guideline) -> int:
    """Return how large a file may be, in bytes: what the guideline lets the server take."""
    for control in guideline.of(SettingControl):
        if control.key == "max_upload_size" and control.op == "at_most":
            told = _SIZE.fullmatch(str(control.value))
            if told:
                return int(told[1]) * _UNITS[told[2]]
    return MOST
