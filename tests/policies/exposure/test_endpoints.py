from collections.abc import Callable
from typing import Any

from gateway_policies.catalogue import BY_NAME
from gateway_policies.resource_types import DOMAIN_NAME, REST_API, REST_DOMAIN_NAME
from gateway_policies.resources import Resource
from tests.policies.cases import NOT_KNOWN, UNKNOWN, Cases, a, each_case, findings

TYPES = "endpointConfiguration.types"
PARAMETER = "parameters.endpointConfigurationTypes"
UNREADABLE = {
    "unknown type": (
        [a(REST_API, {"endpointConfiguration": {"types": UNKNOWN}})],
        [f"it undecided: {TYPES} {NOT_KNOWN}"],
    ),
    "unknown configuration": (
        [a(REST_API, {"endpointConfiguration": UNKNOWN})],
        [f"it undecided: endpointConfiguration {NOT_KNOWN}"],
    ),
    "a list, as AWS has it": (
        [a(REST_API, {"endpointConfiguration": {"types": ["PRIVATE"]}})],
        [f"it undecided: {TYPES} is a list where text is expected"],
    ),
}


def api(kind: Any = None, **props: Any) -> list[Resource]:
    return [a(REST_API, {"endpointConfiguration": {"types": kind}, **props})]


def domain(kind: Any) -> list[Resource]:
    return [a(REST_DOMAIN_NAME, {"endpointConfiguration": {"types": kind}})]


def other(found: str, path: str = TYPES, allowed: str = "PRIVATE") -> str:
    return f"it violation: {path} is {found}, allowed: {allowed}"


BOTH = "REGIONAL, PRIVATE"

CASES: Cases = {
    "endpoint-private": {
        **UNREADABLE,
        "private": (api("PRIVATE"), []),
        "regional": (api("REGIONAL"), [other("REGIONAL")]),
        "not set": ([a(REST_API, {})], [other("not set, which is EDGE")]),
        "by a parameter of the import": (api(body="{}", parameters={"endpointConfigurationTypes": "PRIVATE"}), []),
        "by a parameter that is not private": (
            api(body="{}", parameters={"endpointConfigurationTypes": "REGIONAL"}),
            [other("REGIONAL", PARAMETER)],
        ),
        "the property outdoes the parameter": (
            api("REGIONAL", body="{}", parameters={"endpointConfigurationTypes": "PRIVATE"}),
            [other("REGIONAL")],
        ),
        "a parameter of no import": (
            api(parameters={"endpointConfigurationTypes": "PRIVATE"}),
            [other("not set, which is EDGE")],
        ),
        "unknown parameters": (api(body="{}", parameters=UNKNOWN), [f"it undecided: parameters {NOT_KNOWN}"]),
    },
    "endpoint-type-allowed": {
        **UNREADABLE,
        "allowed": (api("REGIONAL"), []),
        "a domain name that is allowed": (domain("REGIONAL"), []),
        "an HTTP API's domain name": ([a(DOMAIN_NAME, {"domainNameConfiguration": {"endpointType": "REGIONAL"}})], []),
        "an HTTP API's domain name that says nothing": ([a(DOMAIN_NAME, {})], []),
        "edge": (api("EDGE"), [other("EDGE", allowed=BOTH)]),
        "not set": (api(), [other("not set, which is EDGE", allowed=BOTH)]),
        "a domain name of a type that is not": (domain("EDGE"), [other("EDGE", allowed=BOTH)]),
        "an HTTP API's domain name of an unknown type": (
            [a(DOMAIN_NAME, {"domainNameConfiguration": {"endpointType": UNKNOWN}})],
            [f"it undecided: domainNameConfiguration.endpointType {NOT_KNOWN}"],
        ),
    },
}


@each_case(CASES)
def test_findings(rule: str, resources: list[Resource], expected: list[str], wrap: Callable[[Any], Any]) -> None:
    assert findings(rule, resources, wrap) == expected


def test_the_allowed_types_are_a_setting() -> None:
    check = BY_NAME["endpoint-type-allowed"].checks[REST_API]
    allow_edge = {"allowedTypes": ("EDGE",)}
    assert list(check(api()[0], allow_edge)) == []
    assert [one.message for one in check(api("REGIONAL")[0], allow_edge)] == [f"{TYPES} is REGIONAL, allowed: EDGE"]
