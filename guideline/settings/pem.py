"""The certificates of a PEM file as flat facts: days counted from a day, the kind of the key, the names.

A private key among them is told by its line alone; its text is neither decoded nor kept.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import MAXYEAR, UTC, date, datetime, timedelta, timezone
from math import ceil
from typing import TYPE_CHECKING, Any

from guideline.source import Mark, Problem, SourceError
from guideline.source.yaml import MAX_YAML_BYTES

if TYPE_CHECKING:
    from cryptography import x509

MAX_BLOCKS = 500
"""What one file may hold: a bundle of all public authorities has about 150."""

BEGIN = "-----BEGIN "
_END = "-----END "
_TAIL = "-----"
_CERTIFICATES = ("CERTIFICATE", "X509 CERTIFICATE")
_PRIVATE = "PRIVATE KEY"
_JAPAN = timezone(timedelta(hours=9))
_DAY = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Block:
    """What stands between ``-----BEGIN label-----`` on ``line`` (from 1) and its end."""

    label: str
    line: int
    text: str


def facts(text: str, file: str, day: date) -> list[tuple[int, dict[str, Any]]]:
    """Return the line and the facts of each certificate and private key, in the order of the file.

    Raises SourceError for what is cut off, damaged or too much, where there is neither certificate nor
    key, and where ``cryptography`` isn't installed.
    """
    if len(text) > MAX_YAML_BYTES:
        raise SourceError([Problem("too-large", Mark(file), {"limit": MAX_YAML_BYTES})])
    found = [(block.line, _facts(block, file, day)) for block in _blocks(text, file)]
    kept = [(line, values) for line, values in found if values]
    if not kept:
        raise SourceError([Problem("certificate.none", Mark(file))])
    return kept


def _blocks(text: str, file: str) -> Iterator[Block]:
    label, start, held, seen = "", 0, list[str](), 0
    for number, raw in enumerate(text.split("\n"), 1):
        line = raw.rstrip()
        if line.startswith(BEGIN) and line.endswith(_TAIL):
            if label:
                break
            seen += 1
            if seen > MAX_BLOCKS:
                raise SourceError([Problem("certificate.too-many", Mark(file, number, 1), {"limit": MAX_BLOCKS})])
            label, start, held = line[len(BEGIN) : -len(_TAIL)] or "?", number, []
        elif label and line == f"{_END}{label}{_TAIL}":
            yield Block(label, start, "\n".join(held))
            label = ""
        elif label:
            held.append(line)
    if label:
        raise SourceError([Problem("certificate.cut", Mark(file, start, 1))])


def _facts(block: Block, file: str, day: date) -> dict[str, Any]:
    """Return what a block says; nothing for one that is neither certificate nor private key."""
    if block.label.endswith(_PRIVATE):
        return {"private_key": True}
    if block.label not in _CERTIFICATES:
        return {}
    try:
        from cryptography import x509
        from cryptography.exceptions import UnsupportedAlgorithm
    except ImportError:
        raise SourceError([Problem("certificate.not-installed", Mark(file))]) from None
    pem = f"{BEGIN}CERTIFICATE{_TAIL}\n{block.text}\n{_END}CERTIFICATE{_TAIL}\n"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # odd serial numbers and names: not what is asked here
            return _read(x509.load_pem_x509_certificate(pem.encode()), day)
    except (
        ValueError,
        UnsupportedAlgorithm,
        x509.InvalidVersion,
        x509.DuplicateExtension,
        x509.UnsupportedGeneralNameType,
    ):
        raise SourceError([Problem("certificate.unreadable", Mark(file, block.line, 1))]) from None


def _read(held: x509.Certificate, day: date) -> dict[str, Any]:
    starts, ends = held.not_valid_before_utc, held.not_valid_after_utc
    authority = _is_authority(held)
    names = _names(held)
    return {
        "not_before": (day - _day(starts)).days,
        "not_after": (_day(ends) - day).days,
        "validity": ceil((ends - starts).total_seconds() / _DAY),
        "public_key": _key(held),
        "signature_hash": _hash(held),
        "authority": authority,
        "root": authority and held.issuer == held.subject,
        **({"subject_alternative_name": names} if names else {}),
    }


def _day(moment: datetime) -> date:
    """Return the day in Japan; an end without end (the year 9999) stays in UTC."""
    return (moment.astimezone(UTC) if moment.year == MAXYEAR else moment.astimezone(_JAPAN)).date()


def _key(held: x509.Certificate) -> dict[str, Any]:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed25519, rsa

    try:
        key = held.public_key()
    except UnsupportedAlgorithm:
        return {"kind": "unknown"}
    if isinstance(key, rsa.RSAPublicKey):
        return {"kind": "rsa", "bits": key.key_size}
    if isinstance(key, ec.EllipticCurvePublicKey):
        return {"kind": key.curve.name}
    if isinstance(key, ed25519.Ed25519PublicKey):
        return {"kind": "ed25519"}
    return {"kind": "dsa" if isinstance(key, dsa.DSAPublicKey) else "unknown"}


def _hash(held: x509.Certificate) -> str:
    """Return the hash of the signature; the algorithm's name where it has its own (Ed25519)."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.x509.oid import SignatureAlgorithmOID

    try:
        used = held.signature_hash_algorithm
    except UnsupportedAlgorithm:
        return "unknown"
    if used is not None:
        return used.name
    own = {SignatureAlgorithmOID.ED25519: "ed25519", SignatureAlgorithmOID.ED448: "ed448"}
    return own.get(held.signature_algorithm_oid, "unknown")


def _is_authority(held: x509.Certificate) -> bool:
    from cryptography import x509

    try:
        return held.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return False


def _names(held: x509.Certificate) -> list[str]:
    """Return the host names and addresses that the certificate is for: what else stands there serves no server."""
    from cryptography import x509

    try:
        named = held.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return []
    return [*named.get_values_for_type(x509.DNSName), *map(str, named.get_values_for_type(x509.IPAddress))]
