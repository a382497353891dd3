"""Registers are judged with line and column, in Japanese, and quote nothing personal."""

from datetime import date

import pytest

from guideline.bundle.model import Column, RegisterControl, Text
from guideline.registers import judge_example, judge_register, parse_register, values
from guideline.words import say, sentences

HEADER = "端末,使う人,区分,承認者,承認日,期限"
ROW = "P-0001,sato,byod,suzuki,2026-10-02,2027-03-31"


def test_rows_without_fault(judged):
    assert judged(f"{HEADER}\n{ROW}\nP-0002,suzuki,貸与,,,令和9年3月31日\n") == []


def test_findings_bear_their_line_and_column(judged):
    text = f'{HEADER}\n"P-1\n続き",sato,byod,suzuki,2026-10-02,2027-03-31\n\n,sato,ゲーム,suzuki,昨日,2027-03-31\n'
    assert judged(text) == [(5, "device", "required"), (5, "kind", "not-one-of"), (5, "approved_on", "bad-date")]


@pytest.mark.parametrize(
    "header",
    [
        "device,owner,kind,approved_by,approved_on,valid_until",
        "Device,Owner,Kind,Approved By,Approved On,Valid Until",
        "端末番号,利用者,種別,承認した人,承認年月日,有効期限",
        "ﾃﾞﾊﾞｲｽ,ｏｗｎｅｒ,区分,承認者,承認日,期限",
    ],
)
def test_headers_in_either_language_and_the_usual_ones(judged, header):
    found = judged(f"{header}\n{ROW}\n")
    expected = [] if "ﾃﾞ" not in header else [(1, None, "unknown-column"), (1, "device", "missing-column")]
    assert found == expected


def test_the_same_column_twice(judged):
    assert judged(f"{HEADER},利用者\n{ROW},sato\n")[0] == (1, None, "unknown-column")
    assert judged(f"{HEADER},Owner\n{ROW},sato\n")[0] == (1, "owner", "same-column")


def test_bounds(row):
    assert row(台数="0") == [("count", "too-small")]
    assert row(台数="４") == [("count", "too-large")]
    assert row(台数="3") == []


def test_a_unique_column_and_the_same_row(judged):
    assert judged(f"{HEADER}\n{ROW}\n{ROW}\n") == [(3, "device", "repeated"), (3, None, "repeated-row")]


def test_a_check_the_register_can_not_make_is_told():
    columns = (Column("note", Text("備考"), "text"),)
    control = RegisterControl("register/x", "c", "error", register="x", columns=columns, checks=("not-expired",))
    found = judge_register(control, parse_register("備考\nあ\n", "x.csv"), today=date(2026, 10, 1))
    assert [finding.say for finding in found] == ["registers.unknown-check"]


PERSONAL = [
    "090-1234-5678",
    "０９０１２３４５６７８",
    "佐藤花子さん9",
    "taro@example.lg.jp",
    "123456789018",
    "架空市本町2-3-4",
]


@pytest.mark.parametrize("personal", PERSONAL)
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_no_finding_quotes_what_could_be_personal(devices, personal, lang):
    """Every column filled with a personal value, as when a row is shifted, and a header of personal values."""
    columns = [column.title.ja for column in devices.columns]
    shifted = ",".join(columns) + "\n" + ",".join(personal for _ in columns) + "\n"
    header = f"端末,{personal}\nP-1,x\n"
    bare = f"{personal},{personal}x\n1,2\n"
    for text in (shifted, header, bare):
        found = judge_register(devices, parse_register(text, "d.csv"), today=date(2026, 10, 10))
        assert found
        for finding in found:
            assert personal not in say(lang, finding.say, **finding.args)
            assert personal not in str(finding)


def test_a_day_that_no_calendar_has_is_quoted(devices):
    text = f"{HEADER}\nP-1,sato,byod,suzuki,令和8年13月1日,2027-03-31\n"
    found = judge_register(devices, parse_register(text, "d.csv"), today=date(2026, 10, 10))
    assert "「令和8年13月1日」を日付として読めません" in say("ja", found[0].say, **found[0].args)


def test_a_file_without_a_header_is_told_once(judged):
    assert judged("P-0001,sato,byod\nP-0002,suzuki,byod\n") == [(1, None, "no-header")]


def test_every_sentence_can_be_said_in_both_languages(devices):
    args = dict.fromkeys(
        ("column", "columns", "first", "found", "allowed", "bound", "until", "lost", "earlier", "check"), "x"
    )
    for name in sentences("registers"):
        assert say("ja", f"registers.{name}", **args)
        assert say("en", f"registers.{name}", **args)


def test_values_are_typed_and_only_of_rows_that_can_be_read(devices):
    text = f"{HEADER},備考\n{ROW},x\nP-2,sato,だめ,,,2027-03-31,\n"
    assert values(devices, parse_register(text, "d.csv")) == [
        {
            "device": "P-0001",
            "owner": "sato",
            "kind": "byod",
            "approved_by": "suzuki",
            "approved_on": date(2026, 10, 2),
            "valid_until": date(2027, 3, 31),
            "line": 2,
        }
    ]


def test_an_example_is_judged_like_a_row(devices):
    good = {"device": "P-1", "owner": "sato", "kind": "byod", "approved_by": "suzuki", "valid_until": "2027-03-31"}
    assert judge_example(devices, good, date(2026, 10, 1)) == []
    assert [f.say for f in judge_example(devices, {**good, "approved_by": ""}, date(2026, 10, 1))] == [
        "registers.not-approved"
    ]
