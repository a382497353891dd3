"""The explanation reads as it stands, in at most 40 lines, and helps those who mistyped."""

from dataclasses import replace

import pytest

from guideline.bundle.model import Enforcement, Text
from guideline.publish import UnknownNameError, explain
from guideline.publish.explain import MAX_LINES
from guideline.source.tables import width

GREETING = """\
etiquette/greeting ── 挨拶の定型句を置かない（第8条）
架空市チャット運用ガイドライン 第1.2.0版（令和8年10月1日現在）

条文      職員間のトークでは、挨拶の定型句を置かずに用件から書かなければなら
          ない。
理由      読む人の時間を大切にするため。
水準      義務（しなければならない）
出典      S2 三条市の公開事例 SJ-3
対象      トーク（すべてのネットワーク、平常時も緊急時も）
重さ      警告
サーバー  令和8年10月1日から令和8年12月31日まで、投稿は届き、書いた人にだけ
          案内します
          令和9年1月1日から、総務課では、投稿を受け付けず、理由を書いた人に
          知らせます
語句      お疲れ様です、お世話になっております、おはようございます、こんにち
          は、失礼します、ご無沙汰しております、おつです、突然のご連絡恐れ入
          ります、ほか2件
直し方    その部分を消します（fix で自動）
良い例    「14時の会議は第2会議室です。」
          「お世話になっております。」（外部とのトーク）
悪い例    「お疲れ様です。14時の会議は第2会議室です。」"""


def test_a_rule(kakuu):
    assert explain(kakuu, "etiquette/greeting", "ja") == GREETING


def test_a_clause_by_id_and_by_number(kakuu):
    by_id = explain(kakuu, "etiquette.no-greeting", "ja")
    assert "規則      etiquette/greeting（自動で判定）" in by_id
    for name in ("8", "８", "第8条", "第８条"):
        assert explain(kakuu, name, "ja") == by_id
    assert explain(kakuu, "第8条の2", "ja") == explain(kakuu, "8-2", "ja")


def test_a_sticker_is_named(kakuu):
    assert "言葉の代わりにスタンプを送ります（「了解」）" in explain(kakuu, "etiquette/acknowledgement", "ja")


def test_english(kakuu):
    text = explain(kakuu, "etiquette/greeting", "en")
    assert "etiquette/greeting — No set greetings (Clause 8)" in text
    assert "from 2026-10-01 to 2026-12-31, lets it pass and advises the" in text


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_rule_and_clause_can_be_explained(kakuu, lang):
    names = [clause.id for clause in kakuu.clauses] + [c.rule for clause in kakuu.clauses for c in clause.controls]
    for name in names:
        lines = explain(kakuu, name, lang).splitlines()
        assert len(lines) <= MAX_LINES
        # A closing mark may hang over the end by one character.
        assert max(map(width, lines)) <= 78
        assert all(line == line.rstrip() for line in lines)


def test_the_longest_clause_stays_within_forty_lines(kakuu):
    clause = kakuu.clauses[0]
    control = clause.controls[0]
    many = replace(
        control,
        phrases=control.phrases * 200,
        examples=replace(control.examples, good=("良い" * 200,) * 50, bad=("悪い" * 200,) * 50),
        enforce=control.enforce * 20,
    )
    long = replace(clause, text=Text("長い条文。" * 500), why=Text("長い理由。" * 500), controls=(many,) * 30)
    text = explain(replace(kakuu, clauses=(long,)), clause.id, "ja")
    assert len(text.splitlines()) == MAX_LINES


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("etiquette/greting", "etiquette/greeting"),
        ("greeting", "etiquette/greeting"),
        ("safety.drll", "safety.drill"),
    ],
)
def test_unknown_names_are_told_what_is_near(kakuu, name, near):
    with pytest.raises(UnknownNameError) as raised:
        explain(kakuu, name, "ja")
    assert near in raised.value.suggestions
    assert f"もしかして：{raised.value.suggestions[0]}" in raised.value.sentence("ja")


@pytest.mark.parametrize("name", ["", "第条", "x" * 100_000, "\x1b[31m"])
def test_names_that_mean_nothing(kakuu, name):
    with pytest.raises(UnknownNameError) as raised:
        explain(kakuu, name, "en")
    assert len(raised.value.sentence("en")) < 500


def test_quotes_within_an_example_are_doubled(kakuu):
    clause = kakuu.clauses[0]
    control = replace(
        clause.controls[0], examples=replace(clause.controls[0].examples, good=("「了解」は不要",), bad=())
    )
    text = explain(replace(kakuu, clauses=(replace(clause, controls=(control,)),)), "etiquette/greeting", "ja")
    assert "『「了解」は不要』" in text


def test_where_the_server_acts_names_channels_and_sections(kakuu):
    clause = kakuu.clauses[0]
    enforce = (Enforcement("advise", channels=("talk",), sections=("総務課", "税務課")),)
    control = replace(clause.controls[0], enforce=enforce)
    text = explain(replace(kakuu, clauses=(replace(clause, controls=(control,)),)), "etiquette/greeting", "ja")
    assert "サーバー  トーク（総務課・税務課）では、投稿は届き" in text
