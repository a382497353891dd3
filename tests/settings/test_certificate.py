"""Certificates: each trap turns a named rule red at its BEGIN line, ours and hardened ones stay clean, odd files are refused."""

from __future__ import annotations

import base64
import sys
from datetime import UTC, date, datetime, timedelta
from ipaddress import ip_address

import pytest
from click.testing import CliRunner
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

from deploys.certificates import DAYS, authority_of, sign
from guideline.bundle import load_bundle
from guideline.commands.group import guideline as command
from guideline.revisions import judge_examples, mutate
from guideline.settings import judge
from guideline.settings.pem import MAX_BLOCKS
from guideline.site import find_site, load_site
from guideline.source import SourceError
from guideline.words import say

DAY = date(2026, 11, 1)
NOW = datetime(2026, 11, 1, tzinfo=UTC)
END = datetime(9999, 12, 31, tzinfo=UTC)
NAMES = ("chat.kakuu.example", "203.0.113.20")
P256 = ec.generate_private_key(ec.SECP256R1())
RSA = {bits: rsa.generate_private_key(65537, bits) for bits in (1024, 2048)}


def pem(
    *,
    key=P256,
    left=200,
    valid=365,
    names=NAMES,
    signer=None,
    hashed=None,
    ca=None,
    issuer="架空市の認証局",
    extra=None,
):
    """Return one certificate that ends ``left`` days after the day and lasts ``valid`` days."""
    signer = signer or P256
    if hashed is None and not isinstance(signer, ed25519.Ed25519PrivateKey):
        hashed = hashes.SHA256()
    ends = NOW + timedelta(days=left)
    made = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "架空市")]))
        .issuer_name(x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, issuer)]))
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(ends - timedelta(days=valid))
        .not_valid_after(ends)
    )
    if names:
        held = [x509.IPAddress(ip_address(n)) if n[0].isdigit() else x509.DNSName(n) for n in names]
        made = made.add_extension(x509.SubjectAlternativeName(held), critical=False)
    if extra is not None:
        made = made.add_extension(extra, critical=False)
    if ca is not None:
        made = made.add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
    return made.sign(signer, hashed).public_bytes(serialization.Encoding.PEM).decode()


def private(key=P256, form=serialization.PrivateFormat.PKCS8):
    return key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()).decode()


PLAIN = pem()


@pytest.fixture
def runner():
    return CliRunner()


@pytest.fixture(scope="module")
def asked():
    return load_bundle("reference").at(DAY)


def found(asked, text):
    return [(f.rule, f.place.key, f.place.line, f.severity) for f in judge("certificate", text, "f", asked)]


CLEAN = {
    "ours": {},
    "rsa": {"key": RSA[2048], "signer": RSA[2048], "hashed": hashes.SHA384()},
    "ed25519": {"key": ed25519.Ed25519PrivateKey.generate(), "signer": ed25519.Ed25519PrivateKey.generate()},
    "p-384": {"key": ec.generate_private_key(ec.SECP384R1())},
    "last clean day": {"left": 30},
    "longest": {"valid": 398},
    "starts today": {"left": 365, "valid": 365},
    "says that it is no authority": {"ca": False},
    "authority": {"ca": True, "names": (), "valid": 3650, "left": 3000},
}

TRAPS = {
    "29 days left": ({"left": 29}, "ends-soon", "not_after", "warning"),
    "one day left": ({"left": 1}, "ends-soon", "not_after", "warning"),
    "ends today": ({"left": 0}, "ended", "not_after", "error"),
    "ended": ({"left": -1}, "ended", "not_after", "error"),
    "ended long ago": ({"left": -4000}, "ended", "not_after", "error"),
    "not yet": ({"left": 366, "valid": 365}, "not-yet", "not_before", "error"),
    "an hour too long": ({"valid": 398 + 1 / 24}, "too-long", "validity", "warning"),
    "too long": ({"valid": 399}, "too-long", "validity", "warning"),
    "without end": (
        {"left": (END - NOW).days + 0.75, "valid": (END - NOW).days + 1},
        "too-long",
        "validity",
        "warning",
    ),
    "without names": ({"names": ()}, "names", "subject_alternative_name", "error"),
    "short rsa": ({"key": RSA[1024]}, "key-short", "public_key", "error"),
    "odd curve": ({"key": ec.generate_private_key(ec.SECP256K1())}, "key-kind", "public_key", "error"),
    "old curve": ({"key": ec.generate_private_key(ec.SECP224R1())}, "key-kind", "public_key", "error"),
    "old hash": ({"hashed": hashes.SHA224()}, "signature-hash", "signature_hash", "error"),
    "authority that ends": ({"ca": True, "names": (), "left": 5}, "ends-soon", "not_after", "warning"),
}


@pytest.mark.parametrize("made", CLEAN.values(), ids=CLEAN)
def test_a_sound_certificate_gives_nothing(asked, made):
    assert found(asked, pem(**made)) == []


@pytest.mark.parametrize("made, rule, key, severity", TRAPS.values(), ids=TRAPS)
def test_each_trap_is_found_by_key_once(asked, made, rule, key, severity):
    assert found(asked, pem(**made)) == [(f"certificate/{rule}", key, 1, severity)]


def test_a_root_may_sign_itself_with_anything_and_others_may_not(asked):
    made = {"ca": True, "names": (), "valid": 3650, "left": 3000, "hashed": hashes.SHA224()}
    assert found(asked, pem(**made, issuer="架空市")) == []
    assert found(asked, pem(**made)) == [("certificate/signature-hash", "signature_hash", 1, "error")]


def test_each_certificate_of_a_chain_is_judged_at_its_line(asked):
    text = "Certificate:\r\n    Version: 3\r\n" + pem() + pem(left=-3, ca=True, names=()) + pem(left=10)
    lines = [number for number, line in enumerate(text.split("\n"), 1) if "BEGIN" in line]
    assert found(asked, text) == [
        ("certificate/ended", "not_after", lines[1], "error"),
        ("certificate/ends-soon", "not_after", lines[2], "warning"),
    ]


def test_the_clock_is_the_guidelines_day():
    bundle = load_bundle("reference")
    days = {left: DAY + timedelta(days=200 - left) for left in (31, 30, 29, 1, 0, -1)}
    rules = {left: [f.rule for f in judge("certificate", pem(), "f", bundle.at(day))] for left, day in days.items()}
    soon, over = ["certificate/ends-soon"], ["certificate/ended"]
    assert rules == {31: [], 30: [], 29: soon, 1: soon, 0: over, -1: over}


@pytest.mark.parametrize("left, says", [(1, "ends-soon"), (0, "ended"), (-1, "ended")])
def test_an_end_that_has_come_is_said_as_such(asked, left, says):
    (one,) = judge("certificate", pem(left=left), "f", asked)
    assert one.say == f"certificate.{says}"
    assert str(left) in say("ja", one.say, **one.args)


@pytest.mark.parametrize("hour, rules", [(14, ["certificate/ends-soon"]), (15, [])])
def test_days_are_those_of_japan(asked, hour, rules):
    assert [rule for rule, *_ in found(asked, pem(left=29 + hour / 24))] == rules


@pytest.mark.parametrize("form", [serialization.PrivateFormat.PKCS8, serialization.PrivateFormat.TraditionalOpenSSL])
def test_a_private_key_is_found_and_never_told(asked, form):
    text = pem() + private(form=form)
    line = pem().count("\n") + 1
    assert found(asked, text) == [("certificate/private-key", "private_key", line, "error")]
    (one,) = judge("certificate", text, "f", asked)
    for lang in ("ja", "en"):
        assert not set(private(form=form).splitlines()) & set(say(lang, one.say, **one.args).split())


def test_what_the_deploys_sign_is_clean_until_they_renew_it(asked, tmp_path):
    asks = x509.CertificateSigningRequestBuilder().subject_name(x509.Name([])).sign(P256, hashes.SHA256())
    root = authority_of(tmp_path / "pki", "kakuu internet authority", NOW)
    signed = sign(tmp_path / "pki", asks.public_bytes(serialization.Encoding.PEM).decode(), NAMES, NOW)
    assert found(asked, signed + root) == []
    late = load_bundle("reference").at(DAY + timedelta(days=DAYS - 20))
    assert found(late, signed + root) == [("certificate/ends-soon", "not_after", 1, "warning")]


GARBAGE = "-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n"
REFUSED = {
    "empty": ("", "certificate.none"),
    "a text": ("証明書です\n", "certificate.none"),
    "a list": ("- 1\n", "certificate.none"),
    "other keys": ("server_name: chat.kakuu.example\n", "certificate.none"),
    "der as text": ("0\x82\x03\x00\x01\x02", "certificate.none"),
    "only parameters": (GARBAGE.format("AAAA").replace("CERTIFICATE", "DH PARAMETERS"), "certificate.none"),
    "a request": (GARBAGE.format("AAAA").replace("CERTIFICATE", "CERTIFICATE REQUEST"), "certificate.none"),
    "cut": (pem()[:300], "certificate.cut"),
    "cut before the next": (pem()[:300] + "\n" + pem(), "certificate.cut"),
    "closed by another": (pem().replace("END CERTIFICATE", "END PRIVATE KEY"), "certificate.cut"),
    "nothing inside": (GARBAGE.format(""), "certificate.unreadable"),
    "no base64": (GARBAGE.format("証明書"), "certificate.unreadable"),
    "garbage": (GARBAGE.format("MIIBszCCAVmgAwIBAgIBBzAKBggqhkjO"), "certificate.unreadable"),
    "a key under another name": (
        private().replace("PRIVATE KEY", "CERTIFICATE"),
        "certificate.unreadable",
    ),
    "too many": (pem() + GARBAGE.format("").replace("CERTIFICATE", "X") * MAX_BLOCKS, "certificate.too-many"),
    "too large": ("-----BEGIN X-----\n" + "A" * (2 * 1024 * 1024), "too-large"),
}


@pytest.mark.parametrize("text, code", REFUSED.values(), ids=REFUSED)
def test_what_is_no_certificate_is_refused_plainly(asked, text, code):
    with pytest.raises(SourceError) as refused:
        judge("certificate", text, "f", asked)
    assert [problem.code for problem in refused.value.problems] == [code]


def test_a_changed_byte_never_breaks_the_judge(asked):
    """Every byte of the DER is changed once: judged or refused, nothing else."""
    der = x509.load_pem_x509_certificate(pem().encode()).public_bytes(serialization.Encoding.DER)
    codes = []
    for place in range(len(der)):
        bad = bytes([*der[:place], der[place] ^ 0x5A, *der[place + 1 :]])
        try:
            judge("certificate", GARBAGE.format(base64.encodebytes(bad).decode().strip()), "f", asked)
        except SourceError as refused:
            codes += [problem.code for problem in refused.problems]
    assert set(codes) == {"certificate.unreadable"}
    assert len(codes) < len(der)


def test_without_cryptography_it_says_what_to_install(asked, monkeypatch, tmp_path, runner):
    monkeypatch.setitem(sys.modules, "cryptography", None)
    (tmp_path / "chat.pem").write_text(PLAIN)
    done = runner.invoke(command, ["validate", "--target", "certificate", str(tmp_path / "chat.pem"), "--lang", "en"])
    assert done.exit_code == 5
    assert "guideline[deploy]" in done.stderr


def test_the_verb_judges_files_on_a_day(tmp_path, runner):
    (tmp_path / "chat.pem").write_text(PLAIN + private())
    asks = ["validate", "--target", "certificate", str(tmp_path / "chat.pem"), "--format", "jsonl", "--as-of"]
    done = runner.invoke(command, [*asks, "2027-05-10"])
    assert done.exit_code == 1
    assert '"key": "not_after"' in done.stdout
    assert '"key": "private_key"' in done.stdout
    for form in ("text", "jsonl", "json", "github"):
        told = runner.invoke(command, [*asks[:-2], form, "--as-of", "2026-11-01"])
        assert told.exit_code == 1
        assert not [line for line in private().splitlines()[1:-1] if line in told.output]


def test_the_examples_hold_and_every_mutant_dies(asked):
    controls = [c for k in asked.clauses for c in k.controls if getattr(c, "target", "") == "certificate"]
    outcomes = list(judge_examples(asked, tuple(controls)))
    assert len(controls) == 9
    assert [o for o in outcomes if not o.ok] == []
    content = load_bundle("reference").content
    clauses = [clause for clause in content["clauses"] if clause["id"].startswith("hosts.certificates")]
    mutants = list(mutate({**content, "clauses": clauses}, DAY))
    assert len(mutants) >= 30
    assert [one for one in mutants if not one.killed] == []


EDGE, DATABASE = "chat.kakuu.example", ("203.0.113.21", "2001:db8:10:0:f000::21")
CALLED = [
    ("edge-1", (EDGE,), False),
    ("edge-1", (EDGE.upper(),), False),
    ("edge-1", ("*.kakuu.example",), False),
    ("edge-1", ("chat.kakuu.internal",), True),
    ("edge-1", ("*.chat.kakuu.example", "*.example"), True),
    ("edge-1", ("203.0.113.10",), True),
    ("db-1", ("db-1", *DATABASE), False),
    ("db-1", ("db-1",), True),
    ("db-1", DATABASE[:1], True),
    ("chat-1", ("anybody.example",), False),
]


@pytest.mark.parametrize("host, names, wrong", CALLED)
def test_a_certificate_for_somebody_else_is_found_where_the_host_is_known(host, names, wrong):
    site = load_site(find_site("kakuu"))
    guideline = load_bundle("kakuu").at(DAY)
    held = [x509.IPAddress(ip_address(n)) if ":" in n or n[0].isdigit() else x509.DNSName(n) for n in names]
    text = pem(names=(), extra=x509.SubjectAlternativeName(held))
    told = judge("certificate", text, "f", guideline, site=site, host=site.host(host))
    shown = [(f.rule, f.clause, f.say) for f in told]
    assert shown == [("certificate/names", "hosts.certificates-strong", "certificate.wrong-name")] * wrong
    assert judge("certificate", text, "f", guideline) == []
    for one in told:
        assert names[0] in say("ja", one.say, **one.args)


def test_an_authority_is_called_by_nobody():
    site = load_site(find_site("kakuu"))
    text = pem(names=(), ca=True, extra=x509.SubjectAlternativeName([x509.DNSName("ca.example")]))
    assert judge("certificate", text, "f", load_bundle("kakuu").at(DAY), site=site, host=site.host("edge-1")) == []
