"""``guideline mutate``: whether the written examples would notice if the bundle said something else."""

from __future__ import annotations

import sys
from datetime import date

import click

from guideline.commands.opening import open_bundle
from guideline.commands.options import as_of_option, help_of, lang_option
from guideline.words import Lang, say


@click.command()
@click.argument("bundle", default=".")
@click.option("--at-least", type=click.FloatRange(0, 1), default=0.95, show_default=True, help=help_of("at-least"))
@as_of_option
@lang_option
def command(bundle: str, at_least: float, as_of: date, lang: Lang) -> None:
    """指針を少しずつ壊し、例がそれに気づく割合を測る。 Break a bundle bit by bit and see whether its examples notice.

    BUNDLE is a folder, a compiled file or the name of a packaged one.
    """
    from guideline.revisions import score

    loaded = open_bundle(bundle, lang)
    result = score(loaded.content, as_of)
    for mutant in result.mutants:
        if not mutant.killed:
            args = {"clause": mutant.clause, "rule": mutant.rule or "-", "kind": mutant.kind, "what": mutant.what}
            click.echo(say(lang, "test.survived", **args))
    phrases = sum(mutant.killed for mutant in result.phrases)
    counts = {"killed": result.killed, "count": len(result.mutants)}
    counts |= {"phrases": phrases, "all_phrases": len(result.phrases)}
    click.echo(say(lang, "test.score", share=f"{result.share:.3f}", **counts))
    sys.exit(0 if result.share >= at_least else 1)
