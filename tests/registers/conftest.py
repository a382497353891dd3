"""The device register of the invented city, and a reading of its rows."""

from __future__ import annotations

from datetime import date

import pytest

from guideline.bundle.model import Column, RegisterControl, Text
from guideline.registers import judge_register, parse_register

TODAY = date(2026, 10, 10)


def column(key, title, kind, **more):
    return Column(key, Text(title, key.replace("_", " ").title()), kind, **more)


COLUMNS = (
    column("device", "端末", "text", required=True, unique=True),
    column("owner", "使う人", "user", required=True),
    column("kind", "区分", "choice", required=True, one_of=("issued", "byod")),
    column("model", "機種", "text"),
    column("approved_by", "承認者", "user"),
    column("approved_on", "承認日", "date"),
    column("valid_until", "期限", "date", required=True),
    column("lost_on", "紛失日", "date"),
    column("phone", "電話", "phone"),
    column("email", "メール", "email"),
    column("name", "氏名", "name"),
    column("count", "台数", "integer", min=1, max=3),
    column("lock", "自動ロック", "yes-no"),
    column("section", "所属", "section"),
)
CHECKS = (
    "approved", "not-self-approved", "not-expired", "not-lost", "owner-known", "section-known", "dates-in-order",
    "not-future", "unique",
)  # fmt: skip


@pytest.fixture
def devices():
    """The control of the device register with every row check."""
    return RegisterControl(
        "register/devices", "devices.byod", "error", register="devices", columns=COLUMNS, checks=CHECKS
    )


@pytest.fixture
def judged(devices):
    """Judge CSV text and return (line, key, sentence) of each finding."""

    def run(text, **known):
        found = judge_register(devices, parse_register(text, "devices.csv"), today=TODAY, **known)
        return [(finding.place.line, finding.place.key, finding.say.removeprefix("registers.")) for finding in found]

    return run


GOOD = {
    "端末": "P-0001", "使う人": "sato", "区分": "byod", "承認者": "suzuki", "承認日": "2026-10-02", "期限": "2027-03-31",
}  # fmt: skip


@pytest.fixture
def row(judged):
    """Judge one row: the good one with some cells changed; return (key, sentence) of each finding."""

    def run(known=None, **changed):
        cells = {**GOOD, **changed}
        text = ",".join(cells) + "\n" + ",".join(f'"{cell}"' for cell in cells.values()) + "\n"
        return [(key, said) for _, key, said in judged(text, **(known or {}))]

    return run
