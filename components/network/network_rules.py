"""Rules for the arguments of a Network. Pure: no Pulumi resource."""

from collections.abc import Mapping, Sequence
from ipaddress import IPv4Network

from components.network.addresses import LONGEST_PREFIX, PRIVATE, SHORTEST_PREFIX, ZONE, region_of
from components.network.label_rules import label_problems
from components.network.network_args import DEFAULT_CIDR, ExistingNetwork, NetworkArgs
from components.problems import Problem, missing_keys, unknown_keys

FEWEST_ZONES = 2
_OF_NEW = ("zones", "cidr")


def network_problems(args: Mapping[str, object]) -> list[Problem]:
    """Everything wrong with the arguments of a Network."""
    found = unknown_keys("arguments", args, NetworkArgs)
    existing = args.get("existing")
    if existing is None:
        found += [*_zone_problems(args.get("zones")), *_cidr_problems("cidr", args.get("cidr", DEFAULT_CIDR))]
        return found + _endpoint_problems(args, None)
    found += [
        Problem(name, f"{name} together with existing", "one of the two", f"remove {name}, or existing")
        for name in _OF_NEW
        if name in args
    ]
    if not isinstance(existing, Mapping):
        allowed = "vpc_id and private_subnet_ids"
        return [*found, Problem("existing", f"{existing!r}", allowed, "write {'vpc_id': …}")]
    given: Mapping[str, object] = existing  # pyright: ignore[reportUnknownVariableType] -- judged key by key
    return [*found, *_existing_problems(given), *_endpoint_problems(args, given)]


def _zone_problems(given: object) -> list[Problem]:
    allowed = "two or more zones of one Region, such as eu-west-1a and eu-west-1b"
    if isinstance(given, str) or not isinstance(given, Sequence):
        remedy = "name the zones, or give existing"
        return [Problem("zones", "no zones" if given is None else f"{given!r}", allowed, remedy)]
    zones: list[object] = [*given]  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType] -- judged one by one
    found = [
        Problem("zones", f"{zone!r}", "the name of a zone, such as eu-west-1a", "correct it")
        for zone in zones
        if not isinstance(zone, str) or not ZONE.fullmatch(zone)
    ]
    if found:
        return found
    names = [str(zone) for zone in zones]
    if len({*names}) < FEWEST_ZONES:
        remedy = "add a zone: load balancers need two, and one zone may fail"
        found.append(Problem("zones", f"{len({*names})} zone", allowed, remedy))
    if len({*names}) < len(names):
        found.append(Problem("zones", "a zone twice", "each zone once", "remove one"))
    if len({region_of(name) for name in names}) > 1:
        regions = " and ".join(sorted({region_of(name) for name in names}))
        found.append(Problem("zones", f"zones of {regions}", allowed, "make a network in each Region"))
    return found


def _cidr_problems(where: str, given: object) -> list[Problem]:
    allowed = f"a range of private addresses with a prefix of {SHORTEST_PREFIX} to {LONGEST_PREFIX}"
    try:
        network = IPv4Network(given if isinstance(given, str) else "")
    except ValueError:
        return [Problem(where, f"{given!r}", allowed, f"write it as {DEFAULT_CIDR}, its last bits zero")]
    if not SHORTEST_PREFIX <= network.prefixlen <= LONGEST_PREFIX:
        return [
            Problem(where, f"a prefix of {network.prefixlen}", allowed, f"take another size, such as {DEFAULT_CIDR}")
        ]
    if not any(network.subnet_of(private) for private in PRIVATE):
        remedy = "take one of 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10"
        return [Problem(where, f"{network}, which is others' on the internet", allowed, remedy)]
    return []


def _existing_problems(given: Mapping[str, object]) -> list[Problem]:
    found = [
        *missing_keys("existing", given, ("vpc_id", "private_subnet_ids")),
        *unknown_keys("existing", given, ExistingNetwork),
    ]
    vpc, subnets = given.get("vpc_id"), given.get("private_subnet_ids", ())
    if isinstance(vpc, str) and not vpc.startswith("vpc-"):
        found.append(Problem("existing", f'vpc_id "{vpc}"', "an identifier such as vpc-0a1b2c3d", "correct it"))
    ids: list[object] = [subnets] if isinstance(subnets, str) else [*subnets]  # pyright: ignore[reportGeneralTypeIssues, reportUnknownVariableType] -- judged one by one
    found += [
        Problem("existing", f'the subnet "{one}"', "identifiers such as subnet-0a1b2c3d", "correct it")
        for one in ids
        if isinstance(one, str) and not one.startswith("subnet-")
    ]
    if "private_subnet_ids" in given and len(ids) < FEWEST_ZONES:
        remedy = "add the subnet of another zone: load balancers need two"
        found.append(Problem("existing", f"{len(ids)} private subnet", "two or more, in different zones", remedy))
    if isinstance(given.get("cidr"), str):
        try:
            IPv4Network(str(given["cidr"]))
        except ValueError:
            found.append(Problem("existing", f"cidr {given['cidr']!r}", "an IPv4 range", "write it as 10.0.0.0/16"))
    return found


def _endpoint_problems(args: Mapping[str, object], existing: Mapping[str, object] | None) -> list[Problem]:
    where = "execute_api_endpoint"
    labels = label_problems("execute_api_clients", args.get("execute_api_clients", {}))
    if not args.get(where):
        if "execute_api_clients" not in args:
            return []
        remedy = "say execute_api_endpoint=True, or remove them"
        return [*labels, Problem("execute_api_clients", "clients without an endpoint", "those of an endpoint", remedy)]
    found = labels
    if existing is None:
        return found
    if "region" not in existing:
        remedy = "add region to existing: the name of the service begins with it"
        found.append(Problem(where, "an existing VPC without its region", "its Region", remedy))
    if "cidr" not in existing and not args.get("execute_api_clients"):
        remedy = "add cidr to existing, or name security groups in execute_api_clients"
        found.append(Problem(where, "nobody who may use it", "the VPC's range, or security groups", remedy))
    return found
