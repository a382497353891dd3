"""``guideline lint``: what to change in a draft, or what an archive of messages would have raised."""

from __future__ import annotations

import sys
from datetime import date

import click

from guideline.commands.judging import judge_files
from guideline.commands.options import FORMATS, as_of_option, fail_on_option, help_of, lang_option, policy_option
from guideline.finding import Severity
from guideline.messages import SHAPES
from guideline.words import Lang


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=str))
@policy_option
@click.option(
    "--format", "format_", type=click.Choice(FORMATS), default="text", show_default=True, help=help_of("format")
)
@click.option("--from", "shape", type=click.Choice(SHAPES), help=help_of("from"))
@click.option("--map", "columns", help=help_of("map"), metavar="MAP")
@click.option("--channel", type=click.Choice(["talk", "bulletin", "external"]), default="talk", help=help_of("channel"))
@click.option("--zone", type=click.Choice(["internet", "admin"]), default="internet", help=help_of("zone"))
@click.option("--section", default="", help=help_of("section"))
@click.option("--jobs", type=click.IntRange(1, 64), help=help_of("jobs"))
@click.option("--show-personal-data", is_flag=True, help=help_of("show-personal-data"))
@fail_on_option
@as_of_option
@lang_option
def command(
    *,
    files: tuple[str, ...],
    policy: str,
    format_: str,
    shape: str | None,
    columns: str | None,
    channel: str,
    zone: str,
    section: str,
    jobs: int | None,
    show_personal_data: bool,
    fail_on: Severity,
    as_of: date,
    lang: Lang,
) -> None:
    """下書きや書き出した発言を指針に照らす。 Judge drafts and exported messages.

    FILES: text files (one message each), .jsonl, .csv, .json or .xml exports; "-" (or nothing) is standard input.
    """
    sys.exit(
        judge_files(
            files,
            policy=policy,
            format_=format_,
            shape=shape,
            columns=columns,
            channel=channel,
            zone=zone,
            section=section,
            jobs=jobs,
            show_personal_data=show_personal_data,
            fail_on=fail_on,
            as_of=as_of,
            lang=lang,
        )
    )
