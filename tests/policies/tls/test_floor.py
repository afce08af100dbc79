import json
from collections.abc import Callable
from typing import Any

import pytest

from gateway_policies.enforcement import Enforcement
from gateway_policies.evaluate import evaluate
from gateway_policies.resource_types import (
    API,
    DOMAIN_NAME,
    INTEGRATION,
    REST_API,
    REST_API_PUT,
    REST_DOMAIN_NAME,
    REST_INTEGRATION,
)
from gateway_policies.resources import Resource
from gateway_policies.tls.floor import DOMAIN_MIN_TLS
from tests.policies.cases import NOT_KNOWN, UNKNOWN, Cases, a, each_case, findings

REST_ALLOWED = "allowed: TLS_1_2, SecurityPolicy_TLS12_* and SecurityPolicy_TLS13_*"
V2_POLICY = "domainNameConfiguration.securityPolicy"


def rest_domain(policy: Any) -> list[Resource]:
    return [a(REST_DOMAIN_NAME, {"domainName": "api.example.com", "securityPolicy": policy})]


def domain(configuration: Any) -> list[Resource]:
    return [a(DOMAIN_NAME, {"domainName": "api.example.com", "domainNameConfiguration": configuration})]


def calls(uri: Any, kind: Any = "HTTP_PROXY", **props: Any) -> list[Resource]:
    return [a(INTEGRATION, {"integrationType": kind, "integrationUri": uri, **props})]


def rest_calls(uri: Any, kind: Any = "HTTP", **props: Any) -> list[Resource]:
    return [a(REST_INTEGRATION, {"type": kind, "uri": uri, **props})]


def body(integration: Any, kind: str = REST_API, **root: Any) -> list[Resource]:
    operation = {"x-amazon-apigateway-integration": integration}
    return [a(kind, {"body": json.dumps({"paths": {"/x": {"get": operation}}, **root})})]


def plain(key: str, found: str) -> str:
    return f"it violation: {key} is {found}, it must start with 'https://'"


SHARED = "x-amazon-apigateway-integrations"
IN_BODY = "body.paths./x.get.x-amazon-apigateway-integration"
ARN = "arn:aws:elasticloadbalancing:eu-west-1:1:listener/app/x/1/2"
BY_STAGE = "is '${stageVariables.url}/x': the scheme comes from a stage variable; write https:// in the URL itself"

CASES: Cases = {
    "domain-min-tls": {
        "REST: TLS 1.2": (rest_domain("TLS_1_2"), []),
        "REST: TLS 1.3 only": (rest_domain("SecurityPolicy_TLS13_1_3_2025_09"), []),
        "REST: FIPS and post-quantum": (rest_domain("SecurityPolicy_TLS13_1_2_FIPS_PQ_2025_09"), []),
        "REST: TLS 1.2 at the edge": (rest_domain("SecurityPolicy_TLS12_PFS_2025_EDGE"), []),
        "REST: a policy still to come": (rest_domain("SecurityPolicy_TLS13_1_3_2031_01"), []),
        "REST: TLS 1.0": (rest_domain("TLS_1_0"), [f"it violation: securityPolicy is TLS_1_0, {REST_ALLOWED}"]),
        "REST: a prefix alone": (
            rest_domain("SecurityPolicy_TLS12_"),
            [f"it violation: securityPolicy is SecurityPolicy_TLS12_, {REST_ALLOWED}"],
        ),
        "REST: TLS 1.0 in the new style": (
            rest_domain("SecurityPolicy_TLS10_2031"),
            [f"it violation: securityPolicy is SecurityPolicy_TLS10_2031, {REST_ALLOWED}"],
        ),
        "REST: absent": (rest_domain(None), [f"it violation: securityPolicy is not set, {REST_ALLOWED}"]),
        "REST: unknown": (rest_domain(UNKNOWN), [f"it undecided: securityPolicy {NOT_KNOWN}"]),
        "TLS 1.2": (domain({"securityPolicy": "TLS_1_2"}), []),
        "TLS 1.0": (
            domain({"securityPolicy": "TLS_1_0"}),
            [f"it violation: {V2_POLICY} is TLS_1_0, allowed: TLS_1_2"],
        ),
        "a policy of REST APIs alone": (
            domain({"securityPolicy": "SecurityPolicy_TLS13_1_3_2025_09"}),
            [f"it violation: {V2_POLICY} is SecurityPolicy_TLS13_1_3_2025_09, allowed: TLS_1_2"],
        ),
        "absent": (domain({}), [f"it violation: {V2_POLICY} is not set, allowed: TLS_1_2"]),
        "no configuration": (domain(None), [f"it violation: {V2_POLICY} is not set, allowed: TLS_1_2"]),
        "unknown configuration": (domain(UNKNOWN), [f"it undecided: domainNameConfiguration {NOT_KNOWN}"]),
        "wrong types": (
            domain(["TLS_1_2"]),
            ["it undecided: domainNameConfiguration is a list where a map is expected"],
        ),
    },
    "integration-https": {
        "https": (calls("https://x.example.com"), []),
        "https in capitals": (calls("HTTPS://x.example.com"), []),
        "http": (calls("http://x.example.com"), [plain("integrationUri", "'http://x.example.com'")]),
        "http said to be public": (
            calls("http://x", "HTTP", connectionType="INTERNET"),
            [plain("integrationUri", "'http://x'")],
        ),
        "no scheme": (calls("x.example.com"), [plain("integrationUri", "'x.example.com'")]),
        "no URL": (calls(None), [plain("integrationUri", "not set")]),
        "a private listener": (calls(ARN, connectionType="VPC_LINK"), []),
        "a function": (calls("arn:aws:lambda:eu-west-1:1:function:f", "AWS_PROXY"), []),
        "a mock": (calls(None, "MOCK"), []),
        "a scheme out of a stage variable": (
            calls("${stageVariables.url}/x"),
            [f"it undecided: integrationUri {BY_STAGE}"],
        ),
        "https to a host out of a stage variable": (calls("https://${stageVariables.host}/x"), []),
        "http to a host out of a stage variable": (
            calls("http://${stageVariables.host}/x"),
            [plain("integrationUri", "'http://${stageVariables.host}/x'")],
        ),
        "unknown URL": (calls(UNKNOWN), [f"it undecided: integrationUri {NOT_KNOWN}"]),
        "unknown URL of a private listener": (calls(UNKNOWN, connectionType="VPC_LINK"), []),
        "unknown type": (calls("http://x", UNKNOWN), [f"it undecided: integrationType {NOT_KNOWN}"]),
        "unknown type, https": (calls("https://x", UNKNOWN), []),
        "unknown connection": (
            calls("http://x", connectionType=UNKNOWN),
            [f"it undecided: connectionType {NOT_KNOWN}"],
        ),
        "wrong types": (calls(["https://x"]), ["it undecided: integrationUri is a list where text is expected"]),
        "REST: https": (rest_calls("https://x"), []),
        "REST: http": (rest_calls("http://x", "HTTP_PROXY"), [plain("uri", "'http://x'")]),
        "REST: by a VPC link of the first version": (rest_calls("http://nlb", connectionType="VPC_LINK"), []),
        "REST: private, https": (
            rest_calls("https://x", connectionType="VPC_LINK", integrationTarget=UNKNOWN),
            [],
        ),
        "REST: private, http": (
            rest_calls("http://x", connectionType="VPC_LINK", integrationTarget=ARN),
            [plain("uri", "'http://x'")],
        ),
        "REST: private, http by default": (
            rest_calls(None, connectionType="VPC_LINK", integrationTarget=UNKNOWN),
            [plain("uri", "not set")],
        ),
        "REST: a queue": (rest_calls("arn:aws:apigateway:eu-west-1:sqs:path/1/q", "AWS"), []),
        "REST: unknown URL": (rest_calls(UNKNOWN), [f"it undecided: uri {NOT_KNOWN}"]),
        "a body: https": (body({"type": "http_proxy", "uri": "https://x"}), []),
        "a body: a function": (body({"type": "aws_proxy", "uri": "arn:aws:x"}), []),
        "a body: private": (body({"type": "http_proxy", "uri": ARN, "connectionType": "VPC_LINK"}, API), []),
        "a body: http": (body({"type": "http", "uri": "http://x"}), [plain(f"{IN_BODY}.uri", "'http://x'")]),
        "a body put into an API: http": (
            body({"type": "http_proxy", "uri": "http://x"}, REST_API_PUT),
            [plain(f"{IN_BODY}.uri", "'http://x'")],
        ),
        "a body of an HTTP API: http, shared by operations": (
            body({"$ref": f"#/components/{SHARED}/x"}, API, components={SHARED: {"x": {"type": "HTTP", "uri": "x"}}}),
            [plain(f"body.components.{SHARED}.x.uri", "'x'")],
        ),
        "a body without integrations": (body(None), []),
        "an unknown body": ([a(REST_API, {"body": UNKNOWN})], [f"it undecided: body {NOT_KNOWN}"]),
    },
}


@pytest.mark.parametrize("uri", ["https:/x", "https//x", "httpss://x", " https://x", "ftp://x"])
def test_what_only_looks_like_https_is_not(uri: str) -> None:
    assert findings("integration-https", calls(uri)) == [plain("integrationUri", repr(uri))]


def test_a_list_of_policies_that_knows_none_but_the_legacy_ones() -> None:
    legacy_only = {"domain-min-tls": Enforcement("mandatory", {"enhanced": False}, ())}
    for policy, allowed in {"TLS_1_2": True, "SecurityPolicy_TLS13_1_3_2025_09": False, "TLS_1_0": False}.items():
        assert (evaluate(rest_domain(policy), legacy_only, [DOMAIN_MIN_TLS]) == []) is allowed


@each_case(CASES)
def test_findings(rule: str, resources: list[Resource], expected: list[str], wrap: Callable[[Any], Any]) -> None:
    assert findings(rule, resources, wrap) == expected
