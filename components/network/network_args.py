"""The arguments of a Network. Plain typed data. Pure: no Pulumi resource."""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi

DEFAULT_CIDR = "10.0.0.0/16"


class ExistingNetwork(TypedDict):
    """A VPC that something else made."""

    vpc_id: pulumi.Input[str]
    """Its identifier."""
    private_subnet_ids: Sequence[pulumi.Input[str]]
    """Identifiers of subnets without a way in from the internet, one a zone, in two zones or more."""
    cidr: NotRequired[str]
    """Its IPv4 range. An interface endpoint and the targets of load balancers are judged by it."""
    region: NotRequired[str]
    """Its Region. Needed for an interface endpoint."""


class NetworkArgs(TypedDict):
    """What a Network is made of: zones for a new VPC, or the identifiers of an existing one."""

    zones: NotRequired[Sequence[str]]
    """Names of the zones, two or more: ["eu-west-1a", "eu-west-1b"]. They are given and not looked up: a preview then
    needs no AWS, and a zone that AWS opens moves no subnet."""
    cidr: NotRequired[str]
    """IPv4 range of the VPC, of private addresses, with a prefix of 16 to 25. 10.0.0.0/16 by default."""
    existing: NotRequired[ExistingNetwork]
    """A VPC that is there already, in place of `zones` and `cidr`."""
    execute_api_endpoint: NotRequired[bool]
    """Whether the VPC gets an interface endpoint, by which it reaches private REST APIs. False by default. In the VPC
    all names below execute-api then lead to it: public APIs of API Gateway are reached by custom domains only."""
    execute_api_clients: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Security groups that may use the interface endpoint, by names of your choice. Every address of the VPC by
    default."""
    tags: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Tags of everything that is made."""
