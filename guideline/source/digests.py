"""Canonical JSON and digests: the same meaning gives the same bytes.

The canonical form is the subset of RFC 8785 that a bundle needs: keys sorted, no white
space, UTF-8, no floating-point numbers.
"""

from __future__ import annotations

import json
from typing import Any


def canonical_json(value: Any) -> bytes:
    """Return the canonical bytes of strings, integers, booleans, None, lists and mappings.

    Raises TypeError for anything else, floats included.
    """
    _refuse_floats(value)
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8")


def sha256(data: bytes) -> str:
    """Return the SHA-256 of ``data`` in lower-case hexadecimal."""
    import hashlib  # loads a library of its own, which a draft judged from the cache never asks

    return hashlib.sha256(data).hexdigest()


def _refuse_floats(value: Any) -> None:
    if isinstance(value, float):
        message = f"a canonical document holds no floating-point number: {value!r}"
        raise TypeError(message)
    if isinstance(value, dict):
        for item in value.values():
            _refuse_floats(item)
    elif isinstance(value, list | tuple):
        for item in value:
            _refuse_floats(item)
