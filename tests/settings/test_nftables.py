"""Packet filters: what we write is what the model says, and each way of differing from it is found."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from guideline.bundle.model import FlowControl
from guideline.network import allowed_flows
from guideline.settings import judge, write
from guideline.settings.nft_rules import openings
from guideline.source import SourceError
from guideline.words import say

HOST = "edge-1"


@pytest.fixture(scope="session")
def rules(guideline, kakuu) -> str:
    return write("nftables", guideline, kakuu, kakuu.host(HOST))


def found(text, guideline, site, host=HOST):
    return judge("nftables", text, "rules.nft", guideline, site=site, host=site.host(host))


def names(findings):
    return {(f.rule, f.place.key) for f in findings}


def test_what_is_written_judges_clean_on_every_host(guideline, kakuu, embedded):
    for site in (kakuu, embedded):
        for host in site.hosts:
            text = write("nftables", guideline, site, host)
            assert judge("nftables", text, "f", guideline, site=site, host=host) == []
            assert judge("nftables", text, "f", guideline) == []


def test_every_flow_opens_its_hosts_and_nothing_else_does(guideline, kakuu):
    # A flow whose ends are one host stays on its loopback.
    flows = {f.id for f in allowed_flows(kakuu, guideline) if f.source != f.target}
    opened = {opening.name for host in kakuu.hosts for opening in openings(allowed_flows(kakuu, guideline), host)}
    assert opened == flows


def test_every_flow_has_a_counter_and_its_clause(rules):
    for line in rules.splitlines():
        if " accept" in line and "counter" in line:
            assert "comment" in line
    assert "counter network.federation-in_internet.input { }" in rules
    assert 'comment "network.federation"' in rules


def test_the_table_is_replaced_as_a_whole_and_no_other_is_touched(rules):
    lines = [line for line in rules.splitlines() if line and not line.startswith(("#", "\t"))]
    assert lines == ["table inet guideline", "delete table inet guideline", "table inet guideline {", "}"]
    assert "flush ruleset" not in rules
    assert rules.count("policy drop") == 3


# What is changed in the text, and the rule and key that must turn red.
MUTATIONS = [
    ("hook input priority filter; policy drop", "hook input priority filter; policy accept", "nftables/drop-input", "input.policy"),
    ("hook forward priority filter; policy drop", "hook forward priority filter; policy accept", "nftables/drop-forward", "forward.policy"),
    ("hook output priority filter; policy drop", "hook output priority filter; policy accept", "nftables/drop-output", "output.policy"),
    ("hook output priority filter; policy drop;", "hook output priority filter;", "nftables/drop-output", "output.policy"),
    ("chain output {\n\t\ttype filter hook output", "chain output {\n\t\ttype filter hook postrouting", "nftables/drop-output", "output.policy"),
    ("table inet guideline {", "table inet other {", "nftables/drop-input", "input.policy"),
    ("elements = { 198.51.100.10/32, 198.51.100.20/32 }", "elements = { 198.51.100.0/24 }", "nftables/only-flows", "network.federation-in_internet.input"),
    ("elements = { 198.51.100.10/32, 198.51.100.20/32 }", "elements = { 198.51.100.10/32 }", "network/federation-in", "network.federation-in_internet"),
    ("elements = { 2001:db8:20::10/128, 2001:db8:20::20/128 }", "elements = { ::/0 }", "nftables/only-flows", "network.federation-in_internet.input"),
    ("tcp dport 8448 counter name network.federation-in_internet.input accept", "tcp dport 8449 counter name network.federation-in_internet.input accept", "network/federation-in", "network.federation-in_internet"),
    ("tcp dport 8008", "udp dport 8008", "network/edge-to-chat", "network.edge-to-chat_internet"),
    ('\t\tiifname "lo" accept\n', '\t\tiifname "lo" accept\n\t\taccept\n', "nftables/only-flows", "input:/None"),
    ('\t\tiifname "lo" accept\n', '\t\tiifname "eth0" accept\n', "nftables/only-flows", "rule"),
    ('\t\tiifname "lo" accept\n', '\t\tiifname "lo" accept\n\t\ttcp dport 23 accept\n', "nftables/only-flows", "input:tcp/23"),
    ('\t\tiifname "lo" accept\n', '\t\tiifname "lo" accept\n\t\tip saddr 203.0.113.5 tcp dport { 22, 23 } accept\n', "nftables/only-flows", "input:tcp/23"),
    ('\t\tiifname "lo" accept\n', '\t\tiifname "lo" accept\n\t\ttcp dport 1-65535 accept\n', "nftables/only-flows", "rule"),
    ('\t\tiifname "lo" accept\n', '\t\tiifname "lo" accept\n\t\tip saddr != 10.0.0.0/8 accept\n', "nftables/only-flows", "rule"),
    ('\t\tiifname "lo" accept\n', '\t\tiifname "lo" accept\n\t\tjump elsewhere\n', "nftables/only-flows", "rule"),
    ('\t\tiifname "lo" accept\n', '\t\tiifname "lo" accept\n\t\ttcp dport 443 drop\n', "nftables/only-flows", "rule"),
    ("ct state established,related accept\n\t\tct state invalid", "ct state established,related,new accept\n\t\tct state invalid", "nftables/only-flows", "input:/None"),
    ('\t\toifname "lo" accept\n', '\t\toifname "lo" accept\n\t\tip daddr 10.40.0.0/24 tcp dport 443 accept\n', "nftables/only-flows", "output:tcp/443"),
]  # fmt: skip


@pytest.mark.parametrize("old, new, rule, key", MUTATIONS)
def test_each_difference_from_the_model_is_found(guideline, kakuu, rules, old, new, rule, key):
    assert old in rules
    findings = found(rules.replace(old, new, 1), guideline, kakuu)
    assert (rule, key) in names(findings)
    for one in findings:
        assert one.clause.startswith("network.")
        assert say("ja", one.say, **one.args)
        assert say("en", one.say, **one.args)


def test_a_rule_that_is_dropped_is_missed_in_each_family(guideline, kakuu, rules):
    lines = [line for line in rules.splitlines() if "ip6 saddr @network.federation-in" not in line]
    (one,) = found("\n".join(lines) + "\n", guideline, kakuu)
    assert (one.rule, one.clause, one.args["networks"]) == (
        "network/federation-in",
        "network.federation",
        "2001:db8:20::10/128, 2001:db8:20::20/128",
    )


def test_yesterdays_rules_fail_once_a_peer_is_gone(guideline, kakuu, rules):
    fewer = replace(kakuu, peers=kakuu.peers[1:])
    assert ("nftables/only-flows", "network.federation-in_internet.input") in names(found(rules, guideline, fewer))
    assert write("nftables", guideline, fewer, fewer.host(HOST)) != rules


def test_a_new_flow_in_a_clause_opens_its_port_and_no_other(guideline, kakuu):
    control = FlowControl("network/test", "network.federation", "error", "client", "edge", 8443)
    clauses = tuple(
        replace(c, controls=(*c.controls, control)) if c.id == "network.federation" else c for c in guideline.clauses
    )
    text = write("nftables", replace(guideline, clauses=clauses), kakuu, kakuu.host("db-1"))
    body = text.split("\n", 1)[1]
    assert body == write("nftables", guideline, kakuu, kakuu.host("db-1")).split("\n", 1)[1]
    assert "tcp dport 8443" in write("nftables", replace(guideline, clauses=clauses), kakuu, kakuu.host(HOST))


@pytest.mark.parametrize(
    "text",
    ["{", "table inet guideline {", '{"nftables": 3}', '{"a": 1}', "table inet guideline { chain input { \x01 ' }"],
)
def test_what_cannot_be_read_is_refused(guideline, kakuu, text):
    with pytest.raises(SourceError) as caught:
        found(text, guideline, kakuu)
    assert {p.code for p in caught.value.problems} == {"settings.nft-unreadable"}


# ---------------------------------------------------------------- the real nft, in a namespace of its own


def test_nft_takes_every_hosts_rules_twice_and_the_kernel_holds_the_model(guideline, kakuu, embedded, nft, tmp_path):
    for site in (kakuu, embedded):
        for host in site.hosts:
            (tmp_path / "rules.nft").write_text(write("nftables", guideline, site, host), encoding="utf-8")
            line = "nft -c -f rules.nft && nft -f rules.nft && nft -f rules.nft && nft -j list ruleset"
            ran = nft(line, tmp_path)
            assert (ran.returncode, ran.stderr) == (0, "")
            assert judge("nftables", ran.stdout, "kernel", guideline, site=site, host=host) == []


def test_nft_refuses_what_is_broken(guideline, kakuu, rules, nft, tmp_path):
    (tmp_path / "rules.nft").write_text(rules.replace("tcp dport 443", "tcp dport haunted"), encoding="utf-8")
    assert nft("nft -c -f rules.nft", tmp_path).returncode != 0


# What an operator types on a live host, and what it makes red.
LIVE = [
    ("nft add rule inet guideline input tcp dport 23 accept", "nftables/only-flows"),
    ("nft insert rule inet guideline input tcp dport 443 drop", "nftables/only-flows"),
    ("nft add rule inet guideline input ip saddr 10.0.0.0/8 accept", "nftables/only-flows"),
    ("nft chain inet guideline input '{ policy accept; }'", "nftables/drop-input"),
    ("nft chain inet guideline output '{ policy accept; }'", "nftables/drop-output"),
    ("nft flush chain inet guideline input", "network/clients"),
    ("nft delete table inet guideline", "nftables/drop-forward"),
    ("nft flush ruleset", "nftables/drop-output"),
    ("nft add element inet guideline network.federation-in_internet.input.4 '{ 192.0.2.9 }'", "nftables/only-flows"),
    ("nft delete element inet guideline network.federation-in_internet.input.4 '{ 198.51.100.10/32 }'", "network/federation-in"),
]  # fmt: skip


@pytest.mark.parametrize("command, rule", LIVE)
def test_what_is_changed_on_a_live_host_is_found(guideline, kakuu, rules, nft, tmp_path, command, rule):
    (tmp_path / "rules.nft").write_text(rules, encoding="utf-8")
    ran = nft(f"nft -f rules.nft && {command} && nft -j list ruleset", tmp_path)
    assert ran.returncode == 0, ran.stderr
    findings = found(ran.stdout, guideline, kakuu)
    assert rule in {f.rule for f in findings}


def test_other_tables_are_left_alone(rules, nft, tmp_path):
    (tmp_path / "rules.nft").write_text(rules, encoding="utf-8")
    ran = nft("nft add table inet theirs && nft -f rules.nft && nft -j list tables", tmp_path)
    tables = {item["table"]["name"] for item in json.loads(ran.stdout)["nftables"] if "table" in item}
    assert tables == {"theirs", "guideline"}
