"""Conditions of IAM policy statements: which of them leave only callers that somebody chose.

What counts as chosen follows what AWS calls a policy that is not public: fixed ids of networks, accounts, organizations
and roles, and ranges of addresses no wider than any one network has.
Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from ipaddress import ip_network

_WIDEST = {4: 8, 6: 32}  # bits of the shortest prefix of a network of one owner, by version of the protocol


@dataclass(frozen=True, slots=True)
class Condition:
    """One comparison of a Condition block. All of a block must hold, any of the values will do."""

    operator: str
    key: str
    values: tuple[str, ...]

    @property
    def kind(self) -> str:
        """The key as IAM compares it, whatever its case."""
        return self.key.lower()


def _arn_owner(value: str) -> str:
    """The account of an ARN, or where it has none the resource, whose name is then unique among all accounts."""
    parts = value.split(":", 5)
    return (parts[4] or parts[5]) if len(parts) == 6 else "*"  # noqa: PLR2004  arn:partition:service:region:account:what


def _before(separator: str) -> Callable[[str], str]:
    return lambda value: value.partition(separator)[0]


# The part of the value of a key that must be fixed for it to name a caller that somebody chose. Left out are keys any
# stranger can make fit: aws:Referer, aws:UserAgent, aws:PrincipalTag, aws:username, aws:VpcSourceIp (private addresses,
# which every VPC has), and those that say nothing of who calls: times, aws:SecureTransport, aws:PrincipalType.
_NETWORK_IDS = ("aws:sourcevpc", "aws:sourcevpce", "aws:vpceaccount", "aws:vpceorgid")
_OTHER_IDS = ("aws:principalaccount", "aws:principalorgid", "aws:sourceaccount", "aws:sourceorgid")
_ARNS = ("aws:principalarn", "aws:sourcearn", "aws:sourcevpcarn")
_PATHS = ("aws:principalorgpaths", "aws:sourceorgpaths", "aws:vpceorgpaths")
_FIXED: Mapping[str, Callable[[str], str]] = {
    **dict.fromkeys((*_NETWORK_IDS, *_OTHER_IDS), str),
    **dict.fromkeys(_ARNS, _arn_owner),
    **dict.fromkeys(_PATHS, _before("/")),
    "aws:userid": _before(":"),
}
_ADDRESS = "aws:sourceip"

KEYS = frozenset({_ADDRESS, *_FIXED})
"""The keys that can limit who calls."""
NETWORK_KEYS = frozenset({*_NETWORK_IDS, "aws:sourcevpcarn", "aws:vpceorgpaths"})
"""Those of them that limit from which VPC or VPC endpoint a private API is called."""

_QUALIFIERS = frozenset({"", "foranyvalue", "forallvalues"})
_FITTING = re.compile(r"ipaddress|string(equals|equalsignorecase|like)|arn(equals|like)")
# What a service of AWS does by itself; a Deny that spares it still denies strangers.
_OF_AWS = frozenset({"aws:principalisawsservice", "aws:viaawsservice"})


def leaves_chosen(conditions: Iterable[Condition], keys: frozenset[str]) -> bool:
    """Whether an Allow holds only for callers named by one of these keys: one such comparison is enough.

    A comparison that also holds where the key is missing does not count.
    """
    for condition in conditions:
        qualifier, is_negated, operator, if_exists = _parts(condition.operator)
        is_sure = not (is_negated or if_exists or qualifier == "forallvalues")
        if is_sure and condition.kind in keys and _names(condition, operator):
            return True
    return False


def spares_chosen(conditions: Iterable[Condition], keys: frozenset[str]) -> bool:
    """Whether a Deny spares only callers named by these keys, or nobody: each of its comparisons must see to that.

    One that says something else narrows the Deny, so that strangers slip through. It must name a key in `keys`, beside
    which others may stand.
    """
    conditions = tuple(conditions)
    for condition in conditions:
        qualifier, is_negated, operator, _ = _parts(condition.operator)
        if condition.kind in _OF_AWS and operator == "bool" and condition.values == ("false",):
            continue
        # Where the key is missing a negated comparison holds, but not one asked of any of its values.
        if not is_negated or qualifier == "foranyvalue" or not _names(condition, operator):
            return False
    return not conditions or any(condition.kind in keys or condition.kind in _OF_AWS for condition in conditions)


def _parts(operator: str) -> tuple[str, bool, str, bool]:
    """The qualifier of an operator, whether it is negated, what it is otherwise, and whether a missing key fits it."""
    qualifier, _, name = operator.lower().rpartition(":")
    comparison = name.removesuffix("ifexists") if qualifier in _QUALIFIERS else ""
    return qualifier, "not" in comparison, comparison.replace("not", ""), comparison != name


def _names(condition: Condition, operator: str) -> bool:
    """Whether each value names somebody: with a wildcard in the wrong place it may be anyone."""
    if not _FITTING.fullmatch(operator):
        return False
    if condition.kind == _ADDRESS:
        return all(_is_network(value) for value in condition.values)
    fixed = _FIXED.get(condition.kind)
    has_wildcards = operator.endswith("like") or operator.startswith("arn")
    return fixed is not None and not (
        has_wildcards and any(set(fixed(value)) & set("*?") or not fixed(value) for value in condition.values)
    )


def _is_network(value: str) -> bool:
    try:
        network = ip_network(value.strip(), strict=False)
    except ValueError:
        return False
    return network.prefixlen >= _WIDEST[network.version]
