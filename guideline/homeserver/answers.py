"""What a server's answer means, whoever asked: an object, a refusal, or trouble that may pass."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httpx

MAX_ANSWER = 32 * 1024 * 1024


class UnavailableError(ConnectionError):
    """The server doesn't answer, or not now."""


class RefusedError(PermissionError):
    """The server answered no. ``status`` is HTTP's, ``code`` Matrix's, ``answer`` the whole body."""

    def __init__(self, status: int, code: str, message: str, answer: Mapping[str, Any]) -> None:
        super().__init__(f"{status} {code}: {message}")
        self.status = status
        self.code = code
        self.message = message
        self.answer = answer


def outcome(response: httpx.Response, url: str) -> Mapping[str, Any]:
    """Return what was answered. Raises UnavailableError, RefusedError."""
    answer = body_of(response)
    if response.status_code == httpx.codes.OK:
        return answer
    if response.status_code >= httpx.codes.INTERNAL_SERVER_ERROR or response.status_code == 429:
        raise UnavailableError(f"{url} answers {response.status_code}")
    code, message = str(answer.get("errcode", "")), str(answer.get("error", ""))
    raise RefusedError(response.status_code, code, message, answer)


def body_of(response: httpx.Response) -> Mapping[str, Any]:
    """Return the object in the body; empty where there is none."""
    try:
        answer = response.json() if len(response.content) <= MAX_ANSWER else None
    except (ValueError, RecursionError):
        answer = None
    return answer if isinstance(answer, dict) else {}
