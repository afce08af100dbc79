"""Patch operations: the form that AWS documents for each of its REST resources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from local.provider.patches import patch_operations
from local.provider.schema import resource_schema
from local.provider.types import known_types

if TYPE_CHECKING:
    from local.provider.values import Properties

Operations = list[dict[str, str]]
SETTINGS = {"restApi": "a", "stageName": "live", "methodPath": "orders/{id}/GET"}


def operations(token: str, before: Properties, wanted: Properties, facts: Properties | None = None) -> Operations:
    row = known_types()[token]
    (change,) = row.update
    schema = resource_schema(token)
    return patch_operations(row, schema, change.patches, before=before, wanted=wanted, facts=facts or {})


def replace(path: str, value: str) -> dict[str, str]:
    return {"op": "replace", "path": path, "value": value}


def add(path: str, value: str | None = None) -> dict[str, str]:
    return {"op": "add", "path": path} | ({} if value is None else {"value": value})


def remove(path: str, value: str | None = None) -> dict[str, str]:
    return {"op": "remove", "path": path} | ({} if value is None else {"value": value})


CASES: list[tuple[str, Properties, Properties, Operations]] = [
    ("restApi:RestApi", {"description": "a"}, {"description": "a"}, []),
    ("restApi:RestApi", {"description": "a"}, {"description": None}, [replace("/description", "")]),
    ("restApi:RestApi", {}, {"disableExecuteApiEndpoint": True}, [replace("/disableExecuteApiEndpoint", "true")]),
    (
        "restApi:RestApi",
        {"binaryMediaTypes": ["image/png", "a~b/c"]},
        {"binaryMediaTypes": ["image/png", "image/*"]},
        [remove("/binaryMediaTypes/a~0b~1c"), add("/binaryMediaTypes/image~1*")],
    ),
    (
        "restApi:RestApi",
        {"endpointConfiguration": {"types": "EDGE", "vpcEndpointIds": ["vpce-1"]}},
        {"endpointConfiguration": {"types": "PRIVATE", "vpcEndpointIds": ["vpce-2"]}},
        [
            replace("/endpointConfiguration/types/EDGE", "PRIVATE"),
            remove("/endpointConfiguration/vpcEndpointIds", "vpce-1"),
            add("/endpointConfiguration/vpcEndpointIds", "vpce-2"),
        ],
    ),
    (
        "method:Method",
        {"authorizationScopes": ["a", "b"], "requestParameters": {"method.request.path.id": True}},
        {"authorizationScopes": ["b", "c"], "requestParameters": {"method.request.path.id": False}},
        [
            remove("/authorizationScopes", "a"),
            add("/authorizationScopes", "c"),
            replace("/requestParameters/method.request.path.id", "false"),
        ],
    ),
    (
        "integration:Integration",
        {"requestTemplates": {"application/json": "1", "text/plain": "2"}, "timeoutMilliseconds": 5000.0},
        {"requestTemplates": {"application/json": "3", "text/html": "4"}, "timeoutMilliseconds": None},
        [
            remove("/requestTemplates/text~1plain"),
            replace("/requestTemplates/application~1json", "3"),
            add("/requestTemplates/text~1html", "4"),
            replace("/timeoutInMillis", "29000"),
        ],
    ),
    (
        "integration:Integration",
        {},
        {"cacheKeyParameters": ["method.request.path.id"]},
        [add("/cacheKeyParameters/method.request.path.id")],
    ),
    (
        "stage:Stage",
        {"accessLogSettings": {"destinationArn": "a", "format": "b"}, "variables": {"color": "red"}},
        {"accessLogSettings": None, "variables": {"size": "1"}, "deployment": "d2", "xrayTracingEnabled": True},
        [
            remove("/accessLogSettings"),
            replace("/deploymentId", "d2"),
            remove("/variables/color"),
            replace("/variables/size", "1"),
            replace("/tracingEnabled", "true"),
        ],
    ),
    (
        "stage:Stage",
        {"canarySettings": {"deploymentId": "d", "percentTraffic": 10.0, "stageVariableOverrides": {"a": "1"}}},
        {"canarySettings": {"deploymentId": "d", "percentTraffic": 12.5, "stageVariableOverrides": {"b": "2"}}},
        [
            replace("/canarySettings/percentTraffic", "12.5"),
            remove("/canarySettings/stageVariableOverrides/a"),
            replace("/canarySettings/stageVariableOverrides/b", "2"),
        ],
    ),
    (
        "authorizer:Authorizer",
        {"providerArns": ["arn:1"], "authorizerResultTtlInSeconds": 60.0},
        {"providerArns": ["arn:2"], "authorizerResultTtlInSeconds": 0.0},
        [
            replace("/authorizerResultTtlInSeconds", "0"),
            remove("/providerARNs", "arn:1"),
            add("/providerARNs", "arn:2"),
        ],
    ),
    (
        "domainName:DomainName",
        {
            "regionalCertificateArn": "arn:1",
            "endpointConfiguration": {"types": "REGIONAL", "ipAddressType": "ipv4"},
            "mutualTlsAuthentication": {"truststoreUri": "s3://a/b", "truststoreVersion": "1"},
        },
        {
            "regionalCertificateArn": "arn:2",
            "endpointConfiguration": {"types": "REGIONAL", "ipAddressType": "dualstack"},
            "mutualTlsAuthentication": None,
            "routingMode": "ROUTING_RULE_ONLY",
        },
        [
            replace("/endpointConfiguration/ipAddressType", "dualstack"),
            replace("/mutualTlsAuthentication/truststoreUri", ""),
            replace("/mutualTlsAuthentication/truststoreVersion", ""),
            replace("/regionalCertificateArn", "arn:2"),
            replace("/routingMode", "ROUTING_RULE_ONLY"),
        ],
    ),
    ("domainName:DomainName", {"certificateArn": "arn:1"}, {"certificateArn": "arn:1"}, []),
    (
        "basePathMapping:BasePathMapping",
        {"restApi": "a", "stageName": "live"},
        {"restApi": "b", "stageName": "next"},
        [replace("/restapiId", "b"), replace("/stage", "next")],
    ),
    ("vpcLink:VpcLink", {"description": "a"}, {"description": None}, [replace("/description", "")]),
    (
        "usagePlan:UsagePlan",
        {"throttleSettings": {"burstLimit": 4.0, "rateLimit": 2.0}, "quotaSettings": {"limit": 9.0, "period": "DAY"}},
        {"throttleSettings": {"burstLimit": 4.0, "rateLimit": 2.5}, "quotaSettings": None},
        [remove("/quota"), replace("/throttle/rateLimit", "2.5")],
    ),
    (
        "usagePlan:UsagePlan",
        {"apiStages": [{"apiId": "a", "stage": "kept"}, {"apiId": "a", "stage": "old"}]},
        {
            "apiStages": [
                {"apiId": "a", "stage": "kept"},
                {"apiId": "a", "stage": "new", "throttles": [{"path": "/orders/GET", "rateLimit": 1.5}]},
            ]
        },
        [
            remove("/apiStages", "a:old"),
            add("/apiStages", "a:new"),
            replace("/apiStages/a:new/throttle//orders/GET/rateLimit", "1.5"),
            replace("/apiStages/a:new/throttle//orders/GET/burstLimit", "0"),
        ],
    ),
]


@pytest.mark.parametrize(("kind", "before", "wanted", "expected"), CASES)
def test_operations_are_written_as_aws_documents_them(
    kind: str, before: Properties, wanted: Properties, expected: Operations
) -> None:
    assert operations(f"aws:apigateway/{kind}", before, wanted) == expected


def test_the_settings_of_a_method_are_found_below_its_escaped_path() -> None:
    before: Any = {"settings": {"throttlingBurstLimit": 10.0, "loggingLevel": "INFO", "cacheTtlInSeconds": 60.0}}
    wanted: Any = {"settings": {"throttlingBurstLimit": 20.0, "throttlingRateLimit": 0.5, "metricsEnabled": True}}
    found = operations("aws:apigateway/methodSettings:MethodSettings", before, wanted, SETTINGS)
    assert found == [
        replace("/orders~1{id}/GET/caching/ttlInSeconds", "300"),
        replace("/orders~1{id}/GET/logging/loglevel", "OFF"),
        replace("/orders~1{id}/GET/metrics/enabled", "true"),
        replace("/orders~1{id}/GET/throttling/burstLimit", "20"),
        replace("/orders~1{id}/GET/throttling/rateLimit", "0.5"),
    ]


@pytest.mark.parametrize(("path", "pointer"), [("*/*", "/*/*"), ("orders~1{id}/GET", "/orders~1{id}/GET")])
def test_a_method_path_may_be_for_all_methods_or_escaped_already(path: str, pointer: str) -> None:
    wanted: Any = {"settings": {"metricsEnabled": True}}
    token = "aws:apigateway/methodSettings:MethodSettings"  # noqa: S105  # the name of a type
    found = operations(token, {}, wanted, {**SETTINGS, "methodPath": path})
    assert found == [replace(f"{pointer}/metrics/enabled", "true")]
