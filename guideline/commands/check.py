"""``guideline check``: whether the bundle is sound, and what its authors should look at."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date

import click

from guideline.bundle import Bundle
from guideline.bundle.model import Guideline, MessageControl
from guideline.bundle.review import review
from guideline.commands.opening import open_bundle
from guideline.commands.options import as_of_option, fail_on_option, format_option, lang_option
from guideline.commands.telling import tell
from guideline.finding import Finding, Place, Severity
from guideline.words import Lang, say


@click.command()
@click.argument("bundle", default=".")
@format_option
@fail_on_option
@as_of_option
@lang_option
def command(*, bundle: str, format_: str, fail_on: Severity, as_of: date, lang: Lang) -> None:
    """指針の YAML を確かめる。 Check a bundle's YAML.

    BUNDLE is a folder, a compiled file or the name of a packaged one.
    """
    loaded = open_bundle(bundle, lang)
    guideline = loaded.at(as_of)
    findings = [*review(loaded, guideline), *_messages(loaded, guideline)]
    code = tell(findings, format_, lang, fail_on, guideline=guideline)
    facts = {"id": guideline.id, "version": guideline.version, "clauses": len(guideline.clauses)}
    summary = say(lang, "review.summary", count=len(findings), **facts)
    click.echo(summary if findings else say(lang, "review.clean", **facts), err=True)
    click.echo(say(lang, "review.digests", meaning=loaded.meaning_digest, bytes=loaded.bytes_digest), err=True)
    sys.exit(code)


def _messages(bundle: Bundle, guideline: Guideline) -> Iterator[Finding]:
    """Every phrase must be able to fire, and every option must be one that its kind knows."""
    from guideline.messages import Linter, options

    for finding in Linter(guideline).prove():
        yield finding._replace(place=_place(bundle, finding.rule))
    for control in guideline.of(MessageControl):
        known = options(control.kind)
        for name, value in control.options.items():
            if name not in known or not isinstance(value, known[name]):
                args = {"name": name, "kind": control.kind, "known": ", ".join(known) or "-"}
                place = _place(bundle, control.rule)
                yield Finding("bundle/unknown-option", control.clause, "error", place, "review.unknown-option", args)


def _place(bundle: Bundle, rule: str) -> Place:
    mark = bundle.marks.get(f"rule:{rule}")
    return Place(mark.file, mark.line, mark.column) if mark else Place(bundle.id)
