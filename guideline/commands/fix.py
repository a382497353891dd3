"""``guideline fix``: a draft with everything taken away that the guideline does without."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from guideline.commands.archive import blocks
from guideline.commands.opening import open_bundle
from guideline.commands.options import UNREADABLE, as_of_option, help_of, lang_option, policy_option, told
from guideline.commands.writing import put
from guideline.messages import Intake, Linter, Message, open_intake, shape_of
from guideline.source import Mark, Problem
from guideline.words import Lang, say


@click.command()
@click.argument("file", default="-", type=click.Path(path_type=str))
@policy_option
@click.option("--from", "shape", type=click.Choice(["text", "jsonl"]), help=help_of("from"))
@click.option("--channel", type=click.Choice(["talk", "bulletin", "external"]), default="talk", help=help_of("channel"))
@click.option("--zone", type=click.Choice(["internet", "admin"]), default="internet", help=help_of("zone"))
@click.option("--section", default="", help=help_of("section"))
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help=help_of("out"))
@as_of_option
@lang_option
def command(
    *,
    file: str,
    policy: str,
    shape: str | None,
    channel: str,
    zone: str,
    section: str,
    out: Path | None,
    as_of: date,
    lang: Lang,
) -> None:
    """下書きを直して出力する。 Mend a draft and print it.

    FILE: a text file (one draft) or .jsonl; "-" is standard input. The body is never changed.
    """
    guideline = open_bundle(policy, lang, cached=True).at(as_of)
    linter = Linter(guideline)
    given = shape or shape_of(file)
    if given not in ("text", "jsonl"):
        click.echo(say(lang, "lint.fix-only-drafts", file=file), err=True)
        sys.exit(UNREADABLE)
    intake = Intake(file, given, channel, zone, section=section)  # type: ignore[arg-type]
    mended: list[str] = []
    unreadable = False
    for _, entry in _entries(intake):
        if isinstance(entry, Problem):
            click.echo(told(entry, lang), err=True)
            unreadable = True
            continue
        for sticker in sorted({finding.sticker for finding in linter.judge(entry) if finding.sticker}):
            known = guideline.sticker(sticker)
            click.echo(say(lang, "lint.send-sticker", label=known.label.get(lang) if known else sticker), err=True)
        text = linter.mend(entry)
        mended.append(_line(entry, text) if given == "jsonl" else text)
    if unreadable:
        sys.exit(UNREADABLE)
    put("\n".join(mended) + "\n" if mended else "", out, lang)


def _entries(intake: Intake) -> Iterator[tuple[int | None, Message | Problem]]:
    if intake.file == "-":
        yield from open_intake(blocks(sys.stdin.buffer), intake)
        return
    try:
        with Path(intake.file).open("rb") as stream:
            yield from open_intake(blocks(stream), intake)
    except OSError as error:
        yield None, Problem("unreadable", Mark(intake.file), {"reason": error.strerror or type(error).__name__})


def _line(message: Message, text: str) -> str:
    fields = {"id": message.id, "text": text, "channel": message.channel, "zone": message.zone}
    if message.phase != "normal":
        fields["phase"] = message.phase
    fields.update({k: v for k in ("room", "sender", "section") if (v := getattr(message, k))})
    if message.sent is not None:
        fields["sent"] = message.sent.isoformat()
    return json.dumps(fields, ensure_ascii=False)
