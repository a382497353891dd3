"""What a sound bundle's authors are asked to look at."""

from __future__ import annotations

from datetime import date
from hashlib import sha256

import pytest

from guideline.bundle import load_bundle
from guideline.bundle.review import is_reported, level_of, review
from guideline.words import say

DAY = date(2026, 11, 1)
HEAD = "chapter: {id: a, title: 章}\nclauses:\n  - id: a.b\n    number: '1'\n    level: %s\n    title: 題\n    text: %s\n    why: 理由\n    sources: [{document: kit}]\n"
ATTEST = "    controls:\n      - attest: {rule: attest/a, question: 問い, every: 1y}\n        examples: {good: [{last: 2026-10-01}], bad: [{last: null}]}\n"


def found(bundle, day=DAY) -> list[tuple[str, str, str]]:
    return [(f.rule, f.clause, f.severity) for f in review(bundle, bundle.at(day))]


@pytest.mark.parametrize(
    "text, level",
    [
        # must
        ("端末を届け出なければならない。", "must"),
        ("挨拶の定型句を置いてはならない。", "must"),
        ("住民の個人番号を書いてはならないものとする。", "must"),
        ("記録を残さなくてはならない。", "must"),
        ("部外の者を加えるものではならない。", "must"),
        ("掲示板に載せるものとする。", "must"),
        ("所属長が承認することとする。", "must"),
        ("写しは一年保存とする。", "must"),
        ("私的な利用を禁止する。", "must"),
        ("転送を禁ずる。", "must"),
        ("届け出た端末でなければ使うことができない。", "must"),
        ("法令の定めを確かめること。", "must"),
        ("個人情報を書かないこと。", "must"),
        ("管理者に報告しなければなりません。", "must"),
        ("添付してはなりません。", "must"),
        # should
        ("一文を短くするよう努める。", "should"),
        ("速やかに返すよう努めるものとする。", "should"),
        ("訓練に参加するよう努めなければならない。", "should"),
        ("返事はスタンプで返すよう努めること。", "should"),
        ("読みやすく書くよう努めます。", "should"),
        ("勤務時間の外の送信を控えることが望ましい。", "should"),
        ("深夜の送信は望ましくない。", "should"),
        ("用件を先に書くよう心がける。", "should"),
        ("相手の時間に配慮する。", "should"),
        ("見出しを付けることを推奨する。", "should"),
        ("一つの部屋に一つの用件を原則とする。", "should"),
        # may
        ("届け出た端末を使うことができる。", "may"),
        ("部屋を設けることができるものとする。", "may"),
        ("絵文字を使っても差し支えない。", "may"),
        ("電話によることを妨げない。", "may"),
        ("電子メールによることを妨げるものではない。", "may"),
        ("敬称を省いてよい。", "may"),
        ("敬称を省いてもよい。", "may"),
        ("敬称を省いてもかまわない。", "may"),
        ("時差での送信を可能とする。", "may"),
        ("参加は任意とする。", "may"),
        ("ご覧になることができます。", "may"),
        # the strictest sentence counts
        ("使うことができる。ただし、事前に届け出なければならない。", "must"),
        ("届け出なければならない。ただし、災害時はこの限りでない。", "must"),
        ("届け出なければならない。なお、様式は別に示す。", "must"),
        ("よう努める。絵文字を使うことができる。", "should"),
        # brackets qualify
        ("届け出なければならない（災害時を除く。）。", "must"),
        ("届け出なければならない（様式は課長（代理を含む。）が定めることができる。）", "must"),
        ("届け出るよう努める(任意とする)。", "should"),
        ("  届け出るよう努める。\n", "should"),
        # none
        ("挨拶は書かない。", None),
        ("この指針は、庁内チャットの使い方を定める。", None),
        ("してください。", None),
        ("", None),
        ("。。。", None),
        ("（）", None),
        ("努めることなく、書く。", None),
    ],
)
def test_the_level_that_a_text_states(text, level):
    assert level_of(text) == level


@pytest.mark.parametrize(
    "text, reported",
    [
        ("挨拶は不要とされている。", True),
        ("スタンプで返すこととしている。", True),
        ("未読者に電話したと報告されている。", True),
        ("事例で紹介されている。", True),
        ("掲示板に載せている。", True),
        ("掲示板に載せなければならない。", False),
        ("掲示板に載せる。", False),
    ],
)
def test_a_report_states_no_duty(text, reported):
    assert is_reported(text) is reported


@pytest.mark.parametrize(
    "level, text, findings",
    [
        ("must", "しなければならない。", []),
        ("must", "するよう努める。", ["bundle/level-verb"]),
        ("should", "するよう努める。", []),
        ("should", "しなければならない。", ["bundle/level-verb"]),
        ("may", "することができる。", []),
        ("may", "する。", ["bundle/level-verb"]),
        ("must", "こととしている。", []),
    ],
)
def test_the_level_and_the_verb_agree(load, level, text, findings):
    bundle = load({"clauses/a.yaml": HEAD % (level, text) + ATTEST})
    assert [rule for rule, *_ in found(bundle)] == findings


def stale(of: str) -> str:
    return "{ja: しなければならない。, en: {text: Must., of: '%s'}}" % of  # noqa: UP031 - the text holds braces


def test_a_translation_is_stale_when_its_text_has_changed(load):
    fresh = sha256("しなければならない。".encode()).hexdigest()[:8]
    bundle = load({"clauses/a.yaml": HEAD % ("must", stale(fresh)) + ATTEST})
    assert found(bundle) == []
    assert bundle.at(DAY).clauses[0].text.en == "Must."


def test_every_stale_translation_is_told_at_its_place(load, tmp_path):
    old = "{ja: 新しい文, en: {text: Old., of: '00000000'}}"
    clauses = (
        (HEAD % ("must", stale("00000000")))
        .replace("title: 章", f"title: {old}")
        .replace("title: 題", f"title: {old}")
        .replace("why: 理由", f"why: {old}")
        + ATTEST.replace("question: 問い", f"question: {old}, owner: {old}")
        + f"      - register: {{rule: register/a, register: devices, columns: [{{key: k, title: {old}, type: text}}]}}\n        examples: {{good: [{{}}], bad: [{{}}]}}\n"
    )
    bundle = load(
        {
            "clauses/a.yaml": clauses,
            "parameters.yaml": f"parameters:\n  - {{id: p, title: {old}, unit: count, stricter: lower, values: {{2026-04-01: 1}}}}\n",
            "stickers.yaml": f"stickers:\n  - {{id: s, label: {old}, meaning: {old}}}\n",
        }
    )
    told = [
        (f.rule, f.args["field"], f.place.file.rpartition("/")[2], f.place.line) for f in review(bundle, bundle.at(DAY))
    ]
    assert {rule for rule, *_ in told} == {"bundle/stale-translation"}
    assert [row[1:] for row in told] == [
        ("chapter a", "a.yaml", 1),
        ("title", "parameters.yaml", 2),
        ("sticker s label", "stickers.yaml", 2),
        ("sticker s meaning", "stickers.yaml", 2),
        ("title", "a.yaml", 3),
        ("text", "a.yaml", 3),
        ("why", "a.yaml", 3),
        ("question", "a.yaml", 11),
        ("owner", "a.yaml", 11),
        ("column k", "a.yaml", 13),
    ]


def test_the_bundle_s_own_title_goes_stale_too(load, tmp_path):
    load({"clauses/a.yaml": HEAD % ("must", "しなければならない。") + ATTEST})
    path = tmp_path / "layer0/bundle.yaml"
    path.write_text(
        path.read_text("utf-8").replace(
            "authority: 架空市", "authority: {ja: 架空市, en: {text: City, of: '00000000'}}"
        ),
        "utf-8",
    )
    (finding,) = review(bundle := load_bundle(tmp_path / "layer0"), bundle.at(DAY))
    assert (finding.rule, finding.args, finding.place.file) == (
        "bundle/stale-translation",
        {"field": "authority"},
        str(path),
    )


def test_a_clause_that_nothing_holds(load):
    bundle = load({"clauses/a.yaml": HEAD % ("must", "しなければならない。") + "    controls: []\n"})
    (finding,) = review(bundle, bundle.at(DAY))
    assert (finding.rule, finding.clause, finding.place.line, finding.place.column) == (
        "bundle/no-control",
        "a.b",
        3,
        9,
    )


@pytest.mark.parametrize(
    "examples, findings",
    [
        ("", ["bundle/no-good-example", "bundle/no-bad-example"]),
        ("        examples: {good: [a]}\n", ["bundle/no-bad-example"]),
        ("        examples: {bad: [a]}\n", ["bundle/no-good-example"]),
        ("        examples: {good: [a], bad: [b]}\n", []),
    ],
)
def test_a_control_without_examples(load, examples, findings):
    controls = "    controls:\n      - attest: {rule: attest/a, question: 問い, every: 1y}\n"
    bundle = load({"clauses/a.yaml": HEAD % ("must", "しなければならない。") + controls + examples})
    assert found(bundle) == [(rule, "a.b", "warning") for rule in findings]
    assert all((f.place.line, f.args["rule"]) == (11, "attest/a") for f in review(bundle, bundle.at(DAY)))


def test_every_loosening_is_told_with_its_reason(sample):
    bundle = load_bundle(sample / "kakuu")
    findings = list(review(bundle, bundle.at(DAY)))
    assert [(f.rule, f.severity, f.args["what"]) for f in findings] == [
        ("bundle/loosening", "info", "level"),
        ("bundle/loosening", "info", "phrases (etiquette/greeting)"),
    ]
    assert {f.args["reason"] for f in findings} == {"試行の間は努力目標とするため。"}
    assert {(f.args["layer"], f.place.line) for f in findings} == {("kakuu-test", 3)}


def test_a_loosened_parameter_is_told_where_it_stands(load):
    base = "parameters:\n  - {id: p, title: 数, unit: count, stricter: lower, values: {2026-04-01: 1}}\n"
    layer = "parameters:\n  - {id: p, values: {2026-04-01: 2}, because: 増員まで}\n"
    bundle = load({"parameters.yaml": base}, {"parameters.yaml": layer})
    (finding,) = review(bundle, bundle.at(DAY))
    assert (finding.clause, finding.args["what"], finding.place.line, finding.place.column) == ("$p", "value", 2, 10)


def test_a_clause_is_reviewed_on_the_days_it_holds(load):
    text = (HEAD % ("must", "する。")).replace("level:", "from: 2027-01-01\n    level:") + ATTEST
    bundle = load({"clauses/a.yaml": text})
    assert found(bundle, date(2026, 12, 31)) == []
    assert found(bundle, date(2027, 1, 1)) == [("bundle/level-verb", "a.b", "warning")]


def test_the_sample_leaves_nothing_to_mend(sample):
    assert found(load_bundle(sample / "kihon")) == []


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_finding_can_be_said_and_a_compiled_bundle_names_itself(load, lang):
    clauses = HEAD % ("may", stale("00000000")) + "    controls: []\n"
    layer = "chapter: {id: a}\nclauses:\n  - id: a.b\n    withdrawn: true\n    because: '{braces} %s'\n"
    first = load(
        {
            "clauses/a.yaml": clauses
            + (HEAD % ("must", "しなければならない。"))
            .partition("clauses:\n")[2]
            .replace("a.b", "a.c")
            .replace("'1'", "'2'")
            + "    controls: [{document: {rule: a/b}}]\n"
        }
    )
    second = load({"clauses/a.yaml": clauses}, {"clauses/a.yaml": layer})
    rules = set()
    for bundle in (first, second):
        compiled = type(bundle).from_json(bundle.to_json())
        for finding in [*review(bundle, bundle.at(DAY)), *review(compiled, compiled.at(DAY))]:
            assert say(lang, finding.say, **finding.args)
            rules.add(finding.rule)
        assert {f.place.file for f in review(compiled, compiled.at(DAY))} == {compiled.id}
    assert rules == {
        f"bundle/{name}"
        for name in ("level-verb", "stale-translation", "no-control", "no-good-example", "no-bad-example", "loosening")
    }
