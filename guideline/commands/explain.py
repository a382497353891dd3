"""``guideline explain``: what a rule or clause means, why, and what to do."""

from __future__ import annotations

import sys
from datetime import date

import click

from guideline.commands.opening import open_bundle
from guideline.commands.options import UNREADABLE, as_of_option, lang_option, policy_option
from guideline.words import Lang


@click.command()
@click.argument("name")
@policy_option
@as_of_option
@lang_option
def command(name: str, policy: str, as_of: date, lang: Lang) -> None:
    """規則や条の意味と理由を示す。 Tell what a rule or clause means and why.

    NAME is a rule (etiquette/greeting), a clause's id (etiquette.no-greeting) or its number.
    """
    from guideline.publish import UnknownNameError, explain

    guideline = open_bundle(policy, lang, cached=True).at(as_of)
    try:
        click.echo(explain(guideline, name, lang))
    except UnknownNameError as error:
        click.echo(error.sentence(lang), err=True)
        sys.exit(UNREADABLE)
