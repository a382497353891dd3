"""``guideline secrets``: the operator's own secrets of a site, made once, sealed and opened."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from guideline.commands.options import ENVIRONMENT, UNREADABLE, fail, lang_option
from guideline.source import SourceError
from guideline.words import Lang, say


@click.command()
@click.argument("site_name", metavar="SITE")
@lang_option
def command(site_name: str, lang: Lang) -> None:
    """運用者の秘密を一度だけ作り、開けるか確かめる。 Make the operator's secrets once, and see that they open."""
    from deploys.certificates import authority_of
    from deploys.refused import PackError
    from deploys.vault import vault_of
    from guideline.site import find_site, load_site

    try:
        site = load_site(find_site(site_name))
    except SourceError as error:
        fail(error, lang, UNREADABLE)
    zones = dict.fromkeys(host.zone for host in site.hosts if not host.loopback)
    vaults = {zone: vault_of(site, zone, Path.cwd()) for zone in zones}
    try:
        # All are looked at before any is made.
        for vault in vaults.values():
            vault.ready()
        for zone, vault in vaults.items():
            authority_of(vault.folder, f"{site.id} {zone} authority", datetime.now(UTC), vault=vault)
            told = {"zone": zone, "folder": vault.folder, "count": len(vault.recipients), "identity": vault.identity}
            click.echo(say(lang, "vault.sealed" if vault.recipients else "vault.plain", **told))
    except PackError as error:
        click.echo(say(lang, error.say, **error.args_), err=True)
        sys.exit(UNREADABLE if error.say == "vault.not-sealed" else ENVIRONMENT)
