"""From the shape that people write to typed values: addresses, defaults, one spelling of each thing.

Cerberus fills in the defaults and turns texts into addresses; what it can't turn becomes a Problem
at the place where it stands.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from functools import cache
from ipaddress import ip_address, ip_network
from typing import Any

import cerberus

from guideline.site.model import Ports
from guideline.source import Problem
from guideline.source.yaml import Document, Path_

_TEXT = {"type": "dict", "schema": {"ja": {"type": "string"}, "en": {"type": "string", "default": ""}}}
_FOLDER = "/var/lib/guideline"


def _text(value: Any) -> Any:
    """Turn a sentence, or one with a translation, into ``{ja, en}``."""
    if isinstance(value, str):
        return {"ja": value}
    english = value.get("en", "")
    return {"ja": value["ja"], "en": english if isinstance(english, str) else english["text"]}


def _network(value: Any) -> Any:
    return value if value == "outside" else ip_network(value)


def _networks(**more: Any) -> dict[str, Any]:
    return {"type": "list", "schema": {"coerce": _network}, **more}


_ADDRESSES: dict[str, Any] = {"type": "list", "schema": {"coerce": ip_address}}


@cache
def _schema() -> dict[str, Any]:
    host = {
        "name": {},
        "zone": {},
        "roles": {},
        "addresses": _ADDRESSES,
        "server_name": {"default": ""},
        "public_name": {"default": ""},
        "client_name": {"default": ""},
        "member": {"default": ""},
    }
    flow = {
        "id": {},
        "from": {},
        "to": {},
        "port": {},
        "protocol": {"default": "tcp"},
        "zones": {"default": []},
        "why": {**_TEXT, "coerce": _text},
    }
    zone = {"networks": _networks(), "clients": _networks(default=[])}
    member = {
        "id": {},
        "title": {**_TEXT, "coerce": _text},
        "clients": {"type": "dict", "default": {}, "valuesrules": _networks()},
    }
    ports = asdict(Ports())
    paths = {
        "config": "/etc/guideline",
        "state": _FOLDER,
        "secrets": "/etc/guideline/secrets",
        "certificates": "/etc/guideline/certificates",
    }
    limits = {"logins": 5, "messages": 5, "upload": "50M"}
    return {
        "schema": {},
        "authority": {**_TEXT, "coerce": _text},
        "bundle": {},
        "zones": {"type": "dict", "valuesrules": {"type": "dict", "schema": zone}},
        "hosts": {"type": "list", "schema": {"type": "dict", "schema": host}},
        "peers": {
            "type": "list",
            "default": [],
            "schema": {"type": "dict", "schema": {"name": {}, "zone": {}, "addresses": _ADDRESSES}},
        },
        "flows": {"type": "list", "default": [], "schema": {"type": "dict", "schema": flow}},
        "members": {"type": "list", "default": [], "schema": {"type": "dict", "schema": member}},
        "time": {
            "type": "dict",
            "default": {},
            "schema": {"servers": {"type": "dict", "default": {}, "valuesrules": _ADDRESSES}},
        },
        "model": {"default": ""},
        "assurances": {"type": "list", "default": []},
        "exporters": {"type": "list", "default": []},
        "secrets": {"type": "dict", "default": {}},
        "web_client": {"default": None, "nullable": True},
        "database": {"default": "postgresql"},
        **{name: _group(values) for name, values in (("ports", ports), ("paths", paths), ("limits", limits))},
    }


def _group(values: dict[str, Any]) -> dict[str, Any]:
    return {"type": "dict", "default": {}, "schema": {key: {"default": value} for key, value in values.items()}}


def normalised(document: Document) -> tuple[dict[str, Any], list[Problem]]:
    """Return the values of a document that fits its schema, and what could not be turned into addresses."""
    validator = cerberus.Validator(_schema())
    validator.validate(document.value)
    value: dict[str, Any] = validator.document or {}
    return value, [_problem(document, error) for error in _leaves(validator._errors)]  # noqa: SLF001 - the marks need the paths


def _leaves(errors: Any) -> Iterator[Any]:
    for error in errors:
        if error.child_errors:
            yield from _leaves(error.child_errors)
        else:
            yield error


def _problem(document: Document, error: Any) -> Problem:
    path: Path_ = tuple(error.document_path)
    return Problem("site.bad-address", document.mark(path), {"found": str(error.value)[:60]})
