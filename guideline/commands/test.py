"""``guideline test``: whether every written example raises what it says, and nothing else."""

from __future__ import annotations

import sys
from datetime import date

import click

from guideline.commands.opening import open_bundle
from guideline.commands.options import as_of_option, lang_option
from guideline.words import Lang, say


@click.command()
@click.argument("bundle", default=".")
@as_of_option
@lang_option
def command(bundle: str, as_of: date, lang: Lang) -> None:
    """良い例・悪い例を実際に判定して確かめる。 Judge every written example.

    BUNDLE is a folder, a compiled file or the name of a packaged one.
    """
    from guideline.revisions import judge_examples

    loaded = open_bundle(bundle, lang)
    layered = len(loaded.content["about"]["layers"]) > 1
    count = failed = 0
    for outcome in judge_examples(loaded.at(as_of)):
        count += 1
        if outcome.ok:
            continue
        failed += 1
        mark = loaded.marks.get(f"rule:{outcome.control.rule}")
        args = {"rule": outcome.control.rule, "side": outcome.side, "number": outcome.index + 1}
        if outcome.error:
            told = say(lang, "test.malformed", what=outcome.error, **args)
        else:
            none = say(lang, "test.nothing")
            raised, expected = (", ".join(rules) or none for rules in (outcome.raised, outcome.expected))
            told = say(lang, "test.failed", raised=raised, expected=expected, **args)
        if layered:
            told = f"{told} {say(lang, 'test.layered')}"
        click.echo(f"{mark or bundle}: {told}")
    click.echo(say(lang, "test.summary", count=count, failed=failed), err=True)
    sys.exit(1 if failed else 0)
