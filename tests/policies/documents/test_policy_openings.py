import json
from typing import Any

import pytest

from gateway_policies.documents.policy_conditions import NETWORK_KEYS
from gateway_policies.documents.policy_documents import read_policy
from gateway_policies.documents.policy_openings import unlimited
from gateway_policies.properties import Value
from gateway_policies.reading import Absent, Known, Unknown

INVOKE = {"Principal": "*", "Action": "execute-api:Invoke", "Resource": "execute-api:/*"}
ARN = "arn:aws:execute-api:eu-west-1:111122223333:abc"
RANGE = "192.0.2.0/24"


def allow(condition: Any = None, **fields: Any) -> dict[str, Any]:
    return statement("Allow", condition, fields)


def deny(condition: Any = None, **fields: Any) -> dict[str, Any]:
    return statement("Deny", condition, fields)


def statement(effect: str, condition: Any, fields: dict[str, Any]) -> dict[str, Any]:
    merged = {"Effect": effect, **INVOKE, **fields, "Condition": condition}
    return {key: value for key, value in merged.items() if value is not None}


def openings(*statements: Any, **how: Any) -> list[str]:
    policy = read_policy(Value("policy", Known(json.dumps({"Statement": list(statements)}))))
    assert isinstance(policy, Known)
    return [one.path.removeprefix("policy.Statement") for one in unlimited(policy.value, **how)]


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"Principal": {"AWS": "*"}},
        {"Principal": {"AWS": ["arn:aws:iam::111122223333:root", "*"]}},
        {"Action": "execute-api:*"},
        {"Action": "*"},
        {"Action": ["execute-api:InvalidateCache", "Execute-API:invoke"]},
        {"Action": "execute-api:Inv?ke"},
        {"Action": None, "NotAction": "execute-api:ManageConnections"},
        {"Principal": None, "NotPrincipal": {"AWS": "arn:aws:iam::111122223333:root"}},
        {"Resource": "*"},
        {"Resource": None, "NotResource": "execute-api:/prod/*"},
    ],
)
def test_everyone_is_let_in(fields: dict[str, Any]) -> None:
    assert openings(allow(**fields)) == ["[0]"]


@pytest.mark.parametrize(
    "fields",
    [
        {"Principal": {"AWS": "arn:aws:iam::111122223333:root"}},
        {"Principal": {"Service": "events.amazonaws.com"}},
        {"Action": "execute-api:ManageConnections"},
        {"Action": "lambda:*"},
        {"Action": None, "NotAction": "execute-api:*"},
        {"Principal": None, "NotPrincipal": "*"},
    ],
)
def test_not_everyone_is_let_in(fields: dict[str, Any]) -> None:
    assert openings(allow(**fields)) == []


NAMING = [
    ("IpAddress", "aws:SourceIp", RANGE),
    ("IpAddress", "AWS:sourceip", ["10.0.0.0/8", "2001:db8::/32", "203.0.113.7"]),
    ("StringEquals", "aws:SourceVpc", "vpc-1"),
    ("StringEquals", "aws:SourceVpce", ["vpce-1", "vpce-2"]),
    ("StringEqualsIgnoreCase", "aws:PrincipalOrgID", "o-1"),
    ("StringEquals", "aws:PrincipalAccount", "111122223333"),
    ("ForAnyValue:StringLike", "aws:PrincipalOrgPaths", "o-1/r-1/*"),
    ("ArnLike", "aws:PrincipalArn", "arn:aws:iam::111122223333:role/*"),
    ("ArnEquals", "aws:SourceArn", "arn:aws:s3:::bucket"),
    ("StringLike", "aws:userid", "AROAEXAMPLE:*"),
]
NAMING_NOBODY = [
    ("IpAddress", "aws:SourceIp", "0.0.0.0/0"),
    ("IpAddress", "aws:SourceIp", [RANGE, "::/0"]),
    ("IpAddress", "aws:SourceIp", ["0.0.0.0/1", "128.0.0.0/1"]),
    ("IpAddress", "aws:SourceIp", "everywhere"),
    ("IpAddress", "aws:VpcSourceIp", "10.0.0.0/16"),
    ("StringLike", "aws:SourceVpce", "vpce-*"),
    ("StringLike", "aws:PrincipalOrgID", "*"),
    ("ForAnyValue:StringLike", "aws:PrincipalOrgPaths", "*/r-1/*"),
    ("ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:role/admin"),
    ("ArnLike", "aws:PrincipalArn", "*"),
    ("StringEquals", "aws:PrincipalTag/team", "shop"),
    ("StringEquals", "aws:Referer", "https://shop.example.com"),
    ("StringEquals", "aws:UserAgent", "secret"),
    ("Bool", "aws:SecureTransport", "true"),
    ("DateLessThan", "aws:CurrentTime", "2030-01-01T00:00:00Z"),
]


@pytest.mark.parametrize(("operator", "key", "values"), NAMING)
def test_an_allow_is_limited_to_whom_a_condition_names(operator: str, key: str, values: Any) -> None:
    assert openings(allow({operator: {key: values}})) == []
    assert openings(allow({"Bool": {"aws:SecureTransport": True}, operator: {key: values}})) == []


@pytest.mark.parametrize(
    ("operator", "key", "values"),
    [
        *NAMING_NOBODY,
        ("NotIpAddress", "aws:SourceIp", RANGE),
        ("StringNotEquals", "aws:SourceVpce", "vpce-1"),
        ("StringEqualsIfExists", "aws:SourceVpce", "vpce-1"),
        ("ForAllValues:StringEquals", "aws:PrincipalOrgID", "o-1"),
        ("Null", "aws:SourceVpce", "false"),
    ],
)
def test_an_allow_is_not_limited_by_what_anyone_can_meet(operator: str, key: str, values: Any) -> None:
    assert openings(allow({operator: {key: values}})) == ["[0]"]


def negated(operator: str) -> str:
    qualifier, colon, name = operator.rpartition(":")
    kind = "Ip" if name.startswith("Ip") else "String" if name.startswith("String") else "Arn"
    name = f"Not{name}" if kind == "Ip" else name.replace(kind, f"{kind}Not", 1)
    return qualifier.replace("AnyValue", "AllValues") + colon + name


@pytest.mark.parametrize(("operator", "key", "values"), NAMING)
def test_a_deny_of_all_but_the_named_takes_it_back(operator: str, key: str, values: Any) -> None:
    condition = {negated(operator): {key: values}}
    assert openings(allow(), deny(condition)) == []
    assert openings(deny({f"{negated(operator)}IfExists": {key: values}}), allow()) == []
    assert openings(allow(), deny({**condition, "Bool": {"aws:ViaAWSService": "false"}})) == []


@pytest.mark.parametrize(("operator", "key", "values"), [one for one in NAMING_NOBODY if one[0][0] in "IFA"])
def test_a_deny_that_spares_anyone_does_not(operator: str, key: str, values: Any) -> None:
    assert openings(allow(), deny({negated(operator): {key: values}})) == ["[0]"]


@pytest.mark.parametrize(
    "condition",
    [
        {"IpAddress": {"aws:SourceIp": RANGE}},
        {"Bool": {"aws:SecureTransport": "false"}},
        {"NotIpAddress": {"aws:SourceIp": RANGE}, "Bool": {"aws:SecureTransport": False}},
        {"NotIpAddress": {"aws:SourceIp": RANGE}, "Null": {"aws:SourceVpce": "true"}},
        {"ForAnyValue:StringNotEquals": {"aws:PrincipalOrgID": "o-1"}},
        {"ForAllValue:StringNotEquals": {"aws:PrincipalOrgID": "o-1"}},
        {"StringNotEquals": {"aws:PrincipalTag/team": "shop"}},
    ],
)
def test_an_unrelated_deny_does_not_take_it_back(condition: dict[str, Any]) -> None:
    assert openings(allow(), deny(condition)) == ["[0]"]


@pytest.mark.parametrize(
    ("denied", "allowed", "is_taken_back"),
    [
        ("*", "execute-api:/*", True),
        ("execute-api:/*", "*", True),
        ("execute-api:/*", "execute-api:/prod/GET/pets", True),
        ("execute-api:/*/*/*", "execute-api:/*", True),
        ("execute-api:/prod/*", "execute-api:/prod/*/*", True),
        ("execute-api:/prod/*/*", "execute-api:/prod/*", True),
        ("execute-api:/*", f"{ARN}/*", True),
        (f"{ARN}/*", "execute-api:/*/*", True),
        (f"{ARN}/*", f"{ARN}/prod/*", True),
        ("arn:aws:execute-api:*:*:*", f"{ARN}/*", True),
        (["execute-api:/prod/*", "execute-api:/test/*"], ["execute-api:/test/*", "execute-api:/prod/*"], True),
        ("execute-api:/prod/*", "execute-api:/*", False),
        ("execute-api:/prod/GET/*", "execute-api:/prod/*", False),
        ("execute-api:/????/*", "execute-api:/*/*", False),
        (f"{ARN}/*", "arn:aws:execute-api:eu-west-1:111122223333:other/*", False),
        (ARN, f"{ARN}/*", False),
        ("execute-api:/prod/*", ["execute-api:/prod/*", "execute-api:/test/*"], False),
    ],
)
def test_a_deny_takes_back_its_own_resources(denied: Any, allowed: Any, *, is_taken_back: bool) -> None:
    found = openings(allow(Resource=allowed), deny({"NotIpAddress": {"aws:SourceIp": RANGE}}, Resource=denied))
    assert found == ([] if is_taken_back else ["[0]"])


@pytest.mark.parametrize(
    "fields",
    [
        {"Principal": {"AWS": "arn:aws:iam::111122223333:root"}},
        {"Action": "execute-api:ManageConnections"},
        {"Action": None, "NotAction": "execute-api:Invoke"},
        {"Resource": None, "NotResource": "execute-api:/prod/GET/health"},
    ],
)
def test_a_deny_of_something_else_takes_nothing_back(fields: dict[str, Any]) -> None:
    assert openings(allow(), deny(**fields)) == ["[0]"]


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"Action": "*"},
        {"Action": None, "NotAction": "execute-api:ManageConnections"},
        {"Principal": None, "NotPrincipal": {"AWS": "arn:aws:iam::111122223333:root"}},
    ],
)
def test_a_deny_of_all_takes_it_back(fields: dict[str, Any]) -> None:
    assert openings(allow(), deny(**fields)) == []


def test_the_network_is_asked_for_alone() -> None:
    by_endpoint = {"StringNotEquals": {"aws:SourceVpce": "vpce-1"}}
    named = allow(Principal={"AWS": "arn:aws:iam::111122223333:root"})
    assert openings(named, keys=NETWORK_KEYS) == []
    assert openings(named, keys=NETWORK_KEYS, also_named=True) == ["[0]"]
    assert openings(named, deny(by_endpoint), keys=NETWORK_KEYS, also_named=True) == []
    by_organization = {"StringNotEquals": {"aws:PrincipalOrgID": "o-1"}}
    assert openings(allow(), deny(by_organization), keys=NETWORK_KEYS) == ["[0]"]
    both = {"StringNotEquals": {"aws:PrincipalOrgID": "o-1", "aws:SourceVpce": "vpce-1"}}
    assert openings(allow(), deny(both), keys=NETWORK_KEYS) == []


def test_one_statement_needs_no_list() -> None:
    policy = read_policy(Value("policy", Known(json.dumps({"Statement": allow()}))))
    assert isinstance(policy, Known)
    assert [one.path for one in unlimited(policy.value)] == ["policy.Statement"]


EFFECT = "is 'allow' where 'Allow' or 'Deny' is expected"


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ("{", Unknown("p", "is not JSON")),
        ("[" * 100_000, Unknown("p", "is not JSON")),
        ("[]", Unknown("p", "is a list where a map is expected")),
        ("{}", Unknown("p.Statement", "is not set")),
        ('{"Statement": "Allow"}', Unknown("p.Statement", "is text where a map is expected")),
        (json.dumps({"Statement": [allow(Effect="allow")]}), Unknown("p.Statement[0].Effect", EFFECT)),
        (json.dumps({"Statement": [allow(Effect=None)]}), Unknown("p.Statement[0].Effect", "is not set")),
        (json.dumps({"Statement": [allow(Action=None)]}), Unknown("p.Statement[0].Action", "is not set")),
        (json.dumps({"Statement": [allow(Principal=None)]}), Unknown("p.Statement[0].Principal", "is not set")),
        (
            json.dumps({"Statement": [allow(Resource=[7])]}),
            Unknown("p.Statement[0].Resource[0]", "is a number where text is expected"),
        ),
        (
            json.dumps({"Statement": [allow("none")]}),
            Unknown("p.Statement[0].Condition", "is text where a map is expected"),
        ),
        (
            json.dumps({"Statement": [allow({"Bool": "x"})]}),
            Unknown("p.Statement[0].Condition.Bool", "is text where a map is expected"),
        ),
        ("  ", Absent()),
        (None, Absent()),
    ],
)
def test_what_is_no_policy_is_not_decided(document: Any, expected: Unknown | Absent) -> None:
    value = Value("p", Absent() if document is None else Known(document))
    assert read_policy(value) == expected
