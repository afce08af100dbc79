"""Rules for the arguments of a WebAcl. Pure: no Pulumi resource.

Source: https://docs.aws.amazon.com/waf/latest/APIReference/API_RateBasedStatement.html and …/API_IPSet.html
"""

import re
from collections.abc import Mapping, Sequence
from ipaddress import ip_network
from typing import Any

from components.access_logs import DEFAULT_RETENTION_DAYS
from components.function.rules import retention_problems
from components.knowledge import quotas
from components.problems import Problem, choices, did_you_mean, unknown_keys
from components.protection.args import WebAclArgs
from components.protection.rule_groups import (
    DEFAULT_GROUPS,
    INCLUDED_CAPACITY,
    IP_SET_CAPACITY,
    RATE_CAPACITY,
    RULE_GROUPS,
)

DEFAULT_RATE = 2000
"""Requests of an address in 5 minutes."""
_MOST_RATE = 2_000_000_000
_MOST_ADDRESSES = 10_000
"""In a set: https://docs.aws.amazon.com/waf/latest/developerguide/limits.html"""
# What the names of metrics and log groups take.
_NAME = re.compile(r"[A-Za-z0-9_-]{1,80}")


def problems(name: str, args: WebAclArgs) -> list[Problem]:
    """Everything wrong with the arguments of the WebAcl `name`."""
    given: Mapping[str, Any] = args
    return [
        *unknown_keys("arguments", given, WebAclArgs),
        *_name_problems(name),
        *_group_problems(given),
        *quotas.outside(
            "rate_limit",
            given.get("rate_limit", DEFAULT_RATE),
            lowest=10,
            highest=_MOST_RATE,
            unit="requests in 5 minutes",
            remedy="give what one caller may need, 10 or more",
        ),
        *_range_problems("allowed_ip_ranges", given),
        *_range_problems("blocked_ip_ranges", given),
        *_both_problems(given),
        *retention_problems(given.get("log_retention_days", DEFAULT_RETENTION_DAYS)),
    ]


def capacity(args: WebAclArgs) -> int:
    """Web ACL capacity units of the rules."""
    groups = sum(RULE_GROUPS[group].capacity for group in args.get("rule_groups", DEFAULT_GROUPS))
    return _address_sets(args) * IP_SET_CAPACITY + RATE_CAPACITY + groups


def rule_count(args: WebAclArgs) -> int:
    """Rules of the web ACL: one for each set of addresses, the rate, and each rule group."""
    return _address_sets(args) + 1 + len(args.get("rule_groups", DEFAULT_GROUPS))


def warnings(args: WebAclArgs) -> list[str]:
    """What works, and is perhaps not what was meant."""
    units = capacity(args)
    if units <= INCLUDED_CAPACITY:
        return []
    return [
        f"its rules need {units} WCU; {INCLUDED_CAPACITY} are in the price, and each request costs more with others"
    ]


def by_version(ranges: Sequence[str]) -> dict[str, list[str]]:
    """Ranges without problems by their version, IPV4 or IPV6, sorted: a set of addresses holds one version."""
    networks = [ip_network(one, strict=False) for one in ranges]
    versions = {f"IPV{version}": sorted(str(one) for one in networks if one.version == version) for version in (4, 6)}
    return {version: held for version, held in versions.items() if held}


def _address_sets(args: WebAclArgs) -> int:
    return sum(len(by_version(args.get(key, ()))) for key in ("allowed_ip_ranges", "blocked_ip_ranges"))


def _name_problems(name: str) -> list[Problem]:
    if _NAME.fullmatch(name):
        return []
    allowed = "1 to 80 letters, digits, hyphens and underscores: it is part of the names of log group and metrics"
    return [Problem("name", f'"{name}"', allowed, "rename the component")]


def _group_problems(args: Mapping[str, Any]) -> list[Problem]:
    groups: Sequence[str] = args.get("rule_groups", DEFAULT_GROUPS)
    found = [
        Problem("rule_groups", f'"{one}"', choices(RULE_GROUPS), did_you_mean(one, RULE_GROUPS, "use one of them"))
        for one in groups
        if one not in RULE_GROUPS
    ]
    found += [
        Problem("rule_groups", f'"{one}" twice', "each group once", "remove one")
        for one in RULE_GROUPS
        if [*groups].count(one) > 1
    ]
    for key in ("counted_groups", "counted_rules"):
        given: Sequence[str] | Mapping[str, object] = args.get(key, ())
        found += [
            Problem(key, f'the group "{one}"', f"groups of this web ACL: {choices(groups)}", "add it to rule_groups")
            for one in given
            if one not in groups
        ]
    return found


def _range_problems(key: str, args: Mapping[str, Any]) -> list[Problem]:
    ranges: Sequence[object] = args.get(key, ())
    found: list[Problem] = []
    for one in ranges:
        try:
            network = ip_network(str(one))
        except ValueError as error:
            allowed = "ranges such as 192.0.2.0/24 or 2001:db8::/32"
            found.append(Problem(key, f'"{one}": {error}', allowed, "correct it"))
            continue
        if network.prefixlen == 0:
            remedy = "leave the range out: what no rule takes passes anyway"
            found.append(Problem(key, f'"{one}"', "ranges that are not every address", remedy))
    return found + quotas.over(key, len(ranges), _MOST_ADDRESSES, "join ranges that touch each other")


def _both_problems(args: Mapping[str, Any]) -> list[Problem]:
    allowed: Sequence[object] = args.get("allowed_ip_ranges", ())
    return [
        Problem("blocked_ip_ranges", f'"{one}", which is allowed, too', "a range in one of the two", "remove one")
        for one in args.get("blocked_ip_ranges", ())
        if one in allowed
    ]
