"""``guideline validate``: anybody's configuration, or a register, held against the guideline."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NoReturn

import click

from guideline.bundle.model import Guideline, RegisterControl
from guideline.commands.opening import open_bundle
from guideline.commands.options import (
    ENVIRONMENT,
    UNREADABLE,
    as_of_option,
    fail,
    fail_on_option,
    format_option,
    help_of,
    lang_option,
    policy_option,
)
from guideline.commands.telling import tell
from guideline.finding import Finding, Severity
from guideline.source import SourceError, read_stream, read_text
from guideline.source.text import decode
from guideline.words import Lang, say

_SITE = "site"
"""Not a program's file but the description that they are all written from: ``site.yaml``."""


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=str))
@click.option("--target", help=help_of("target"))
@click.option("--register", help=help_of("register"))
@click.option("--site", "site_name", help=help_of("site"))
@click.option("--host", "host_name", help=help_of("host"))
@policy_option
@format_option
@fail_on_option
@as_of_option
@lang_option
def command(
    *,
    files: tuple[str, ...],
    target: str | None,
    register: str | None,
    site_name: str | None,
    host_name: str | None,
    policy: str,
    format_: str,
    fail_on: Severity,
    as_of: date,
    lang: Lang,
) -> None:
    """サーバーの設定や台帳を指針に照らす。 Judge server configurations and registers.

    FILES: files of one --target (synapse, nftables, …) or rows of one --register (devices, …); "-" is standard input.
    """
    guideline = open_bundle(policy, lang, cached=True).at(as_of)
    if (target is None) == (register is None):
        _stop(say(lang, "validate.one-of"))
    texts: dict[str, str] = {}
    findings: list[Finding] = []
    try:
        judge = (
            _setting_judge(guideline, target, site_name, host_name, lang)
            if target is not None
            else _register_judge(guideline, str(register), lang)
        )
        for file in files:
            text = _text(file)
            # A register's rows are people: no excerpt of them is ever shown.
            if target is not None:
                texts[file] = text
            findings += judge(text, file)
    except SourceError as error:
        missing = any(problem.code.endswith(".not-installed") for problem in error.problems)
        fail(error, lang, ENVIRONMENT if missing else UNREADABLE)
    sys.exit(tell(findings, format_, lang, fail_on, guideline=guideline, text_of=texts.get))


def _setting_judge(
    guideline: Guideline, target: str, site_name: str | None, host_name: str | None, lang: Lang
) -> Callable[[str, str], list[Finding]]:
    from guideline.settings import judge
    from guideline.site import find_site, load_site

    if target == _SITE:
        return lambda _text, file: _judge_site(guideline, Path(file))
    site = load_site(find_site(site_name)) if site_name else None
    host = None
    if host_name:
        known = {found.name: found for found in site.hosts} if site is not None else {}
        if host_name not in known:
            _stop(say(lang, "validate.no-such-host", name=host_name[:40], known=", ".join(known) or "-"))
        host = known[host_name]
    return lambda text, file: judge(target, text, file, guideline, site=site, host=host)


def _judge_site(guideline: Guideline, file: Path) -> list[Finding]:
    """Judge a whole site: no path where none may lead, the model it names, and what would be written for every host."""
    from guideline.network import judge as judge_paths
    from guideline.network import judge_model
    from guideline.settings import judge, roles_of, write, written_names
    from guideline.site import load_site

    site = load_site(file.parent)
    found = [*judge_paths(site, guideline), *judge_model(site, guideline)]
    for host in site.hosts:
        for target in written_names():
            if not roles_of(target) or set(roles_of(target)) & set(host.roles):
                text = write(target, guideline, site, host)
                found += judge(target, text, f"{host.name}:{target}", guideline, site=site, host=host)
    return found


def _register_judge(guideline: Guideline, name: str, lang: Lang) -> Callable[[str, str], list[Finding]]:
    from guideline.registers import judge_register, parse_register

    controls = [control for control in guideline.of(RegisterControl) if control.register == name]
    if not controls:
        known = ", ".join(sorted({control.register for control in guideline.of(RegisterControl)}))
        _stop(say(lang, "validate.no-such-register", name=name[:40], known=known))

    def judge(text: str, file: str) -> list[Finding]:
        table = parse_register(text, file)
        return [found for control in controls for found in judge_register(control, table, today=guideline.day)]

    return judge


def _text(file: str) -> str:
    if file == "-":
        return decode(read_stream(sys.stdin.buffer, file), file)
    return read_text(Path(file))


def _stop(sentence: str) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(UNREADABLE)
