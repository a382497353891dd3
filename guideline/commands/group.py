"""The group of all verbs: help by reader, in the language of the locale, each verb imported lazily."""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from guideline import __version__
from guideline.commands.misuse import told_as_ours
from guideline.words import language, say

READERS: dict[str, tuple[str, ...]] = {
    "staff": ("lint", "fix", "explain"),
    "compliance": ("check", "test", "mutate", "render", "coverage", "schema", "new"),
    "it": ("validate", "pack", "secrets", "rehearse", "up", "serve", "page", "safety"),
}
"""Which verb serves whom; the order of the help."""


class Verbs(click.Group):
    """Finds a verb in the file of its name beside this one."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the verbs that have a file, in the order of the help."""
        del ctx
        return [verb for verbs in READERS.values() for verb in verbs if _file(verb).is_file()]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the verb's file and return its command; None for an unknown verb."""
        del ctx
        if not any(cmd_name in verbs for verbs in READERS.values()) or not _file(cmd_name).is_file():
            return None
        command: click.Command = import_module(f"guideline.commands.{cmd_name.replace('-', '_')}").command
        return command

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Read the group's own part of the line; what can't be understood is told in our words."""
        with told_as_ours():
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        """Read the verb's part of the line and run it; what can't be understood is told in our words."""
        with told_as_ours():
            return super().invoke(ctx)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the verbs under the reader they serve."""
        lang = language(None, os.environ)
        there = set(self.list_commands(ctx))
        for reader, verbs in READERS.items():
            rows = [(verb, say(lang, f"help.{verb}")) for verb in verbs if verb in there]
            if rows:
                with formatter.section(say(lang, f"help.reader-{reader}")):
                    formatter.write_dl(rows)


def _file(verb: str) -> Path:
    return Path(__file__).parent / f"{verb.replace('-', '_')}.py"


@click.group(cls=Verbs, help=say(language(None, os.environ), "help.guideline"))
@click.version_option(__version__, message="%(version)s")
def guideline() -> None:
    """Hold every verb; the options are the verbs' own."""
