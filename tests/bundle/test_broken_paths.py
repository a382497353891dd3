"""Broken bundles as folders: names, links, pipes, sizes. Nothing waits, nothing is read from elsewhere."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from guideline.bundle import load_bundle
from guideline.commands.group import guideline
from guideline.source import SourceError
from tests.bundle.broken import ABOUT, CLAUSE, MINUTES, B, C, P, write

# --- what no text of a file can show: (code, where it's told below the folder, how to break it)


def many_files(folder: Path) -> None:
    for number in range(301):
        (folder / "clauses" / f"{number}.yaml").write_text("x")


def many_layers(folder: Path) -> None:
    for number in range(9):
        below = folder / f"l{number}"
        below.mkdir()
        following = f"extends: ../l{number + 1}\n" if number < 8 else ""
        (below / B).write_text(ABOUT.replace("id: kakuu", f"id: l{number}") + following)
    (folder / B).write_text(ABOUT + "extends: l0\n")


def link(folder: Path, name: str, target: str) -> None:
    (folder / name).unlink(missing_ok=True)
    (folder / name).symlink_to(target)


def big(folder: Path) -> None:
    for number in range(9):
        (folder / "clauses" / f"2{number}.yaml").write_bytes(
            CLAUSE.replace("etiquette.a", f"x{number}").encode() + b"#" * 2_000_000
        )


PATHS = {
    "a folder without bundle.yaml": ("no-such-bundle", "", lambda f: (f / B).unlink()),
    "no such folder": ("no-such-bundle", "", lambda f: f.rename(f.parent / "elsewhere")),
    "bundle.yaml is a folder": ("no-such-bundle", "", lambda f: ((f / B).unlink(), (f / B).mkdir())),
    "bundle.yaml is a pipe": ("no-such-bundle", "", lambda f: ((f / B).unlink(), os.mkfifo(f / B))),
    "bundle.yaml is a link to itself": ("no-such-bundle", "", lambda f: link(f, B, B)),
    "parameters.yaml is a pipe": ("unreadable", P, lambda f: os.mkfifo(f / P)),
    "parameters.yaml is a folder": ("is-a-folder", P, lambda f: (f / P).mkdir()),
    "parameters.yaml is a link that leads nowhere": ("no-such-file", P, lambda f: link(f, P, "nowhere.yaml")),
    "a clause file is a folder": ("is-a-folder", "clauses/x.yaml", lambda f: (f / "clauses/x.yaml").mkdir()),
    "a clause file is a pipe": ("unreadable", "clauses/x.yaml", lambda f: os.mkfifo(f / "clauses/x.yaml")),
    "a clause file is a link to itself": (
        "unreadable",
        "clauses/x.yaml",
        lambda f: link(f, "clauses/x.yaml", "x.yaml"),
    ),
    "a clause file is a link out of the folder": (
        "outside-folder",
        "clauses/x.yaml",
        lambda f: link(f, "clauses/x.yaml", "/etc/passwd"),
    ),
    "clauses is a link out of the folder": (
        "outside-folder",
        C,
        lambda f: ((f / "clauses").rename(f.parent / "c"), link(f, "clauses", "../c")),
    ),
    "clauses is a file": (
        "unreadable",
        "clauses",
        lambda f: ((f / C).unlink(), (f / "clauses").rmdir(), (f / "clauses").write_text("x")),
    ),
    "clauses is a link to itself": (
        "unreadable",
        "clauses",
        lambda f: ((f / C).unlink(), (f / "clauses").rmdir(), link(f, "clauses", "clauses")),
    ),
    "a file ends in .yml": ("unknown-kind", "clauses/20-b.yml", lambda f: (f / "clauses/20-b.yml").write_text(CLAUSE)),
    "a file's name is misspelt": (
        "unknown-kind",
        "parameter.yaml",
        lambda f: (f / "parameter.yaml").write_text(MINUTES),
    ),
    "a folder among the clauses": ("unknown-kind", "clauses/more", lambda f: (f / "clauses/more").mkdir()),
    "a name in cp932": (
        "bad-encoding",
        "clauses",
        lambda f: (f / "clauses" / os.fsdecode(b"\x8f\x91.yaml")).write_text("x"),
    ),
    "too many files": ("too-many-files", "clauses", many_files),
    "too many layers": ("too-many-layers", "l0/../l1/../l2/../l3/../l4/../l5/../l6/bundle.yaml:7:10", many_layers),
    "a file too large": ("too-large", C, lambda f: (f / C).write_bytes(b"#" * (2 * 1024 * 1024 + 1))),
    "a file of too many values": (
        "too-large",
        C + ":1:599993",
        lambda f: (f / C).write_text("[" + "a, " * 200_001 + "]"),
    ),
    "too much together": ("too-large", "clauses/28.yaml", big),
    "no encoding anybody uses": ("bad-encoding", B, lambda f: (f / B).write_bytes(ABOUT.encode("utf-16"))),
    "UTF-8 cut in two": (
        "bad-encoding",
        B + ":5:13",
        lambda f: (f / B).write_bytes(ABOUT.encode()[: ABOUT.encode().index("架空市".encode()) + 4]),
    ),
}


@pytest.mark.parametrize("name", PATHS)
def test_what_is_no_readable_file_is_told_and_holds_nobody(name, tmp_path):
    code, place, breaks = PATHS[name]
    folder = tmp_path / "bundle"
    folder.mkdir()
    write(folder, {})
    breaks(folder)
    place = str(folder / place) if ":" in place else f"{folder / place}:1:1"
    shown = CliRunner().invoke(guideline, ["check", str(folder), "--lang", "en"])
    assert shown.exit_code == 3
    assert isinstance(shown.exception, SystemExit)
    assert [
        line
        for line in shown.stderr.splitlines()
        if not (line.startswith(f"{place}: ") and line.endswith(f" [{code}]"))
    ] == []
    assert shown.stderr


@pytest.mark.parametrize(
    "name", ["", "a\0b", "a" * 5000, "x/" * 3000, "\udcff", "../../../../../..", "架空", "/dev/null", "/dev/zero"]
)
def test_a_name_that_is_none_is_told(name):
    with pytest.raises(SourceError) as caught:
        load_bundle(name)
    assert caught.value.problems[0].code == "no-such-bundle"


def test_hidden_files_are_no_part_of_a_bundle(tmp_path):
    """Nobody who reviews a folder sees them; an editor's lock is one, too."""
    write(tmp_path, {})
    digest = load_bundle(tmp_path).bytes_digest
    (tmp_path / "clauses/.20-b.yaml").write_text(CLAUSE.replace("etiquette.a", "x"))
    (tmp_path / "clauses/.#10-a.yaml").symlink_to("somebody@host.1234")
    (tmp_path / ".hidden.yaml").write_text("x")
    assert load_bundle(tmp_path).bytes_digest == digest


def test_a_folder_that_may_not_be_read_is_told(tmp_path, monkeypatch):
    write(tmp_path, {})

    def deny(*_: object) -> list[str]:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("guideline.bundle.files.os.listdir", deny)
    with pytest.raises(SourceError) as caught:
        load_bundle(tmp_path)
    assert {(p.code, p.args["reason"]) for p in caught.value.problems} == {("unreadable", "Permission denied")}
