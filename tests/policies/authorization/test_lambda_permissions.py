from collections.abc import Callable
from typing import Any

import pytest

from gateway_policies.authorization.lambda_permissions import LAMBDA_PERMISSION_SCOPED
from gateway_policies.resource_types import API, LAMBDA_PERMISSION, REST_API, REST_DEPLOYMENT
from gateway_policies.resources import Resource, Stack
from tests.policies.cases import NOT_KNOWN, UNKNOWN, Cases, a, each_case, findings

GATEWAY = "apigateway.amazonaws.com"
ACCOUNT = "arn:aws:execute-api:eu-west-1:123456789012"
MANAGEMENT = "arn:aws:apigateway:eu-west-1::restapis/a1"
SUCH = f"(e.g. '{ACCOUNT}:a1b2c3d4e5/*')"
EXAMPLE = f"allowed is e.g. '{ACCOUNT}:a1b2c3d4e5/*'"
HTTP = a(API, {"protocolType": "HTTP"}, "http", id_="a1")
REST = a(REST_API, {}, "rest")
DEPLOYED = a(REST_DEPLOYMENT, {}, "deployed", {"restApi": REST})


def permission(arn: Any, principal: Any = GATEWAY, **others: Any) -> list[Resource]:
    props = {
        "action": "lambda:InvokeFunction",
        "function": "orders",
        "principal": principal,
        "sourceArn": arn,
        **others,
    }
    return [a(LAMBDA_PERMISSION, props)]


def linked(source: Resource, *others: Resource, **props: Any) -> list[Resource]:
    return [*others, source, a(LAMBDA_PERMISSION, {"principal": GATEWAY, **props}, links={"sourceArn": source})]


def wide(arn: str, principal: str = GATEWAY) -> list[str]:
    found = f"principal is {principal!r} and sourceArn is {arn!r}, which names no one API"
    return [f"it violation: {found}; {EXAMPLE}"]


def unset(principal: str = GATEWAY, whose: str = "of every account") -> list[str]:
    found = f"principal is {principal!r} and sourceArn is not set, so that every API {whose} is let in"
    return [f"it violation: {found}; {EXAMPLE}"]


CASES: Cases = {
    "lambda-permission-scoped": {
        "one API": (permission(f"{ACCOUNT}:a1b2c3d4e5/*"), []),
        "one route": (permission(f"{ACCOUNT}:a1b2c3d4e5/prod/GET/orders"), []),
        "an authorizer": (permission(f"{ACCOUNT}:a1b2c3d4e5/authorizers/x1"), []),
        "in any stage, method and path": (permission(f"{ACCOUNT}:a1b2c3d4e5/*/*/*"), []),
        "another service": (permission(None, "s3.amazonaws.com"), []),
        "no source": (permission(None), unset()),
        "an empty source": (permission(""), unset()),
        "an account is no API": (permission(None, sourceAccount="123456789012"), unset(whose="of the account")),
        "any API of the account": (permission(f"{ACCOUNT}:*/*/*/*"), wide(f"{ACCOUNT}:*/*/*/*")),
        "any API of anyone": (permission("arn:aws:execute-api:*:*:*"), wide("arn:aws:execute-api:*:*:*")),
        "a part of an id": (permission(f"{ACCOUNT}:a*/prod/GET/x"), wide(f"{ACCOUNT}:a*/prod/GET/x")),
        "one letter of an id": (permission(f"{ACCOUNT}:a?/*"), wide(f"{ACCOUNT}:a?/*")),
        "anything": (permission("*"), wide("*")),
        "no API in the ARN": (permission(f"{ACCOUNT}:/prod"), wide(f"{ACCOUNT}:/prod")),
        "the ARN of the API's management": (
            permission(MANAGEMENT),
            [f"it undecided: sourceArn is {MANAGEMENT!r}, which is no ARN of an API's requests {SUCH}"],
        ),
        "everyone": (permission(None, "*"), unset("*")),
        "everyone, by any API": (permission(f"{ACCOUNT}:*", "*"), wide(f"{ACCOUNT}:*", "*")),
        "everyone, by one API": (permission(f"{ACCOUNT}:a1b2c3d4e5/*", "*"), []),
        "everyone, by a bucket": (permission("arn:aws:s3:::orders", "*"), []),
        "everyone, by many buckets": (permission("arn:aws:s3:::orders-*", "*"), []),
        "everyone, by anything": (permission("arn:aws:*", "*"), wide("arn:aws:*", "*")),
        "everyone of the organization": (permission(None, "*", principalOrgId="o-1234567890"), []),
        "a function URL": (permission(None, "*", action="lambda:InvokeFunctionUrl"), []),
        "the other permission of a function URL": (permission(None, "*", invokedViaFunctionUrl=True), []),
        "everyone, to do what is not known": (
            permission(None, "*", action=UNKNOWN),
            [f"it undecided: action {NOT_KNOWN}"],
        ),
        "from an API of the stack": (linked(HTTP), []),
        "from an API of the stack by way of its deployment": (linked(DEPLOYED, REST), []),
        "from elsewhere": (permission(UNKNOWN), [f"it undecided: sourceArn {NOT_KNOWN}"]),
        "from elsewhere, for another service": (permission(UNKNOWN, "s3.amazonaws.com"), []),
        "linked, but known to be wide": (linked(HTTP, sourceArn=f"{ACCOUNT}:*/*"), wide(f"{ACCOUNT}:*/*")),
        "an unknown principal and one API": (permission(f"{ACCOUNT}:a1b2c3d4e5/*", UNKNOWN), []),
        "an unknown principal and many buckets": (permission("arn:aws:s3:::orders-*", UNKNOWN), []),
        "an unknown principal and a bucket": (permission("arn:aws:s3:::orders", UNKNOWN), []),
        "an unknown principal and no source": (
            permission(None, UNKNOWN),
            [f"it undecided: principal {NOT_KNOWN}"],
        ),
        "an unknown principal and source": (
            permission(UNKNOWN, UNKNOWN),
            [f"it undecided: principal {NOT_KNOWN}"],
        ),
        "a list": (
            permission([f"{ACCOUNT}:a1b2c3d4e5/*"]),
            ["it undecided: sourceArn is a list where text is expected"],
        ),
    }
}


@each_case(CASES)
def test_findings(rule: str, resources: list[Resource], expected: list[str], wrap: Callable[[Any], Any]) -> None:
    assert findings(rule, resources, wrap) == expected


def judged(resources: list[Resource], **settings: bool) -> list[str]:
    rule = LAMBDA_PERMISSION_SCOPED
    chosen = {**rule.defaults, **settings}
    found = list(rule.checks[LAMBDA_PERMISSION](resources[-1], chosen))
    assert rule.check_stack
    return [one.message for one in (*found, *rule.check_stack(Stack(resources), chosen))]


@pytest.mark.parametrize("request_", ["", "/*", "/*/*", "/*/*/*", "/prod/*", "/prod/*/*"])
def test_strict_wants_a_method_or_a_path(request_: str) -> None:
    arn = f"{ACCOUNT}:a1b2c3d4e5{request_}"
    found = f"principal is '{GATEWAY}' and sourceArn is {arn!r}, which names neither a method nor a path"
    assert judged(permission(arn), strict=True) == [found]
    assert judged(permission(arn)) == []


@pytest.mark.parametrize("request_", ["/*/GET/*", "/*/*/orders", "/prod/$connect", "/authorizers/x1"])
def test_strict_takes_either(request_: str) -> None:
    assert judged(permission(f"{ACCOUNT}:a1b2c3d4e5{request_}"), strict=True) == []


def test_strict_cannot_tell_from_the_link_alone() -> None:
    assert judged(linked(HTTP), strict=True) == [f"sourceArn {NOT_KNOWN}"]


def test_a_setting_forbids_everyone_whatever_narrows_it() -> None:
    everyone = permission(f"{ACCOUNT}:a1b2c3d4e5/*", "*")
    assert judged(everyone, forbidEveryone=True) == [f"principal is '*', allowed is {GATEWAY}"]
    assert judged(permission(UNKNOWN, "*"), forbidEveryone=True) == [f"principal is '*', allowed is {GATEWAY}"]
