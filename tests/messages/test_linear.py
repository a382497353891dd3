"""The work grows with the text and no faster: counted, not timed.

What could grow faster are the stretches of text that are read anew for every part; a doubled text
may double their total, not more.
"""

from __future__ import annotations

import pytest

from guideline.messages import Linter, Message
from guideline.messages import envelope as envelope_module
from guideline.messages import tail as tail_module
from guideline.messages.window import Window

HOSTILE = [
    "お疲れ様です", "佐藤さん、", "総務課の佐藤です。", "よろしくお願いします", "了解です", "a", "1", "1-", "「", '"', "> ", "@", "(", "【", "お 疲 れ ", "〜", "全職員に",
    "生年月日", "旭町1-", "a@", "@a.", "〇", "\r", "ｶﾞ",
]  # fmt: skip


@pytest.mark.parametrize("seed", HOSTILE)
@pytest.mark.parametrize("channel", ["talk", "bulletin"])
def test_doubling_the_text_doubles_what_is_read(
    linter: Linter, monkeypatch: pytest.MonkeyPatch, seed: str, channel: str
) -> None:
    read = [0]

    class Counting(Window):
        def __init__(self, text: str, start: int, end: int) -> None:
            read[0] += end - start
            super().__init__(text, start, end)

    monkeypatch.setattr(envelope_module, "Window", Counting)
    monkeypatch.setattr(tail_module, "Window", Counting)
    totals = []
    for repeats in (200, 400):
        read[0] = 0
        linter.judge(Message("m", seed * repeats, channel))
        totals.append(read[0])
    assert totals[1] <= 2.3 * totals[0] + 500


def test_windows_are_bounded(linter: Linter, monkeypatch: pytest.MonkeyPatch) -> None:
    widest = [0]

    class Counting(Window):
        def __init__(self, text: str, start: int, end: int) -> None:
            widest[0] = max(widest[0], end - start)
            super().__init__(text, start, end)

    monkeypatch.setattr(envelope_module, "Window", Counting)
    monkeypatch.setattr(tail_module, "Window", Counting)
    linter.judge(Message("m", "お疲れ様です" * 5000))
    assert 0 < widest[0] <= 100
