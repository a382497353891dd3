"""Sets of addresses, reckoned with numbers, agree with Python's own networks."""

from __future__ import annotations

import random
from ipaddress import collapse_addresses, ip_network

import pytest

from guideline.network.addresses import Index, collapsed, difference, overlap


def some(chance, most):
    def one():
        if chance.random() < 0.7:
            return ip_network((chance.randrange(64) << 26, chance.randint(2, 8)), strict=False)
        return ip_network((chance.randrange(64) << 122, chance.randint(1, 7)), strict=False)

    return [one() for _ in range(chance.randint(0, most))]


def fewest(networks):
    held = list(networks)
    return tuple(n for version in (4, 6) for n in collapse_addresses(n for n in held if n.version == version))


def without(networks, minus):
    left = list(networks)
    for part in minus:
        kept = []
        for whole in left:
            if whole.version != part.version or not whole.overlaps(part):
                kept.append(whole)
            elif not whole.subnet_of(part):
                kept.extend(whole.address_exclude(part))
        left = kept
    return fewest(left)


@pytest.mark.parametrize("seed", range(20))
def test_they_agree_with_the_standard_library(seed):
    chance = random.Random(seed)
    for _ in range(50):
        one, other = some(chance, 6), some(chance, 5)
        assert collapsed(one) == fewest(one)
        assert difference(one, other) == without(fewest(one), other)
        both = any(a.version == b.version and a.overlaps(b) for a in one for b in other)
        assert overlap(one, other) == both


@pytest.mark.parametrize("seed", range(5))
def test_the_index_finds_what_looking_one_by_one_finds(seed):
    chance = random.Random(seed)
    blocks = list(ip_network("10.0.0.0/16").subnets(new_prefix=22))
    chance.shuffle(blocks)
    sets = [tuple(blocks[at : at + 3]) for at in range(0, 60, 3)]
    index = Index(sets)
    for _ in range(200):
        asked = (
            ip_network(
                (int(ip_network("10.0.0.0/14").network_address) + chance.randrange(1 << 18), chance.randint(14, 32)),
                strict=False,
            ),
        )
        assert index.met(asked) == [at for at, held in enumerate(sets) if overlap(held, asked)]
