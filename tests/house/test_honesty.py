"""Nothing hides a failure: no test is passed over, no error is swallowed whole."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PASSED_OVER = (
    "skip",
    "skipif",
    "xfail",
    "importorskip",
    "skipTest",
    "SkipTest",
    "skipIf",
    "skipUnless",
    "expectedFailure",
)
SWALLOWED = ("Exception", "BaseException")
FOLDERS = ("guideline", "deploys", "tests", "bench", "inventory")


def _caught(handler: ast.ExceptHandler) -> list[str]:
    if handler.type is None:
        return ["everything"]
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return [kind.id for kind in kinds if isinstance(kind, ast.Name) and kind.id in SWALLOWED]


def hidden(tree: Path) -> list[str]:
    """Return ``file:line what`` for each test passed over and each error swallowed whole."""
    found = []
    for folder in FOLDERS:
        for path in sorted((tree / folder).rglob("*.py")):
            if "node_modules" in path.parts:
                continue
            file = path.relative_to(tree).as_posix()
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ExceptHandler):
                    found += [f"{file}:{node.lineno} except {kind}" for kind in _caught(node)]
                elif isinstance(node, ast.Attribute) and node.attr in PASSED_OVER:
                    found.append(f"{file}:{node.lineno} {node.attr}")
                elif isinstance(node, ast.ImportFrom) and node.module in ("pytest", "unittest"):
                    found += [f"{file}:{node.lineno} {name.name}" for name in node.names if name.name in PASSED_OVER]
    return found


def test_nothing_hides_a_failure(checkout):
    assert hidden(checkout) == []


@pytest.mark.parametrize(
    "source, expected",
    [
        ("try: f()\nexcept Exc" + "eption: pass\n", ["tests/test_a.py:2 except Exception"]),
        ("try: f()\nexcept (OSError, BaseExc" + "eption): pass\n", ["tests/test_a.py:2 except BaseException"]),
        ("try: f()\nexcept" + ": pass\n", ["tests/test_a.py:2 except everything"]),
        ("@pytest.mark." + "skip\ndef test_a(): ...\n", ["tests/test_a.py:1 skip"]),
        ("@pytest.mark." + "xfail(strict=True)\ndef test_a(): ...\n", ["tests/test_a.py:1 xfail"]),
        ("nio = pytest." + "importorskip('nio')\n", ["tests/test_a.py:1 importorskip"]),
        ("from pytest import " + "skip\n", ["tests/test_a.py:1 skip"]),
        ("try: f()\nexcept (OSError, ValueError): pass\n", []),
    ],
)
def test_a_planted_fault_is_seen(plant, source, expected):
    assert hidden(plant({"tests/test_a.py": source})) == expected
