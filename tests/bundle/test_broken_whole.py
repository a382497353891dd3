"""Broken bundles as a whole: what only several places show, what layers may not do, several problems at once."""

from __future__ import annotations

import pytest

from tests.bundle.broken import (
    ABOUT,
    ATTEST,
    CHAPTER,
    CLAUSE,
    GREETING,
    HEAD,
    LOWER,
    MESSAGE,
    MINUTES,
    REGISTER,
    SETTING,
    TIMER,
    UPPER,
    WAIVER,
    B,
    C,
    P,
    S,
    W,
    about,
    clause,
    control,
    floor,
    layer,
    must_be_told,
)

# name: (codes in the order of their places, files)
KINDS: dict[str, tuple[list[str], dict[str, str]]] = {
    # --- what only the whole shows
    "a clause id twice in a file": (
        ["duplicate-id"],
        {C: CLAUSE + HEAD.replace("id: etiquette.a", "id: ¦etiquette.a").replace("'1'", "'2'") + ATTEST},
    ),
    "a clause id in two files": (
        ["duplicate-id"],
        {C: CLAUSE, "clauses/20-b.yaml": CLAUSE.replace("id: etiquette.a", "id: ¦etiquette.a")},
    ),
    "a number twice": (
        ["duplicate-number"],
        {
            C: CLAUSE
            + HEAD.replace("etiquette.a", "etiquette.b").replace("number: ", "number: ¦")
            + ATTEST.replace("attest/a", "attest/b")
        },
    ),
    "a rule in two clauses": (
        ["duplicate-rule"],
        {
            C: CLAUSE
            + HEAD.replace("etiquette.a", "etiquette.b").replace("'1'", "'2'")
            + ATTEST.replace("rule: ", "rule: ¦")
        },
    ),
    "a rule twice in a clause": (
        ["duplicate-rule"],
        {C: CLAUSE + ATTEST.replace("    controls:\n", "").replace("rule: ", "rule: ¦")},
    ),
    "a rule of two kinds": (["duplicate-rule"], {C: CLAUSE + "      - document: {rule: ¦attest/a}\n"}),
    "a sticker id twice": (
        ["duplicate-id"],
        {S: "stickers:\n  - {id: a, label: 了, meaning: 了}\n  - {id: ¦a, label: 了, meaning: 了}\n"},
    ),
    "a parameter id twice": (["duplicate-id"], {P: MINUTES + MINUTES.split("\n")[1].replace("id: ", "id: ¦") + "\n"}),
    "a waiver id in two files": (
        ["duplicate-id"],
        {
            C: GREETING,
            W: WAIVER,
            "waivers/b.yaml": WAIVER.replace("id: a", "id: ¦a"),
        },
    ),
    "a source nobody named": (["unknown-document"], clause("document: kit", "document: ¦S9")),
    "a day no calendar has": (["not-a-date"], about("2026-10-01", "¦2026-02-30")),
    "a day in words": (["not-a-date"], about("2026-10-01", "¦来年の春")),
    "a day outside its era": (["not-a-date"], about("2026-10-01", "¦平成99年1月1日")),
    "an end before the beginning": (
        ["dates-reversed"],
        about("from: 2026-10-01", "from: 2026-10-01, until: ¦2026-09-30"),
    ),
    "a clause that ends before it begins": (
        ["dates-reversed"],
        clause("level: must", "level: must\n    from: 令和9年4月1日\n    until: ¦2026-04-01"),
    ),
    "an enforcement that ends before it begins": (
        ["dates-reversed"],
        {C: MESSAGE + "enforce: [{does: advise, from: 2026-10-01, until: ¦2026-09-01}]}\n"},
    ),
    "a waiver that ends before it begins": (
        ["dates-reversed"],
        {
            C: GREETING,
            W: WAIVER.replace("2027-03-31", "¦2026-03-31"),
        },
    ),
    "a waiver from a rule there is none of": (
        ["unknown-rule"],
        {
            C: GREETING,
            W: WAIVER.replace("etiquette/a]", "etiquette/a, ¦etiquette/b]"),
        },
    ),
    **{
        f"a waiver from {kind}": (["waiver-without-effect"], {C: text, W: WAIVER.replace("etiquette/a]", f"¦{rule}]")})
        for kind, rule, text in (
            ("what a person is asked", "attest/a", CLAUSE),
            ("a setting", "synapse/a", SETTING + "target: synapse, key: enable_registration, equals: false}\n"),
            ("a timer", "timer/a", TIMER + "5}\n"),
            ("a register", "register/a", REGISTER),
        )
    },
    "a waiver from a floor of the layer below": (
        ["floor-loosened"],
        {
            **LOWER,
            "../lower/clauses/10-a.yaml": GREETING.replace("level: must", "level: must\n    floor: true"),
            B: UPPER,
            C: CHAPTER + HEAD.replace("etiquette.a", "etiquette.b").replace("'1'", "'2'") + ATTEST,
            W: WAIVER.replace("etiquette/a]", "¦etiquette/a]"),
        },
    ),
    "a waiver for what a message doesn't have": (
        ["unknown-key"],
        {
            W: "waivers: [{id: a, rules: [etiquette/a], scope: {¦host: a}, reason: 移行, granted: 2026-10-01, last_day: 2027-03-31, approved_by: [CISO]}]\n"
        },
    ),
    "an amendment on no day": (
        ["not-a-date"],
        {B: ABOUT + "history: [{version: 1.0.0, date: ¦2026-13-01, reason: 制定}]\n"},
    ),
    "a value from no day": (["not-a-date"], {P: MINUTES.replace("2026-04-01", "¦2026-04-31")}),
    "a value's day twice, in two ways": (["duplicate-key"], {P: MINUTES.replace("01: 5", "01: 5, ¦令和8年4月1日: 6")}),
    "a value that doesn't fit its unit": (["wrong-unit"], {P: MINUTES.replace("01: 5", "01: ¦五分")}),
    "a value below nought": (["wrong-unit"], {P: MINUTES.replace("01: 5", "01: ¦-5")}),
    "a value that doesn't fit, from a day in 和暦": (
        ["wrong-unit"],
        {P: MINUTES.replace("2026-04-01: 5", "令和8年4月1日: ¦true")},
    ),
    "a date parameter that is no date": (
        ["not-a-date"],
        {P: "parameters:\n  - {id: a, title: 日, unit: date, stricter: neither, values: {2026-04-01: ¦2026-02-30}}\n"},
    ),
    "a direction that such values have not": (["wrong-unit"], {P: MINUTES.replace("lower", "¦subset")}),
    "a parameter without a unit": (["missing-key"], {P: MINUTES.replace("{id", "¦{id").replace("unit: minutes, ", "")}),
    "a parameter nobody defined, in a control": (["unknown-parameter"], {C: TIMER + "¦$safety.minutes}\n"}),
    "a parameter nobody defined, in a text": (
        ["unknown-parameter"],
        clause("text: しなければならない。", 'text: ¦"{{ a.minuts }}分以内にしなければならない。"'),
    ),
    "a parameter nobody defined, in a translation": (
        ["unknown-parameter"],
        clause("text: しなければならない。", 'text: {ja: しなければならない。, en: ¦"within {{ x }}"}'),
    ),
    "a dollar alone": (["unknown-parameter"], {C: MESSAGE + "phrases: [¦$]}\n"}),
    "a price as a phrase": (["unknown-parameter"], {C: MESSAGE + "phrases: [¦$100]}\n"}),
    "a site's value in a timer": (["unknown-parameter"], {C: TIMER + "¦$site.minutes}\n"}),
    "a site's value among phrases": (["unknown-parameter"], {C: MESSAGE + "phrases: [¦$site.peers]}\n"}),
    "a site value without a name": (
        ["unknown-parameter"],
        {C: SETTING + "target: synapse, key: a, equals: ¦$site.}\n"},
    ),
    "an operand nobody defined": (
        ["unknown-parameter"],
        {C: SETTING + "target: synapse, key: a, one_of: [x, ¦$nobody]}\n"},
    ),
    "empty braces": (["unknown-parameter"], clause("title: 題\n    t", 'title: ¦"{{ }}"\n    t')),
    "braces left open": (["bad-form"], clause("title: 題\n    t", 'title: ¦"{{ a } です"\n    t')),
    "braces closed twice": (
        ["bad-form"],
        {**clause("title: 題\n    t", 'title: ¦"{{ a.minutes }} }}"\n    t'), P: MINUTES},
    ),
    "words where minutes are needed": (
        ["wrong-unit"],
        {
            C: TIMER + "¦$a}\n",
            P: "parameters:\n  - {id: a, title: 名, unit: text, stricter: neither, values: {2026-04-01: x}}\n",
        },
    ),
    "minutes where words are needed": (["wrong-unit"], {C: MESSAGE + "phrases: [¦$a.minutes]}\n", P: MINUTES}),
    "a list where one word is needed": (
        ["wrong-unit"],
        {
            **control("attest: {rule: a/b, question: 問い, every: 1y, evidence: ¦$a}"),
            P: "parameters:\n  - {id: a, title: 名, unit: list, stricter: neither, values: {2026-04-01: [x]}}\n",
        },
    ),
    "a list of numbers where words are needed": (
        ["wrong-unit"],
        {
            C: MESSAGE + "phrases: [¦$a]}\n",
            P: "parameters:\n  - {id: a, title: 名, unit: list, stricter: neither, values: {2026-04-01: [1, x]}}\n",
        },
    ),
    "a parameter that is no port": (
        ["out-of-range"],
        {
            **control("flow: {rule: a/b, from: peer, to: chat, port: ¦$a}"),
            P: "parameters:\n  - {id: a, title: 口, unit: count, stricter: neither, values: {2026-04-01: 70000}}\n",
        },
    ),
    "a timer of a thousand years": (
        ["out-of-range"],
        {C: TIMER + "¦$a.minutes}\n", P: MINUTES.replace("01: 5", "01: 999999999999999999")},
    ),
    "an unknown kind of message rule": (
        ["unknown-kind"],
        {C: MESSAGE.replace("kind: opening", "kind: ¦openning") + "}\n"},
    ),
    "an unknown target": (["unknown-target"], {C: SETTING + "target: ¦sinapse, key: a, equals: 1}\n"}),
    "a setting without an assertion": (
        ["not-one-assertion"],
        control("setting: ¦{rule: a/b, target: synapse, key: a}"),
    ),
    "a setting of two assertions": (
        ["not-one-assertion"],
        control("setting: ¦{rule: a/b, target: synapse, key: a, equals: 1, at_most: 2}"),
    ),
    "a sticker fix without stickers": (["no-stickers"], {C: MESSAGE + "fix: ¦sticker}\n"}),
    # --- layers
    "an unknown bundle below": (["no-such-bundle"], {B: ABOUT + "extends: ¦refrence\n"}),
    "a bundle that extends itself": (["extends-itself"], {B: ABOUT + "extends: ¦.\n"}),
    "two bundles that extend each other": (
        ["extends-itself"],
        {B: UPPER, "../lower/bundle.yaml": ABOUT.replace("id: kakuu", "id: lower") + "extends: ¦../bundle\n"},
    ),
    "layers of the same id": (["duplicate-id"], {**LOWER, B: UPPER.replace("id: kakuu", "id: ¦lower")}),
    "a broken layer below": (
        ["not-one-of"],
        {**LOWER, B: UPPER, "../lower/clauses/10-a.yaml": CLAUSE.replace("level: must", "level: ¦shall")},
    ),
    "a withdrawal of what isn't there": (
        ["nothing-to-withdraw"],
        layer(CHAPTER + "  - ¦{id: etiquette.z, withdrawn: true, because: 不要}\n"),
    ),
    "a withdrawal without a reason": (
        ["loosened-without-reason"],
        layer(CHAPTER + "  - ¦{id: etiquette.a, withdrawn: true}\n"),
    ),
    "a withdrawal of a floor": (
        ["floor-loosened"],
        floor(CHAPTER + "  - ¦{id: etiquette.a, withdrawn: true, because: 不要}\n"),
    ),
    "a loosened level without a reason": (
        ["loosened-without-reason"],
        layer(CHAPTER + "  - ¦{id: etiquette.a, level: may}\n"),
    ),
    "a loosened floor": (["floor-loosened"], floor(CHAPTER + "  - ¦{id: etiquette.a, level: may, because: 不要}\n")),
    "a floor that is one no more": (
        ["floor-loosened"],
        floor(CHAPTER + "  - ¦{id: etiquette.a, floor: false, because: 不要}\n"),
    ),
    "a control withdrawn that isn't there": (
        ["nothing-to-withdraw"],
        layer(CHAPTER + "  - {id: etiquette.a, controls: [{attest: ¦{rule: attest/z, withdrawn: true}}]}\n"),
    ),
    "a phrase dropped that isn't there": (["nothing-to-withdraw"], {C: MESSAGE + "phrases: [あ], drop: ¦[い]}\n"}),
    "an example dropped that isn't there": (
        ["nothing-to-withdraw"],
        {C: GREETING + "        examples: {drop: [¦お疲れ様], bad: [お疲れ様です]}\n"},
    ),
    "an example of another layer dropped twice": (
        ["nothing-to-withdraw"],
        {
            **LOWER,
            "../lower/clauses/10-a.yaml": GREETING + "        examples: {bad: [お疲れ様です]}\n",
            B: UPPER,
            C: CHAPTER
            + "  - {id: etiquette.a, controls: [{message: {rule: etiquette/a}, examples: {drop: [お疲れ様です, ¦お疲れ様です]}}]}\n",
        },
    ),
    "a new clause of a layer without its text": (
        ["missing-key"] * 7,
        layer(CHAPTER + "  - ¦¦¦¦¦¦¦{id: etiquette.new}\n"),
    ),
    "a looser parameter without a reason": (
        ["loosened-without-reason"],
        {
            **LOWER,
            "../lower/parameters.yaml": MINUTES,
            B: UPPER,
            P: "parameters:\n  - {id: a.minutes, values: ¦{2026-04-01: 60}}\n",
        },
    ),
    "a looser parameter of a floor": (
        ["floor-loosened"],
        {
            **floor(
                CLAUSE.replace("etiquette.a", "etiquette.own").replace("'1'", "'2'").replace("attest/a", "attest/own")
            ),
            "../lower/clauses/10-a.yaml": TIMER.replace("level: must", "level: must\n    floor: true")
            + "$a.minutes}\n",
            "../lower/parameters.yaml": MINUTES,
            P: "parameters:\n  - {id: a.minutes, values: ¦{2026-04-01: 60}, because: 人手が足りない}\n",
        },
    ),
    "a looser parameter in the text of a floor": (
        ["floor-loosened"],
        {
            **LOWER,
            "../lower/clauses/10-a.yaml": CLAUSE.replace("しなければ", '"{{a.minutes}}分以内にしなければ')
            .replace("ならない。", 'ならない。"')
            .replace("level: must", "level: must\n    floor: true"),
            "../lower/parameters.yaml": MINUTES,
            B: UPPER,
            C: CLAUSE.replace("etiquette.a", "etiquette.own").replace("'1'", "'2'").replace("attest/a", "attest/own"),
            P: "parameters:\n  - {id: a.minutes, values: ¦{2026-04-01: 60}, because: 人手が足りない}\n",
        },
    ),
    # --- several at once, in several files, each told
    "seven problems in five files": (
        ["bad-form", "unknown-key", "not-one-of", "bad-yaml", "wrong-shape", "empty", "unknown-key"],
        {
            B: ABOUT.replace("id: kakuu", "id: ¦Kakuu") + "¦titel: 題\n",
            C: CLAUSE.replace("level: must", "level: ¦shall"),
            "clauses/20-b.yaml": "chapter: {id: b\nclauses¦: []\n",
            P: MINUTES.replace("01: 5", "01: ¦{a: 1}"),
            S: "stickers: ¦[]\n¦more: 1\n",
        },
    ),
    "problems of dates, names, layers and parameters together": (
        [
            "not-a-date",
            "loosened-without-reason",
            "duplicate-number",
            "unknown-document",
            "unknown-parameter",
            "wrong-unit",
        ],
        {
            **LOWER,
            B: UPPER.replace("2026-10-01", "¦2026-13-01"),
            C: CHAPTER
            + "  - ¦{id: etiquette.a, level: may}\n"
            + HEAD.replace("etiquette.a", "b").replace("kit", "¦S9").replace("'1'", "¦'1'")
            + "    controls: [{timer: {rule: timer/a, of: c, when: unread, do: phone, after: ¦$x}}]\n",
            P: MINUTES.replace("01: 5", "01: ¦x"),
        },
    ),
}


@pytest.mark.parametrize("name", KINDS)
def test_each_kind_is_told_at_its_place(name, tmp_path):
    must_be_told(*KINDS[name], tmp_path)
