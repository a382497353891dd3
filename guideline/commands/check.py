"""``guideline check``: whether the bundle is sound, and what its authors should look at."""

from __future__ import annotations

import sys
from datetime import date

import click

from guideline.bundle.review import review
from guideline.commands.opening import open_bundle
from guideline.commands.options import as_of_option, fail_on_option, format_option, lang_option
from guideline.commands.telling import tell
from guideline.finding import Severity
from guideline.words import Lang, say


@click.command()
@click.argument("bundle", default=".")
@format_option
@fail_on_option
@as_of_option
@lang_option
def command(bundle: str, format_: str, fail_on: Severity, as_of: date, lang: Lang) -> None:
    """指針の YAML を確かめる。 Check a bundle's YAML.

    BUNDLE is a folder, a compiled file or the name of a packaged one.
    """
    loaded = open_bundle(bundle, lang)
    guideline = loaded.at(as_of)
    findings = list(review(loaded, guideline))
    code = tell(findings, format_, lang, fail_on, guideline=guideline)
    shown = {"id": guideline.id, "version": guideline.version, "clauses": len(guideline.clauses)}
    click.echo(
        say(lang, "review.summary", count=len(findings), **shown) if findings else say(lang, "review.clean", **shown),
        err=True,
    )
    click.echo(say(lang, "review.digests", meaning=loaded.meaning_digest, bytes=loaded.bytes_digest), err=True)
    sys.exit(code)
