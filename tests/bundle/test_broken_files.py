"""Broken bundles, file by file: YAML that is none and shapes that no schema admits."""

from __future__ import annotations

import pytest

from tests.bundle.broken import (
    ABOUT,
    ATTEST,
    CHAPTER,
    CLAUSE,
    HEAD,
    MESSAGE,
    MINUTES,
    B,
    C,
    P,
    S,
    about,
    clause,
    control,
    must_be_told,
)

# name: (codes in the order of their places, files)
KINDS: dict[str, tuple[list[str], dict[str, str]]] = {
    # --- the YAML itself
    "an indentation that fits nothing": (["bad-yaml"], clause("    number: '1'", "   ¦number: '1'")),
    "a tab as indentation": (["bad-yaml"], clause("    level:", "¦\tlevel:")),
    "a colon inside an unquoted text": (["bad-yaml"], clause("title: 題\n    text", "title: 題¦: 二\n    text")),
    "a quotation mark left open": (["bad-yaml"], {B: ABOUT + 'extends: "reference\n¦'}),
    "a bracket left open": (["bad-yaml"], {B: ABOUT + "history: [\n¦"}),
    "an anchor": (["anchor"], about("title: 指針", "title: ¦&t 指針")),
    "an alias": (["alias"], about("authority: 架空市", "authority: ¦*t")),
    "a tag": (["tag"], about("version: 1.0.0", "version: ¦!!str 1.0.0")),
    "a tag that runs code": (["tag"], about("title: 指針", "title: ¦!!python/object/apply:os.system [ls]")),
    "a merge key": (["merge-key"], {B: ABOUT + "¦<<: {sign: {legal: 1}}\n"}),
    "a key twice": (["duplicate-key"], {B: ABOUT + "¦title: 別の指針\n"}),
    "a second document": (["second-document"], {B: ABOUT + "¦---\nid: other\n"}),
    "a key that is a list": (["key-not-text"], {B: ABOUT + "¦[a, b]: c\n"}),
    "a file nested too deeply": (
        ["too-deep"],
        control("message: {rule: a/b, kind: opening, options: {a: " + "[" * 33 + "¦["),
    ),
    "a zero-width space": (["invisible-character"], about("id: kakuu", "id: kak¦\u200buu")),
    "a direction override": (["invisible-character"], about("title: 指針", "title: 指¦\u202e針")),
    "a control character": (["invisible-character"], about("title: 指針", "title: 指¦\x1b針")),
    "a control character as an escape": (["invisible-character"], about("title: 指針", 'title: ¦"指\\e針"')),
    # --- shapes
    "an empty file": (["wrong-type"], {B: "¦"}),
    "a list instead of a mapping": (["wrong-type"], {B: "¦- a\n- b\n"}),
    "a word instead of a mapping": (["wrong-type"], {B: "¦指針\n"}),
    "another format's name": (["not-one-of"], about("guideline/1", "¦guideline/2")),
    "a language that is not normative": (["not-one-of"], {B: ABOUT + "language: ¦en\n"}),
    "no id": (["missing-key"], {B: "¦" + ABOUT.replace("id: kakuu\n", "")}),
    "an id in capitals": (["bad-form"], about("id: kakuu", "id: ¦Kakuu")),
    "an id with a line break at its end": (["bad-form"], about("id: kakuu", 'id: ¦"kakuu\\n"')),
    "an id that is too long": (["too-long"], about("id: kakuu", "id: ¦" + "a" * 81)),
    "a version of two parts": (["bad-form"], about("1.0.0", "¦1.10")),
    "a misspelt key": (["unknown-key"], {B: ABOUT + "¦efective: {from: 2026-10-01}\n"}),
    "a key of another file": (["unknown-key"], {B: ABOUT + "¦clauses: []\n"}),
    "a signature count of nought": (["out-of-range"], {B: ABOUT + "sign: {legal: ¦0}\n"}),
    "a signature count in words": (["wrong-type"], {B: ABOUT + "sign: {legal: ¦一人}\n"}),
    "an empty title": (["empty"], about("title: 指針", 'title: ¦""')),
    "no title's text": (["wrong-shape"], about("title: 指針", "title:¦")),
    "a text in an unknown language": (["unknown-key"], about("title: 指針", "title: {ja: 指針, ¦fr: x}")),
    "a text without Japanese": (["missing-key"], about("title: 指針", "¦title: {en: Guideline}")),
    "a translation of no digest": (["bad-form"], about("title: 指針", "title: {ja: 指針, en: {text: a, of: ¦xyz}}")),
    "an unquoted number": (["wrong-type"], clause("number: '1'", "number: ¦8")),
    "a number in full-width digits": (["bad-form"], clause("number: '1'", "number: ¦第８条")),
    "an unknown level": (["not-one-of"], clause("level: must", "level: ¦shall")),
    "a floor in words": (["wrong-type"], clause("level: must", "level: must\n    floor: ¦yes")),
    "no clauses": (["empty"], {C: "chapter: {id: a}\nclauses: ¦[]\n"}),
    "no chapter": (["missing-key"], {C: "¦clauses:\n" + HEAD + ATTEST}),
    "a clause without text": (
        ["missing-key"],
        {C: CHAPTER + "  - ¦" + HEAD[4:].replace("    text: しなければならない。\n", "") + ATTEST},
    ),
    "a clause without anything but its id": (["missing-key"] * 7, {C: CHAPTER + "  - ¦¦¦¦¦¦¦id: etiquette.a\n"}),
    "no source": (["empty"], clause("[{document: kit}]", "¦[]")),
    "an unknown kind of control": (["unknown-key"], control("¦mesage: {rule: a/b}")),
    "a control of two kinds": (["not-one-kind"], control("¦attest: {rule: a/b}\n        document: {rule: a/c}")),
    "a control of no kind": (["not-one-kind"], control("¦examples: {good: [a]}")),
    "an empty control": (["empty"], control("¦{}")),
    "a control without a rule": (["missing-key"], control("¦attest: {question: 問い, every: 1y}")),
    "a rule without a family": (["bad-form"], control("attest: {rule: ¦drill, question: 問い, every: 1y}")),
    "a message without a kind": (["missing-key"], control("message: ¦{rule: a/b}")),
    "an attest without its question": (["missing-key"], control("attest: ¦{rule: a/b, every: 1y}")),
    "an interval in words": (["bad-form"], control("attest: {rule: a/b, question: 問い, every: ¦毎年}")),
    "a channel nobody has": (["not-one-of"], {C: MESSAGE + "channels: [talk, ¦chat]}\n"}),
    "a zone nobody has": (["not-one-of"], {C: MESSAGE + "zones: [¦lgwan]}\n"}),
    "a phrase twice": (["repeated"], {C: MESSAGE + "phrases: ¦[お疲れ様, お疲れ様]}\n"}),
    "a phrase that is a number": (["wrong-type"], {C: MESSAGE + "phrases: [¦119]}\n"}),
    "a fix nobody knows": (["not-one-of"], {C: MESSAGE + "fix: ¦delete}\n"}),
    "an enforcement nobody knows": (["not-one-of"], {C: MESSAGE + "enforce: [{does: ¦warn}]}\n"}),
    "a regular expression": (["unknown-key"], {C: MESSAGE + "¦pattern: 'お疲れ.*'}\n"}),
    "a port that no host has": (["out-of-range"], control("flow: {rule: a/b, from: peer, to: chat, port: ¦99999}")),
    "a port in words": (["bad-form"], control("flow: {rule: a/b, from: peer, to: chat, port: ¦https}")),
    "a column of an unknown type": (
        ["not-one-of"],
        control("register: {rule: a/b, register: devices, columns: [{key: a, title: 題, type: ¦blob}]}"),
    ),
    "a timer with another deed": (
        ["not-one-of"],
        control("timer: {rule: a/b, of: c, after: 5, when: unread, do: ¦shout}"),
    ),
    "examples that are no list": (["wrong-type"], {C: CLAUSE + "        examples: {good: ¦文}\n"}),
    "a sticker that replaces an unknown word": (
        ["not-one-of"],
        {S: "stickers:\n  - {id: a, label: 了解, meaning: 了解, replaces: [¦roger]}\n"},
    ),
    "a parameter without values": (["empty"], {P: MINUTES.replace("{2026-04-01: 5}", "¦{}")}),
    "a parameter that is a mapping": (["wrong-shape"], {P: MINUTES.replace("01: 5", "01: ¦{a: 5}")}),
    "a parameter that is a list of lists": (["wrong-shape"], {P: MINUTES.replace("01: 5", "01: [¦[5]]")}),
    "an unknown unit": (["not-one-of"], {P: MINUTES.replace("minutes, s", "¦seconds, s")}),
}


@pytest.mark.parametrize("name", KINDS)
def test_each_kind_is_told_at_its_place(name, tmp_path):
    must_be_told(*KINDS[name], tmp_path)
