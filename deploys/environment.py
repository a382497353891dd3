"""The Python environment of a chat host: Synapse, the module and the kit, from wheels with known hashes.

Each set of wheels has a folder of its own; ``/opt/guideline`` points at the one in force and changes in one
step, so a run that ends half way leaves the old environment whole. psycopg2 is Debian's (it has no wheel),
and the only thing that is let in from the system's packages.
"""

from __future__ import annotations

import hashlib
from collections.abc import Generator, Iterable

from pyinfra.api.command import QuoteString, StringCommand
from pyinfra.api.facts import FactBase
from pyinfra.api.operation import operation
from pyinfra.context import host

PLACE = "/opt/guideline"
COMPLETE = "COMPLETE"
"""The file of an environment that bears its digest once nothing is missing."""

BUILD = """set -eu
place=$1 digest=$2 index=$3
new="$place-$digest"
# What a run that was killed has begun may still go on here: it is waited for.
exec 9> "$place.lock" && flock -w 900 9
if [ "$(cat "$new/COMPLETE" 2>/dev/null)" != "$digest" ]; then
  rm -rf "$new"
  /usr/bin/python3 -m venv "$new"
  cat > "$new/requirements.txt"
  "$new/bin/python" -m pip --disable-pip-version-check --isolated install --quiet --no-cache-dir --no-compile \\
    --index-url "$index" --no-deps --only-binary :all: --require-hashes -r "$new/requirements.txt" \\
    --trusted-host "$(echo "$index" | sed 's,^[a-z]*://,,; s,/.*,,')"
  site=$("$new/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
  for part in /usr/lib/python3/dist-packages/psycopg2 /usr/lib/python3/dist-packages/psycopg2-*.egg-info; do
    ln -s "$part" "$site/"
  done
  "$new/bin/python" -m compileall -q -j 0 "$site" || true
  "$new/bin/python" -c 'import psycopg2, synapse, guideline.homeserver'
  echo "$digest" > "$new/COMPLETE"
fi
# A folder that stands there from elsewhere makes way for the link.
if [ -d "$place" ] && [ ! -L "$place" ]; then rm -rf "$place-before" && mv "$place" "$place-before"; fi
ln -sfn "$new" "$place.new" && mv -T "$place.new" "$place"
for old in "$place"-*; do
  if [ "$old" != "$new" ] && [ -d "$old" ]; then rm -rf "$old"; fi
done
"""


class Environment(FactBase[str]):
    """The digest of the environment in force; "" where there is none."""

    def command(self, place: str) -> StringCommand:
        """Return the command that prints it."""
        return StringCommand("cat", QuoteString(f"{place}/{COMPLETE}"), "2>/dev/null || true")

    def process(self, output: Iterable[str]) -> str:
        """Take the line."""
        return "".join(output).strip()


@operation()
def environment(requirements: str, index: str, place: str = PLACE) -> Generator[StringCommand, None, None]:
    """Have an environment hold exactly the pinned wheels.

    + requirements: pinned names with hashes
    + index: the URL of the index where pip finds the wheels
    + place: where the environment in force is found
    """
    digest = hashlib.sha256((requirements + BUILD).encode()).hexdigest()[:16]
    if host.get_fact(Environment, place=place) == digest:
        host.noop("the environment is in force")
        return
    yield StringCommand(
        "sh -c", QuoteString(BUILD), "sh", *map(QuoteString, (place, digest, index)), _stdin=requirements
    )
