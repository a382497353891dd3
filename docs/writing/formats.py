"""``docs/formats.md``: every report format with a real report."""

from __future__ import annotations

import io
import json
import tempfile
from datetime import date
from importlib import import_module
from pathlib import Path

from guideline.bundle import load_bundle
from guideline.bundle.model import Guideline
from guideline.messages import Linter, Message
from guideline.report import FORMATS, Judged, write

SAMPLE_BUNDLE = """\
schema: guideline/1
id: sample
version: "1.0.0"
title: {ja: 見本, en: Sample}
authority: {ja: 架空市, en: Kakuu City}
effective: {from: 2026-10-01}
documents: {kit: {title: {ja: このキット, en: The kit}}}
"""
SAMPLE_CLAUSES = """\
chapter: {id: sample, title: {ja: 見本, en: Sample}}
clauses:
  - id: sample.no-greeting
    number: "1"
    level: must
    title: {ja: 挨拶の定型句を置かない, en: No set greetings}
    text: {ja: 挨拶の定型句を置いてはならない。, en: No set greetings.}
    why: {ja: 用件が先に見えるようにするため。, en: So that the matter is seen first.}
    sources: [{document: kit}]
    controls:
      - message: {rule: etiquette/greeting, kind: opening, phrases: [お疲れ様です], severity: warning, fix: remove}
  - id: sample.no-phone-number
    number: "2"
    level: must
    title: {ja: 電話番号を書かない, en: No telephone numbers}
    text: {ja: 電話番号を書いてはならない。, en: No telephone numbers.}
    why: {ja: 端末の紛失に備えるため。, en: A phone may be lost.}
    sources: [{document: kit}]
    controls:
      - message: {rule: privacy/phone-number, kind: phone-number, severity: error}
"""
SAMPLE_DRAFT = "お疲れ様です。折り返しは 090-1234-5678 までお願いします。"


def formats_page() -> str:
    """Return every report format with the real report of one draft."""
    lines = ["# 報告の形式 / Report formats", "", FORMATS_ABOUT, "", "```text", SAMPLE_DRAFT, "```"]
    guideline, judged = sample()
    for name in FORMATS:
        about = import_module(f"guideline.report.formats.{name}").__doc__ or ""
        first = " ".join(about.strip().split("\n\n")[0].split())
        stream = io.StringIO(newline="")
        write(name, [judged], stream, guideline=guideline, lang="ja")
        language, report = shown(name, stream.getvalue().lstrip("\ufeff"))
        lines += ["", f"## {name}", "", f"{FORMATS_JA.get(name, '')}", "", first, ""]
        lines += [f"```{language}", report.rstrip("\n"), "```"]
    return "\n".join(lines)


def sample() -> tuple[Guideline, Judged]:
    """Return a guideline of two clauses and what it finds in the draft."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "clauses").mkdir()
        (folder / "bundle.yaml").write_text(SAMPLE_BUNDLE, "utf-8")
        (folder / "clauses" / "10-sample.yaml").write_text(SAMPLE_CLAUSES, "utf-8")
        guideline = load_bundle(folder).at(date(2026, 11, 1))
    message = Message("draft.txt", SAMPLE_DRAFT, "talk", "internet")
    return guideline, Judged("draft.txt", SAMPLE_DRAFT, tuple(Linter(guideline).judge(message)))


def shown(name: str, report: str) -> tuple[str, str]:
    """Return how a block of a report is coloured, and the report; one long line of JSON is set on several."""
    if name in ("json", "sarif"):
        return "json", json.dumps(json.loads(report), ensure_ascii=False, indent=1)
    return {"jsonl": "json", "junit": "xml"}.get(name, "text"), report.replace("\r\n", "\n")


FORMATS_ABOUT = """\
`lint`、`check`、`validate` の `--format` で選びます。
どの形式でも、個人情報は伏せて出ます（下の電話番号を見てください）。
伏せずに見るのは `lint --show-personal-data` だけで、端末に表示するときに限ります。
下はすべて、次の下書きを二条だけの見本の指針で判定した、本物の出力です。

Chosen by `--format` of `lint`, `check` and `validate`. Personal data is masked in every one of them (look at the
telephone number below); only `lint --show-personal-data` shows it, and only on a terminal.
All below are real reports of the following draft, judged by a sample guideline of two clauses."""
FORMATS_JA = {
    "text": "端末で人が読むものです。場所、内容、該当箇所のしるし、直し方。",
    "json": "一つの文書です。指針、すべての指摘と抜粋、合計。",
    "jsonl": "一行に一つの指摘です。位置は元の文のコードポイントで数えます。本文は含みません。",
    "sarif": "SARIF 2.1.0。コードの点検の画面（GitHub など）に取り込めます。指針のすべての規則の説明も載ります。",
    "junit": "試験の結果として見せる道具（CI）のための XML。エラーと警告は失敗、参考は合格です。",
    "github": "GitHub Actions の注釈になります。",
    "csv": "表計算ソフトのためのものです。UTF-8（BOM 付き）で、どのセルも数式として働きません。",
}
