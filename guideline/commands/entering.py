"""Logs in as the steward, on one device from run to run."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from guideline.homeserver import Client
    from guideline.steward import Account


def enter(account: Account, kept: Path, device: str) -> Client:
    """Return a client that is logged in on ``device``; its token is kept in ``kept``.

    It goes on with the token of last time, so that words sent twice count once, and logs in where that is
    void. Raises ConnectionError and PermissionError, as the client does.
    """
    from guideline.homeserver import Client, RefusedError
    from guideline.steward import keep_token, recall_token

    client = Client(account.url, recall_token(kept, account), sleep=time.sleep)
    if client.token is not None:
        try:
            client.who_am_i()
        except RefusedError:
            client.close()
            client = Client(account.url, sleep=time.sleep)
    if client.token is None:
        keep_token(kept, account, client.log_in(account.user, account.password, device))
    return client
