"""件名の行

見つけるもの: 最初の行がメールの件名になっている投稿（件名：…、【件名】…、題名：…、Subject: …、Re: …）。

見つけないもの: 本文の中の件名（件名欄を直して、件名が空のまま）、【至急】や【共有】、Re:start計画 のような名前。

選択肢: ありません。

良い例: 「【至急】8日の予約を午後に変えました」
悪い例: 「件名：庁用車の予約
8日の予約を午後に変えました」

A mail's subject line.
Finds a first line that is a subject line; not 件名 in the content, not other tags, not names such as Re:start.
Options: none.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from guideline.messages.rules import Rule
from guideline.messages.view import Hit, View

OPTIONS: dict[str, Any] = {}
PHRASES = False
ENVELOPED = True


def may(view: View, rule: Rule) -> bool:
    return view.envelope.subject is not None


def find(view: View, rule: Rule) -> Iterator[Hit]:
    """Yield the subject line, if there is one."""
    if view.envelope.subject is not None:
        start, end = view.envelope.subject
        yield Hit(start, end, cut=((start, end),))
