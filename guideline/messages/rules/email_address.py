"""メールアドレス

見つけるもの: メールアドレス。全角も見つけます。

見つけないもの: @の前がないもの（@example.jp ドメイン）、メンション（@田中）、published に挙げた自団体の公表アドレス。

選択肢: published（公表しているアドレスの一覧。「@」で始めるとそのドメイン全体）。

良い例: 「@example.jp からの受信を許可しました」
悪い例: 「返信先は taro@example.jp です」

Mail addresses.
Finds mail addresses, full width too; not a domain alone, not a mention, not those in ``published``.
Options: published (list of strings; one that begins with @ stands for its whole domain).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from guideline.messages.pattern import pattern
from guideline.messages.rules import Rule
from guideline.messages.view import Hit, View

OPTIONS: dict[str, Any] = {"published": list}
PHRASES = False

_LOCAL = pattern(r"[A-Za-z0-9._%+'/=?^{|}~!#$&*-]{1,64}$")
_DOMAIN = pattern(
    r"@[ ]?(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?[.。])(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){0,8}[A-Za-z]{2,24}(?![A-Za-z0-9])"
)


def may(view: View, rule: Rule) -> bool:
    return "@" in view.text


def find(view: View, rule: Rule) -> Iterator[Hit]:
    """Yield every mail address that is not published."""
    text = view.text
    published = tuple(str(address).lower() for address in rule.option("published", ()))
    for found in _DOMAIN.finditer(text):
        at = found.start()
        before = text[max(0, at - 64) : at]
        spaced = before.endswith(" ") and found[0].startswith("@ ")
        local = _LOCAL.search(before.rstrip(" ") if spaced else before)
        if not local or not local[0].strip(".'/"):
            continue
        start = at - len(local[0]) - (1 if spaced else 0)
        start += len(local[0]) - len(local[0].lstrip(".'/=*!#"))
        address = text[start : found.end()].replace(" ", "").lower()
        if not any(address == one or (one.startswith("@") and address.endswith(one)) for one in published):
            yield Hit(start, found.end(), personal=True)
