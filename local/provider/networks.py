"""Address ranges and ports, as AWS accepts them."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, Final

from local.provider.values import Unknown, as_list

if TYPE_CHECKING:
    from collections.abc import Iterator

    from local.provider.resource_type import Problem
    from local.provider.values import Value

_LAST_PORT: Final = 65535
_PORTED: Final = ("tcp", "udp", "6", "17")
_EVERYTHING: Final = ("-1", "all")


def range_problems(
    path: str, value: Value, *, version: int = 4, longest: int = 0, shortest: int = 128
) -> list[Problem]:
    """What is wrong with a CIDR block of addresses; `longest` and `shortest` are the lengths of the prefix allowed."""
    if not isinstance(value, str) or not value:
        return []
    try:
        network = ipaddress.ip_network(value, strict=False)
    except ValueError:
        return [(path, f"is {value!r}, which is not a range of addresses; write it as {_example(version)}")]
    if network.version != version or "/" not in value:
        return [(path, f"is {value!r}; it must be a range of IPv{version} addresses, as {_example(version)}")]
    if str(network) != value.lower():
        return [(path, f"is {value!r}, whose first address has bits after the prefix; write {network}")]
    if not longest <= network.prefixlen <= shortest:
        return [(path, f"is {value!r}; the prefix must be from /{longest} to /{shortest}")]
    return []


def lists_of_ranges(path: str, values: Value, *, version: int) -> Iterator[Problem]:
    """The problems of a list of ranges."""
    for index, value in enumerate(as_list(values) or []):
        yield from range_problems(f"{path}[{index}]", value, version=version)


def port_problems(path: str, protocol: Value, first: Value, last: Value) -> Iterator[Problem]:
    """What is wrong with the ports of a firewall rule of a protocol."""
    if any(isinstance(value, Unknown) for value in (protocol, first, last)):
        return
    start, end = f"{path}fromPort", f"{path}toPort"
    if protocol in _EVERYTHING:
        if first or last:
            yield (
                start,
                f"is {first or 0:g}-{last or 0:g}; the protocol {protocol} has no ports, so leave them out or 0",
            )
    elif protocol in _PORTED:
        for name, port in ((start, first), (end, last)):
            if port is None:
                yield name, f"is required with the protocol {protocol}"
            elif not 0 <= port <= _LAST_PORT:
                yield name, f"is {port:g}; it must be from 0 to {_LAST_PORT}"
        if first is not None and last is not None and first > last:
            yield start, f"is {first:g}, which is after toPort, {last:g}"


def _example(version: int) -> str:
    return "10.0.0.0/16" if version == 4 else "2001:db8::/56"  # noqa: PLR2004  # the two versions of IP
