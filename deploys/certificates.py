"""The site's own certificate authority: one a zone, its key with that zone's operator and nowhere else.

A host makes its own key; only its request comes to the operator, and only the certificate goes back.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Generator, Iterable, Sequence
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING

from pyinfra.api.command import QuoteString, StringCommand
from pyinfra.api.facts import FactBase
from pyinfra.api.operation import operation
from pyinfra.context import host

from .here import Here
from .operations import validated_file
from .service import packages
from .vault import Vault, vault_of

if TYPE_CHECKING:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

KEY = "authority.key"
"""The name of an authority's key in its zone's vault."""

DAYS = 365
"""How long a certificate lasts; it is renewed in the last ``RENEW`` days."""
RENEW = 60
_LATE = dt.timedelta(hours=1)
"""How far a host's clock may be behind."""


class CertificateState(FactBase[bool]):
    """Whether a certificate fits its key, its authority and its names, and lasts long enough."""

    def command(self, certificate: str, key: str, authority: str, names: Sequence[str]) -> StringCommand:
        """Return the command that prints ``right`` when all of it holds."""
        cert, kept, root = QuoteString(certificate), QuoteString(key), QuoteString(authority)
        checks: list[str | QuoteString] = []
        for name in names:
            kind = "-checkip" if _is_address(name) else "-checkhost"
            checks += ["&& openssl x509 -noout -in", cert, kind, QuoteString(name), "| grep -q 'does match'"]
        return StringCommand(
            "if [ -f", cert, "] && [ -f", kept, "]",
            "&& openssl verify -CAfile", root, cert, ">/dev/null 2>&1",
            "&& openssl x509 -noout -in", cert, f"-checkend {RENEW * 86400} >/dev/null",
            '&& [ "$(openssl x509 -noout -pubkey -in', cert, ')" = "$(openssl pkey -pubout -in', kept, ')" ]',
            *checks, "; then echo right; fi",
        )  # fmt: skip

    def process(self, output: Iterable[str]) -> bool:
        """Look for the word."""
        return "right" in {line.strip() for line in output}


class SigningRequest(FactBase[str]):
    """A request for a certificate, made with a host's key; "" where there is no key."""

    def command(self, key: str) -> StringCommand:
        """Return the command that prints it."""
        kept = QuoteString(key)
        return StringCommand("if [ -f", kept, "]; then openssl req -new -subj /CN=guideline -key", kept, "; fi")

    def process(self, output: Iterable[str]) -> str:
        """Join the lines."""
        return "\n".join(output) + "\n"


@operation()
def certificate(
    dest: str,
    key: str,
    authority: str,
    vault: Vault,
    names: Sequence[str],
    user: str = "root",
) -> Generator[StringCommand, None, None]:
    """Have a host hold a key of its own and a certificate for it by the site's authority.

    + dest: where the certificate lies
    + key: where its key lies, readable by its owner alone
    + authority: the authority's certificate on the host
    + vault: the authority's folder on the operator's side, and what opens its key
    + names: host names and addresses that the certificate is for
    + user: the key's owner
    """
    kept, owner = QuoteString(key), QuoteString(user)
    asked = {"certificate": dest, "key": key, "authority": authority, "names": tuple(names)}
    if host.get_fact(CertificateState, **asked):
        host.noop("the certificate is right")
        return
    draft = QuoteString(f"{key}.draft")
    yield StringCommand(
        "umask 077; [ -f", kept, "] || { openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out", draft,
        "&& mv", draft, kept, "; }; chown", owner, kept, "&& chmod 600", kept,
    )  # fmt: skip
    request = host.get_fact(SigningRequest, key=key)
    signed = sign(vault.folder, request, names, dt.datetime.now(dt.UTC), vault=vault)
    staged = QuoteString(f"{dest}.staged")
    yield StringCommand("umask 022; cat >", staged, "&& mv -f", staged, QuoteString(dest), _stdin=signed)


def authority_of(folder: Path, title: str, now: dt.datetime, *, vault: Vault | None = None) -> str:
    """Return the authority's certificate, making it and its key where they are missing.

    The key lies in ``vault``, by default plain in ``folder``. Raises OSError, and PackError for a vault that
    doesn't open.
    """
    from cryptography.hazmat.primitives import hashes, serialization

    place = folder / "authority.pem"
    if place.is_file():
        if vault is not None and vault.recipients:
            vault.once(KEY, _new_key)
        return place.read_text("ascii")
    key = _key(vault or Vault(folder))
    made = _authority(key, title, now).sign(key, hashes.SHA256())
    _once(place, made.public_bytes(serialization.Encoding.PEM))
    return place.read_text("ascii")


def _new_key() -> bytes:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _authority(key: EllipticCurvePrivateKey, title: str, now: dt.datetime) -> x509.CertificateBuilder:
    from cryptography import x509

    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, title)])
    may = x509.KeyUsage(
        digital_signature=False, content_commitment=False, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=True, crl_sign=True, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _LATE)
        .not_valid_after(now + dt.timedelta(days=3650))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(may, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def sign(folder: Path, request: str, names: Sequence[str], now: dt.datetime, *, vault: Vault | None = None) -> str:
    """Return a certificate for the key of ``request`` and ``names``; what else the request asks counts for nothing.

    Raises ValueError for what is no request, OSError without an authority.
    """
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.x509.oid import ExtendedKeyUsageOID

    asked = x509.load_pem_x509_csr(request.encode())
    if not asked.is_signature_valid:
        raise ValueError("the request isn't signed by its key")
    root = x509.load_pem_x509_certificate((folder / "authority.pem").read_bytes())
    key = _key(vault or Vault(folder))
    alternatives: list[x509.GeneralName] = [
        x509.IPAddress(ip_address(name)) if _is_address(name) else x509.DNSName(name) for name in names
    ]
    made = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, names[0])]))
        .issuer_name(root.subject)
        .public_key(asked.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _LATE)
        .not_valid_after(now + dt.timedelta(days=DAYS))
        .add_extension(x509.SubjectAlternativeName(alternatives), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    return made.public_bytes(serialization.Encoding.PEM).decode("ascii")


def _key(vault: Vault) -> EllipticCurvePrivateKey:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    key = load_pem_private_key(vault.once(KEY, _new_key), None)
    if not isinstance(key, EllipticCurvePrivateKey):
        raise TypeError("the authority's key is of another kind")
    return key


def _once(path: Path, data: bytes) -> None:
    """Write a file that only its owner can read; one that is there stays."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as stream:
        stream.write(data)
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        return
    finally:
        draft.unlink()


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def certificates(now: Here) -> None:
    """Give a host the authority's certificate, and its services their own."""
    paths = now.site.paths
    root = f"{paths.certificates}/site-ca.pem"
    title = f"{now.site.id} {now.mine.zone} authority"
    vault = vault_of(now.site, now.mine.zone, now.root)
    text = authority_of(now.pki, title, dt.datetime.now(dt.UTC), vault=vault)
    validated_file(name="Certificate of the authority", dest=root, text=text, mode="644")
    packages(name="Packages of certificates", names=("openssl",))
    wanted: list[tuple[str, tuple[str, ...], str]] = []
    if "edge" in now.mine.roles:
        wanted.append((now.mine.public_name, (now.mine.public_name,), "root"))
        if now.mine.client_name:
            wanted.append((now.mine.client_name, (now.mine.client_name,), "root"))
    if "database" in now.mine.roles:
        wanted.append((now.mine.name, (now.mine.name, *map(str, now.mine.addresses)), "postgres"))
    for stem, names, user in wanted:
        certificate(
            name="Certificate of the service",
            dest=f"{paths.certificates}/{stem}.pem",
            key=f"{paths.secrets}/{stem}.key",
            authority=root,
            vault=vault,
            names=names,
            user=user,
        )
