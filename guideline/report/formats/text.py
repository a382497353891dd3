"""``text``: for people at a terminal. The place, the sentence, the line with the span marked, what to do.

    draft.txt:1:1: 警告 冒頭の挨拶は要りません。 etiquette/greeting（第8条）
        お疲れ様です。会議は10時です。
        ^^^^^^^^^^^^^^
        → この部分を消します。

Wide characters take two cells under which two marks stand. Control and direction characters are
shown as pictures, so that no message can write on the reader's terminal.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from guideline.report.judged import Tally
from guideline.report.showing import marked, visible
from guideline.report.telling import ALL, Context, Entry, Told
from guideline.words import clause_number, say

SHOWS = ALL

_INDENT = "    "


def write(entries: Iterable[Entry], stream: TextIO, context: Context, tally: Tally) -> None:
    """Write each finding as it comes, then the sum."""
    for entry in entries:
        stream.writelines(_finding(entry, told, context) for told in entry.told)
    if tally.total:
        count = {name: tally.count[name] for name in ("error", "warning", "info")}
        stream.write(say(context.lang, "report.sum", total=tally.total, **count) + "\n")
    elif not tally.unread:
        stream.write(say(context.lang, "report.clean") + "\n")
    if tally.unread:
        stream.write(say(context.lang, "report.unread", count=tally.unread) + "\n")


def _finding(entry: Entry, told: Told, context: Context) -> str:
    lang = context.lang
    severity = say(lang, f"report.severity-{told.severity}")
    named = f"{told.rule}（{clause_number(lang, told.number)}）" if told.number else told.rule
    if lang == "en" and told.number:
        named = f"{told.rule} ({clause_number(lang, told.number)})"
    lines = [f"{visible(_place(entry, told))}: {severity} {visible(told.message)} {named}"]
    if told.excerpt is not None and told.excerpt.line.strip():
        lines += [_INDENT + line for line in marked(told.excerpt)]
    if told.advice:
        lines.append(_INDENT + say(lang, "report.do", advice=visible(told.advice)))
    return "\n".join(lines) + "\n"


def _place(entry: Entry, told: Told) -> str:
    """``file:line:column``; of a message in a file of many, the line of the message and its id."""
    if entry.line is not None:
        where = f"{entry.file}:{entry.line}"
        return f"{where} [{entry.id}]" if entry.id not in ("", where) else where
    parts = [entry.file or entry.id, *(str(at) for at in (told.line, told.column) if at is not None)]
    place = ":".join(parts)
    return f"{place} [{told.subject}]" if told.subject and told.subject != entry.file else place
