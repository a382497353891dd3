"""Personal data and secrets never leave, whatever the format, the width and the finding shown."""

import pytest

from guideline.finding import Edit, Finding, Place
from guideline.report import FORMATS, Judged
from guideline.report.masking import hide_secret, mask, veil
from guideline.source.tables import width

# Every number as it might be typed: half and full width, separators of all kinds.
PLANTED = [
    "090-1234-5678",
    "０９０－１２３４－５６７８",
    "０９０ー１２３４ー５６７８",
    "(0256) 34-5511",
    "0256.34.5511",
    "123456789018",
    "１２３４５６７８９０１８",
    "1234 5678 9018",
    "昭和60年7月23日",
    "普通 0456192",
    "架空市本町２丁目３番地４号",
    "ｔａｒｏ＠ｅｘａｍｐｌｅ．ｌｇ．ｊｐ",
    "taro@example.lg.jp",
]


def personal(start, end, **more):
    place = Place(start=start, end=end)
    return Finding("privacy/phone-number", "privacy.no-numbers", "error", place, "report.clean", personal=True, **more)


def neighbour(start, end, **more):
    place = Place(start=start, end=end)
    return Finding("etiquette/greeting", "etiquette.no-greeting", "warning", place, "report.clean", **more)


def draft(number):
    """A message whose greeting stands on the same line as two personal numbers, and another line with one."""
    text = f"お疲れ様です。{number}と\t{number}です。\n連絡先は{number}"
    at = [text.index(number)]
    while (next_at := text.find(number, at[-1] + 1)) >= 0:
        at.append(next_at)
    return text, [personal(start, start + len(number)) for start in at]


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("number", PLANTED)
def test_no_planted_number_appears_in_any_format(report, format, number):
    text, found = draft(number)
    judged = [
        Judged("draft.txt", text, (*found, neighbour(0, 7, edits=(Edit(0, 7),)))),
        Judged("many.jsonl", text, (neighbour(0, 7), *found), id="m1", line=1),
        Judged("filtered.txt", text, (neighbour(0, 7),), hidden=tuple((f.place.start, f.place.end) for f in found)),
    ]
    shown = report(format, judged)
    assert number not in shown
    longest = max(number.replace("－", " ").replace("-", " ").split(), key=len)
    assert longest not in shown


def test_without_masking_the_numbers_would_be_seen(report):
    """The planted texts do reach the excerpts: seen red by showing them."""
    for number in PLANTED:
        text, found = draft(number)
        assert number in report("text", [Judged("draft.txt", text, tuple(found))], show_personal=True)


def test_only_the_personal_part_is_masked(report):
    text, found = draft("090-1234-5678")
    shown = report("text", [Judged("draft.txt", text, (*found, neighbour(0, 7)))])
    assert "お疲れ様です。*************と    *************です。" in shown


@pytest.mark.parametrize("format", FORMATS)
def test_a_number_that_slipped_into_a_sentence_or_a_name_is_masked_too(report, format):
    text = "電話は090-1234-5678です"
    found = personal(3, 16, subject="090-1234-5678", edits=(Edit(0, 3, "090-1234-5678"),))
    leak = Finding("x/y", "z", "error", Place(start=0, end=2), "report.do-replace", {"text": "090-1234-5678"})
    shown = report(format, [Judged("090-1234-5678.txt", text, (found, leak), id="090-1234-5678")])
    assert "090-1234-5678" not in shown


def test_digits_that_touch_a_span_are_masked_with_it():
    found = Judged("a", "番号1234567890123です", (personal(4, 14),))
    assert veil(found).text == "番号*************です"


def test_a_personal_finding_without_a_span_hides_the_whole_text():
    found = Judged("a", "本文\n二行目", (Finding("p", "c", "error", Place(), "report.clean", personal=True),))
    assert veil(found).text == "＊＊\n＊＊＊"


def test_overlapping_spans_are_both_masked():
    found = Judged("a", "住所は架空市本町2-3、090-1111-2222", (personal(3, 11), personal(6, 25)))
    assert "本町" not in veil(found).text
    assert "1111" not in veil(found).text


@pytest.mark.parametrize("text", ["090-１２３４", "が👍🏽", "ｶﾞ架空", "a\nb"])
def test_a_mask_keeps_length_lines_and_cells(text):
    assert len(mask(text)) == len(text)
    assert [width(line) for line in mask(text).split("\n")] >= [width(line) for line in text.split("\n")]


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("registration_shared_secret: hunter2", "registration_shared_secret: *******"),
        ("  password: 'x y'", "  password: *****"),
        ("macaroon_secret_key=abc", "macaroon_secret_key=***"),
        ("form_secret:", "form_secret:"),
        ("server_name: chat.example", "server_name: chat.example"),
        ("enable_registration: true", "enable_registration: true"),
    ],
)
def test_values_of_secrets_are_hidden(line, shown):
    assert hide_secret(line) == shown


@pytest.mark.parametrize("format", FORMATS)
def test_no_secret_of_a_configuration_appears(report, format):
    found = Finding("synapse/unknown", "c", "error", Place(line=2, column=1), "report.clean")
    config = "server_name: a\nregistrashun_shared_secret: hunter2\n"
    assert "hunter2" not in report(format, [Judged("homeserver.yaml", config, (found,))])
