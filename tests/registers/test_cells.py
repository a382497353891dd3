"""Cells are read as people type them, and refused with the name of a sentence."""

from datetime import date

import pytest

from guideline.bundle.model import Column, Text
from guideline.registers.cells import reader


def read(kind, text, **more):
    return reader(Column("key", Text("列"), kind, **more))(text)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("text", "充電器つき", "充電器つき"),
        ("name", "佐藤　花子", "佐藤 花子"),
        ("name", "Ｓａｔｏ", "Sato"),
        ("user", "sato", "sato"),
        ("user", "＠Ｓａｔｏ", "sato"),
        ("user", "@sato.h:chat.example", "sato.h"),
        ("date", "令和８年10月１日", date(2026, 10, 1)),
        ("date", "R8.10.1", date(2026, 10, 1)),
        ("phone", "０９０－１２３４－５６７８", "090-1234-5678"),
        ("phone", "(0256)34-5511", "(0256)34-5511"),
        ("phone", "+81 256 34 5511", "+81 256 34 5511"),
        ("phone", "内線2345", "内線2345"),
        ("email", "ｔａｒｏ＠example.lg.jp", "taro@example.lg.jp"),
        ("integer", "１，２３４", 1234),
        ("integer", "-3", -3),
        ("yes-no", "はい", True),
        ("yes-no", "○", True),
        ("yes-no", "ＮＯ", False),
        ("yes-no", "未", False),
        ("section", "総務課　管財係", "総務課管財係"),
    ],
)
def test_read(kind, text, value):
    assert read(kind, text) == value


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [
        ("text", "a\x1b[31m", "bad-text"),
        ("text", "あ" * 1001, "bad-text"),
        ("name", "090-1234-5678", "bad-name"),
        ("name", "taro@example", "bad-name"),
        ("name", "佐\u202e藤", "bad-name"),
        ("user", "佐藤", "bad-user"),
        ("user", "a" * 300, "bad-user"),
        ("date", "2026-02-30", "bad-date"),
        ("date", "令和0年1月1日", "bad-date"),
        ("phone", "34-5511-ext", "bad-phone"),
        ("phone", "1234567890123", "bad-phone"),
        ("email", "taro@localhost", "bad-email"),
        ("email", "@example.jp", "bad-email"),
        ("integer", "三", "bad-integer"),
        ("integer", "9" * 20, "bad-integer"),
        ("yes-no", "たぶん", "bad-yes-no"),
        ("section", "あ" * 61, "bad-section"),
    ],
)
def test_refused(kind, text, said):
    with pytest.raises(ValueError, match=f"^{said}$"):
        read(kind, text)


@pytest.mark.parametrize(
    ("text", "value"), [("byod", "byod"), ("ＢＹＯＤ", None), ("私物", "byod"), ("貸与", "issued"), ("その他", None)]
)
def test_choices(text, value):
    if value is None:
        with pytest.raises(ValueError, match=r"^not-one-of$"):
            read("choice", text, one_of=("issued", "byod"))
    else:
        assert read("choice", text, one_of=("issued", "byod")) == value


def test_a_choice_of_japanese_names_in_any_width():
    assert read("choice", "ﾄｰｸ", one_of=("トーク", "掲示板")) == "トーク"


def test_an_unknown_type_is_an_error():
    with pytest.raises(KeyError):
        read("regex", "x")
