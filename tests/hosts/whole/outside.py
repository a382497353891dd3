"""The world outside, for tests: who tells every name's address, and a push gateway that notes what it is sent.

Runs by itself in a place's network until its standard input ends: ``outside.py names ADDRESS PORT ANSWER`` or
``outside.py gateway ADDRESS PORT CERTIFICATE KEY``. A line on standard output for each question and each
request, the first one when it is ready.
"""

from __future__ import annotations

import json
import socket
import ssl
import struct
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


def tell(**said: object) -> None:
    print(json.dumps(said), flush=True)  # noqa: T201 - its output is what it is for


def names(address: str, port: int, answer: str) -> None:
    """Answer every question for an IPv4 address with ``answer``."""
    held = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    held.bind((address, port))
    tell(ready=True)
    while True:
        asked, who = held.recvfrom(2048)
        end = asked.index(b"\0", 12)
        parts, at = [], 12
        while at < end:
            parts.append(asked[at + 1 : at + 1 + asked[at]].decode("ascii"))
            at += 1 + asked[at]
        kind = struct.unpack("!H", asked[end + 1 : end + 3])[0]
        tell(name=".".join(parts), who=who[0])
        known = kind == 1
        head = asked[:2] + struct.pack("!HHHHH", 0x8580, 1, int(known), 0, 0)
        body = b"\xc0\x0c" + struct.pack("!HHIH", 1, 1, 60, 4) + socket.inet_aton(answer) if known else b""
        held.sendto(head + asked[12 : end + 5] + body, who)


class Gateway(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        said = self.rfile.read(int(self.headers["Content-Length"])).decode("utf-8")
        tell(path=self.path, name=self.headers["Host"], who=self.client_address[0], said=said)
        body = b'{"rejected": []}'
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        pass


def gateway(address: str, port: int, certificate: str, key: str) -> None:
    """Take push notices by TLS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server = ThreadingHTTPServer((address, port), Gateway)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    tell(ready=True)
    server.serve_forever()


if __name__ == "__main__":
    what, where, at_port, *rest = sys.argv[1:]
    run = {"names": names, "gateway": gateway}[what]
    threading.Thread(target=run, args=(where, int(at_port), *rest), daemon=True).start()
    sys.stdin.read()
