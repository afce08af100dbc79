"""Rules for the arguments of an ApiDomain that are about the domain alone. Pure: no Pulumi resource."""

import re
from collections.abc import Mapping
from typing import Any

from components.problems import Problem, did_you_mean, missing_keys

ENDPOINTS = ("REGIONAL", "EDGE", "PRIVATE")
ADDRESSES = ("ipv4", "dualstack")
_LONGEST_NAME = 253
"""Characters: RFC 1035, section 2.3.4, as text."""
_NAME = re.compile(r"(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?")
_ZONE = re.compile(r"(/hostedzone/)?Z[A-Z0-9]{1,31}")
_VPC_ENDPOINT = re.compile(r"vpce-[0-9a-z]+")


def name_problems(args: Mapping[str, Any], key: str = "domain_name") -> list[Problem]:
    """Everything wrong with the name of the domain, which stands under `key`."""
    name = args.get("domain_name")
    if name is None:
        return missing_keys("arguments", args, [key])
    if isinstance(name, str) and len(name) <= _LONGEST_NAME and _NAME.fullmatch(name):
        return []
    allowed = "a name like api.example.com or *.example.com, in lower case and without a dot at its end"
    return [Problem(key, f"{name!r}", allowed, "correct the name")]


def dns_problems(args: Mapping[str, Any]) -> list[Problem]:
    """Everything wrong with where the records go."""
    dns, zone = args.get("dns"), args.get("zone_id")
    if dns not in {None, "none"}:
        remedy = 'give a zone_id, or say dns="none"'
        return [Problem("dns", f"{dns!r}", "none", remedy)]
    if (dns is None) == (zone is None):
        found = "neither zone_id nor dns" if zone is None else 'both zone_id and dns="none"'
        remedy = 'give the zone_id of a zone of Route 53, or say dns="none" and write the records elsewhere'
        return [Problem("zone_id", found, "one of the two", remedy)]
    if isinstance(zone, str) and not _ZONE.fullmatch(zone):
        remedy = "give the zone's identifier, not its name"
        return [Problem("zone_id", f'"{zone}"', "the identifier of a hosted zone, Z…", remedy)]
    return []


def choice_problems(args: Mapping[str, Any]) -> list[Problem]:
    """A problem for each choice that AWS does not have."""
    found: list[Problem] = []
    for key, allowed in (("endpoint", ENDPOINTS), ("ip_address_type", ADDRESSES)):
        if args.get(key, allowed[0]) not in allowed:
            text = str(args[key])
            remedy = did_you_mean(text.upper() if key == "endpoint" else text.lower(), allowed, "use one of them")
            found.append(Problem(key, f"{args[key]!r}", ", ".join(allowed), remedy))
    return found


def private_problems(args: Mapping[str, Any], endpoint: str) -> list[Problem]:
    """Everything wrong with what only a private domain has."""
    endpoints: Mapping[str, object] = args.get("vpc_endpoints", {})
    if endpoint != "PRIVATE":
        allowed, remedy = "VPC endpoints of a PRIVATE domain", 'say endpoint="PRIVATE", or remove vpc_endpoints'
        found = f"VPC endpoints of {'an' if endpoint == 'EDGE' else 'a'} {endpoint} domain"
        return [Problem("vpc_endpoints", found, allowed, remedy)] if "vpc_endpoints" in args else []
    problems: list[Problem] = []
    if args.get("routing_rules"):
        allowed = "mappings: pulumi_aws cannot say which of several private domains of one name a rule is for"
        problems.append(Problem("routing_rules", "rules of a PRIVATE domain", allowed, "use mappings"))
    if not endpoints:
        remedy = "name the VPC endpoints from which the domain may be called"
        problems.append(
            Problem("vpc_endpoints", "none", "one or more: a private domain lets no one in unasked", remedy)
        )
    for name, value in endpoints.items():
        if isinstance(value, str) and not _VPC_ENDPOINT.fullmatch(value):
            where = f'vpc_endpoints, "{name}"'
            problems.append(Problem(where, f'"{value}"', "the id of a VPC endpoint, vpce-…", "correct it"))
    if args.get("ip_address_type", "dualstack") != "dualstack":
        remedy = "remove ip_address_type"
        problems.append(Problem("ip_address_type", "ipv4", "dualstack, which private domains always are", remedy))
    return problems


def reason_problems(args: Mapping[str, Any]) -> list[Problem]:
    """A problem if the reason for default endpoints is none."""
    if "default_endpoints" not in args or str(args["default_endpoints"]).strip():
        return []
    remedy = "say why the APIs keep the addresses that AWS gives them"
    return [Problem("default_endpoints", "an empty reason", "a sentence", remedy)]
