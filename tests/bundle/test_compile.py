"""From YAML to the guideline of one day: dates, parameters, and every kind of control."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta

import pytest

from guideline.bundle import load_bundle
from guideline.bundle.model import (
    CONTROLS,
    AttestControl,
    Column,
    DocumentControl,
    Enforcement,
    Examples,
    FlowControl,
    MessageControl,
    RegisterControl,
    SettingControl,
    Source,
    Text,
    TimerControl,
)

DAY = date(2026, 11, 1)
CLAUSE = "chapter: {id: a, title: 章}\nclauses:\n  - id: a.b\n    number: '1'\n    level: must\n    title: 題\n    text: %s\n    why: 理由\n    sources: [{document: kit}]\n"


@pytest.fixture
def kihon(sample):
    return load_bundle(sample / "kihon")


@pytest.mark.parametrize(
    "day, holds",
    [
        (date(2026, 9, 30), False),
        (date(2026, 10, 1), True),
        (date(2027, 9, 30), True),
        (date(2027, 10, 1), False),
        (date.min, False),
        (date.max, False),
    ],
)
def test_a_clause_holds_from_its_first_day_to_its_last(kihon, day, holds):
    assert (kihon.at(day).clause("writing.no-greeting") is not None) is holds
    assert kihon.at(day).clause("writing.stickers") is not None
    assert kihon.at(day).day == day


def test_a_chapter_whose_clauses_don_t_hold_is_left_out(load):
    text = CLAUSE % "する。" + "    controls: []\n    from: 2027-01-01\n"
    bundle = load({"clauses/a.yaml": text})
    assert bundle.at(date(2026, 12, 31)).chapters == ()
    assert len(bundle.at(date(2027, 1, 1)).chapters) == 1


@pytest.mark.parametrize(
    "day, value, since",
    [
        (date(2020, 1, 1), 5, date(2026, 4, 1)),  # before its first day the first value holds
        (date(2026, 4, 1), 5, date(2026, 4, 1)),
        (date(2027, 3, 31), 5, date(2026, 4, 1)),
        (date(2027, 4, 1), 3, date(2027, 4, 1)),  # written as 令和9年4月1日
        (date.max, 3, date(2027, 4, 1)),
    ],
)
def test_a_parameter_has_the_value_of_its_day_everywhere(kihon, day, value, since):
    guideline = kihon.at(day)
    parameter = guideline.parameters["safety.unread-minutes"]
    assert (parameter.value, parameter.since, parameter.unit, parameter.stricter) == (value, since, "minutes", "lower")
    assert guideline.of(TimerControl)[0].after == value
    clause = guideline.clause("safety.check")
    assert clause.text.ja.startswith(f"{value}分を過ぎても")
    assert clause.text.en == f"Phone those who have not read it within {value} minutes."


@pytest.mark.parametrize(
    "written, value, shown",
    [
        ("{a}", None, "{a}"),
        ("{{ p }}分", "[一, 二]", "一、二分"),
        ("{{p}}{{ p }}{{  p  }}", "5", "555"),
        ("{{ p }}", "true", "True"),
        ("{{ p }}", "'{{ p }}'", "{{ p }}"),  # a value is not filled in again
        ("{{ p }}", "'$q'", "$q"),
        ("$p", "5", "$p"),  # in a text a dollar is a dollar
    ],
)
def test_texts_name_parameters_in_braces(load, written, value, shown):
    unit = {"[": "list", "t": "yes-no", "'": "text"}.get((value or "x")[0], "count")
    parameters = (
        f"parameters:\n  - {{id: p, title: 値, unit: {unit}, stricter: neither, values: {{2026-04-01: {value}}}}}\n"
    )
    files = {"clauses/a.yaml": CLAUSE % f"'{written}'" + "    controls: []\n"}
    if value:
        files["parameters.yaml"] = parameters
    assert load(files).at(DAY).clauses[0].text.ja == shown


def test_controls_name_parameters_after_a_dollar(kihon):
    control = kihon.at(DAY).of(MessageControl)[0]
    # A list among phrases gives its items; $$ is a dollar.
    assert control.phrases == ("お疲れ様です", "お世話になっております", "ご無沙汰しております", "$100均")
    assert control.options == {"max": 3, "published": ["お世話になっております", "ご無沙汰しております"]}


def test_what_the_site_gives_stays_symbolic(kihon):
    assert kihon.at(DAY).of(SettingControl)[0].value == "$site.peers"


def test_a_parameter_inside_a_list_of_any_values(load):
    parameters = "parameters:\n  - {id: p, title: 値, unit: list, stricter: neither, values: {2026-04-01: [1, x]}}\n"
    text = (
        CLAUSE % "する。"
        + "    controls:\n      - setting: {rule: a/b, target: synapse, key: k, one_of: [$p, [$p], {a: $p, b: $$p}]}\n"
    )
    control = load({"clauses/a.yaml": text, "parameters.yaml": parameters}).at(DAY).of(SettingControl)[0]
    assert control.value == [1, "x", [1, "x"], {"a": [1, "x"], "b": "$p"}]


def test_examples_are_never_filled_in(load):
    text = (
        CLAUSE % "する。"
        + "    controls:\n      - document: {rule: a/b, states: [x]}\n        examples: {good: ['$x', '{{ y }}', '$$z']}\n"
    )
    assert load({"clauses/a.yaml": text}).at(DAY).of(DocumentControl)[0].examples.good == ("$x", "{{ y }}", "$$z")


EXPECTED = [
    MessageControl(
        "etiquette/greeting",
        "writing.no-greeting",
        "warning",
        "opening",
        ("お疲れ様です", "お世話になっております", "ご無沙汰しております", "$100均"),
        ("talk",),
        ("internet", "admin"),
        ("normal",),
        "remove",
        {"max": 3, "published": ["お世話になっております", "ご無沙汰しております"]},
        (
            Enforcement("advise", ("talk",), ("総務課",), date(2026, 10, 1), date(2026, 12, 31)),
            Enforcement("refuse", (), (), date(2027, 1, 1), None),
        ),
        examples=Examples(
            ("資料を送ります。", {"text": "お疲れ様です。", "channel": "external"}), ("お疲れ様です。資料を送ります。",)
        ),
    ),
    MessageControl(
        "etiquette/acknowledgement",
        "writing.stickers",
        "warning",
        "acknowledgement",
        ("了解しました",),
        fix="sticker",
        enforce=(Enforcement("advise"),),
        examples=Examples(("了解しました。3時に伺います。",), ("了解しました",)),
    ),
    SettingControl(
        "synapse/federation-whitelist",
        "federation.closed",
        "error",
        "synapse",
        "federation_domain_whitelist",
        "equals",
        "$site.peers",
        [],
        ("admin",),
        ("chat",),
        examples=Examples(("federation_domain_whitelist: []",), ("federation_domain_whitelist:",)),
    ),
    SettingControl(
        "synapse/upload-size",
        "federation.closed",
        "error",
        "synapse",
        "max_upload_size",
        "at_most",
        50,
        examples=Examples(("max_upload_size: 10",), ("max_upload_size: 100",)),
    ),
    FlowControl(
        "network/federation",
        "federation.closed",
        "error",
        "peer",
        "chat",
        8448,
        "tcp",
        "allow",
        ("admin",),
        examples=Examples(({"from": "peer"},), ({"from": "any"},)),
    ),
    FlowControl(
        "network/no-way-in",
        "federation.closed",
        "error",
        "outside",
        "mynumber",
        verdict="deny",
        examples=Examples(({"from": "admin"},), ({"from": "outside"},)),
    ),
    RegisterControl(
        "register/devices",
        "devices.filed",
        "error",
        "devices",
        (
            Column("device", Text("端末", "Device"), "text", required=True, unique=True),
            Column("kind", Text("区分"), "choice", one_of=("issued", "byod")),
            Column("year", Text("年"), "integer", min=2020, max=2040),
        ),
        ("approved-before-use",),
        examples=Examples(({"device": "P-1"},), ({"device": ""},)),
    ),
    TimerControl(
        "timer/safety-unread",
        "safety.check",
        "error",
        "safety-check",
        5,
        "unread",
        "phone",
        examples=Examples(({"phone": True},), ({"phone": False},)),
    ),
    AttestControl(
        "attest/yearly-drill",
        "safety.check",
        "error",
        Text("訓練をしましたか。", "Was there a drill?"),
        365,
        Text("防災課長", "Head of disaster prevention"),
        "実施日",
        examples=Examples(({"last": "2026-10-01"},), ({"last": None},)),
    ),
    DocumentControl(
        "document/consent",
        "safety.check",
        "error",
        ("この指針を守ること",),
        consent=True,
        examples=Examples(("この指針を守ること",), ("なし",)),
    ),
]


def test_every_kind_of_control_is_compiled_whole(kihon):
    controls = [control for clause in kihon.at(DAY).clauses for control in clause.controls]
    assert controls == EXPECTED
    assert {type(control) for control in EXPECTED} == set(CONTROLS)


def test_the_guideline_itself(kihon):
    guideline = kihon.at(DAY)
    assert (guideline.id, guideline.version, guideline.title) == (
        "kihon",
        "1.0.0",
        Text("試験用の指針", "A guideline for tests"),
    )
    assert (guideline.authority.en, guideline.effective_from, guideline.digest) == (
        "Kakuu City",
        date(2026, 10, 1),
        kihon.meaning_digest,
    )
    assert guideline.sign == {"legal": 1, "ciso": 1}
    assert guideline.history == ({"version": "1.0.0", "date": "2026-09-01", "reason": Text("制定", "Made")},)
    assert guideline.documents["S2"]["url"] == "https://example.jp/s2"
    assert [(s.id, s.replaces, s.reaction) for s in guideline.stickers] == [
        ("received", ("received", "ok"), "🙆"),
        ("seen", (), ""),
    ]
    assert guideline.sticker("seen").label == Text("確認")
    assert guideline.sticker("none") is None
    first = guideline.clauses[0]
    assert (first.number, first.level, first.floor, first.chapter, first.layer) == (
        "8",
        "must",
        False,
        "writing",
        "kihon",
    )
    assert first.sources == (Source("S2", "SJ-3"), Source("kit"))
    assert first.text.ja == "本庁舎の職員は、挨拶の定型句を置いてはならない。"
    assert [c.number for c in guideline.clauses] == ["8", "9", "50", "80", "91"]


@pytest.mark.parametrize("level, severity", [("must", "error"), ("should", "warning"), ("may", "info")])
def test_severity_follows_the_level(load, level, severity):
    text = (CLAUSE % "する。").replace("must", level) + "    controls:\n      - document: {rule: a/b, states: [x]}\n"
    assert load({"clauses/a.yaml": text}).at(DAY).of(DocumentControl)[0].severity == severity


@pytest.mark.parametrize(
    "written, days", [("1d", 1), ("30d", 30), ("6m", 180), ("12m", 360), ("1y", 365), ("9999y", 3649635)]
)
def test_intervals_in_days(load, written, days):
    text = CLAUSE % "する。" + f"    controls:\n      - attest: {{rule: a/b, question: 問い, every: {written}}}\n"
    assert load({"clauses/a.yaml": text}).at(DAY).of(AttestControl)[0].every_days == days


def test_numbers_are_ordered_as_numbers(load):
    clauses = "".join(
        (CLAUSE % "する。").split("clauses:\n")[1].replace("a.b", f"a.n{index}").replace("'1'", f"'{number}'")
        + "    controls: []\n"
        for index, number in enumerate(["10", "9-10", "9", "9-2", "100", "2"])
    )
    guideline = load({"clauses/a.yaml": "chapter: {id: a, title: 章}\nclauses:\n" + clauses}).at(DAY)
    assert [clause.number for clause in guideline.clauses] == ["2", "9", "9-2", "9-10", "10", "100"]


def test_what_is_compiled_can_t_be_changed(kihon):
    guideline = kihon.at(DAY)
    for value in (guideline, guideline.clauses[0], guideline.clauses[0].controls[0], guideline.clauses[0].text):
        for field in dataclasses.fields(value):
            with pytest.raises(dataclasses.FrozenInstanceError):
                setattr(value, field.name, None)


def test_every_day_of_ten_years_can_be_compiled(sample):
    bundle = load_bundle(sample / "kakuu")
    for days in range(0, 3653, 7):
        assert bundle.at(date(2026, 1, 1) + timedelta(days)).clauses
