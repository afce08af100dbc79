"""The ranges of subnets."""

from ipaddress import IPv4Network

from hypothesis import given
from hypothesis import strategies as st

from components.network.addresses import is_outside, subnet_ranges

LETTERS = st.lists(st.sampled_from("abcdefgh"), min_size=2, unique=True)
PREFIXES = st.integers(min_value=16, max_value=25)


@given(LETTERS, PREFIXES)
def test_subnets_lie_in_their_vpc_apart_from_each_other_and_are_none_too_small(letters: list[str], prefix: int) -> None:
    cidr = f"10.0.0.0/{prefix}"
    ranges = [IPv4Network(one) for one in subnet_ranges(cidr, [f"eu-west-1{letter}" for letter in letters]).values()]
    assert all(one.subnet_of(IPv4Network(cidr)) for one in ranges)
    assert not any(one.overlaps(other) for one in ranges for other in ranges if one is not other)
    assert all(one.prefixlen <= 28 for one in ranges)


@given(LETTERS, LETTERS)
def test_the_range_of_a_zone_does_not_depend_on_the_other_zones(some: list[str], others: list[str]) -> None:
    one = subnet_ranges("10.0.0.0/16", [f"eu-west-1{letter}" for letter in some])
    other = subnet_ranges("10.0.0.0/16", [f"eu-west-1{letter}" for letter in others])
    assert {zone: one[zone] for zone in one.keys() & other.keys()} == {zone: other[zone] for zone in one.keys() & other}


def test_addresses_outside_of_a_range_are_told() -> None:
    assert is_outside("127.0.0.1", "10.0.0.0/16")
    assert is_outside("fd00::1", "10.0.0.0/16")
    assert not is_outside("10.0.255.1", "10.0.0.0/16")
