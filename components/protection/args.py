"""The arguments of a WebAcl. Plain typed data. Pure: no Pulumi resource."""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi


class WebAclArgs(TypedDict):
    """What a WebAcl is made of; nothing is required.

    Rules are looked at in this order: allowed addresses, blocked ones, the rate, rule groups. Whatever none of them
    takes passes.
    """

    rule_groups: NotRequired[Sequence[str]]
    """Rule groups of AWS: ip-reputation, anonymous-ips, core, known-bad-inputs, admin, sql, linux, posix, windows, php,
    wordpress, bot-control. ip-reputation, core and known-bad-inputs by default."""
    counted_groups: NotRequired[Sequence[str]]
    """Groups that are only counted and block nothing, to see first what they would block."""
    counted_rules: NotRequired[Mapping[str, Sequence[str]]]
    """Rules that are only counted, by their group: `{"core": ["SizeRestrictions_BODY"]}` lets bodies over 8 KB pass."""
    rate_limit: NotRequired[int]
    """Requests that each address may make in 5 minutes, 10 or more. 2000 by default."""
    allowed_ip_ranges: NotRequired[Sequence[str]]
    """Addresses (CIDR, IPv4 and IPv6) that no other rule looks at, the rate included."""
    blocked_ip_ranges: NotRequired[Sequence[str]]
    """Addresses (CIDR, IPv4 and IPv6) that get 403."""
    description: NotRequired[pulumi.Input[str]]
    """What the web ACL is for, in one sentence."""
    log_retention_days: NotRequired[int]
    """Days CloudWatch keeps the log; one of the values it takes. Default 30."""
    tags: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Tags of the web ACL, its sets of addresses and its log group."""
