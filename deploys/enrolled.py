"""The steward's account on the chat server of its own host, by the standard library alone: it runs there by itself.

``enrol`` makes it by the server's shared secret, told on standard input: JSON with ``server``, ``user``, ``name`` and
the paths of two files, ``secret`` and ``password``. An account that is there stays as it is. ``known FILE`` prints
``well`` where the token that the steward keeps is good. No secret is an argument, and none is printed.
"""

from __future__ import annotations

import hmac
import json
import sys
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import ProxyHandler, Request, build_opener

_REGISTER = "/_synapse/admin/v1/register"
_OPENER = build_opener(ProxyHandler({}))


def enrol(told: dict[str, str]) -> None:
    """Make the account unless it is there."""
    secret, password = (Path(told[key]).read_text("ascii").strip() for key in ("secret", "password"))
    nonce = _ask(f"{told['server']}{_REGISTER}")["nonce"]
    signed = f"{nonce}\0{told['user']}\0{password}\0notadmin"
    mac = hmac.new(secret.encode(), signed.encode(), "sha1").hexdigest()
    body = {"nonce": nonce, "username": told["user"], "displayname": told["name"]}
    try:
        _ask(f"{told['server']}{_REGISTER}", {**body, "password": password, "admin": False, "mac": mac})
    except HTTPError as error:
        if json.load(error).get("errcode") != "M_USER_IN_USE":
            raise


def known(kept: Path) -> bool:
    """Tell whether the server knows the steward by the token in a file."""
    try:
        held = json.loads(kept.read_bytes())
        return "user_id" in _ask(f"{held['url']}/_matrix/client/v3/account/whoami", token=held["token"])
    except (OSError, ValueError, KeyError, TypeError, URLError):
        return False


def _ask(url: str, body: object = None, token: str = "") -> dict[str, Any]:
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    data = None if body is None else json.dumps(body).encode()
    with _OPENER.open(Request(url, data, headers), timeout=20) as answer:  # noqa: S310 - http by the caller
        told: dict[str, Any] = json.load(answer)
    return told


if __name__ == "__main__":
    if sys.argv[1] == "enrol":
        enrol(json.load(sys.stdin))
    elif known(Path(sys.argv[2])):
        print("well")  # noqa: T201 - a program on a host
    else:
        print("-")  # noqa: T201 - a program on a host
