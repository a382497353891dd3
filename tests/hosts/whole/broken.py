"""What can be broken on hosts that run every service, and which named check must turn red.

The case's shell runs on its host past every filter. See ``tests/rehearsal/broken.py`` for what needs no service.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from tests.rehearsal.broken import LOAD, T, live, waits

FOLLOWS = "for i in $(seq 80); do chronyc -n -c sources | grep -q '^^,[*]' && exit; sleep 0.5; done; exit 1"
CONFIG = "/etc/chrony/chrony.conf"
AGAIN = f"systemctl restart chrony && ({FOLLOWS})"


def made(*, left=200, valid=300, names=("chat.kakuu.example",), key=None, authority=False) -> tuple[str, str]:
    """Return a certificate that signs itself, and its key."""
    key = key or ec.generate_private_key(ec.SECP256R1())
    ends = datetime.now(UTC) + timedelta(days=left)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "架空市")])
    held = [x509.IPAddress(ip_address(n)) if n[0].isdigit() else x509.DNSName(n) for n in names]
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(ends - timedelta(days=valid))
        .not_valid_after(ends)
        .add_extension(x509.SubjectAlternativeName(held), critical=False)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    form = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    pem = serialization.Encoding.PEM
    return signed.public_bytes(pem).decode(), key.private_bytes(pem, *form).decode()


def served(name, rule, host="edge-1", stem="chat.kakuu.example", unit="nginx", **how):
    """Have a service present another certificate than its own."""
    certificate, key = made(**how)
    files = f"/etc/guideline/certificates/{stem}.pem", f"/etc/guideline/secrets/{stem}.key"
    # Written into the files that are there: whose they are, and who may read them, stays.
    puts = "".join(
        f"cp -p {f} /root/kept.{n}\ncat > {f} <<'EOF'\n{text}EOF\n"
        for n, (f, text) in enumerate(zip(files, (certificate, key), strict=True))
    )
    backs = "".join(f"mv /root/kept.{n} {f}\n" for n, f in enumerate(files))
    reload = f"systemctl reload {unit} && sleep 1"
    return live(name, f"set -e\n{puts}{reload}", f"set -e\n{backs}{reload}", rule, host)


def moved(path: str) -> tuple[str, str]:
    """Return how a file or folder goes away, and how it comes back."""
    return f"mv {path} /root/kept", f"mv /root/kept {path}"


def stranger() -> tuple[str, str]:
    """Return how the steward loses its password and its token, and how it gets its password back."""
    secret, token = "/etc/guideline/secrets/steward", "/var/lib/guideline-steward/steward/token.json"
    lost = f"cp -p {secret} /root/kept && head -c 36 /dev/urandom | base64 > {secret} && rm {token}"
    again = "systemctl restart guideline-steward"
    return f"{lost} && ({again} & sleep 8)", f"mv /root/kept {secret} && systemctl stop guideline-steward; {again}"


def listening() -> tuple[str, str]:
    """Return how the page comes to listen at the host's address, and how it leaves it."""
    folder = "/run/systemd/system/guideline-page.service.d"
    edit = "sed -n 's,^ExecStart=,[Service]\\nExecStart=\\n&,p' | sed 's,--host 127.0.0.1,--host 203.0.113.10,'"
    again = "systemctl daemon-reload && systemctl restart guideline-page"
    wide = f"mkdir -p {folder} && systemctl cat guideline-page | {edit} > {folder}/90-wide.conf && {again}"
    waits = "for i in $(seq 100); do ss -Htln sport = :8090 | grep -q 203.0.113.10 && exit; sleep 0.1; done; exit 1"
    return f"{wide} && ({waits})", f"rm -r {folder} && {again} && sleep 1"


FIGURES, CLIENT = "/etc/default/prometheus-node-exporter", "/srv/guideline/client/index.html"
CHAT = "/etc/guideline/homeserver.yaml"
COPY = f"cp -p {CHAT} /root/kept"
ROOT = "/etc/guideline/certificates/site-ca.pem"

WHOLE = [
    # ------------------------------------------------------------ the time
    live(
        "a clock that follows somebody else",
        f"cp -p {CONFIG} /root/kept && sed -i 's/^server .*/server 10.40.0.21 iburst/' {CONFIG} && systemctl restart chrony",
        f"mv /root/kept {CONFIG} && {AGAIN}",
        "rehearsal/clock",
    ),
    live(
        "a clock that nobody tells the time",
        f"nft insert rule {T} output udp dport 123 drop && systemctl restart chrony",
        f"{LOAD} && {AGAIN}",
        "rehearsal/clock",
    ),
    live("the time service stopped", "systemctl stop chrony", f"systemctl start chrony && ({FOLLOWS})", "rehearsal/unit"),
    # ------------------------------------------------------------ the steward and the page
    live("the steward stopped", "systemctl stop guideline-steward", "systemctl start guideline-steward", "rehearsal/unit"),
    live("a steward that cannot log in", *stranger(), "rehearsal/unit"),
    live("the steward's unit is gone", *moved("/etc/systemd/system/guideline-steward.service"), "systemd/file"),
    live("the stickers are gone", *moved("/etc/guideline/stickers"), "rehearsal/stickers", "chat-1"),
    live("a sticker is gone", *moved("/etc/guideline/stickers/thanks.png"), "rehearsal/stickers"),
    live("the page stopped", "systemctl stop guideline-page", "systemctl start guideline-page", "rehearsal/unit", "edge-1"),
    live("the page listens to the network", *listening(), "rehearsal/listener", "edge-1"),
    live("the page's unit is gone", *moved("/etc/systemd/system/guideline-page.service"), "systemd/file"),
    # ------------------------------------------------------------ certificates, as they are served
    served("a certificate that has ended", "certificate/ended", left=-1),
    served("a certificate that ends soon", "certificate/ends-soon", left=10),
    served("a certificate that lasts too long", "certificate/too-long", valid=800),
    served("a certificate for another name", "certificate/names", names=("chat.kakuu.internal",)),
    served("a key of a kind that isn't held to be safe", "certificate/key-kind", key=ec.generate_private_key(ec.SECP224R1())),
    served("a certificate of the database that ends soon", "certificate/ends-soon", "db-1", "db-1", "postgresql@15-main", left=3, names=("203.0.113.21", "2001:db8:10:0:f000::21")),
    served("a certificate of the database for another host", "certificate/names", "db-2", "db-2", "postgresql@15-main", names=("10.40.0.99",)),
    live(
        "a weak authority",
        f"cp -p {ROOT} /root/kept && cat > {ROOT} <<'EOF'\n{made(key=rsa.generate_private_key(65537, 1024), authority=True)[0]}EOF",
        f"mv /root/kept {ROOT}",
        "certificate/key-short",
        "edge-1",
    ),
    # ------------------------------------------------------------ figures, and the web client
    live(
        "figures at every address",
        f"cp -p {FIGURES} /root/kept && echo 'ARGS=\"\"' > {FIGURES} && systemctl restart prometheus-node-exporter && {waits(9100)}",
        f"mv /root/kept {FIGURES} && systemctl restart prometheus-node-exporter && {waits(9100)}",
        "rehearsal/listens-everywhere",
        "db-2",
    ),
    live("an exporter stopped", "systemctl stop prometheus-postgres-exporter", "systemctl start prometheus-postgres-exporter", "rehearsal/unit", "db-1"),
    live("figures that the monitor doesn't get", f"nft insert rule {T} output tcp dport 9187 drop", LOAD, "rehearsal/exporter", "keep-2"),
    live("figures for everybody", f"nft add rule {T} input tcp dport 9000 accept", LOAD, "nftables/only-flows", "chat-1"),
    live("figures of the chat server at every address", f"{COPY}; sed -i 's/^  - 203.0.113.20$/  - 0.0.0.0/' {CHAT}", f"mv /root/kept {CHAT}", "synapse/listen-addresses", "chat-1"),
    live("the web client changed", f"cp -p {CLIENT} /root/kept && echo '<script src=//elsewhere.example></script>' >> {CLIENT}", f"mv /root/kept {CLIENT}", "rehearsal/client", "edge-1"),
    live("a file beside the web client", "touch /srv/guideline/client/more.js", "rm /srv/guideline/client/more.js", "rehearsal/client", "chat-2"),
    served("the web client's certificate ends soon", "certificate/ends-soon", stem="app.kakuu.example", names=("app.kakuu.example",), left=5),
    served("the web client's certificate is the server's", "certificate/names", stem="app.kakuu.example"),
    live("nobody presents a certificate", "systemctl stop nginx", "systemctl start nginx", "certificate/file", "edge-1"),
]  # fmt: skip
