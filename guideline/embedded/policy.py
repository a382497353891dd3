"""The bundle of a running site: compiled again whenever somebody saves one of its files."""

from __future__ import annotations

from pathlib import Path

from guideline.bundle import Bundle, load_bundle
from guideline.bundle.model import Guideline
from guideline.embedded.folder import Folder
from guideline.embedded.watching import Watch
from guideline.embedded.world import BundleInvalidError, World
from guideline.source import SourceError, packaged


class Policy:
    """One bundle by its name or folder, and the compiled file that the module reads."""

    def __init__(self, folder: Folder, name: str, world: World) -> None:
        self.name = name
        self._folder = folder
        self._world = world
        self._watch = Watch(_folders(name))

    def begin(self) -> None:
        """Compile the bundle. A broken one is told; what was compiled before stays.

        Raises BundleInvalidError where nothing was compiled before.
        """
        if self._compile() is not None:
            return
        if not self._folder.bundle.exists():
            raise BundleInvalidError("")
        self._world.tell("bundle-broken")

    def look(self) -> bool:
        """Compile the bundle again if one of its files was saved, and tell what came of it; True where it is good."""
        if not self._watch.changed():
            return False
        good = self._compile() is not None
        if not good:
            self._world.tell("bundle-broken")
        return good

    def guideline(self) -> Guideline:
        """Return today's guideline as compiled. Raises SourceError."""
        data = self._folder.bundle.read_bytes()
        return Bundle.from_json(data, str(self._folder.bundle)).at(self._world.today())

    def _compile(self) -> Bundle | None:
        try:
            bundle = load_bundle(self.name)
            guideline = bundle.at(self._world.today())
        except SourceError as error:
            self._world.problems(error)
            return None
        data, compiled = bundle.to_json(), self._folder.bundle
        if not compiled.exists():
            self._folder.keep(compiled, data)
        elif compiled.read_bytes() != data:
            self._folder.keep(compiled, data)
            told = {"id": guideline.id, "version": guideline.version, "digest": bundle.meaning_digest[:12]}
            self._world.tell("bundle-new", **told)
        return bundle


def _folders(name: str) -> tuple[Path, ...]:
    """Return the folders of the bundle and of what it may extend."""
    named = Path(name)
    folders = [packaged("policies")]
    if named.exists():
        folders.append(named.parent if named.is_file() else named)
    return tuple(folders)
