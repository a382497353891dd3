"""``docs/commands.md``: the help of every verb, in both languages."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from guideline.words import Lang

ROOT = Path(__file__).resolve().parents[2]

_HELPS = """
import json, sys, click
from guideline.commands.group import guideline
def told(command, name, parent):
    context = click.Context(command, info_name=name, parent=parent, terminal_width=88, max_content_width=88)
    yield context.command_path, command.get_help(context)
    if isinstance(command, click.Group):
        for sub in command.list_commands(context):
            yield from told(command.get_command(context, sub), sub, context)
json.dump(dict(told(guideline, "guideline", None)), sys.stdout)
"""


def helps(lang: Lang) -> dict[str, str]:
    """Return the help of every verb as a user of that language sees it; the language is chosen at import."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LC_")}
    environment |= {"LC_ALL": lang, "PYTHONUTF8": "1"}
    arguments = [sys.executable, "-c", _HELPS]
    done = subprocess.run(arguments, env=environment, capture_output=True, check=True, cwd=ROOT)
    read: dict[str, str] = json.loads(done.stdout)
    return read


def commands_page(ja: Mapping[str, str], en: Mapping[str, str]) -> str:
    """Return the help of every verb in both languages."""
    lines = ["# コマンドの一覧 / Commands", "", COMMANDS_ABOUT]
    for path, text in ja.items():
        lines += ["", f"## {path}", "", "```text", text, "```", "", "```text", en[path], "```"]
    return "\n".join(lines)


COMMANDS_ABOUT = """\
`guideline 動詞 --help` が示すものです。言語は `LANG` などの環境に従い、日本語の端末では日本語で出ます。
指針は、フォルダ、コンパイル済みファイル、同梱の名のどれでも渡せます。
同梱のもの: `reference` `kakuu` `sanjo` `mitoyo` `mie` `mitsuke`
終了コードは [終了コードと誤りの一覧](exit-and-errors.md) にあります。

What `guideline VERB --help` shows, by the locale in Japanese or in English. A bundle is given as a folder, a
compiled file or the name of a packaged one. Exit codes: [exit codes and errors](exit-and-errors.md)."""
