"""Tries connections from where it is started, many at a time, and prints the kernel's answers.

It runs by itself in a network of the rehearsal, on the standard library alone: JSON on standard
input, ``{"seconds": 1.0, "tries": [["address", port], …]}``; JSON on standard output, one answer a
try in the same order: ``open`` (accepted), ``refused`` (the machine answers that nobody listens),
``unreachable`` (somebody on the way says no), ``filtered`` (silence).
"""

from __future__ import annotations

import asyncio
import errno
import json
import sys

AT_ONCE = 250

_ANSWERS = {
    errno.ECONNREFUSED: "refused",
    errno.EHOSTUNREACH: "unreachable",
    errno.ENETUNREACH: "unreachable",
    errno.EACCES: "unreachable",
    errno.EPERM: "filtered",
    errno.ETIMEDOUT: "filtered",
}


async def _one(address: str, port: int, seconds: float, gate: asyncio.Semaphore) -> str:
    async with gate:
        try:
            _, writer = await asyncio.wait_for(asyncio.open_connection(address, port), seconds)
        except TimeoutError:
            return "filtered"
        except OSError as error:
            return _ANSWERS.get(error.errno or 0, f"errno-{error.errno}")
        writer.transport.abort()
        return "open"


async def _all(asked: dict[str, object]) -> list[str]:
    tries, seconds = asked["tries"], asked["seconds"]
    assert isinstance(tries, list)
    assert isinstance(seconds, float)
    gate = asyncio.Semaphore(AT_ONCE)
    return await asyncio.gather(*(_one(address, port, seconds, gate) for address, port in tries))


if __name__ == "__main__":
    json.dump(asyncio.run(_all(json.load(sys.stdin))), sys.stdout)
