"""What a monitor asks for, and what it says when a service gives no figures."""

from __future__ import annotations

import http.server
import json
import subprocess
import sys
import threading

from guideline.rehearsal.exporters import ASK, asked, silent
from guideline.site import find_site, load_site

SITE = load_site(find_site("kakuu"))


def test_a_monitor_asks_the_hosts_of_its_zone_that_stand():
    told = {url for url, _ in json.loads(asked(SITE, SITE.host("keep-2"), {"chat-2", "db-2", "keep-2", "chat-1"}))}
    assert told == {
        "http://10.40.0.20:9100/metrics",
        "http://10.40.0.20:9000/metrics",
        "http://10.40.0.21:9100/metrics",
        "http://10.40.0.21:9187/metrics",
        "http://10.40.0.24:9100/metrics",
    }


class Figures(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/metrics" else 404)
        self.end_headers()
        self.wfile.write(b"pg_up 1\n")

    def log_message(self, *_args: object) -> None:
        pass


def test_silence_an_error_and_figures_that_tell_of_trouble_are_told_apart_from_health():
    server = http.server.HTTPServer(("127.0.0.1", 0), Figures)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    at = f"http://127.0.0.1:{server.server_port}"
    urls = [(f"{at}/metrics", "pg_up 1"), (f"{at}/metrics?0", "pg_up 0"), (f"{at}/none", "pg_up 1"), ("http://127.0.0.1:1/metrics", "x")]  # fmt: skip
    done = subprocess.run([sys.executable, "-I", "-c", ASK], input=json.dumps(urls), capture_output=True, text=True, check=True)  # fmt: skip
    server.shutdown()
    server.server_close()
    assert silent(done.stdout) == sorted(url for url, _ in urls[1:])
