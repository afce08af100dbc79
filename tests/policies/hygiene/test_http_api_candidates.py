import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from gateway_policies.hygiene.http_api_candidates import REST_API_COULD_BE_HTTP
from gateway_policies.resource_types import (
    API,
    API_MAPPING,
    DELIVERY_STREAM,
    DOMAIN_NAME,
    LOG_GROUP,
    REGIONAL_WEB_ACL_ASSOCIATION,
    REST_API,
    REST_API_POLICY,
    REST_API_PUT,
    REST_AUTHORIZER,
    REST_BASE_PATH_MAPPING,
    REST_DOMAIN_NAME,
    REST_GATEWAY_RESPONSE,
    REST_INTEGRATION,
    REST_METHOD,
    REST_METHOD_SETTINGS,
    REST_STAGE,
    REST_USAGE_PLAN,
    ROUTING_RULE,
    WEB_ACL_ASSOCIATION,
)
from gateway_policies.resources import Resource, Stack
from tests.policies.cases import NOT_KNOWN, UNKNOWN, Cases, a, each_case, findings

REST = a(REST_API, {}, "rest")
OF_REST = {"restApi": REST}
METHOD = a(REST_METHOD, {"httpMethod": "GET"}, "get", OF_REST)
STAGE = a(REST_STAGE, {"stageName": "live"}, "live", OF_REST)
SAVING = (
    "10,000,000 requests a month cost 35.00 USD, and 10.00 USD with an HTTP API, which saves 25.00 USD a month "
    "(us-east-1)"
)
COULD_BE = f"rest violation: it uses nothing that only a REST API has: {SAVING}"
STREAM = a(DELIVERY_STREAM, {}, "stream")


def with_(kind: str, props: Mapping[str, Any], links: Mapping[str, Resource] | None = None) -> list[Resource]:
    """An API of one method with another part."""
    return [REST, METHOD, a(kind, props, "part", {**OF_REST, **(links or {})})]


def api(**props: Any) -> list[Resource]:
    one = a(REST_API, props, "rest")
    return [one, a(REST_METHOD, {"httpMethod": "GET"}, "get", {"restApi": one})]


def integration(kind: Any, verb: Any = "GET", **more: Any) -> list[Resource]:
    return with_(REST_INTEGRATION, {"type": kind, "httpMethod": verb, **more})


def stage(**props: Any) -> list[Resource]:
    return with_(REST_STAGE, {"stageName": "live", **props})


def response(**props: Any) -> list[Resource]:
    props = {"responseType": "DEFAULT_4XX", **props}
    return [REST, METHOD, a(REST_GATEWAY_RESPONSE, props, "part", {"restApiId": REST})]


def made_of(document: Mapping[str, Any]) -> list[Resource]:
    return [a(REST_API, {"body": json.dumps({"openapi": "3.0.1", **document})}, "rest")]


def body(called: Any = None, verb: str = "get", operation: Any = None, **more: Any) -> list[Resource]:
    integration = {"x-amazon-apigateway-integration": called or {"type": "aws_proxy"}}
    return made_of({"paths": {"/pay": {verb: {**integration, **(operation or {})}}}, **more})


def extended(extension: str, value: Any) -> list[Resource]:
    """An API whose document has an extension of AWS."""
    return made_of({"paths": {"/pay": {"get": {}}}, f"x-amazon-apigateway-{extension}": value})


def scheme(**props: Any) -> list[Resource]:
    return body(components={"securitySchemes": {"one": props}})


def mapped(domain: Resource, kind: str, key: str) -> list[Resource]:
    return [REST, METHOD, domain, a(kind, {}, "mapping", {key: REST, "domainName": domain})]


def open_(what: str) -> list[str]:
    return [f"rest undecided: {what}"]


HTTP = a(API, {"protocolType": "HTTP"}, "http")
V2_DOMAIN = a(DOMAIN_NAME, {"domainName": "api.example.com"}, "domain")
DOMAIN = a(REST_DOMAIN_NAME, {"endpointConfiguration": {"types": "REGIONAL"}}, "domain")
EDGE_DOMAIN = a(REST_DOMAIN_NAME, {"endpointConfiguration": {"types": "EDGE"}}, "domain")
PQ_DOMAIN = a(REST_DOMAIN_NAME, {"securityPolicy": "SecurityPolicy_TLS13_1_3_2025_09"}, "domain")

# What only REST has: nothing is said of the API.
REASONS: Mapping[str, list[Resource]] = {
    "a private endpoint": api(endpointConfiguration={"types": "PRIVATE"}),
    "an edge endpoint that is asked for": api(endpointConfiguration={"types": "EDGE"}),
    "a resource policy": api(policy="{}"),
    "a resource policy of its own resource": [
        REST,
        METHOD,
        a(REST_API_POLICY, {"policy": "{}"}, "policy", {"restApiId": REST}),
    ],
    "compression": api(minimumCompressionSize="0"),
    "an enhanced TLS policy": api(securityPolicy="SecurityPolicy_TLS13_1_3_2025_09"),
    "an API key": with_(REST_METHOD, {"apiKeyRequired": True}),
    "a request validator": with_(REST_METHOD, {"requestValidatorId": "v"}),
    "a request validator yet to be made": with_(REST_METHOD, {"requestValidatorId": UNKNOWN}),
    "a model": with_(REST_METHOD, {"requestModels": {"application/json": "Order"}}),
    "a service of AWS": integration("AWS"),
    "templates": integration("HTTP"),
    "a mock": integration("MOCK"),
    "a streamed answer": integration("AWS_PROXY", responseTransferMode="STREAM"),
    "a timeout longer than an HTTP API's": integration("AWS_PROXY", timeoutMilliseconds=30001),
    "a backend whose certificate is not checked": integration(
        "HTTP_PROXY", tlsConfig={"insecureSkipVerification": True}
    ),
    "a token authorizer": with_(REST_AUTHORIZER, {"type": "TOKEN"}),
    "a token authorizer by default": with_(REST_AUTHORIZER, {}),
    "a gateway response of its own words": response(responseTemplates={"application/json": "{}"}),
    "a gateway response of its own status": response(statusCode="404"),
    "a gateway response of its own header": response(responseParameters={"gatewayresponse.header.X-Why": "'no'"}),
    "a cache": stage(cacheClusterEnabled=True),
    "X-Ray": stage(xrayTracingEnabled=True),
    "a canary": stage(canarySettings={"percentTraffic": 5}),
    "a client certificate": stage(clientCertificateId="c"),
    "access logs in Firehose": stage(
        accessLogSettings={"destinationArn": "arn:aws:firehose:eu-west-1:1:deliverystream/amazon-apigateway-x"}
    ),
    "access logs in a stream yet to be made": [STREAM, *with_(REST_STAGE, {}, {"accessLogSettings": STREAM})],
    "a web ACL": [REST, METHOD, STAGE, a(WEB_ACL_ASSOCIATION, {}, "acl", {"resourceArn": STAGE})],
    "a web ACL of WAF Classic": [
        REST,
        METHOD,
        STAGE,
        a(REGIONAL_WEB_ACL_ASSOCIATION, {}, "acl", {"resourceArn": STAGE}),
    ],
    "a usage plan": [
        REST,
        METHOD,
        a(REST_USAGE_PLAN, {"apiStages": [{"apiId": UNKNOWN, "stage": "live"}]}, "plan", {"apiStages": REST}),
    ],
    "a routing rule": [
        REST,
        METHOD,
        a(ROUTING_RULE, {"actions": [{"invokeApi": {"apiId": UNKNOWN, "stage": "live"}}]}, "rule", {"actions": REST}),
    ],
    "a domain name at the edge": mapped(EDGE_DOMAIN, REST_BASE_PATH_MAPPING, "restApi"),
    "a domain name of an enhanced TLS policy": mapped(PQ_DOMAIN, REST_BASE_PATH_MAPPING, "restApi"),
    "document: a policy": extended("policy", {"Statement": []}),
    "document: a validator": extended("request-validator", "all"),
    "document: a validator of an operation": body(operation={"x-amazon-apigateway-request-validator": "all"}),
    "document: compression": extended("minimum-compression-size", 0),
    "document: VPC endpoints": extended("endpoint-configuration", {"vpcEndpointIds": ["vpce-1"]}),
    "document: VPC endpoints of OpenAPI 3": body(
        servers=[{"x-amazon-apigateway-endpoint-configuration": {"vpcEndpointIds": ["vpce-1"]}}]
    ),
    "document: a gateway response": extended("gateway-responses", {"DEFAULT_5XX": {"statusCode": 500}}),
    "document: an API key": scheme(type="apiKey", name="x-api-key"),
    "document: a token authorizer": scheme(**{"x-amazon-apigateway-authorizer": {"type": "token"}}),
    "document: a service of AWS": body({"type": "aws"}),
    "document: a mock": body({"type": "mock"}),
    "document: a longer timeout": body({"type": "aws_proxy", "timeoutInMillis": 60000}),
    "document: a service of AWS that operations refer to": body(
        {"$ref": "#/components/x-amazon-apigateway-integrations/one"},
        components={"x-amazon-apigateway-integrations": {"one": {"type": "aws"}}},
    ),
    "document: put into the API": [
        REST,
        a(REST_API_PUT, {"body": body({"type": "aws"})[0].props["body"]}, "put", {"restApiId": REST}),
    ],
}

# What an HTTP API does, too, if by another way.
NO_REASONS: Mapping[str, list[Resource]] = {
    "nothing but a method": [REST, METHOD],
    "a regional endpoint": api(endpointConfiguration={"types": "REGIONAL"}),
    "a TLS policy of HTTP APIs, too": api(securityPolicy="TLS_1_2"),
    "binary media types": api(binaryMediaTypes=["*/*"]),
    "what the provider computes and nobody gave": api(policy=UNKNOWN, endpointConfiguration=UNKNOWN),
    "a Cognito authorizer": with_(REST_AUTHORIZER, {"type": "COGNITO_USER_POOLS"}),
    "a request authorizer": with_(REST_AUTHORIZER, {"type": "REQUEST"}),
    "a function": integration("AWS_PROXY", timeoutMilliseconds=29000),
    "a URL by way of a VPC link": integration("HTTP_PROXY", connectionType="VPC_LINK"),
    "the preflight of a browser": integration("MOCK", "OPTIONS", requestTemplates={"application/json": "{}"}),
    "CORS of errors": response(responseParameters={"gatewayresponse.header.Access-Control-Allow-Origin": "'*'"}),
    "no cache": stage(cacheClusterEnabled=False, xrayTracingEnabled=False, canarySettings=None, clientCertificateId=""),
    "access logs": stage(accessLogSettings={"destinationArn": "arn:aws:logs:eu-west-1:1:log-group:x"}),
    "access logs in a group yet to be made, which a stream reads": [
        STREAM,
        group := a(LOG_GROUP, {}, "group", {"tags": STREAM}),
        *with_(REST_STAGE, {}, {"accessLogSettings": group}),
    ],
    "a usage plan of another API": [
        *with_(REST_STAGE, {}),
        a(REST_USAGE_PLAN, {"apiStages": [{"apiId": "zz", "stage": "live"}]}, "plan"),
    ],
    "a domain name": mapped(DOMAIN, REST_BASE_PATH_MAPPING, "restApi"),
    "a domain name of both": mapped(V2_DOMAIN, API_MAPPING, "apiId"),
    "execution logs that are off": with_(REST_METHOD_SETTINGS, {"settings": {"loggingLevel": "OFF"}}),
    "document: a function": body(),
    "document: a model that nothing validates": body(components={"schemas": {"Order": {"type": "object"}}}),
    "document: the preflight": body({"type": "mock"}, "options"),
    "document: a preflight that operations refer to": body(
        {"$ref": "#/components/x-amazon-apigateway-integrations/one"},
        components={"x-amazon-apigateway-integrations": {"one": {"type": "mock"}}},
    ),
    "document: another authorizer": scheme(**{"x-amazon-apigateway-authorizer": {"type": "request"}}),
    "document: CORS of errors": extended(
        "gateway-responses",
        {"DEFAULT_4XX": {"responseParameters": {"gatewayresponse.header.Access-Control-Allow-Origin": "'*'"}}},
    ),
    "beside an HTTP API": [REST, METHOD, HTTP],
}

CASES: Cases = {
    "rest-api-could-be-http": {
        **{name: (resources, []) for name, resources in REASONS.items()},
        **{name: (resources, [COULD_BE]) for name, resources in NO_REASONS.items()},
        "no methods in this stack": ([REST, STAGE], []),
        "methods of an API of another stack": ([a(REST_METHOD, {"restApi": "zz", "httpMethod": "GET"})], []),
        "execution logs": (
            with_(REST_METHOD_SETTINGS, {"settings": {"loggingLevel": "INFO"}}),
            [f"rest violation: it uses nothing that only a REST API has but execution logs: {SAVING}"],
        ),
        "a reason decides whatever is not known": (
            [*api(policy="{}", body=UNKNOWN), a(REST_METHOD, {"restApi": UNKNOWN, "apiKeyRequired": True}, "far")],
            [],
        ),
        "an unknown document": ([a(REST_API, {"body": UNKNOWN}, "rest")], open_(f"body {NOT_KNOWN}")),
        "an integration of a wrong type in a document": (
            body("aws"),
            open_("body.paths./pay.get.x-amazon-apigateway-integration is text where a map is expected"),
        ),
        "no document": ([a(REST_API, {"body": "[]"}, "rest")], open_("body is no OpenAPI document")),
        "an unknown document put into the API": (
            [REST, a(REST_API_PUT, {"body": UNKNOWN}, "put", {"restApiId": REST})],
            open_(f"body of 'put' {NOT_KNOWN}"),
        ),
        "an unknown key": (
            with_(REST_METHOD, {"apiKeyRequired": UNKNOWN}),
            open_(f"apiKeyRequired of 'part' {NOT_KNOWN}"),
        ),
        "an unknown type of integration": (integration(UNKNOWN), open_(f"type of 'part' {NOT_KNOWN}")),
        "a mock of an unknown verb": (integration("MOCK", UNKNOWN), open_(f"httpMethod of 'part' {NOT_KNOWN}")),
        "an unknown transfer mode": (
            integration("AWS_PROXY", responseTransferMode=UNKNOWN),
            open_(f"responseTransferMode of 'part' {NOT_KNOWN}"),
        ),
        "an unknown timeout": (
            integration("AWS_PROXY", timeoutMilliseconds=UNKNOWN),
            open_(f"timeoutMilliseconds of 'part' {NOT_KNOWN}"),
        ),
        "an unknown authorizer": (with_(REST_AUTHORIZER, {"type": UNKNOWN}), open_(f"type of 'part' {NOT_KNOWN}")),
        "unknown headers": (
            response(responseParameters=UNKNOWN),
            open_(f"responseParameters of 'part' {NOT_KNOWN}"),
        ),
        "an unknown cache": (
            stage(cacheClusterEnabled=UNKNOWN),
            open_(f"cacheClusterEnabled of 'part' {NOT_KNOWN}"),
        ),
        "a wrong type": (
            stage(canarySettings="5%"),
            open_("canarySettings of 'part' is text where a map is expected"),
        ),
        "an unknown web ACL": (
            [REST, METHOD, STAGE, a(WEB_ACL_ASSOCIATION, {"resourceArn": UNKNOWN}, "acl")],
            open_("whether 'acl' is for 'live' is not known"),
        ),
        "an unknown usage plan": (
            [REST, METHOD, a(REST_USAGE_PLAN, {"apiStages": UNKNOWN}, "plan")],
            open_(f"apiStages of 'plan' {NOT_KNOWN}"),
        ),
        "a reason in a part of an unknown API": (
            [REST, METHOD, a(REST_INTEGRATION, {"restApi": UNKNOWN, "type": "AWS"}, "far")],
            open_("whether 'far' is of the API is not known"),
        ),
        "none in a part of an unknown API": (
            [REST, METHOD, a(REST_INTEGRATION, {"restApi": UNKNOWN, "type": "AWS_PROXY"}, "far")],
            [COULD_BE],
        ),
    }
}


def says(resources: list[Resource], **settings: float | bool) -> list[str]:
    check = REST_API_COULD_BE_HTTP.check_stack
    assert check
    return [one.message for one in check(Stack(resources), {**REST_API_COULD_BE_HTTP.defaults, **settings})]


@pytest.mark.parametrize(
    ("requests", "saving"), [(1_000_000, "saves 2.50 USD"), (200_000_000, "saves 500.00 USD"), (1000, "saves 0.00 USD")]
)
def test_the_saving_is_told_for_the_traffic_that_is_set(requests: float, saving: str) -> None:
    found = says([REST, METHOD], requestsPerMonth=requests)
    assert len(found) == 1
    assert f"{requests:,} requests a month" in found[0]
    assert saving in found[0]


def test_execution_logs_count_on_demand() -> None:
    logs = with_(REST_METHOD_SETTINGS, {"settings": {"loggingLevel": "ERROR"}})
    unknown = with_(REST_METHOD_SETTINGS, {"settings": {"loggingLevel": UNKNOWN}})
    assert says(logs, executionLogsCount=True) == []
    assert says(unknown, executionLogsCount=True) == [f"settings.loggingLevel of 'part' {NOT_KNOWN}"]
    assert says(unknown) == [COULD_BE.removeprefix("rest violation: ")]


@each_case(CASES)
def test_findings(rule: str, resources: list[Resource], expected: list[str], wrap: Callable[[Any], Any]) -> None:
    assert findings(rule, resources, wrap) == expected
