"""``junit``: XML that build servers show as tests. Errors and warnings are failures; notes pass.

The number of tests stands at the head, so this format keeps what it writes until the end.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TextIO
from xml.etree import ElementTree as ET

from guideline.report.judged import Tally
from guideline.report.showing import marked
from guideline.report.telling import ALL, Context, Entry, Told
from guideline.words import say

SHOWS = ALL

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(entries: Iterable[Entry], stream: TextIO, context: Context, tally: Tally) -> None:
    """Write one test case a finding, and one for each thing in which nothing was found."""
    suite = ET.Element("testsuite", name=_xml(f"guideline {context.guideline.id} {context.guideline.version}"))
    for entry in entries:
        name = entry.id or entry.file
        if not entry.told:
            ET.SubElement(suite, "testcase", classname=_xml(entry.file), name=_xml(name))
        for told in entry.told:
            _case(suite, entry, told, context)
    if not len(suite):
        ET.SubElement(suite, "testcase", classname="guideline", name=say(context.lang, "report.checked"))
    failures = str(tally.at_or_above("warning"))
    suite.attrib |= {"tests": str(len(suite)), "failures": failures, "errors": "0", "skipped": "0"}
    suites = ET.Element("testsuites", tests=str(len(suite)), failures=failures, errors="0")
    suites.append(suite)
    stream.write('<?xml version="1.0" encoding="UTF-8"?>\n')
    stream.write(ET.tostring(suites, encoding="unicode") + "\n")


def _case(suite: ET.Element, entry: Entry, told: Told, context: Context) -> None:
    line = entry.line if entry.line is not None else told.line
    where = f"{entry.id or entry.file}:{line}" if line is not None else entry.id or told.subject or entry.file
    case = ET.SubElement(suite, "testcase", classname=_xml(entry.file), name=_xml(f"{told.rule} {where}"))
    lines = [say(context.lang, f"report.severity-{told.severity}") + " " + told.message]
    if told.excerpt is not None:
        lines += marked(told.excerpt)
    if told.advice:
        lines.append(told.advice)
    if told.severity == "info":
        ET.SubElement(case, "system-out").text = _xml("\n".join(lines))
        return
    failure = ET.SubElement(case, "failure", type=told.rule, message=_xml(told.message))
    failure.text = _xml("\n".join(lines))


def _xml(text: str) -> str:
    """Leave out what XML 1.0 can't hold."""
    return _NOT_XML.sub("\ufffd", text)
