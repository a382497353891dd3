"""``guideline rehearse``: a whole site on throw-away hosts of this machine, proven by packets."""

from __future__ import annotations

import json
import os
import sys
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from guideline.commands.misuse import Misuse
from guideline.commands.options import (
    ENVIRONMENT,
    UNREADABLE,
    as_of_option,
    fail,
    fail_on_option,
    help_of,
    lang_option,
)
from guideline.commands.telling import tell
from guideline.finding import Severity
from guideline.source import SourceError
from guideline.words import Lang, say

if TYPE_CHECKING:
    from guideline.rehearsal import RehearsalError, Rehearsed, Talked, World
    from guideline.site import Site

CHECKOUT = Path(__file__).resolve().parents[2]


@click.command()
@click.argument("site_name", metavar="SITE", required=False)
@click.option("--keep", is_flag=True, help="終わってもホストを残す。 Keep the hosts.")
@click.option("--only", multiple=True, help="このゾーンかホストだけ。 Only this zone or host.")
@click.option("--clean", is_flag=True, help="残ったものをすべて片付ける。 Take down whatever was left.")
@click.option("--deploy", "deploys", multiple=True, help="使う pyinfra の配備。 Which deploys to run.")
@click.option("--pack", type=click.Path(exists=True, file_okay=False, path_type=Path), help="持ち込む包み。 The pack.")
@click.option(
    "--state",
    type=click.Path(path_type=Path),
    default=Path(".state/rehearsal"),
    show_default=True,
    help="状態を置くフォルダー。 Where its state lies.",
)
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", help=help_of("format"))
@fail_on_option
@as_of_option
@lang_option
def command(  # noqa: PLR0917 - one parameter an option
    site_name: str | None,
    keep: bool,
    only: tuple[str, ...],
    clean: bool,
    deploys: tuple[str, ...],
    pack: Path | None,
    state: Path,
    format_: str,
    fail_on: Severity,
    as_of: date,
    lang: Lang,
) -> None:
    """サイトを仮のホストで通し稽古する。 Rehearse a site on throw-away hosts."""
    from guideline.rehearsal import RehearsalError, World
    from guideline.rehearsal import clean as clean_up

    world = World(
        state=state.resolve(),
        checkout=CHECKOUT,
        python=sys.executable,
        environment=dict(os.environ),
        sleep=time.sleep,
        clock=time.monotonic,
        tell=lambda key: click.echo(say(lang, key), err=True),
    )
    try:
        if clean:
            click.echo(say(lang, "rehearsal.cleaned", count=len(clean_up(world.state, world.sleep))), err=True)
        if site_name is not None:
            site = _site(site_name, lang)
            key = Path(".state").absolute() / site.id / "pack.gpg"
            data = {} if pack is None else {"pack": str(pack.absolute()), "pack_key": str(key)}
            done = _rehearse(site, as_of, world, list(deploys), list(only), data, keep=keep)
            sys.exit(_told(done, format_, lang, fail_on))
        if not clean:
            raise Misuse("usage.missing-argument", click.get_current_context(), name="SITE")
    except RehearsalError as error:
        _give_up(error, lang)
    except SourceError as error:
        fail(error, lang, UNREADABLE)


def _site(name: str, lang: Lang) -> Site:
    from guideline.site import find_site, load_site

    try:
        return load_site(find_site(name))
    except SourceError as error:
        fail(error, lang, UNREADABLE)


def _rehearse(
    site: Site, day: date, world: World, deploys: list[str], only: list[str], data: dict[str, str], *, keep: bool
) -> Rehearsed:
    from guideline.rehearsal import DEPLOYS, rehearse
    from guideline.site import bundle_of

    handed = {"as_of": day.isoformat(), **data}
    guideline = bundle_of(site).at(day)
    return rehearse(site, guideline, world, deploys=deploys or DEPLOYS, only=only, keep=keep, data=handed)


def _told(done: Rehearsed, format_: str, lang: Lang, fail_on: Severity) -> int:
    """Write the figures: JSON with the findings inside it, or the findings and a line of figures below them."""
    from guideline.finding import at_or_above

    figures = done.to_dict()
    if format_ == "json":
        shown = [
            {
                "rule": f.rule,
                "clause": f.clause,
                "severity": f.severity,
                "subject": f.subject,
                "place": f.place.key or "",
            }
            | {"message": say(lang, f.say, **f.args)}
            for f in done.findings
        ]
        click.echo(json.dumps({**figures, "findings": shown}, ensure_ascii=False, indent=1))
        return int(any(at_or_above(f, fail_on) for f in done.findings))
    code = tell(done.findings, "text", lang, fail_on, guideline=done.guideline)
    gone = say(lang, "rehearsal.not-reached")
    for one in done.talks:
        click.echo(_talk(one, lang))
    if done.left:
        sums = {kind: sum(left[kind] for left in figures["left"].values()) for kind in ("mirror", "zone", "elsewhere")}
        click.echo(say(lang, "rehearsal.left", hosts=len(done.left), **sums))
    seen = [part for part in (figures["packets"], figures["datagrams"], figures["echoes"]) if part]
    click.echo(
        say(
            lang,
            "rehearsal.summary",
            site=done.site.id,
            hosts=len(done.hosts),
            first=gone if done.first is None else done.first.changes,
            second=gone if done.second is None else done.second.changes,
            tried=sum(part["tried"] for part in seen) if seen else gone,
            icmp=gone if done.echoes is None else done.echoes.tried,
            udp=gone if done.datagrams is None else done.datagrams.tried,
            differences=sum(part["differences"] for part in seen) if seen else gone,
            secrets=gone if done.secrets is None else done.secrets,
            seconds=round(sum(done.seconds.values())),
        )
    )
    return code


def _talk(one: Talked, lang: Lang) -> str:
    """Say who talked where, and how long each step took."""
    steps = [(say(lang, f"rehearsal.step-{s.name}"), round(s.seconds, 2)) for s in one.steps if s.ok]
    shown = [say(lang, "rehearsal.talk-step", step=name, seconds=seconds) for name, seconds in steps]
    who = {"zone": one.zone, "writer": one.writer, "reader": one.reader, "terminal": one.terminal}
    return say(lang, "rehearsal.talk", **who, server=one.server, steps=", ".join(shown) or "-")


def _give_up(error: RehearsalError, lang: Lang) -> NoReturn:
    click.echo(say(lang, error.say, **error.args_), err=True)
    sys.exit(UNREADABLE if error.say in ("rehearsal.no-such-host", "rehearsal.on-loopback") else ENVIRONMENT)
