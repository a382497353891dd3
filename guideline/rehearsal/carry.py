"""The pack that the operator of a rehearsal carries in: made once of what it holds, signed by a key of its own."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime

from guideline import __version__
from guideline.bundle import Bundle
from guideline.rehearsal.running import RehearsalError
from guideline.rehearsal.world import World
from guideline.site import Site, bundle_of
from guideline.source.turns import prune, take, turn, use_of

_KEPT = 1
"""How many packs besides the one in use stay."""


@contextmanager
def packed(site: Site, world: World) -> Iterator[dict[str, str]]:
    """Give the data by which an apply installs from the site's mirrors; none for a site without mirrors.

    The pack stays for as long as the block runs. Raises RehearsalError.
    """
    from deploys.refused import PackError

    if not site.with_role("mirror"):
        yield {}
        return
    try:
        folder, key, used = _pack(site, world)
    except PackError as error:
        raise RehearsalError(error.say, **error.args_) from error
    try:
        yield {"pack": folder, "pack_key": key}
    finally:
        os.close(used)


def _pack(site: Site, world: World) -> tuple[str, str, int]:
    from deploys.debian import sources_of
    from deploys.pack import Larder, lay
    from deploys.signing import Signer

    state = world.state.absolute()
    signer = Signer(state / "signer", world.environment)
    sources = sources_of(world.apt)
    larder = Larder(state / "larder", world.checkout, world.python, world.environment, sources)
    bundle = bundle_of(site)
    wanted = larder.fetch(site, __version__, bundle.to_json(), _drawn(bundle, world), fresh=False)
    packs = state / "packs"
    folder = packs / wanted.digest
    with turn(packs / ".lock"):
        if not folder.is_dir():
            # As new as the newest thing in it: the kit, which has just been built.
            newest = max(path.stat().st_mtime for path in (*wanted.debs, *wanted.wheels))
            lay(folder, wanted, signer, datetime.fromtimestamp(newest, UTC))
        used = take(use_of(folder), shared=True)
        assert used is not None
        os.utime(use_of(folder))
        prune(packs, folder, _KEPT)
    return str(folder), str(signer.public), used


def _drawn(bundle: Bundle, world: World) -> Mapping[str, bytes]:
    """Draw the stickers: they are the same on every day."""
    from guideline.publish import PdfError, sticker_files

    try:
        return sticker_files(bundle.at(date.max), "ja", world.fonts)
    except PdfError as error:
        raise RehearsalError(f"publish.{error.name}", **error.args_) from error
