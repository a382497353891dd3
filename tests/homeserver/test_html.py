from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guideline.homeserver.html import visible

MENTION = '<a href="https://matrix.to/#/@tanaka:chat.kakuu.example">田中 みどり</a>'


@pytest.mark.parametrize(
    "markup, text, names",
    [
        ("了解しました", "了解しました", ()),
        ("<strong>了解</strong>しました", "了解しました", ()),
        ("了解&#12375;ました &amp; &lt;b&gt;", "了解しました & <b>", ()),
        (f"{MENTION}: 了解しました", "@田中 みどり: 了解しました", ("田中 みどり",)),
        (f"<p>{MENTION} <em>お疲れ様です</em></p><p>本文</p>", "@田中 みどり お疲れ様です\n本文", ("田中 みどり",)),
        ('<a href="https://kakuu.example/">資料</a>です', "資料です", ()),
        ("<blockquote><p>お疲れ様です</p></blockquote><p>本文</p>", "> お疲れ様です\n本文", ()),
        ("<blockquote>一行<br>二行</blockquote>三行", "> 一行\n> 二行\n三行", ()),
        ("<mx-reply><blockquote>了解しました</blockquote></mx-reply>3時に伺います", "3時に伺います", ()),
        ("<mx-reply>閉じない", "", ()),
        ("一<br/>二<BR>三", "一\n二\n三", ()),
        ("1 < 2 > 0 です", "1 < 2 > 0 です", ()),
        ("<script>alert(1)</script>本文", "本文", ()),
        ("</blockquote></mx-reply></a>本文", "本文", ()),
        (f"{MENTION.removesuffix('</a>')}<p>本文", "@田中 みどり\n本文", ("田中 みどり",)),
        ("", "", ()),
    ],
)
def test_reads_what_the_reader_sees(markup, text, names):
    assert visible(markup) == (text, names)


def test_a_quotation_that_is_not_marked_would_be_judged_as_ones_own_words():
    quoted, _ = visible("<blockquote>お疲れ様です</blockquote>")
    own, _ = visible("<div>お疲れ様です</div>")
    assert quoted != own
    assert all(line.startswith("> ") for line in quoted.split("\n"))


@given(st.text(alphabet="<>a/p &b;\n\"'=blockquote了", max_size=300))
def test_no_markup_breaks_it(markup):
    text, _ = visible(markup)
    assert len(text) <= 3 * len(markup) + 2 * markup.count("\n") + 2


@pytest.mark.parametrize("piece", ["<", "<blockquote>", "<a ", "&#", "</", "<mx-reply>", "><"])
def test_the_longest_event_of_hostile_markup_is_read(piece):
    visible(piece * (65_536 // len(piece)))
