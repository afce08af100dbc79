"""The address ranges of a network: a private subnet for each zone. Pure: no Pulumi resource."""

import re
from collections.abc import Sequence
from ipaddress import IPv4Network, ip_address, ip_network

ZONE = re.compile(r"(?P<region>[a-z]{2}(?:-[a-z]+)+-\d+)(?P<letter>[a-h])")
"""The name of a zone of a Region, such as eu-west-1a. Local and wavelength zones have no VPC links."""
LONGEST_PREFIX = 25
"""A VPC is cut into eight, and a subnet has a prefix of 28 at most:
https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html"""
SHORTEST_PREFIX = 16
PRIVATE = tuple(IPv4Network(text) for text in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"))
"""Ranges that mean nobody on the internet: https://www.rfc-editor.org/rfc/rfc1918, https://www.rfc-editor.org/rfc/rfc6598"""

_BITS = 3
_LETTERS = "abcdefgh"


def subnet_ranges(cidr: str, zones: Sequence[str]) -> dict[str, str]:
    """The range of the subnet of each zone, by the zone's name.

    It follows from the letter of the zone, not from its place in the list: a subnet whose range changes is replaced
    with all that stands in it, and adding, removing or reordering zones must not do that.
    """
    blocks = [*IPv4Network(cidr).subnets(_BITS)]
    return {zone: str(blocks[_LETTERS.index(zone[-1])]) for zone in zones}


def region_of(zone: str) -> str:
    """The Region of a zone: eu-west-1 of eu-west-1a."""
    return zone[:-1]


def is_address(text: str) -> bool:
    """Whether the text is an IP address."""
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def is_outside(address: str, cidr: str) -> bool:
    """Whether an IP address is none of the range."""
    return ip_address(address) not in ip_network(cidr)
