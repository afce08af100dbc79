import json
from typing import Any

import pulumi
import pytest

from components.rest_api.policy_rules import policy_problems
from components.rest_api.resource_policies import (
    PolicyStatement,
    allow_accounts,
    allow_ip_ranges,
    allow_vpc_endpoints,
    allow_vpcs,
    deny_ip_ranges,
    document,
)
from tests.support.recording import Cloud

ARN = "arn:aws:execute-api:eu-west-1:123456789012:api"
EVERYONE = {"Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke", "Resource": [f"{ARN}/*"]}


def statements(
    cloud: Cloud, policy: list[PolicyStatement], open_requests: list[str] | None = None
) -> list[dict[str, Any]]:
    """The statements as AWS gets them."""
    seen: list[str] = []
    cloud.run(lambda: document(policy, pulumi.Output.from_input(ARN), open_requests).apply(seen.append))
    given = json.loads(seen[0])
    assert given["Version"] == "2012-10-17"
    return given["Statement"]


def denied(operator: str, key: str, values: list[str]) -> dict[str, Any]:
    return {**EVERYONE, "Effect": "Deny", "Condition": {operator: {key: values}}}


@pytest.mark.parametrize(
    ("policy", "condition"),
    [
        (allow_ip_ranges(["192.0.2.0/24"]), ("NotIpAddress", "aws:SourceIp", ["192.0.2.0/24"])),
        (allow_ip_ranges(["10.0.0.0/8"], in_vpc=True), ("NotIpAddress", "aws:VpcSourceIp", ["10.0.0.0/8"])),
        (deny_ip_ranges(["192.0.2.1"]), ("IpAddress", "aws:SourceIp", ["192.0.2.1"])),
        (allow_vpcs(["vpc-0a"]), ("StringNotEquals", "aws:SourceVpc", ["vpc-0a"])),
        (allow_vpc_endpoints(["vpce-0a"]), ("StringNotEquals", "aws:SourceVpce", ["vpce-0a"])),
    ],
)
def test_a_preset_denies_what_it_does_not_allow(
    cloud: Cloud, policy: list[PolicyStatement], condition: tuple[str, str, list[str]]
) -> None:
    assert statements(cloud, policy) == [EVERYONE, denied(*condition)]


def test_accounts_are_allowed_by_name_and_all_others_denied(cloud: Cloud) -> None:
    account = "111122223333"
    assert statements(cloud, allow_accounts([account])) == [
        {**EVERYONE, "Principal": {"AWS": [account]}},
        denied("StringNotEquals", "aws:PrincipalAccount", [account]),
    ]


def test_presets_joined_must_all_hold(cloud: Cloud) -> None:
    policy = [*allow_ip_ranges(["192.0.2.0/24"]), *deny_ip_ranges(["192.0.2.7"])]
    assert statements(cloud, policy) == [
        EVERYONE,
        denied("NotIpAddress", "aws:SourceIp", ["192.0.2.0/24"]),
        denied("IpAddress", "aws:SourceIp", ["192.0.2.7"]),
    ]


def test_a_statement_may_be_written_out(cloud: Cloud) -> None:
    own: PolicyStatement = {
        "effect": "Deny",
        "principals": ["arn:aws:iam::111122223333:role/robot"],
        "requests": ["*/DELETE/*"],
    }
    (statement,) = statements(cloud, [own])
    assert (statement["Principal"], statement["Resource"]) == (
        {"AWS": ["arn:aws:iam::111122223333:role/robot"]},
        [f"{ARN}/*/DELETE/*"],
    )


OPEN = ["v1/GET/orders/*", "v1/OPTIONS/orders/*"]
OPEN_ARNS = [f"{ARN}/{one}" for one in OPEN]


def test_beside_signed_routes_everyone_is_allowed_the_other_requests_alone(cloud: Cloud) -> None:
    condition = ("NotIpAddress", "aws:SourceIp", ["192.0.2.0/24"])
    found = statements(cloud, allow_ip_ranges(["192.0.2.0/24"]), OPEN)
    assert found == [{**EVERYONE, "Resource": OPEN_ARNS}, denied(*condition)]


def test_with_signed_routes_alone_everyone_is_allowed_nothing(cloud: Cloud) -> None:
    policy = [*allow_vpc_endpoints(["vpce-0a"]), *allow_ip_ranges(["10.0.0.0/8"], in_vpc=True)]
    assert statements(cloud, policy, []) == [
        denied("StringNotEquals", "aws:SourceVpce", ["vpce-0a"]),
        denied("NotIpAddress", "aws:VpcSourceIp", ["10.0.0.0/8"]),
    ]


NARROWED: list[PolicyStatement] = [
    {"effect": "Allow"},
    {"effect": "Allow", "principals": ["*"]},
    {"effect": "Allow", "requests": ["*"]},
    {"effect": "Allow", "conditions": {"IpAddress": {"aws:SourceIp": ["192.0.2.0/24"]}}},
]
AS_WRITTEN: list[PolicyStatement] = [
    {"effect": "Deny"},
    {"effect": "Allow", "principals": ["111122223333"]},
    {"effect": "Allow", "requests": ["*/GET/*"]},
]


@pytest.mark.parametrize("statement", NARROWED)
def test_an_allow_of_everything_to_everyone_leaves_signed_routes_out(statement: PolicyStatement, cloud: Cloud) -> None:
    (found,) = statements(cloud, [statement], OPEN)
    assert found["Resource"] == OPEN_ARNS


@pytest.mark.parametrize("statement", AS_WRITTEN)
def test_what_names_someone_or_something_stays_as_it_is(statement: PolicyStatement, cloud: Cloud) -> None:
    assert statements(cloud, [statement], OPEN) == statements(cloud, [statement], None)


def test_an_allow_to_everyone_alone_says_nothing_where_every_route_is_signed() -> None:
    (problem,) = policy_problems([{"effect": "Allow"}], None, open_requests=[])
    assert problem.found == "an Allow to everyone alone"
    assert policy_problems([{"effect": "Allow"}], None, open_requests=OPEN) == []


def test_where_every_route_is_signed_a_policy_may_only_deny() -> None:
    assert policy_problems([{"effect": "Deny", "requests": ["*/DELETE/*"]}], None, open_requests=[]) == []


def test_the_length_is_that_of_the_policy_with_the_requests_it_names() -> None:
    many = [f"v1/GET/things/{number}" for number in range(100)]
    policy = allow_ip_ranges(["192.0.2.0/24"])
    assert policy_problems(policy, None) == []
    (problem,) = policy_problems(policy, None, open_requests=many)
    assert problem.allowed == "8192 characters at most"
    assert "iam()" in problem.remedy


CASES: list[tuple[object, str | None, str]] = [
    ([], None, "[]"),
    ("allow", None, "'allow'"),
    ([5], None, "5"),
    ([{"effect": "allow"}], None, "effect 'allow'"),
    ([{"effect": "Deny"}], None, "no Allow"),
    ([{"effect": "Allow", "condition": {}}], None, 'the key "condition"'),
    (allow_ip_ranges([]), None, "aws:SourceIp without a value"),
    (allow_ip_ranges(["192.0.2.0/33"]), None, "the range '192.0.2.0/33'"),
    (allow_ip_ranges(["192.0.2.1/24"]), None, "the range '192.0.2.1/24'"),
    (allow_ip_ranges(["0.0.0.0/0"]), None, 'the range "0.0.0.0/0"'),
    (allow_ip_ranges(["10.0.0.0/8"]), "PRIVATE", "aws:SourceIp in a private API"),
    (allow_ip_ranges(["10.0.0.0/8"], in_vpc=True), None, 'aws:VpcSourceIp without endpoint="PRIVATE"'),
    (allow_vpcs(["subnet-1"]), None, "aws:SourceVpc 'subnet-1'"),
    (allow_vpc_endpoints(["vpc-0a"]), "PRIVATE", "aws:SourceVpce 'vpc-0a'"),
    (allow_accounts(["1234"]), None, "aws:PrincipalAccount '1234'"),
]


@pytest.mark.parametrize(("policy", "endpoint", "found"), CASES)
def test_one_mistake_is_one_problem(policy: object, endpoint: str | None, found: str) -> None:
    problems = policy_problems(policy, endpoint)
    assert [one.found for one in problems] == [found]
    assert all(one.allowed and one.remedy for one in problems)


def test_a_policy_that_is_too_long_is_told_before_aws_refuses_it() -> None:
    many = [f"198.51.{number // 256}.{number % 256}/32" for number in range(500)]
    (problem,) = policy_problems(allow_ip_ranges(many), None)
    assert problem.allowed == "8192 characters at most"
    assert policy_problems(allow_ip_ranges(many), None, longest=16_384) == []


def test_what_is_not_known_yet_is_left_to_aws() -> None:
    assert policy_problems(allow_vpc_endpoints([pulumi.Output.from_input("later")]), "PRIVATE") == []
