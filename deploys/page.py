"""The staff page of a zone: on an edge host with the role ``page``, behind its nginx, for its zone's terminals.

It listens on loopback, speaks to the zone's chat server as clients at the edge do, keeps who has logged in,
sealed, and nothing else, and takes up a new guideline by itself.
"""

from __future__ import annotations

from dataclasses import replace

from pyinfra.operations import files

from guideline.settings import PAGE_BUNDLE, write
from guideline.site import bundle_of

from .base import bracketed
from .chat import UNIT_CHECK
from .environment import COMPLETE, PLACE, environment
from .health import answers
from .here import Here
from .operations import validated_file
from .service import packages, service

UNIT = "guideline-page.service"


def page_environment(now: Here) -> None:
    """Install the kit from the zone's mirror where no chat server has brought it."""
    if "page" not in now.mine.roles or "chat" in now.mine.roles or now.pack is None or now.mirror is None:
        return
    packages(name="Packages of the page", names=("python3-venv", "python3-psycopg2"))
    requirements = (now.pack / "requirements.txt").read_text("utf-8")
    index = f"http://{bracketed(str(now.mirror.addresses[0]))}/simple/"
    environment(name="Environment of the page", requirements=requirements, index=index)


def page(now: Here) -> None:
    """Run the page; its zone's chat server is up."""
    if "page" not in now.mine.roles:
        return
    config = now.site.paths.config
    files.directory(name="Folder of the page", path=str(config), mode="755")
    compiled = f"{config}/{PAGE_BUNDLE}"
    validated_file(
        name="Page's guideline", dest=compiled, text=bundle_of(now.site).to_json().decode() + "\n", mode="644"
    )
    unit = f"/etc/systemd/system/{UNIT}"
    text = write("systemd", now.guideline, now.site, replace(now.mine, roles=("page",)))
    check = tuple(part.replace("guideline-chat.service", UNIT) for part in UNIT_CHECK)
    validated_file(name="Page's unit", dest=unit, text=text, check=check, mode="644")
    # A new guideline is taken up as it runs: only another unit or another environment restarts the page.
    service(name="Page's service", unit=UNIT, reads=(unit, f"{PLACE}/{COMPLETE}"))
    url = f"http://127.0.0.1:{now.site.ports.page}/health"
    answers(name="Page answers", url=url, python=now.python, unit=UNIT)
