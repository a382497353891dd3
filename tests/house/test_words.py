"""Every sentence stands in both languages with the same blanks, and every sentence asked for exists."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from string import Formatter

import pytest

Sentences = Mapping[str, tuple[str, str]]
Words = dict[str, Sentences]

JAPANESE = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
KEY = re.compile(r"[a-z_]+\.[a-z0-9-]+")
START = re.compile(r"([a-z_]+)\.([a-z0-9-]*)")


def read(checkout: Path) -> Words:
    files = sorted((checkout / "guideline" / "words").glob("*.py"))
    return {
        path.stem: import_module(f"guideline.words.{path.stem}").SENTENCES for path in files if path.stem != "__init__"
    }


def blanks(sentence: str) -> set[str]:
    """Return the names of the blanks: {count} and {count:,} are ``count``."""
    return {re.split(r"[.\[]", name)[0] for _, name, _, _ in Formatter().parse(sentence) if name is not None}


def uneven(words: Words) -> list[str]:
    """Return the sentences whose languages disagree, or one of which is missing."""
    found = []
    for file, table in sorted(words.items()):
        for name, (ja, en) in table.items():
            if not ja.strip() or not en.strip():
                found.append(f"{file}.{name}: empty")
            elif blanks(ja) != blanks(en):
                found.append(f"{file}.{name}: {sorted(blanks(ja) ^ blanks(en))}")
            elif "" in blanks(ja) or any(part.isdigit() for part in blanks(ja)):
                found.append(f"{file}.{name}: a blank without a name")
            elif en == ja and JAPANESE.search(ja):
                found.append(f"{file}.{name}: not translated")
    return found


def asked(tree: Path) -> Iterator[tuple[str, ast.expr, set[str] | None]]:
    """Yield (place, key, names of the arguments or None where they can't be told) of every sentence asked for."""
    for path in sorted((tree / "guideline").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            place = f"{path.relative_to(tree).as_posix()}:{node.lineno}"
            if isinstance(node.func, ast.Name) and node.func.id == "say" and len(node.args) == 2:
                names = {keyword.arg for keyword in node.keywords}
                yield place, node.args[1], None if None in names else {name for name in names if name}
            for keyword in node.keywords:
                if keyword.arg == "say":
                    yield place, keyword.value, None


def wrong(tree: Path, words: Words) -> list[str]:
    """Return where a sentence is asked for that doesn't exist, or one of whose blanks stays open."""
    found = []
    for place, key, given in asked(tree):
        if isinstance(key, ast.Constant) and isinstance(key.value, str) and KEY.fullmatch(key.value):
            file, _, name = key.value.partition(".")
            if name not in words.get(file, {}):
                found.append(f"{place} {key.value}: no such sentence")
            elif given is not None and (missing := blanks(words[file][name][0]) - given):
                found.append(f"{place} {key.value}: {sorted(missing)} not given")
        elif isinstance(key, ast.JoinedStr) and isinstance(key.values[0], ast.Constant):
            start = START.match(str(key.values[0].value))
            if start and not any(name.startswith(start[2]) for name in words.get(start[1], {})):
                found.append(f"{place} {start[0]}…: no such sentence")
    return found


def test_both_languages_agree(checkout):
    assert uneven(read(checkout)) == []


def test_every_sentence_asked_for_exists(checkout):
    assert wrong(checkout, read(checkout)) == []


def test_there_is_something_to_look_at(checkout):
    assert len(read(checkout)) > 3
    assert len(list(asked(checkout))) > 20


@pytest.mark.parametrize(
    "pair, expected",
    [
        (("{count} 件あります。", "There are {count}."), []),
        (("{count} 件あります。", "There are some."), ["lint.found: ['count']"]),
        (("{count} 件あります。", "There are {number}."), ["lint.found: ['count', 'number']"]),
        (("{} 件あります。", "There are {}."), ["lint.found: a blank without a name"]),
        (("あります。", ""), ["lint.found: empty"]),
        (("あります。", "あります。"), ["lint.found: not translated"]),
        (("{{ }} は {count:,} 件。", "{{ }}: {count:,}."), []),
    ],
)
def test_a_planted_sentence_is_seen(pair, expected):
    assert uneven({"lint": {"found": pair}}) == expected


@pytest.mark.parametrize(
    "source, expected",
    [
        ("say(lang, 'lint.found', count=2)", []),
        ("say(lang, 'lint.found', **args)", []),
        ("say(lang, 'lint.found')", ["guideline/a.py:1 lint.found: ['count'] not given"]),
        ("say(lang, 'lint.lost')", ["guideline/a.py:1 lint.lost: no such sentence"]),
        ("say(lang, 'lost.found')", ["guideline/a.py:1 lost.found: no such sentence"]),
        ("Finding(rule='a/b', say='lint.lost')", ["guideline/a.py:1 lint.lost: no such sentence"]),
        ("say(lang, f'lint.fo{x}', count=2)", []),
        ("say(lang, f'lint.level-{x}')", ["guideline/a.py:1 lint.level-…: no such sentence"]),
    ],
)
def test_a_planted_key_is_seen(plant, source, expected):
    assert wrong(plant({"guideline/a.py": source}), {"lint": {"found": ("{count} 件。", "{count}.")}}) == expected
