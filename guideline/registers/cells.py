"""Reads one cell of a register by its column's type; a closed list.

Every reader takes the text as typed and returns a value, or raises ValueError with the name of the
sentence to say. Full-width letters and digits are read as narrow ones.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from typing import Any

from guideline.bundle.model import Column
from guideline.source.dates import parse_date

MAX_TEXT = 1000
MAX_NAME = 60
MAX_EMAIL = 254

_USER = re.compile(r"@?([a-z0-9][a-z0-9._=/-]{0,60})(?::[a-z0-9.:\[\]-]{1,230})?")
_PHONE = re.compile(r"(?:\+81|0)[0-9]{9,10}")
_EXTENSION = re.compile(r"(?:内線|内)?[0-9]{2,6}")
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}")
_INTEGER = re.compile(r"[+-]?[0-9]{1,15}")
_NOT_IN_NAMES = re.compile(r"[0-9@<>=]")
_SEPARATORS = str.maketrans("", "", "-‐‑–−ー() .")

_YES = frozenset(("はい", "有", "あり", "済", "○", "〇", "◯", "yes", "y", "true", "1"))
_NO = frozenset(("いいえ", "無", "なし", "未", "×", "✕", "no", "n", "false", "0"))
_CHOICES = {"貸与": "issued", "公用": "issued", "支給": "issued", "私物": "byod", "個人": "byod"}
"""What people write for the kinds of a device."""


def read_text(text: str) -> str:
    """Any text on one line or several, without control characters."""
    if len(text) > MAX_TEXT or any(unicodedata.category(c) == "Cc" and c not in "\n\t" for c in text):
        raise ValueError("bad-text")
    return text


def read_name(text: str) -> str:
    """A person's name: what holds digits or an at sign stands in the wrong column."""
    plain = " ".join(fold(text).split())
    if not plain or len(plain) > MAX_NAME or _NOT_IN_NAMES.search(plain) or not plain.replace(" ", "").isprintable():
        raise ValueError("bad-name")
    return plain


def read_user(text: str) -> str:
    """An account: ``sato`` or ``@sato:chat.example``; the local part is returned."""
    found = _USER.fullmatch(fold(text).lower())
    if not found:
        raise ValueError("bad-user")
    return found[1]


def read_date(text: str) -> date:
    """A day, western or 和暦."""
    try:
        return parse_date(text)
    except ValueError:
        raise ValueError("bad-date") from None


def read_phone(text: str) -> str:
    """A number with its area code, or an extension; returned with narrow digits as typed."""
    plain = fold(text)
    digits = plain.translate(_SEPARATORS)
    if not (_PHONE.fullmatch(digits) or _EXTENSION.fullmatch(digits)) or len(plain) > MAX_NAME:
        raise ValueError("bad-phone")
    return plain


def read_email(text: str) -> str:
    """A mail address."""
    plain = fold(text)
    if len(plain) > MAX_EMAIL or not _EMAIL.fullmatch(plain):
        raise ValueError("bad-email")
    return plain


def read_integer(text: str) -> int:
    """A whole number; thousands may be set apart with commas."""
    plain = fold(text).replace(",", "")
    if not _INTEGER.fullmatch(plain):
        raise ValueError("bad-integer")
    return int(plain)


def read_yes_no(text: str) -> bool:
    """はい or いいえ, and the usual marks."""
    plain = fold(text).lower()
    if plain not in _YES | _NO:
        raise ValueError("bad-yes-no")
    return plain in _YES


def read_section(text: str) -> str:
    """A section's name."""
    plain = "".join(fold(text).split())
    if not plain or len(plain) > MAX_NAME or not plain.isprintable():
        raise ValueError("bad-section")
    return plain


READERS: dict[str, Callable[[str], Any]] = {
    "text": read_text,
    "name": read_name,
    "user": read_user,
    "date": read_date,
    "phone": read_phone,
    "email": read_email,
    "integer": read_integer,
    "yes-no": read_yes_no,
    "section": read_section,
}
"""By type; ``choice`` needs its column and is made by ``reader``."""


def reader(column: Column) -> Callable[[str], Any]:
    """Return what reads the cells of a column. Raises KeyError for a type outside the closed list."""
    if column.type == "choice":
        return lambda text: read_choice(text, column.one_of)
    return READERS[column.type]


def read_choice(text: str, allowed: tuple[str, ...]) -> str:
    """One of the names allowed, as the guideline writes it; any text where none are given."""
    plain = fold(text)
    by_name = {fold(name): name for name in allowed}
    if plain in by_name:
        return by_name[plain]
    if _CHOICES.get(plain) in allowed:
        return _CHOICES[plain]
    if allowed:
        raise ValueError("not-one-of")
    return read_text(plain)


def fold(text: str) -> str:
    """Read full-width letters, digits and signs as narrow ones and half-width kana as wide."""
    return unicodedata.normalize("NFKC", text).strip()
