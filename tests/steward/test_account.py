from __future__ import annotations

import json

import pytest

from guideline.source import SourceError
from guideline.steward import Account, keep_token, read_account, recall_token

GOOD = {"url": "http://127.0.0.1:8008", "user": "@guideline:x", "password": "秘密"}


def test_the_account_and_its_token(tmp_path):
    path, kept = tmp_path / "access.json", tmp_path / "token.json"
    path.write_text(json.dumps(GOOD))
    account = read_account(path)
    assert account == Account(**GOOD)
    assert recall_token(kept, account) is None
    keep_token(kept, account, "t0")
    assert recall_token(kept, account) == "t0"
    assert kept.stat().st_mode & 0o777 == 0o600
    # Another server or account never sees this token.
    assert recall_token(kept, Account("http://127.0.0.1:9", account.user, "x")) is None
    assert recall_token(kept, Account(account.url, "@other:x", "x")) is None


@pytest.mark.parametrize("value", [None, [], {}, GOOD | {"url": ""}, GOOD | {"password": 5}, {"url": "x"}])
def test_a_file_that_does_not_tell_is_refused_without_its_contents(tmp_path, value):
    path = tmp_path / "access.json"
    if value is not None:
        path.write_text(json.dumps(value))
    with pytest.raises(SourceError) as caught:
        read_account(path)
    assert "秘密" not in str(caught.value)
