"""``.pre-commit-hooks.yaml``: each entry run as pre-commit runs it, on a policy folder and on drafts, good and broken."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from guideline.source import packaged
from guideline.source.yaml import read_yaml

ROOT = Path(__file__).parents[2]
HOOKS = {hook["id"]: hook for hook in read_yaml(ROOT / ".pre-commit-hooks.yaml").value}


@pytest.fixture(name="git")
def checkout(tmp_path, monkeypatch):
    """A city's own checkout: its policy, and a draft."""
    shutil.copytree(packaged("policies") / "kakuu", tmp_path / "policies" / "kakuu")
    shutil.copytree(packaged("policies") / "reference", tmp_path / "policies" / "reference")
    (tmp_path / "drafts").mkdir()
    (tmp_path / "drafts" / "good.txt").write_text("会議は10時です\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(name="hook")
def run_hook(git, run):
    """Run a hook with arguments as in .pre-commit-config.yaml, on the files of the checkout that it asks for."""

    def start(name, *arguments):
        hook = HOOKS[name]
        program, *entry = shlex.split(hook["entry"])
        assert program == "guideline"
        paths = [path.relative_to(git).as_posix() for path in sorted(git.rglob("*")) if path.is_file()]
        files = [path for path in paths if re.search(hook["files"], path)]
        assert files
        return run(*entry, *arguments, *(files if hook.get("pass_filenames", True) is True else ()))

    return start


def test_every_hook_says_what_pre_commit_needs():
    assert set(HOOKS) == {"guideline-check", "guideline-lint"}
    for hook in HOOKS.values():
        assert {"id", "name", "entry", "language", "files"} <= set(hook)
        assert hook["language"] == "python"


def test_a_good_policy_and_a_broken_one(hook, git):
    done = hook("guideline-check", "policies/kakuu")
    assert done.exit_code == 0, done.output
    file = git / "policies" / "kakuu" / "bundle.yaml"
    file.write_text(file.read_text("utf-8").replace("schema: guideline/1", "schema: guideline/9"), "utf-8")
    done = hook("guideline-check", "policies/kakuu")
    assert done.exit_code == 3
    assert "bundle.yaml:" in done.output


def test_a_broken_clause_is_named_by_file_and_line(hook, git):
    clause = min((git / "policies" / "kakuu" / "clauses").glob("*.yaml"))
    clause.write_text(clause.read_text("utf-8").replace("level: should", "level: perhaps", 1), "utf-8")
    done = hook("guideline-check", "policies/kakuu")
    assert done.exit_code == 3
    assert re.search(rf"{clause.name}:\d+", done.output)


def test_a_good_draft_and_a_bad_one(hook, git):
    assert hook("guideline-lint", "--policy", "policies/kakuu").exit_code == 0
    (git / "drafts" / "bad.txt").write_text("お疲れ様です。会議は10時です\n", "utf-8")
    done = hook("guideline-lint", "--policy", "policies/kakuu")
    assert done.exit_code == 1
    assert "drafts/bad.txt:1" in done.output
