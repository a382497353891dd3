"""``guideline pack``: everything that a site's hosts install, signed, for an operator to carry in."""

from __future__ import annotations

import os
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from guideline import __version__
from guideline.commands.options import ENVIRONMENT, INVALID, UNREADABLE, fail, help_of, lang_option
from guideline.source import SourceError
from guideline.words import Lang, say

if TYPE_CHECKING:
    from deploys.signing import Signer
    from guideline.site import Site

CHECKOUT = Path(__file__).resolve().parents[2]
UNSIGNED = 4


@click.command()
@click.argument("site_name", metavar="SITE")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help=help_of("pack-out"))
@click.option("--signer", help=help_of("pack-signer"))
@click.option("--verify", "only_verify", is_flag=True, help=help_of("pack-verify"))
@lang_option
def command(site_name: str, out: Path | None, signer: str | None, only_verify: bool, lang: Lang) -> None:
    """サイトに持ち込む包みを作る。 Make the pack that an operator carries in."""
    from deploys.refused import PackError
    from deploys.signing import Signer
    from guideline.site import find_site, load_site

    try:
        site = load_site(find_site(site_name))
    except SourceError as error:
        fail(error, lang, UNREADABLE)
    keys = Path(".state").absolute() / site.id
    folder = (out or keys / "pack").absolute()
    try:
        if only_verify:
            from deploys.pack import whole

            whole(folder, keys / "pack.gpg")
            click.echo(say(lang, "pack.whole", folder=folder))
            return
        _make(site, folder, Signer(keys, dict(os.environ), signer), lang)
    except PackError as error:
        click.echo(say(lang, error.say, **error.args_), err=True)
        sys.exit(_CODES.get(error.say, ENVIRONMENT))


_CODES = {
    "pack.refused": UNSIGNED,
    "pack.no-public-key": UNSIGNED,
    "pack.no-key": UNSIGNED,
    "pack.other-key": UNSIGNED,
    "pack.not-a-pack": UNREADABLE,
}


def _make(site: Site, folder: Path, signer: Signer, lang: Lang) -> None:
    from deploys.debian import sources_of
    from deploys.pack import Larder, lay
    from deploys.refused import PackError
    from deploys.signing import fingerprint
    from guideline.commands.fonts import font_folders
    from guideline.publish import PdfError, sticker_files
    from guideline.site import bundle_of

    try:
        bundle = bundle_of(site)
        drawn = sticker_files(bundle.at(date.max), "ja", font_folders())
    except SourceError as error:
        fail(error, lang, INVALID)
    except PdfError as error:
        raise PackError(f"publish.{error.name}", **error.args_) from error
    click.echo(say(lang, "pack.fetching"), err=True)
    kept, sources = Path(".state/larder").absolute(), sources_of(Path("/etc/apt"))
    larder = Larder(kept, CHECKOUT, sys.executable, signer.environment, sources)
    wanted = larder.fetch(site, __version__, bundle.to_json(), drawn, fresh=True)
    click.echo(say(lang, "pack.signing"), err=True)
    lay(folder, wanted, signer, datetime.now(UTC))
    held = [path for path in folder.rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in held) // 1_000_000
    counts = {"files": len(held), "size": size, "debs": len(wanted.debs), "wheels": len(wanted.wheels)}
    click.echo(say(lang, "pack.done", folder=folder, **counts))
    click.echo(say(lang, "pack.key", file=signer.public, fingerprint=fingerprint(signer.public)))
