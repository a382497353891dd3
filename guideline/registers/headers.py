"""Which column of a register each header of a file means, whoever wrote it and in which language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from guideline.bundle.model import Column, RegisterControl
from guideline.registers.cells import fold
from guideline.source.tables import Table

ALIASES: dict[str, tuple[str, ...]] = {
    "user": ("利用者", "利用者id", "ユーザー", "ユーザーid", "アカウント", "id"),
    "owner": ("使う人", "利用者", "所有者", "使用者", "利用者id"),
    "name": ("氏名", "名前", "職員名"),
    "section": ("所属", "課", "課名", "部署", "所属課"),
    "roles": ("役割", "役職", "職名"),
    "phone": ("電話", "電話番号", "連絡先"),
    "email": ("メール", "メールアドレス", "mail"),
    "kind": ("区分", "種別", "種類"),
    "device": ("端末", "端末番号", "管理番号", "端末名"),
    "model": ("機種", "型番"),
    "filed": ("届出日", "申請日", "届出年月日"),
    "approved": ("承認日", "承認年月日"),
    "approved_on": ("承認日", "承認年月日"),
    "approved_by": ("承認者", "承認した人"),
    "until": ("期限", "有効期限", "利用期限", "終了日"),
    "valid_until": ("期限", "有効期限", "利用期限", "終了日"),
    "from": ("開始日", "利用開始日", "採用日"),
    "lost_on": ("紛失日", "紛失届", "紛失届出日"),
    "note": ("備考", "メモ"),
}
"""Headers that people write for a column besides its key and its titles, folded and in lower case."""


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence about a file's header, with what fills it."""

    name: str
    column: str
    args: dict[str, object]


@dataclass(frozen=True, slots=True)
class Headers:
    """The header of each column that the file has, by key; and what is wrong with the header."""

    by_key: dict[str, str]
    said: tuple[Said, ...]


def match(control: RegisterControl, table: Table) -> Headers:
    """Match the headers of a file with the columns of a register: by key, title, or a known alias."""
    by_key: dict[str, str] = {}
    said: list[Said] = []
    for number, header in enumerate(table.header, start=1):
        column = _column(control, header, by_key)
        if column is None:
            said.append(Said("unknown-column", "", {"column": _quotable(header, number)}))
        elif column.key in by_key:
            said.append(Said("same-column", column.key, {"column": header, "first": by_key[column.key]}))
        else:
            by_key[column.key] = header
    if not by_key:
        # A file without a header: its first row holds data, and none of it may be quoted.
        titles = "、".join(column.title.ja or column.key for column in control.columns)
        return Headers({}, (Said("no-header", "", {"columns": titles}),))
    said += [
        Said("missing-column", column.key, {"column": column.title.ja or column.key})
        for column in control.columns
        if column.required and column.key not in by_key
    ]
    return Headers(by_key, tuple(said))


def _column(control: RegisterControl, header: str, taken: dict[str, str]) -> Column | None:
    """Find the column by its own names first; an alias counts only for a column still without a header."""
    written = _plain(header)
    for column in control.columns:
        if written in _own_names(column):
            return column
    free = (column for column in control.columns if column.key not in taken)
    return next((column for column in free if written in ALIASES.get(column.key, ())), None)


def _quotable(header: str, number: int) -> str:
    """Quote a header that reads as one; what holds a number, a mail address or much text could be personal."""
    plain = fold(header)
    personal = "@" in plain or len(plain) > 20 or any(character.isdigit() for character in plain)
    return f"#{number}" if personal else header


def _own_names(column: Column) -> Iterator[str]:
    yield from (_plain(name) for name in (column.key, column.title.ja, column.title.en) if name)


def _plain(header: str) -> str:
    return "".join(fold(header).lower().split()).replace("_", "").replace("-", "")
