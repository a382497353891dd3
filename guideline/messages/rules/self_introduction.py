"""名乗り

見つけるもの: メールのような名乗り（総務課の佐藤です。、情報管理課 大澤です、佐藤です、）。
挨拶に続く課名だけの名乗り（お疲れ様です。総務課です。）も見つけます。

見つけないもの: 文の述語（担当は佐藤です）、答えとして読める課名だけの投稿（総務課です。）、名前でない語
（断水です、北です）。名前は一覧にある姓に限ります。

選択肢: ありません。

良い例: 「議事録を直しました」
悪い例: 「総務課の佐藤です。議事録を直しました」

The writer names themself.
Finds 「section + name です」 at the head, and a lone surname that is no everyday word; not a predicate
(担当は佐藤です). A section alone is raised where something stands before or behind it. Options: none.
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
    return bool(view.envelope.introductions)


def find(view: View, rule: Rule) -> Iterator[Hit]:
    """Yield the self-introductions of the head."""
    for start, end in view.envelope.introductions:
        yield Hit(start, end, cut=((start, end),))
