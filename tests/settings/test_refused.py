"""What we say the pinned Synapse refuses, it refuses; what it refuses of the kept set, we say."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest
from signedjson.key import generate_signing_key, write_signing_keys

from guideline.settings import judge
from tests.settings.kept import HARDENED, TRAPS, bases, spoiled

# Programs of their own, which the tests don't install: Synapse stops at these before it reads on.
OTHERS = ("modules", "redis", "sentry", "opentracing", "oidc_providers", "jwt_config", "log_config")

ASK = """
import json, sys, yaml
from synapse.config._base import ConfigError
from synapse.config.homeserver import HomeServerConfig
folder, others, answers = sys.argv[1], sys.argv[2].split(","), {}
named = {"signing_key_path": "signing", "template_dir": "consent", "media_store_path": "media"}
def ready(value, key=""):
    if isinstance(value, dict):
        return {name: ready(item, name) for name, item in value.items()}
    if isinstance(value, str) and (key in named or key.endswith("_path")):
        return folder + "/" + named.get(key, "secret")
    return value
for name, text in json.load(sys.stdin).items():
    config = ready({key: value for key, value in yaml.safe_load(text).items() if key not in others})
    for key in ("federation_custom_ca_list", "url_preview_enabled"):
        if config.get(key):
            del config[key]
    try:
        HomeServerConfig().parse_config_dict(config, folder, folder)
        answers[name] = False
    except ConfigError:
        answers[name] = True
print("\\n" + json.dumps(answers))
"""

# These fail in Synapse with another error than its own: the key is looked up, the number is made.
ELSEWHERE = {"refused-no-name", "session-not-a-time", "refused-mas-oidc", "refused-mas-jwt"}
ASKED = [trap for trap in TRAPS if trap["id"] not in ELSEWHERE]


def text_of(trap: dict[str, Any]) -> str:
    return spoiled(HARDENED[bases(trap)[0]].read_text(encoding="utf-8"), trap)


@pytest.fixture(scope="module")
def refused(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bool]:
    """Return what Synapse itself says to every text, with every file that it names standing ready."""
    folder = tmp_path_factory.mktemp("synapse")
    (folder / "secret").write_text("x" * 20, encoding="ascii")
    (folder / "consent").mkdir()
    with (folder / "signing").open("w", encoding="ascii") as stream:
        write_signing_keys(stream, [generate_signing_key("a")])
    texts = {name: path.read_text(encoding="utf-8") for name, path in HARDENED.items()}
    texts |= {trap["id"]: text_of(trap) for trap in ASKED}
    told = subprocess.run(
        [sys.executable, "-c", ASK, str(folder), ",".join(OTHERS)],
        input=json.dumps(texts), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert told.returncode == 0, told.stderr[-2000:]
    answers: dict[str, bool] = json.loads(told.stdout.splitlines()[-1])
    return answers


@pytest.mark.parametrize("name", HARDENED)
def test_synapse_takes_every_hardened_file(name, refused):
    assert not refused[name]


@pytest.mark.parametrize("trap", ASKED, ids=lambda trap: trap["id"])
def test_synapse_and_we_refuse_the_same(trap, refused, reference):
    ours = [f for f in judge("synapse", text_of(trap), "homeserver.yaml", reference) if f.rule == "synapse/refused"]
    assert refused[trap["id"]] == bool(ours), ours
