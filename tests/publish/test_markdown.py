"""Text is shown in Markdown as it is written."""

import pytest

from guideline.publish.markdown import cell, inline, quoted


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("挨拶", "挨拶"),
        ("a*b_c`d", "a\\*b\\_c\\`d"),
        ("<b>&", "&lt;b&gt;&amp;"),
        ("[a](b)", "\\[a\\](b)"),
        ("# 見出し", "\\# 見出し"),
        ("- 項目", "\\- 項目"),
        ("1. 項目", "1\\. 項目"),
        ("10) 項目", "10\\) 項目"),
        ("> 引用", "&gt; 引用"),
        ("行\n---\n行", "行\n\\---\n行"),
        ("行\n===", "行\n\\==="),
        ("10-1", "10-1"),
        ("C:\\x", "C:\\\\x"),
    ],
)
def test_inline(text, escaped):
    assert inline(text) == escaped


def test_a_cell_is_one_line():
    assert cell("a|b\nc") == "a\\|b c"


def test_a_quote_keeps_its_lines():
    assert quoted("一\n\n二") == "> 一  \n>\n> 二  "
    assert quoted("") == ">"
