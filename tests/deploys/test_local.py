"""The real pyinfra on this machine: a first apply makes the site, a second changes nothing, a broken file never lands."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PYINFRA = [sys.executable, "-m", "pyinfra"]


def pyinfra(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1", "COLUMNS": "200"}
    command = [*PYINFRA, *arguments]
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def apply(tmp_path):
    """Return a function that applies the embedded site under a folder of the test's own."""

    def run(*more: str, root: Path = tmp_path / "site") -> dict[str, object]:
        root.mkdir(exist_ok=True)
        site = str(ROOT / "inventory" / "embedded.py")
        ran = pyinfra("-y", "--json", "--data", f"root={root}", *more, site, "deploys.chat.chat_server", cwd=tmp_path)
        assert ran.stdout, ran.stderr
        told = json.loads(ran.stdout)
        return {"rc": ran.returncode, "said": ran.stdout + ran.stderr, **told["results"]["totals"]}

    return run


def test_the_second_apply_changes_nothing_and_drift_is_mended(apply, tmp_path):
    first = apply()
    assert (first["rc"], first["error"], first["no_change"]) == (0, 0, 0)
    held = tmp_path / "site" / ".state" / "embedded"
    before = {path: path.read_bytes() for path in held.rglob("*") if path.is_file()}
    second = apply()
    assert (second["rc"], second["success"], second["no_change"]) == (0, 0, first["hosts"])
    assert {path: path.read_bytes() for path in held.rglob("*") if path.is_file()} == before

    homeserver = held / "config" / "homeserver.yaml"
    homeserver.write_text(homeserver.read_text("utf-8") + "enable_registration: true\n", encoding="utf-8")
    (held / "config" / "members.json").chmod(0o666)
    third = apply()
    assert (third["rc"], third["success"]) == (0, 2)
    assert {path: path.read_bytes() for path in held.rglob("*") if path.is_file()} == before
    assert (held / "config" / "members.json").stat().st_mode & 0o777 == 0o640

    secrets = [path.read_text("ascii").split()[-1] for path in (held / "secrets").iterdir()]
    assert len(secrets) == 4
    for said in (first["said"], second["said"], third["said"]):
        assert not any(secret in said for secret in secrets)
    assert {path.stat().st_mode & 0o777 for path in (held / "secrets").iterdir()} == {0o600}
    assert (held / "secrets").stat().st_mode & 0o777 == 0o700
    assert not [path for path in held.rglob(".*") if path.is_file()]


def test_drift_is_seen_without_changing_anything(apply, tmp_path):
    apply()
    site, root = str(ROOT / "inventory" / "embedded.py"), tmp_path / "site"
    options = ("--dry", "--json", "--data", f"root={root}", site, "deploys.chat.chat_server")

    def changes() -> list[str]:
        plan = json.loads(pyinfra(*options, cwd=tmp_path).stdout)["plan"]
        return [entry["name"] for entry in plan if entry["hosts_with_change"]]

    assert changes() == []
    homeserver = root / ".state" / "embedded" / "config" / "homeserver.yaml"
    homeserver.write_text("server_name: elsewhere.example\n", encoding="utf-8")
    assert changes() == [f"Chat server | File {homeserver}"]
    assert homeserver.read_text("utf-8") == "server_name: elsewhere.example\n"


def test_what_the_checker_refuses_never_replaces_the_old_file(tmp_path):
    dest = tmp_path / "rules"
    dest.write_text("old\n", encoding="utf-8")
    script = tmp_path / "refused.py"
    script.write_text(
        "from deploys.operations import validated_file\n"
        f"validated_file(name='Rules', dest={str(dest)!r}, text='new\\n', check=['grep', '-q', 'old', '{{}}'])\n",
        encoding="utf-8",
    )
    ran = pyinfra("-y", "@local", str(script), cwd=tmp_path)
    assert ran.returncode != 0
    assert dest.read_text("utf-8") == "old\n"
    assert sorted(path.name for path in tmp_path.glob(".rules*")) == []
    script.write_text(script.read_text("utf-8").replace("'old', '{}'", "'new', '{}'"), encoding="utf-8")
    assert pyinfra("-y", "@local", str(script), cwd=tmp_path).returncode == 0
    assert dest.read_text("utf-8") == "new\n"


@pytest.mark.parametrize("dest", ["rules", "-rf", "/tmp/folder/", "/tmp/a\nb"])
def test_odd_paths_are_refused(tmp_path, dest):
    script = tmp_path / "odd.py"
    script.write_text(
        f"from deploys.operations import secret_file\nsecret_file(name='Odd', dest={dest!r}, make=lambda: 'x')\n",
        encoding="utf-8",
    )
    ran = pyinfra("-y", "@local", str(script), cwd=tmp_path)
    assert ran.returncode != 0
    assert "not the absolute path of a file" in ran.stdout + ran.stderr


def test_a_secret_that_is_there_stays(tmp_path):
    dest = tmp_path / "secret"
    dest.write_text("mine\n", encoding="utf-8")
    dest.chmod(0o644)
    script = tmp_path / "secret.py"
    script.write_text(
        f"from deploys.operations import secret_file\nsecret_file(name='Secret', dest={str(dest)!r}, make=lambda: 1 / 0)\n",
        encoding="utf-8",
    )
    assert pyinfra("-y", "@local", str(script), cwd=tmp_path).returncode == 0
    assert dest.read_text("utf-8") == "mine\n"
    assert dest.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("site, hosts", [("embedded", ["@local"]), ("kakuu", 12)])
def test_the_inventories_give_plain_data(site, hosts):
    ran = pyinfra("--json", f"inventory/{site}.py", "debug-inventory")
    assert ran.returncode == 0, ran.stderr
    told = json.loads(ran.stdout)
    names = [entry["name"] for entry in told]
    assert names == hosts if isinstance(hosts, list) else len(names) == hosts


OURS = {
    node.name
    for file in sorted((ROOT / "deploys").glob("*.py"))
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
    if isinstance(node, ast.FunctionDef) and any("operation" in ast.unparse(d) for d in node.decorator_list)
}
PYINFRAS = {"files", "server", "apt", "systemd", "python", "pip", "postgres"}


def unnamed(source: str) -> list[int]:
    """Return the lines of operations without a name: pyinfra would print their arguments instead."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            module, dot, _ = called.partition(".")
            if (called in OURS or (dot and module in PYINFRAS)) and "name" not in {k.arg for k in node.keywords}:
                found.append(node.lineno)
    return found


def test_every_operation_is_named():
    assert {"validated_file", "secret_file", "service", "packages", "packet_filter", "certificate"} <= OURS
    for file in sorted((ROOT / "deploys").rglob("*.py")):
        assert unnamed(file.read_text(encoding="utf-8")) == [], file
    assert unnamed("files.directory(path='/x')\n") == [1]
    assert unnamed("secret_file(dest='/x')\n") == [1]


def test_nothing_asks_at_preparing_what_will_have_changed():
    """pyinfra's manual warns of it: while it prepares, nothing has happened yet."""
    for file in sorted((ROOT / "deploys").rglob("*.py")):
        attributes = {n.attr for n in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(n, ast.Attribute)}
        assert not attributes & {"changed", "did_change"}, file
