"""Echo requests as the standards write them: other machines drop what doesn't add up."""

from __future__ import annotations

import struct

import pytest

from guideline.rehearsal.sending import SAID, echo


@pytest.mark.parametrize("number", [0, 1, 1024, 47_999, 65_535])
def test_an_echo_request_adds_up(number):
    said = echo(number, six=False)
    kind, code, _, held, _ = struct.unpack("!BBHHH", said[:8])
    assert (kind, code, held, said[8:]) == (8, 0, number, SAID)
    padded = said + b"\0" * (len(said) % 2)
    total = sum(struct.unpack(f"!{len(padded) // 2}H", padded))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    assert total == 0xFFFF


def test_ipv6s_is_summed_up_by_the_kernel():
    assert struct.unpack("!BBHHH", echo(7, six=True)[:8]) == (128, 0, 0, 7, 1)
