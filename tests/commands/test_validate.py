"""``guideline validate``: anybody's files, and what they give away."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]

HOMESERVER = """\
server_name: chat.kakuu.example
federation_domain_whitelist:
enable_registrashun: true
macaroon_secret_key: "canary-Zk81xw"
"""
DEVICES = "種別,利用者,機種,承認者,承認日,期限\n私物,sato,架空フォン3,,,\n"


def test_traps_are_found_by_their_key(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "homeserver.yaml"
    file.write_text(HOMESERVER, "utf-8")
    result = run("validate", "--target", "synapse", str(file), "--format", "jsonl")
    found = {(item["key"], item.get("line")) for item in map(json.loads, result.stdout.splitlines())}
    assert result.exit_code == 1
    assert {("federation_domain_whitelist", 2), ("enable_registrashun", 3), ("macaroon_secret_key", 4)} <= found


@pytest.mark.parametrize("format_", ["text", "json", "jsonl", "sarif", "junit", "github", "csv"])
def test_a_secret_in_a_judged_file_is_in_no_report(run: Run, format_: str) -> None:
    result = run("validate", "--target", "synapse", "-", "--format", format_, given=HOMESERVER)
    assert "canary" not in result.output


def test_a_register_is_judged_line_by_line(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "devices.csv"
    file.write_bytes(DEVICES.encode("cp932"))
    result = run("validate", "--register", "devices", str(file), "--policy", "kakuu", "--format", "jsonl")
    lines = {item["line"] for item in map(json.loads, result.stdout.splitlines())}
    assert (result.exit_code, 2 in lines) == (1, True), result.output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("homeserver.yaml",), "--target"),
        (("--target", "synapse", "--register", "devices", "x"), "--target"),
        (("--target", "apache", "-"), "synapse"),
        (("--register", "nothing", "-"), "devices"),
        (("--target", "synapse", "no-such-file"), "no-such-file"),
        (("--target", "synapse", "--site", "nowhere", "-"), "nowhere"),
    ],
)
def test_what_cannot_be_judged_is_said(run: Run, arguments: tuple[str, ...], said: str) -> None:
    result = run("validate", *arguments, given="")
    assert result.exit_code == 2
    assert said in result.stderr


@pytest.mark.parametrize("given", [b"\x00", b"a: [", b"\xff\xfe\x81", b"- " * 100, "a: *b\n"], ids=repr)
def test_a_configuration_that_is_none_is_a_problem_with_a_place(run: Run, given: bytes | str) -> None:
    result = run("validate", "--target", "synapse", "-", given=given)
    assert result.exit_code == 2
    assert result.stderr.startswith("-:")
