"""What the APIs of a stack share and a stack pays once: load balancers, VPC links, web ACLs, endpoints. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal

from components.knowledge import prices
from components.knowledge.api_of_stack import ApiOfStack
from components.knowledge.prices import Price

_SECONDS = prices.HOURS * 3600
_CONNECTIONS = {"application": 25, "network": 50}
"""New connections a second in one capacity unit; 50 is the figure of TLS listeners: prices.LOAD_BALANCING."""
_PRICES = {"application": (prices.ALB, prices.ALB_UNITS), "network": (prices.NLB, prices.NLB_UNITS)}


@dataclass(frozen=True)
class SharedPart:
    """One item that belongs to the stack and to no single API."""

    name: str
    """What it is called in the program."""
    price: Price
    quantity: Decimal
    shared_by: tuple[str, ...]
    """The APIs that need it, by name; none if nothing leads to it yet."""


def load_balancer(name: str, kind: str, users: Mapping[str, ApiOfStack]) -> list[SharedPart]:
    """A load balancer, by the hour, and its capacity units.

    A unit holds a gigabyte an hour or so many new connections a second, whichever is used up first. Every request is
    taken to come over a connection of its own, which is the most it can be, and to go to this load balancer.

    Args:
        name: what it is called in the program.
        kind: "application" or "network".
        users: the APIs that have a route to it, by name.
    """
    requests = sum((api.expected.count for api in users.values()), Decimal(0))
    gigabytes = sum((api.expected.gigabytes for api in users.values()), Decimal(0))
    units = max(gigabytes / prices.HOURS, requests / _SECONDS / _CONNECTIONS[kind])
    hours, capacity = _PRICES[kind]
    parts = [(hours, prices.HOURS), (capacity, units * prices.HOURS)]
    return [SharedPart(name, price, quantity, tuple(users)) for price, quantity in parts if quantity]


def vpc_link(name: str, users: Collection[str]) -> list[SharedPart]:
    """A VPC link, which AWS gives for nothing; the load balancers behind it cost."""
    return [SharedPart(name, prices.VPC_LINK, prices.HOURS, tuple(users))]


def web_acl(name: str, rules: int, users: Collection[str]) -> list[SharedPart]:
    """A web ACL and its rules, once for all that it protects. What it sees of each API is charged to that API."""
    parts = [(prices.WEB_ACL, Decimal(1)), (prices.WEB_ACL_RULE, Decimal(rules))]
    return [SharedPart(name, price, quantity, tuple(users)) for price, quantity in parts if quantity]


def interface_endpoint(name: str, zones: int, users: Collection[str]) -> list[SharedPart]:
    """The interface endpoint of a network, by zone and hour; nothing of a network without one."""
    return [SharedPart(name, prices.ENDPOINT, zones * prices.HOURS, tuple(users))] if zones else []
