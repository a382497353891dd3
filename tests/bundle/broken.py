"""Pieces of which broken bundles are made, and what must be told of each.

In the texts ``¦`` stands where the problem is to be told; it is taken out before the file is written.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from guideline.bundle import load_bundle
from guideline.commands.group import guideline
from guideline.source import SourceError

ABOUT = (
    "schema: guideline/1\nid: kakuu\nversion: 1.0.0\ntitle: 指針\nauthority: 架空市\neffective: {from: 2026-10-01}\n"
)
CHAPTER = "chapter: {id: etiquette, title: 書き方}\nclauses:\n"
HEAD = "  - id: etiquette.a\n    number: '1'\n    level: must\n    title: 題\n    text: しなければならない。\n    why: 理由\n    sources: [{document: kit}]\n"
ATTEST = "    controls:\n      - attest: {rule: attest/a, question: 問い, every: 1y}\n"
CLAUSE = CHAPTER + HEAD + ATTEST
MESSAGE = CHAPTER + HEAD + "    controls:\n      - message: {rule: etiquette/a, kind: opening, "
SETTING = CHAPTER + HEAD + "    controls:\n      - setting: {rule: synapse/a, "
TIMER = (
    CHAPTER + HEAD + "    controls:\n      - timer: {rule: timer/a, of: safety-check, when: unread, do: phone, after: "
)
MINUTES = "parameters:\n  - {id: a.minutes, title: 分, unit: minutes, stricter: lower, values: {2026-04-01: 5}}\n"
GREETING = MESSAGE + "phrases: [お疲れ様です]}\n"
REGISTER = (
    CHAPTER
    + HEAD
    + "    controls:\n      - register: {rule: register/a, register: devices, columns: [{key: a, title: 題, type: text}]}\n"
)
WAIVER = "waivers: [{id: a, rules: [etiquette/a], reason: 移行, granted: 2026-10-01, last_day: 2027-03-31, approved_by: [CISO]}]\n"
B, C, P, S, W = "bundle.yaml", "clauses/10-a.yaml", "parameters.yaml", "stickers.yaml", "waivers/a.yaml"
LOWER = {"../lower/bundle.yaml": ABOUT.replace("id: kakuu", "id: lower"), "../lower/clauses/10-a.yaml": CLAUSE}
UPPER = ABOUT + "extends: ../lower\n"


def clause(old: str, new: str) -> dict[str, str]:
    assert old in CLAUSE, old
    return {C: CLAUSE.replace(old, new, 1)}


def about(old: str, new: str) -> dict[str, str]:
    assert old in ABOUT, old
    return {B: ABOUT.replace(old, new, 1)}


def floor(text: str) -> dict[str, str]:
    return {
        **LOWER,
        "../lower/clauses/10-a.yaml": CLAUSE.replace("level: must", "level: must\n    floor: true"),
        B: UPPER,
        C: text,
    }


def layer(text: str) -> dict[str, str]:
    return {**LOWER, B: UPPER, C: text}


def control(text: str) -> dict[str, str]:
    return {C: CHAPTER + HEAD + "    controls:\n      - " + text + "\n"}


def write(folder: Path, files: dict[str, str]) -> list[str]:
    """Write the files without their ``¦``; return the places where these stood, in the order of files and lines."""
    places = []
    for name, marked in {B: ABOUT, C: CLAUSE, **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = marked.replace("¦", "")
        path.write_bytes(text.encode())
        for found in re.finditer("¦", marked):
            before = marked[: found.start()].replace("¦", "")
            places.append((str(path), before.count("\n") + 1, len(before) - before.rfind("\n")))
    return [f"{file}:{line}:{column}" for file, line, column in sorted(places)]


def must_be_told(codes: list[str], files: dict[str, str], tmp_path: Path) -> None:
    """The loader and ``guideline check`` tell these problems where ``¦`` stands, in both languages, and nothing else."""
    (tmp_path / "bundle").mkdir()
    places = write(tmp_path / "bundle", files)
    assert len(places) == len(codes)
    with pytest.raises(SourceError) as caught:
        load_bundle(tmp_path / "bundle")
    assert [(str(p.mark), p.code) for p in caught.value.problems] == list(zip(places, codes, strict=True))
    for lang in ("ja", "en"):
        shown = CliRunner().invoke(guideline, ["check", str(tmp_path / "bundle"), "--lang", lang])
        assert shown.exit_code == 3
        assert isinstance(shown.exception, SystemExit)
        lines = shown.stderr.splitlines()
        assert [line.partition(" ")[0].removesuffix(":") for line in lines] == places
        assert [line.rpartition("[")[2].removesuffix("]") for line in lines] == codes
        assert shown.stdout == ""
        assert "Traceback" not in shown.output
