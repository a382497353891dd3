"""``guideline new``: a bundle to start from that ``guideline check`` accepts as it is."""

from __future__ import annotations

import re
import sys
from datetime import date
from pathlib import Path

import click

from guideline.commands.options import ENVIRONMENT, UNREADABLE, as_of_option, help_of, lang_option
from guideline.words import Lang, say

_ID = re.compile(r"[a-z][a-z0-9]*(?:[.-][a-z0-9]+)*")

_BUNDLE = """\
schema: guideline/1
id: {id}
version: "0.1.0"
title: {{ja: {name}庁内チャット運用指針, en: "{name}: chat operating guideline"}}
authority: {{ja: {name}, en: {name}}}
language: ja
extends: {extends}
effective: {{from: {day}}}
"""
_CLAUSES = """\
# 自分の市の章。同じ id の条を書けば下の層を上書きします。
# Your own chapter. A clause with the id of one in a lower layer overlays it.
chapter: {{id: own, title: {{ja: {name}の定め, en: "{name}: our own clauses"}}}}
clauses:
  - id: own.review
    number: "200"
    level: must
    title: {{ja: 指針の見直し, en: Reviewing this guideline}}
    text:
      ja: 総務担当課は、この指針を年に一度見直さなければならない。
      en: The general affairs section must review this guideline once a year.
    why: {{ja: 使い方と道具が変わっていくため。, en: Because habits and tools change.}}
    sources: [{{document: kit}}]
    controls:
      - attest:
          rule: attest/own-review
          question: {{ja: この一年に指針を見直したか。, en: Was the guideline reviewed within the year?}}
          every: 1y
          owner: {{ja: 総務担当課長, en: Head of general affairs}}
        examples:
          good: [{{last: 2026-04-01, now: 2027-04-01}}]
          bad: [{{last: 2026-04-01, now: 2027-04-02}}, {{last: null, now: 2026-04-01}}]
"""


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--name", default="架空市", show_default=True, help=help_of("name"))
@click.option("--extends", default="reference", show_default=True, help=help_of("extends"))
@as_of_option
@lang_option
def command(folder: Path, name: str, extends: str, as_of: date, lang: Lang) -> None:
    """新しい指針の雛形を作る。 Start a new bundle.

    FOLDER: where it will be; its last part becomes the bundle's id.
    """
    identity = folder.resolve().name
    if not _ID.fullmatch(identity) or not re.fullmatch(r"[\w・ー-]{1,40}", name) or not _ID.fullmatch(extends):
        click.echo(say(lang, "new.bad-name", found=f"{identity} {name} {extends}"[:80]), err=True)
        sys.exit(UNREADABLE)
    if folder.exists() and any(folder.iterdir()):
        click.echo(say(lang, "new.not-empty", folder=str(folder)), err=True)
        sys.exit(UNREADABLE)
    values = {"id": identity, "name": name, "extends": extends, "day": as_of.isoformat()}
    try:
        (folder / "clauses").mkdir(parents=True, exist_ok=True)
        (folder / "bundle.yaml").write_text(_BUNDLE.format(**values), "utf-8")
        (folder / "clauses" / "90-own.yaml").write_text(_CLAUSES.format(**values), "utf-8")
    except OSError as error:
        reason = error.strerror or type(error).__name__
        click.echo(say(lang, "problem.unwritable", file=str(folder), reason=reason), err=True)
        sys.exit(ENVIRONMENT)
    click.echo(say(lang, "new.made", folder=str(folder)))
