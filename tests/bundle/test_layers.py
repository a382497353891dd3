"""What a layer adds, changes, withdraws and drops; what it loosens is listed with its reason."""

from __future__ import annotations

from datetime import date

import pytest

from guideline.bundle import load_bundle, sources
from guideline.bundle.model import AttestControl, MessageControl, SettingControl
from guideline.source import SourceError

DAY = date(2026, 11, 1)
CHAPTER = "chapter: {id: etiquette, title: 書き方}\nclauses:\n"
CLAUSE = """\
  - id: etiquette.a
    number: '1'
    level: must
    title: 題
    text: {ja: しなければならない。, en: Must.}
    why: 理由
    sources: [{document: kit}]
    controls:
      - message: {rule: etiquette/a, kind: opening, phrases: [い, ろ], channels: [talk], severity: error, enforce: refuse}
        examples: {good: [ほ], bad: [い]}
      - setting: {rule: synapse/a, target: synapse, key: max_upload_size, at_most: 50}
      - attest: {rule: attest/a, question: 問い, every: 6m}
"""
BASE = {"clauses/10.yaml": CHAPTER + CLAUSE}


def over(text: str) -> dict[str, str]:
    return {"clauses/10.yaml": "chapter: {id: etiquette}\nclauses:\n" + text}


def codes(load, *layers) -> list[str]:
    with pytest.raises(SourceError) as caught:
        load(*layers)
    return [p.code for p in caught.value.problems]


def listed(bundle) -> list[tuple[str, str, str, str]]:
    return [(x.clause, x.what, x.layer, x.reason.ja) for x in bundle.at(DAY).loosenings]


def test_a_layer_adds_a_clause_and_leaves_the_others(load):
    own = CLAUSE.replace("etiquette.a", "own.b").replace("'1'", "'1-2'").replace("/a", "/b")
    guideline = load(BASE, {"clauses/90.yaml": "chapter: {id: own, title: 独自}\nclauses:\n" + own}).at(DAY)
    assert [(c.id, c.chapter, c.layer) for c in guideline.clauses] == [
        ("etiquette.a", "etiquette", "layer0"),
        ("own.b", "own", "layer1"),
    ]
    assert [c.title.ja for c in guideline.chapters] == ["書き方", "独自"]
    assert guideline.id == "layer1"
    assert guideline.loosenings == ()


def test_a_layer_changes_only_what_it_writes(load):
    guideline = load(BASE, over("  - {id: etiquette.a, number: '7', why: 市の理由}\n")).at(DAY)
    (clause,) = guideline.clauses
    assert (clause.number, clause.why.ja, clause.level, clause.text.en, clause.layer) == (
        "7",
        "市の理由",
        "must",
        "Must.",
        "layer1",
    )
    assert len(clause.controls) == 3
    assert guideline.loosenings == ()


def test_phrases_are_added_and_dropped_and_examples_joined(load):
    text = "  - id: etiquette.a\n    because: 方言のため\n    controls:\n      - message: {rule: etiquette/a, add: [は, い], drop: [ろ]}\n        examples: {bad: [は]}\n"
    bundle = load(BASE, over(text))
    (control,) = bundle.at(DAY).of(MessageControl)
    assert control.phrases == ("い", "は")
    assert (control.examples.good, control.examples.bad) == (("ほ",), ("い", "は"))
    assert (control.severity, control.channels, control.kind) == ("error", ("talk",), "opening")
    assert listed(bundle) == [("etiquette.a", "phrases (etiquette/a)", "layer1", "方言のため")]


DROPPING = (
    "  - id: etiquette.a\n    because: 方言のため\n    controls:\n      - message: {rule: etiquette/a, drop: [い]}\n"
)


def test_a_lower_layers_example_is_dropped_with_its_phrase(load):
    text = DROPPING + "        examples: {drop: [い], good: [い], bad: [ろ]}\n"
    (control,) = load(BASE, over(text)).at(DAY).of(MessageControl)
    assert (control.examples.good, control.examples.bad) == (("ほ", "い"), ("ろ",))
    (control,) = load(BASE, over(DROPPING)).at(DAY).of(MessageControl)
    assert control.examples.bad == ("い",)


def test_an_example_with_a_context_goes_by_its_text_or_as_written(load):
    context = "{text: に, channel: talk}"
    base = {name: text.replace("bad: [い]", f"bad: [い, {context}]") for name, text in BASE.items()}
    for written in ("に", context):
        text = DROPPING + f"        examples: {{drop: [い, {written}]}}\n"
        (control,) = load(base, over(text)).at(DAY).of(MessageControl)
        assert control.examples.bad == ()
    other = DROPPING + "        examples: {drop: [{text: に, channel: bulletin}]}\n"
    with pytest.raises(SourceError):
        load(base, over(other))


def test_added_phrases_count_in_a_bundle_of_one_layer_too(load):
    text = CLAUSE.replace("phrases: [い, ろ]", "phrases: [い], add: [ろ, は], drop: [い]")
    (control,) = load({"clauses/10.yaml": CHAPTER + text}).at(DAY).of(MessageControl)
    assert control.phrases == ("ろ", "は")
    assert "add" not in load({"clauses/10.yaml": CHAPTER + text}).content["clauses"][0]["controls"][0]


def test_phrases_written_anew_replace_those_below(load):
    text = "  - {id: etiquette.a, because: 別表, controls: [{message: {rule: etiquette/a, phrases: [に]}}]}\n"
    bundle = load(BASE, over(text))
    assert bundle.at(DAY).of(MessageControl)[0].phrases == ("に",)
    assert listed(bundle)[0][1] == "phrases (etiquette/a)"


def test_a_clause_is_withdrawn_with_its_reason(load):
    bundle = load(BASE, over("  - {id: etiquette.a, withdrawn: true, because: 対象の職員がいない}\n"))
    assert bundle.at(DAY).clauses == ()
    assert bundle.at(DAY).chapters == ()
    assert listed(bundle) == [("etiquette.a", "clause", "layer1", "対象の職員がいない")]


def test_a_withdrawn_clause_may_be_written_again_above(load):
    bundle = load(
        BASE, over("  - {id: etiquette.a, withdrawn: true, because: 不要}\n"), {"clauses/10.yaml": CHAPTER + CLAUSE}
    )
    assert [c.layer for c in bundle.at(DAY).clauses] == ["layer2"]
    assert [entry[2] for entry in listed(bundle)] == ["layer1"]


def test_a_control_is_withdrawn(load):
    text = "  - {id: etiquette.a, because: 別に行う, controls: [{attest: {rule: attest/a, withdrawn: true}}]}\n"
    bundle = load(BASE, over(text))
    assert bundle.at(DAY).of(AttestControl) == ()
    assert listed(bundle) == [("etiquette.a", "control (attest/a)", "layer1", "別に行う")]


def test_another_operator_replaces_the_old_assertion(load):
    text = "  - {id: etiquette.a, because: 数ではなく値で, controls: [{setting: {rule: synapse/a, equals: 10}}]}\n"
    (control,) = load(BASE, over(text)).at(DAY).of(SettingControl)
    assert (control.op, control.value, control.key) == ("equals", 10, "max_upload_size")


def test_a_layer_that_only_changes_the_severity_keeps_the_assertion(load):
    text = "  - {id: etiquette.a, because: 移行の間, controls: [{setting: {rule: synapse/a, severity: info}}]}\n"
    (control,) = load(BASE, over(text)).at(DAY).of(SettingControl)
    assert (control.op, control.value, control.severity) == ("at_most", 50, "info")


def test_three_layers_list_the_loosenings_of_each(load):
    city = over("  - {id: etiquette.a, level: should, because: 市の理由}\n")
    section = over("  - {id: etiquette.a, level: may, because: {ja: 課の理由, en: The section's}}\n")
    bundle = load(BASE, city, section)
    assert listed(bundle) == [
        ("etiquette.a", "level", "layer1", "市の理由"),
        ("etiquette.a", "level", "layer2", "課の理由"),
    ]
    assert [layer["id"] for layer in bundle.content["about"]["layers"]] == ["layer0", "layer1", "layer2"]


@pytest.mark.parametrize(
    "change",
    [
        "level: may",
        "from: 2099-01-01",
        "until: 2026-12-31",
        "floor: false",
        "withdrawn: true",
        "controls: [{message: {rule: etiquette/a, withdrawn: true}}]",
        "controls: [{message: {rule: etiquette/a, drop: [い]}}]",
        "controls: [{message: {rule: etiquette/a, severity: info}}]",
        "controls: [{message: {rule: etiquette/a, enforce: advise}}]",
        "controls: [{message: {rule: etiquette/a, kind: closing}}]",
        "controls: [{message: {rule: etiquette/a, zones: [admin]}}]",
        "controls: [{message: {rule: etiquette/a, phases: [normal]}}]",
        "controls: [{message: {rule: etiquette/a, channels: [external]}}]",
        "controls: [{setting: {rule: synapse/a, at_most: 51}}]",
        "controls: [{setting: {rule: synapse/a, present: true}}]",
        "controls: [{setting: {rule: synapse/a, target: synapse, key: other}}]",
        "controls: [{setting: {rule: synapse/a, zones: [admin]}}]",
        "controls: [{setting: {rule: synapse/a, roles: [edge]}}]",
        "controls: [{attest: {rule: attest/a, every: 7m}}]",
        "controls: [{attest: {rule: attest/a, question: 別の問い}}]",
        "controls: [{flow: {rule: network/a, from: peer, to: chat}}]",
    ],
)
def test_a_floor_does_not_move_and_another_clause_only_with_a_reason(load, change):
    floored = {"clauses/10.yaml": CHAPTER + CLAUSE.replace("level: must", "level: must\n    floor: true")}
    assert codes(load, floored, over(f"  - {{id: etiquette.a, {change}, because: 理由}}\n")) == ["floor-loosened"]
    if "floor" not in change:
        assert codes(load, BASE, over(f"  - {{id: etiquette.a, {change}}}\n")) == ["loosened-without-reason"]
        bundle = load(BASE, over(f"  - {{id: etiquette.a, {change}, because: 理由}}\n"))
        assert [entry[3] for entry in listed(bundle)] == ["理由"]


@pytest.mark.parametrize(
    "change",
    [
        "number: '99'",
        "title: 別の題",
        "sources: [{document: kit, says: x}]",
        "controls: [{message: {rule: etiquette/a, add: [は]}}]",
        "controls: [{message: {rule: etiquette/a, channels: [talk, bulletin]}}]",
        "controls: [{message: {rule: etiquette/b, kind: closing, phrases: [と]}}]",
        "controls: [{setting: {rule: synapse/a, at_most: 49}}]",
        "controls: [{attest: {rule: attest/a, every: 5m}}]",
        "controls: [{attest: {rule: attest/a, evidence: 記録}}]",
    ],
)
def test_a_floor_may_be_tightened_without_a_reason(load, change):
    floored = {"clauses/10.yaml": CHAPTER + CLAUSE.replace("level: must", "level: must\n    floor: true")}
    bundle = load(floored, over(f"  - {{id: etiquette.a, {change}}}\n"))
    assert listed(bundle) == []
    assert bundle.at(DAY).clauses[0].floor


PARAMETER = "parameters:\n  - {id: p, title: 分, unit: minutes, stricter: lower, values: %s}\n"


@pytest.mark.parametrize(
    "below, above, looser",
    [
        ("{2026-04-01: 5}", "{2026-04-01: 5}", False),
        ("{2026-04-01: 5}", "{2026-04-01: 4}", False),
        ("{2026-04-01: 5}", "{2026-04-01: 6}", True),
        ("{2026-04-01: 5}", "{2026-04-01: 5, 2027-04-01: 6}", True),
        ("{2026-04-01: 5, 2027-04-01: 9}", "{2026-04-01: 5}", False),
        ("{2026-04-01: 9, 2027-04-01: 5}", "{2026-04-01: 9}", True),
        # A value also holds before its first day, so a later beginning hides nothing.
        ("{2026-04-01: 5, 2027-04-01: 60}", "{2027-04-01: 60}", True),
        ("{2026-04-01: 5}", "{令和8年4月1日: 4}", False),
        ("{2026-04-01: 5}", "{令和9年4月1日: 6}", True),
    ],
)
def test_a_parameter_is_compared_on_every_day(load, below, above, looser):
    layer = {"parameters.yaml": f"parameters:\n  - {{id: p, values: {above}}}\n"}
    base = {**BASE, "parameters.yaml": PARAMETER % below}
    if looser:
        assert codes(load, base, layer) == ["loosened-without-reason"]
        layer = {"parameters.yaml": f"parameters:\n  - {{id: p, values: {above}, because: 理由}}\n"}
    assert listed(load(base, layer)) == ([("$p", "value", "layer1", "理由")] if looser else [])


@pytest.mark.parametrize("changed", ["stricter: higher", "stricter: neither", "unit: hours"])
def test_a_layer_does_not_turn_the_direction_round_to_loosen(load, changed):
    base = {**BASE, "parameters.yaml": PARAMETER % "{2026-04-01: 5}"}
    layer = {"parameters.yaml": f"parameters:\n  - {{id: p, values: {{2026-04-01: 5}}, {changed}}}\n"}
    assert codes(load, base, layer) == ["loosened-without-reason"]


def test_stickers_and_waivers_of_a_layer_replace_those_of_the_same_id(load):
    base = {
        **BASE,
        "stickers.yaml": "stickers:\n  - {id: a, label: 了, meaning: 了}\n  - {id: b, label: 確, meaning: 確}\n",
        "waivers/a.yaml": "waivers:\n  - {id: w, rules: [etiquette/a], reason: 旧, granted: 2026-10-01, last_day: 2026-12-31, approved_by: [x]}\n",
    }
    bundle = load(
        base,
        {
            "stickers.yaml": "stickers:\n  - {id: b, label: 見, meaning: 見}\n  - {id: c, label: 済, meaning: 済}\n",
            "waivers/z.yaml": "waivers:\n  - {id: w, rules: [etiquette/a], reason: 新, granted: 令和8年10月1日, last_day: 2026-12-31, approved_by: [x]}\n",
        },
    )
    assert [(s.id, s.label.ja) for s in bundle.at(DAY).stickers] == [("a", "了"), ("b", "見"), ("c", "済")]
    assert [(w["reason"]["ja"], w["granted"]) for w in bundle.content["waivers"]] == [("新", "2026-10-01")]


def test_the_last_title_of_a_chapter_stands(load):
    bundle = load(
        {
            **BASE,
            "clauses/20.yaml": "chapter: {id: etiquette, title: 言葉}\nclauses:\n  - {id: etiquette.b, number: '2', level: must, title: 題, text: する。, why: 理, sources: [{document: kit}], controls: []}\n",
        }
    )
    assert [c.title.ja for c in bundle.at(DAY).chapters] == ["言葉"]


def test_the_folders_of_a_bundle_from_the_lowest(sample):
    assert [folder.resolve().name for folder in sources(sample / "kakuu")] == ["kihon", "kakuu"]
    bundle = load_bundle(sample / "kakuu")
    assert bundle.folder == sample / "kakuu"
    assert bundle.marks["clause:writing.no-greeting"].file.endswith("kakuu/clauses/10-writing.yaml")
    assert bundle.marks["rule:synapse/upload-size"].file.endswith("kihon/clauses/50-server.yaml")


def test_a_packaged_bundle_is_found_by_its_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert load_bundle("reference").id == "reference"
    (tmp_path / "bundle.yaml").write_text(
        "schema: guideline/1\nid: x\nversion: 1.0.0\ntitle: 指\nauthority: 市\neffective: {from: 2026-10-01}\nextends: reference\n"
    )
    assert [layer["id"] for layer in load_bundle(".").content["about"]["layers"]] == ["reference", "x"]


def test_a_folder_stands_before_a_packaged_bundle_of_its_name(load, tmp_path, monkeypatch):
    load(BASE)
    (tmp_path / "layer0").rename(tmp_path / "reference")
    monkeypatch.chdir(tmp_path)
    assert load_bundle("reference").id == "layer0"


def test_eight_layers_are_enough(load):
    bundle = load(BASE, *({} for _ in range(7)))
    assert len(bundle.content["about"]["layers"]) == 8
    assert codes(load, BASE, *({} for _ in range(8))) == ["too-many-layers"]
