"""Makes accounts on the chat server of the host it runs on, with the server's own shared secret.

It runs by itself on a chat host, on the standard library alone: JSON on standard input, ``{"url": "http://…",
"secret": "path", "accounts": {"name": "password"}}``. An account that exists stays as it is. Nothing is
printed, and no secret is an argument.
"""

from __future__ import annotations

import hmac
import json
import sys
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

_PATH = "/_synapse/admin/v1/register"
_OPENER = build_opener(ProxyHandler({}))


def _enrol(url: str, secret: str, name: str, password: str) -> None:
    with _OPENER.open(f"{url}{_PATH}", timeout=20) as answer:
        nonce = json.load(answer)["nonce"]
    signed = f"{nonce}\0{name}\0{password}\0notadmin"
    mac = hmac.new(secret.encode(), signed.encode(), "sha1").hexdigest()
    body = {"nonce": nonce, "username": name, "password": password, "admin": False, "mac": mac}
    asked = Request(f"{url}{_PATH}", json.dumps(body).encode(), {"Content-Type": "application/json"})  # noqa: S310 - http by the caller
    try:
        _OPENER.open(asked, timeout=20).close()
    except HTTPError as error:
        if json.load(error).get("errcode") != "M_USER_IN_USE":
            raise


if __name__ == "__main__":
    told = json.load(sys.stdin)
    held = Path(told["secret"]).read_text("ascii").strip()
    for account, word in told["accounts"].items():
        _enrol(told["url"], held, account, word)
