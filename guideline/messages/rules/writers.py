"""投稿できる課

見つけるもの: sections に挙げた課のほかの課からの投稿。掲示板に載せる課を限るときに、channels と合わせて使います。

見つけないもの: 投稿者の課が分からないもの、緊急時（phase: emergency）の投稿で emergency が true のもの。

選択肢: sections（投稿できる課の一覧）、roles（投稿できる役割の一覧。役割を知るのはサーバーだけなので、下書きの判定では使いません）、emergency（緊急時はどの課からでもよいなら true）。

良い例: 総務課からの掲示（sections: [総務課]）
悪い例: ほかの課からの掲示

Who may post.
Finds a message from a section that is not in ``sections``; silent where the sender's section is not known, and in an
emergency where ``emergency`` is true. Options: sections (list),
roles (list; only the server knows roles, so drafts are judged without them), emergency (boolean).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from guideline.messages.rules import Rule
from guideline.messages.view import Hit, View

OPTIONS: dict[str, Any] = {"sections": list, "roles": list, "emergency": bool}
PHRASES = False


def may(view: View, rule: Rule) -> bool:
    return view.message.section != ""


def find(view: View, rule: Rule) -> Iterator[Hit]:
    """Yield one hit over the whole message where its sender's section may not post."""
    if view.message.phase == "emergency" and rule.option("emergency", False):
        return
    sections = {str(section) for section in rule.option("sections", ())}
    if sections and view.message.section not in sections:
        yield Hit(0, len(view.text))
