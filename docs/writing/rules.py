"""``docs/rules/``: a page a kind of message rule, and the table of all rules."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from writing.markdown import code, number, one_line, table

from guideline.bundle.model import (
    AttestControl,
    Clause,
    Control,
    DocumentControl,
    FlowControl,
    Guideline,
    MessageControl,
    RegisterControl,
    SettingControl,
    TimerControl,
)
from guideline.messages.rules import manual, options, takes_phrases

MOST_EXAMPLES = 8
LONGEST_EXAMPLE = 80
"""Characters of an example that are shown."""

_TYPES = {list: "一覧 / list", str: "文字 / text", bool: "true, false", int: "整数 / integer"}
_BODY = re.compile(r"^(見つけるもの|見つけないもの|選択肢|良い例|悪い例): ")
_ENGLISH = re.compile(r"[A-Za-z]")


def rule_page(kind: str, reference: Guideline, kakuu: Guideline) -> str:
    """Return the page of one kind: its docstring, its options, where the bundles use it."""
    (ja_title, *ja), (en_title, *en) = docstring(manual(kind))
    lines = [f"# {ja_title} / {en_title.rstrip('.')}", "", f"`kind: {kind}`", ""]
    lines += [f"- {entry}" for entry in ja]
    lines += ["", " ".join(en), "", "## 選択肢 / Options", ""]
    rows = [(f"`{name}`", _TYPES[type_]) for name, type_ in options(kind).items()]
    if takes_phrases(kind):
        rows.insert(0, ("`phrases`", "句の一覧（options の外に書きます） / list of phrases, outside options"))
    lines += table(("名 / name", "値 / value"), rows) if rows else ["ありません。 / None."]
    used = [(reference, *pair) for pair in of_kind(reference, kind)]
    used = used or [(kakuu, *pair) for pair in of_kind(kakuu, kind)]
    for guideline, clause, control in used:
        lines += ["", *usage(guideline, clause, control)]
    lines += ["", "[規則の一覧 / All rules](index.md) ・ [書き方 / How to write it](../bundle.md#message)"]
    return "\n".join(lines)


def docstring(text: str) -> tuple[list[str], list[str]]:
    """Split a kind's docstring into its Japanese and its English part: a title and entries each."""
    paragraphs = [paragraph.strip() for paragraph in text.strip().split("\n\n") if paragraph.strip()]
    first = next(n for n, paragraph in enumerate(paragraphs) if _ENGLISH.match(paragraph))
    ja = [entry for paragraph in paragraphs[1:first] for entry in entries(paragraph)]
    title, _, rest = paragraphs[first].partition("\n")
    return [paragraphs[0], *ja], [title, *(" ".join(part.split()) for part in (rest, *paragraphs[first + 1 :]) if part)]


def entries(paragraph: str) -> Iterator[str]:
    """Yield a paragraph's entries: one a label; the lines of an example stay apart, others were only wrapped."""
    entry, joint = "", ""
    for line in paragraph.split("\n"):
        label = _BODY.match(line)
        if label:
            if entry:
                yield entry
            entry, joint = f"**{label[1]}** {line[label.end() :]}", " ⏎ " if label[1].endswith("例") else ""
        else:
            entry += (joint if entry else "") + line
    yield entry


def of_kind(guideline: Guideline, kind: str) -> list[tuple[Clause, MessageControl]]:
    """Return the message controls of a kind, each with its clause."""
    return [(c, x) for c in guideline.clauses for x in c.controls if isinstance(x, MessageControl) and x.kind == kind]


def usage(guideline: Guideline, clause: Clause, control: MessageControl) -> Iterator[str]:
    """Yield how one bundle uses a kind: the clause, the control in one line, its examples."""
    yield f"## {control.rule}（{guideline.id} {number('ja', clause)}） / {guideline.id}, {number('en', clause)}"
    yield ""
    yield f"> {one_line(clause.text.ja)}"
    if clause.text.en:
        yield ">"
        yield f"> {one_line(clause.text.en)}"
    yield ""
    yield f"`message: {{{', '.join(written(control))}}}`"
    for heading, examples in (("良い例 / Good", control.examples.good), ("悪い例 / Bad", control.examples.bad)):
        yield ""
        yield f"**{heading}**"
        yield ""
        yield from (f"- {example(one)}" for one in examples[:MOST_EXAMPLES])
        if len(examples) > MOST_EXAMPLES:
            yield f"- ほか {len(examples) - MOST_EXAMPLES} 件 / and {len(examples) - MOST_EXAMPLES} more"


def written(control: MessageControl) -> Iterator[str]:
    """Yield the fields of a control as a bundle writes them, long lists cut."""
    yield f"rule: {control.rule}"
    yield f"kind: {control.kind}"
    for field in ("phrases", "channels", "zones", "phases"):
        values = getattr(control, field)
        if values:
            yield f"{field}: [{', '.join(values[:4])}{', …' if len(values) > 4 else ''}]"
    yield f"severity: {control.severity}"
    if control.fix != "none":
        yield f"fix: {control.fix}"
    if control.options:
        yield f"options: {json.dumps(control.options, ensure_ascii=False, default=str)}"


def example(given: Any) -> str:
    """Return one example: its text, and in brackets what it says besides."""
    if not isinstance(given, Mapping):
        given = {"text": given}
    text = str(given.get("text", ""))
    cut = f"{text[:LONGEST_EXAMPLE]}…" if len(text) > LONGEST_EXAMPLE else text
    rest = ", ".join(f"{key}: {value}" for key, value in given.items() if key != "text")
    return code(cut) + (f"（{rest}）" if rest else "")


def rules_index(reference: Guideline, kakuu: Guideline) -> str:
    """Return the table of every rule of the baseline, and of the kinds that only Kakuu switches on."""
    lines = ["# 規則の一覧 / Rules", "", RULES_ABOUT, "", "## 文面 / Messages", ""]
    there = {control.rule for control in reference.of(MessageControl)}
    both = [*controls(reference, MessageControl), *controls(kakuu, MessageControl)]
    chosen = [(g, c, x) for g, c, x in both if g is reference or x.rule not in there]
    lines += rules_table(chosen)
    for title, kind in OTHER_CONTROLS:
        rows = controls(reference, kind)
        if rows:
            lines += ["", f"## {title}", "", *rules_table(rows)]
    return "\n".join(lines)


def controls(guideline: Guideline, kind: type[Control]) -> list[tuple[Guideline, Clause, Control]]:
    """Return the controls of a class, each with its guideline and clause."""
    return [(guideline, clause, x) for clause in guideline.clauses for x in clause.controls if isinstance(x, kind)]


def rules_table(rows: Iterable[tuple[Guideline, Clause, Control]]) -> list[str]:
    """Return the lines of a table: rule, clause, kind, scope, severity."""
    head = ("規則 / rule", "条 / clause", "種類 / kind", "対象 / scope", "重さ / severity")
    return table(
        head,
        ((f"`{x.rule}`", f"{g.id} {number('ja', c)} {c.title.ja}", what(x), scope(x), x.severity) for g, c, x in rows),
    )


def what(control: Control) -> str:
    """Return what a control looks at: the kind of a message, the key of a setting, the ends of a flow and so on."""
    match control:
        case MessageControl():
            return f"[{control.kind}]({control.kind}.md)"
        case SettingControl():
            return f"`{control.target}: {control.key}` {control.op}"
        case FlowControl():
            port = f" {control.protocol}/{control.port}" if control.port else ""
            return f"{control.source} → {control.target}{port} {control.verdict}"
        case RegisterControl():
            return f"`{control.register}` {', '.join(control.checks)}"
        case TimerControl():
            return f"{control.of} {control.when} {control.after} 分 / min → {control.do}"
        case AttestControl():
            return f"{control.every_days} 日ごと / days"
        case DocumentControl():
            return "同意 / consent" if control.consent else "明記 / states"
    return control.name


def scope(control: Control) -> str:
    """Return where a control holds; everything where it names nothing."""
    fields = ("channels", "zones", "phases", "roles")
    named = [", ".join(getattr(control, field)) for field in fields if getattr(control, field, ())]
    return " / ".join(named) or "すべて / all"


OTHER_CONTROLS: tuple[tuple[str, type[Control]], ...] = (
    ("設定 / Settings", SettingControl),
    ("通信 / Flows", FlowControl),
    ("台帳 / Registers", RegisterControl),
    ("時限 / Timers", TimerControl),
    ("人の確認 / Attestations", AttestControl),
    ("文書 / Document", DocumentControl),
)
RULES_ABOUT = """\
基準 (`reference`) の規則です。どの条が、どの種類で、どこを対象に置いているかを示します。
手元の指針のものは `guideline coverage` と `guideline explain 規則名` で見られます。
種類のうち基準が使わないものは、架空市 (`kakuu`) の条を示します。

The rules of the baseline (`reference`): which clause has them, of which kind, and where they hold.
For a guideline of your own see `guideline coverage` and `guideline explain RULE`.
Kinds that the baseline leaves off are shown as the invented city (`kakuu`) uses them."""
