"""homeserver.yaml: what we write judges clean and Synapse takes it; each trap, set once, turns red by its key."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

import pytest
import yaml

from guideline.bundle.model import SettingControl
from guideline.settings import SECRETS, judge, make_secrets, module_config, roles_of, target_names, write, written_names
from guideline.settings.targets.synapse import RELEASE
from guideline.site import Paths
from guideline.source import SourceError
from guideline.words import say

# Somebody else's file, written by hand and hardened: nothing in it can be held against its author.
HARDENED = """\
# 隣市のサーバー
server_name: chat.tonari.example
public_baseurl: https://chat.tonari.example/
pid_file: /run/synapse/homeserver.pid
serve_server_wellknown: no
listeners:
  - port: 8008
    type: http
    tls: false
    x_forwarded: true
    bind_addresses: ['127.0.0.1', '::1']
    resources:
      - names: [client, federation]
        compress: false
  - type: metrics
    port: 9101
    bind_addresses: [127.0.0.1]
  - path: /run/synapse/main.sock
    type: http
    resources: [{names: [client]}]
enable_metrics: true
database:
  name: psycopg2
  txn_limit: 10000
  args: {user: synapse, dbname: synapse, host: /run/postgresql, cp_min: 5, cp_max: 10}
log_config: /etc/synapse/log.yaml
media_store_path: /var/lib/synapse/media
signing_key_path: /etc/synapse/signing.key
macaroon_secret_key_path: /etc/synapse/macaroon
form_secret_path: /etc/synapse/form
trusted_key_servers: []
suppress_key_server_warning: true
report_stats: no
federation_domain_whitelist:
  - chat.kakuu.example
federation_client_minimum_tls_version: 1.2
enable_registration: false
session_lifetime: 24h
user_ips_max_age: 400d
redaction_retention_period: 5y
push:
  include_content: false
url_preview_enabled: false
encryption_enabled_by_default_for_room_type: off
retention:
  enabled: true
  default_policy: {min_lifetime: 1y, max_lifetime: 5y}
  allowed_lifetime_min: 1y
  allowed_lifetime_max: 10y
  purge_jobs:
    - longest_max_lifetime: 3y
      interval: 12h
    - shortest_max_lifetime: 3y
      interval: 1d
rc_login: &rate
  address: {per_second: 0.5, burst_count: 30}
  account: {per_second: 0.5, burst_count: 30}
password_config: {enabled: true, policy: {enabled: true, minimum_length: 12}}
modules:
  - module: kakuu.module.Anything
    config: {whatever: {it: [wants]}}
oidc_providers:
  - idp_id: tonari
    idp_name: 隣市
    issuer: https://id.tonari.example/
    client_id: chat
    client_secret_path: /etc/synapse/oidc
    user_mapping_provider: {config: {localpart_template: "{{ user.uid }}"}}
experimental_features: {msc3814_enabled: true}
"""


def found(text, guideline, **more):
    return {(f.rule, f.place.key) for f in judge("synapse", text, "homeserver.yaml", guideline, **more)}


def test_a_hardened_file_of_somebody_else_is_clean(guideline):
    assert found(HARDENED, guideline) == set()


# What is changed in the file above, the rule, the key.
TRAPS = [
    ("federation_domain_whitelist:\n  - chat.kakuu.example", "federation_domain_whitelist:", "federation-whitelist", "federation_domain_whitelist"),
    ("federation_domain_whitelist:\n  - chat.kakuu.example\n", "", "federation-whitelist", "federation_domain_whitelist"),
    ("  - chat.kakuu.example\n", "  - '*.example'\n", "federation-whitelist", "federation_domain_whitelist"),
    ("  - chat.kakuu.example\n", "  - ''\n", "federation-whitelist", "federation_domain_whitelist"),
    ("federation_domain_whitelist:\n  - ", "federation_domain_whitelist: ", "federation-whitelist", "federation_domain_whitelist"),
    ("federation_domain_whitelist:", "federation_domain_whitlist:", "unknown-key", "federation_domain_whitlist"),
    ("bind_addresses: ['127.0.0.1', '::1']", "bind_addresses: ['::', '0.0.0.0']", "listen-addresses", "listeners.0.bind_addresses"),
    ("bind_addresses: ['127.0.0.1', '::1']", "bind_address: '0.0.0.0'", "listen-addresses", "listeners.0.bind_addresses"),
    ("    bind_addresses: ['127.0.0.1', '::1']\n", "", "listen-addresses", "listeners.0.bind_addresses"),
    ("    bind_addresses: [127.0.0.1]\n", "", "listen-addresses", "listeners.1.bind_addresses"),
    ("type: metrics", "type: manhole", "listener-types", "listeners.1.type"),
    ("trusted_key_servers: []\n", "", "key-server-list", "trusted_key_servers"),
    ("trusted_key_servers: []", "trusted_key_servers:", "key-server-list", "trusted_key_servers"),
    ("trusted_key_servers: []", "trusted_key_servers: [{server_name: matrix.org}]", "key-servers", "trusted_key_servers.0.server_name"),
    ("report_stats: no", "report_stats: yes", "report-stats", "report_stats"),
    ("enable_registration: false", "enable_registration: true", "registration", "enable_registration"),
    ("enable_registration: false", "enable_registration: on", "registration", "enable_registration"),
    ("enable_registration: false", "allow_guest_access: true", "guests", "allow_guest_access"),
    ("  include_content: false", "  include_content: true", "push-content", "push.include_content"),
    ("push:\n  include_content: false\n", "", "push-content", "push.include_content"),
    ("push:\n  include_content: false\n", "push:\n", "push-content", "push.include_content"),
    ("  include_content: false", "  include_contents: false", "push-content", "push.include_content"),
    ("  include_content: false", "  include_contents: false", "unknown-key", "push.include_contents"),
    ("session_lifetime: 24h\n", "", "session-lifetime", "session_lifetime"),
    ("session_lifetime: 24h", "session_lifetime:", "session-lifetime", "session_lifetime"),
    ("session_lifetime: 24h", "session_lifetime: 1y", "session-lifetime", "session_lifetime"),
    ("session_lifetime: 24h", "session_life_time: 24h", "unknown-key", "session_life_time"),
    ("user_ips_max_age: 400d\n", "", "access-log", "user_ips_max_age"),
    ("user_ips_max_age: 400d", "user_ips_max_age: 28d", "access-log", "user_ips_max_age"),
    ("redaction_retention_period: 5y\n", "", "recalled-messages", "redaction_retention_period"),
    ("redaction_retention_period: 5y", "redaction_retention_period: 7d", "recalled-messages", "redaction_retention_period"),
    ("max_lifetime: 5y}", "max_lifetime: 30d}", "message-lifetime", "retention.default_policy.max_lifetime"),
    ("allowed_lifetime_max: 10y", "allowed_lifetime_max: 90d", "message-lifetime-limit", "retention.allowed_lifetime_max"),
    ("longest_max_lifetime: 3y", "longest_max_lifetime: 30d", "purge-lifetime", "retention.purge_jobs.0.longest_max_lifetime"),
    ("      interval: 1d", "      interval: 1d\n      type: messages", "unknown-key", "retention.purge_jobs.1.type"),
    ("url_preview_enabled: false", "url_preview_enabled: true", "url-previews", "url_preview_enabled"),
    ("url_preview_enabled: false", "media_retention: {local_media_lifetime: 30d}", "media-lifetime", "media_retention.local_media_lifetime"),
    ("url_preview_enabled: false", "forgotten_room_retention_period: 28d", "forgotten-rooms", "forgotten_room_retention_period"),
    ("url_preview_enabled: false", "enable_authenticated_media: false", "media-login", "enable_authenticated_media"),
    ("room_type: off", "room_type: all", "encryption-default", "encryption_enabled_by_default_for_room_type"),
    ("form_secret_path: /etc/synapse/form", "form_secret: himitsu", "secret-form", "form_secret"),
    ("macaroon_secret_key_path: /etc/synapse/macaroon", "macaroon_secret_key: himitsu", "secret-macaroon", "macaroon_secret_key"),
    ("dbname: synapse,", "dbname: synapse, password: himitsu,", "secret-database", "database.args.password"),
    ("signing_key_path: /etc/synapse/signing.key", "signing_key: ed25519 a_1 himitsu", "secret-signing", "signing_key"),
    ("serve_server_wellknown: no", "registration_shared_secret: himitsu", "secret-registration", "registration_shared_secret"),
    ("serve_server_wellknown: no", "turn_shared_secret: himitsu", "secret-turn", "turn_shared_secret"),
    ("serve_server_wellknown: no", "federation_verify_certificates: false", "verify-certificates", "federation_verify_certificates"),
    ("serve_server_wellknown: no", "federation_certificate_verification_whitelist: [chat.kakuu.example]", "unverified-peers", "federation_certificate_verification_whitelist"),
    ("serve_server_wellknown: no", "use_insecure_ssl_client_just_for_testing_do_not_use: true", "insecure-client", "use_insecure_ssl_client_just_for_testing_do_not_use"),
    ("serve_server_wellknown: no", "allow_public_rooms_over_federation: true", "public-rooms", "allow_public_rooms_over_federation"),
    ("serve_server_wellknown: no", "allow_public_rooms_without_auth: true", "public-rooms-without-login", "allow_public_rooms_without_auth"),
    ("serve_server_wellknown: no", "allow_device_name_lookup_over_federation: true", "device-names", "allow_device_name_lookup_over_federation"),
    ("serve_server_wellknown: no", "sentry: {dsn: 'https://himitsu@errors.example/1'}", "error-reports", "sentry"),
    ("serve_server_wellknown: no", "include_content: false", "unknown-key", "include_content"),
    ("serve_server_wellknown: no", "report_stats: yes", "unknown-key", "report_stats"),
    ("federation_client_minimum_tls_version: 1.2\n", "", "federation-tls", "federation_client_minimum_tls_version"),
    ("version: 1.2", "version: 1", "federation-tls", "federation_client_minimum_tls_version"),
]  # fmt: skip


@pytest.mark.parametrize("old, new, rule, key", TRAPS)
def test_each_trap_turns_red_by_its_key(guideline, old, new, rule, key):
    assert HARDENED.count(old) == 1
    text = HARDENED.replace(old, new)
    findings = judge("synapse", text, "homeserver.yaml", guideline)
    assert (f"synapse/{rule}", key) in {(f.rule, f.place.key) for f in findings}
    assert {f.rule for f in findings} <= {f"synapse/{rule}", "synapse/unknown-key", *_companions(rule, text)}
    for one in findings:
        assert one.place.file == "homeserver.yaml"
        for lang in ("ja", "en"):
            assert "himitsu" not in say(lang, one.say, **one.args)
        assert "himitsu" not in repr(one)


def _companions(rule, text):
    """A key that is misspelt is also missing."""
    lost = {
        "session_life_time": "session-lifetime",
        "include_contents": "push-content",
        "whitlist": "federation-whitelist",
    }
    found = {f"synapse/{name}" for part, name in lost.items() if part in text}
    # A clock that deletes early is also the earliest of all; what is no list stops the release as well.
    return found | {f"synapse/{rule}", "synapse/earliest-deletion", "synapse/refused"}


def test_a_finding_points_at_its_line(guideline):
    text = HARDENED.replace("  include_content: false", "  include_content: true")
    (one,) = judge("synapse", text, "homeserver.yaml", guideline)
    assert text.splitlines()[one.place.line - 1][one.place.column - 1 :] == "true"


def test_a_misspelt_key_gets_a_suggestion(guideline):
    (one,) = judge("synapse", HARDENED + "max_uplod_size: 3M\n", "f", guideline)
    assert one.args["guess"] == "max_upload_size"
    assert "max_upload_size" in say("ja", one.say, **one.args)


@pytest.mark.parametrize("text", ["[]", "3", "chat"])
def test_what_is_no_configuration_is_refused(guideline, text):
    with pytest.raises(SourceError):
        judge("synapse", text, "f", guideline)


def test_an_empty_file_lacks_all_that_has_no_safe_default(guideline):
    keys = {f.place.key for f in judge("synapse", "", "f", guideline)}
    assert {
        "federation_domain_whitelist",
        "trusted_key_servers",
        "push.include_content",
        "session_lifetime",
        "user_ips_max_age",
        "redaction_retention_period",
    } <= keys
    assert "enable_registration" not in keys


# ---------------------------------------------------------------- what we write


def chat_hosts(*sites):
    return [(site, host) for site in sites for host in site.with_role("chat")]


def test_what_is_written_judges_clean(guideline, kakuu, embedded):
    for site, host in chat_hosts(kakuu, embedded):
        text = write("synapse", guideline, site, host)
        assert found(text, guideline, site=site, host=host) == set()
        assert found(text, guideline) == set()


def test_what_is_written_follows_the_site_and_the_clause(guideline, kakuu):
    host = kakuu.host("chat-1")
    before = yaml.safe_load(write("synapse", guideline, kakuu, host))
    fewer = replace(kakuu, peers=kakuu.peers[1:])
    after = yaml.safe_load(write("synapse", guideline, fewer, host))
    assert {key for key in before if before[key] != after[key]} == {
        "federation_domain_whitelist",
        "ip_range_whitelist",
        "no_proxy_hosts",
    }
    old = write("synapse", guideline, kakuu, host)
    assert ("synapse/federation-whitelist", "federation_domain_whitelist") in found(
        old, guideline, site=fewer, host=host
    )


def test_yesterdays_file_fails_todays_clause(guideline, embedded):
    host = embedded.hosts[0]
    text = write("synapse", guideline, embedded, host)
    clauses = tuple(
        replace(
            c,
            controls=tuple(
                replace(k, value="1d", write=None) if k.rule == "synapse/session-lifetime" else k for k in c.controls
            ),
        )
        for c in guideline.clauses
    )
    today = replace(guideline, clauses=clauses)
    assert found(text, today, site=embedded, host=host) == {("synapse/session-lifetime", "session_lifetime")}
    assert yaml.safe_load(write("synapse", today, embedded, host))["session_lifetime"] == "1d"


def test_the_same_input_gives_the_same_bytes(guideline, kakuu):
    host = kakuu.host("chat-2")
    assert write("synapse", guideline, kakuu, host) == write("synapse", guideline, kakuu, host)


def test_targets_are_files_and_say_whose_they_are():
    assert target_names() == ("certificate", "nftables", "nginx", "postgresql", "sshd", "synapse", "systemd")
    assert written_names() == target_names()[1:]
    assert [roles_of(name) for name in written_names()] == [(), ("edge",), ("database",), (), ("chat",), ("chat",)]
    with pytest.raises(SourceError):
        roles_of("apache")


def test_a_target_that_is_only_judged_is_never_written(guideline, kakuu):
    with pytest.raises(SourceError, match="no-such-target"):
        write("certificate", guideline, kakuu, kakuu.host("chat-2"))


def test_every_examples_of_the_clauses_is_right(guideline):
    tried = 0
    for clause in guideline.clauses:
        for control in clause.controls:
            if not isinstance(control, SettingControl):
                continue
            alone = replace(guideline, clauses=(replace(clause, controls=(control,)),))
            assert control.examples.good or control.examples.bad
            for examples, rules in ((control.examples.good, set()), (control.examples.bad, {control.rule})):
                for example in examples:
                    tried += 1
                    assert {f.rule for f in judge(control.target, example, "f", alone)} == rules, (
                        control.rule,
                        example,
                    )
    assert tried > 100


# ---------------------------------------------------------------- the real Synapse


@pytest.fixture
def moved(tmp_path):
    def move(site):
        folders = Paths(*(tmp_path / name for name in ("config", "state", "secrets", "certificates")))
        for folder in (folders.config, folders.state, folders.certificates):
            folder.mkdir()
        make_secrets(folders.secrets, os.urandom)
        return replace(site, paths=folders)

    return move


READ = """\
import json, sys
from synapse.config.homeserver import HomeServerConfig
config = HomeServerConfig.load_config("", ["-c", sys.argv[1]])
whitelist = config.federation.federation_domain_whitelist
print(json.dumps([
    None if whitelist is None else sorted(whitelist), config.key.key_servers, config.registration.session_lifetime,
    config.push.push_include_content, config.server.redaction_retention_period, config.metrics.report_stats,
    [listener.bind_addresses for listener in config.server.listeners],
]))
"""


def synapse(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("name, host", [("embedded", "embedded"), ("kakuu", "chat-1"), ("kakuu", "chat-2")])
def test_synapse_itself_takes_what_is_written(guideline, request, moved, tmp_path, name, host):
    site = moved(request.getfixturevalue(name))
    text = write("synapse", guideline, site, site.host(host))
    held = yaml.safe_load(text)
    assert held["modules"][0]["config"] == module_config(site, site.host(host))
    del held["modules"]  # its own tests start it
    file = tmp_path / "homeserver.yaml"
    file.write_text(yaml.safe_dump(held), encoding="utf-8")
    checked = synapse("-m", "synapse.config", "-c", str(file))
    assert (checked.returncode, checked.stderr) == (0, "")
    import json

    read = json.loads(synapse("-c", READ, str(file)).stdout)
    year, fortnight = 365 * 86_400_000, 14 * 86_400_000
    assert read == [
        site.value("$site.peers", site.host(host)),
        [],
        fortnight,
        False,
        year,
        False,
        [listener["bind_addresses"] for listener in held["listeners"]],
    ]
    figures = {"type": "metrics", "port": 9000, "bind_addresses": [str(a) for a in site.host(host).addresses]}
    assert held["listeners"][1:] == ([figures] if site.exporters else [])
    assert held.get("enable_metrics", False) is bool(site.exporters)


def test_an_empty_whitelist_is_the_whole_world_to_synapse(guideline, moved, embedded, tmp_path):
    site = moved(embedded)
    held = yaml.safe_load(write("synapse", guideline, site, site.hosts[0]))
    del held["modules"]
    held["federation_domain_whitelist"] = None
    file = tmp_path / "homeserver.yaml"
    file.write_text(yaml.safe_dump(held), encoding="utf-8")
    assert synapse("-c", READ, str(file)).stdout.startswith("[null,")
    assert ("synapse/federation-whitelist", "federation_domain_whitelist") in found(file.read_text("utf-8"), guideline)


def test_the_key_list_is_that_of_the_release_we_pin():
    assert version("matrix-synapse") == RELEASE


def test_secrets_are_made_once_and_for_their_owner_alone(tmp_path):
    folder = tmp_path / "secrets"
    made = make_secrets(folder, os.urandom)
    assert {path.name for path in made} == set(SECRETS) == {path.name for path in folder.iterdir()}
    assert folder.stat().st_mode & 0o777 == 0o700
    before = {path: path.read_bytes() for path in made}
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in made)
    (folder / "form").unlink()
    assert [path.name for path in make_secrets(folder, os.urandom)] == ["form"]
    assert {path: path.read_bytes() for path in made if path.name != "form"} == {
        p: b for p, b in before.items() if p.name != "form"
    }
    assert (folder / "form").read_bytes() != before[folder / "form"]


def test_a_failure_leaves_no_half_secret(tmp_path):
    def fail(count: int) -> bytes:
        raise OSError(count)

    with pytest.raises(OSError, match="5"):
        make_secrets(tmp_path / "secrets", fail)
    assert list(Path(tmp_path / "secrets").iterdir()) == []
