"""GitHub's commands: what the message or the name holds can't end a command or start another."""

from guideline.finding import Finding, Place
from guideline.report import Judged


def test_the_commands(report, drafts):
    assert report("github", drafts) == (
        "::warning file=draft.txt,line=1,endLine=1,col=1,endColumn=8,title=etiquette/greeting 第8条"
        "::指摘はありません。 この部分を消します。\n"
        "::warning file=many.jsonl,line=2,title=etiquette/acknowledgement 第8条の2"
        "::[m2] 指摘はありません。 代わりにスタンプ「了解」を送ります。\n"
    )


def test_notes_are_notices(report):
    found = Finding("r/s", "c", "info", Place(line=3, column=2), "report.clean")
    assert report("github", [Judged("a", "x", (found,))]).startswith("::notice file=a,line=3,col=2,title=r/s::")


def test_names_and_sentences_are_escaped(report):
    found = Finding("r/s", "c", "error", Place(line=1), "report.do-replace", {"text": "100%\n::error::x"})
    shown = report("github", [Judged("a,b:c%.txt", None, (found,))])
    assert shown.count("\n") == 1
    assert "file=a%2Cb%3Ac%25.txt," in shown
    assert "100%25%0A::error::x" in shown
