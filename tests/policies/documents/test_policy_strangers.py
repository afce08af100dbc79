"""What is said of a policy, held against an evaluation of it for callers nobody named, as IAM would evaluate it."""

import json
from collections.abc import Mapping
from fnmatch import fnmatchcase
from ipaddress import ip_address, ip_network
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from gateway_policies.documents.policy_documents import read_policy
from gateway_policies.documents.policy_openings import unlimited
from gateway_policies.properties import Value
from gateway_policies.reading import Known, Unknown
from tests.policies.documents.test_policy_openings import INVOKE, NAMING, NAMING_NOBODY, negated

# Of the internet without credentials, of the internet with those of an account, and of a VPC.
STRANGERS: list[Mapping[str, str]] = [
    {"aws:sourceip": "198.51.100.77", "aws:securetransport": "true"},
    {
        "aws:sourceip": "198.51.100.77",
        "aws:principalaccount": "999988887777",
        "aws:principalarn": "arn:aws:iam::999988887777:role/x",
        "aws:principalorgid": "o-9",
        "aws:principalorgpaths": "o-9/r-1/",
        "aws:userid": "AROASTRANGER:x",
    },
    {"aws:sourcevpc": "vpc-9", "aws:sourcevpce": "vpce-9", "aws:vpcsourceip": "10.0.0.1"},
]
PATHS = ["prod/GET/pets", "prod/POST/pets/1", "test/GET/"]

COMPARISONS = [
    *[(kind, key, value) for kind, key, value in (*NAMING, *NAMING_NOBODY) if kind[0] in "IFAS"],
    ("ForAllValues:StringEquals", "aws:PrincipalOrgID", "o-1"),
    ("Null", "aws:SourceVpce", "true"),
    ("Null", "aws:SourceVpce", "false"),
    ("Bool", "aws:SecureTransport", "false"),
]


@st.composite
def conditions(draw: st.DrawFn) -> dict[str, Any]:
    block: dict[str, Any] = {}
    for kind, key, value in draw(st.lists(st.sampled_from(COMPARISONS), max_size=2)):
        known = kind in {"Null", "Bool"}
        name = kind if known or draw(st.booleans()) else negated(kind)
        block.setdefault(name + draw(st.sampled_from(["", "", "" if known else "IfExists"])), {})[key] = value
    return block


@st.composite
def policies(draw: st.DrawFn) -> list[dict[str, Any]]:
    resources = ["*", "execute-api:/*", "execute-api:/*/*/*", "execute-api:/prod/*", "execute-api:/*/GET/*"]
    return [
        {
            **INVOKE,
            "Effect": draw(st.sampled_from(["Allow", "Deny"])),
            "Condition": draw(conditions()),
            "Resource": draw(st.sampled_from(resources)),
        }
        for _ in range(draw(st.integers(1, 4)))
    ]


def holds(operator: str, key: str, values: Any, caller: Mapping[str, str]) -> bool:
    found = caller.get(key.lower())
    wanted = [values] if isinstance(values, str) else values
    if operator == "Null":
        return (found is None) == (values == "true")
    qualifier, _, name = operator.rpartition(":")
    comparison = name.removesuffix("IfExists")
    if found is None:
        return comparison != name or qualifier == "ForAllValues" or ("Not" in comparison and not qualifier)
    return any(compare(comparison.replace("Not", ""), found, one) for one in wanted) != ("Not" in comparison)


def compare(operator: str, found: str, wanted: str) -> bool:
    if operator == "IpAddress":
        return wanted != "everywhere" and ip_address(found) in ip_network(wanted, strict=False)
    return fnmatchcase(found, wanted) if "Like" in operator or operator.startswith("Arn") else found == wanted


def is_let_in(statements: list[dict[str, Any]], caller: Mapping[str, str], path: str) -> bool:
    effects = {
        one["Effect"]
        for one in statements
        if fnmatchcase(f"execute-api:/{path}", one["Resource"])
        and all(
            holds(operator, key, values, caller)
            for operator, keys in one["Condition"].items()
            for key, values in keys.items()
        )
    }
    return effects == {"Allow"}


@given(statements=policies())
@settings(deadline=None, max_examples=300)
def test_a_policy_that_lets_a_stranger_in_is_never_passed(statements: list[dict[str, Any]]) -> None:
    policy = read_policy(Value("policy", Known(json.dumps({"Statement": statements}))))
    assert isinstance(policy, Known)
    if any(is_let_in(statements, caller, path) for caller in STRANGERS for path in PATHS):
        assert unlimited(policy.value)


NAMES = st.sampled_from(["Statement", "Effect", "Principal", "Action", "Resource", "Condition", "AWS", "Bool", "Not"])
LEAVES = st.none() | st.booleans() | st.integers() | st.sampled_from(["Allow", "Deny", "*", "execute-api:/*", ""])
TREES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=6), max_leaves=20
)


@given(tree=st.dictionaries(NAMES, TREES) | TREES)
@settings(deadline=None, max_examples=300)
def test_any_document_is_read_or_not_decided(tree: Any) -> None:
    found = read_policy(Value("policy", Known(json.dumps(tree))))
    assert not isinstance(found, Unknown) or found.path.startswith("policy")
    if isinstance(found, Known):
        unlimited(found.value)
