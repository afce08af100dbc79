import json
from collections.abc import Callable
from typing import Any

import pytest

from gateway_policies.enforcement import Enforcement
from gateway_policies.evaluate import evaluate
from gateway_policies.resource_types import (
    API,
    API_MAPPING,
    CLOUDFRONT_DISTRIBUTION,
    DOMAIN_NAME,
    REST_API,
    REST_API_PUT,
    REST_BASE_PATH_MAPPING,
    REST_DOMAIN_NAME,
    REST_STAGE,
    ROUTING_RULE,
    STAGE,
)
from gateway_policies.resources import Resource
from gateway_policies.tls.default_endpoints import DEFAULT_ENDPOINT_DISABLED
from tests.policies.cases import NOT_KNOWN, UNKNOWN, Cases, a, each_case, findings

KEY = "disableExecuteApiEndpoint"
DOMAIN = a(DOMAIN_NAME, {"domainName": "api.example.com"}, "domain")
REST_DOMAIN = a(REST_DOMAIN_NAME, {"domainName": "rest.example.com"}, "rest-domain")


def http(disabled: Any = None, **props: Any) -> Resource:
    return a(API, {"protocolType": "HTTP", KEY: disabled, **props}, "api", id_="h1")


def rest(disabled: Any = None, **props: Any) -> Resource:
    return a(REST_API, {KEY: disabled, **props}, "api", id_="r1")


def mapped(api: Resource) -> list[Resource]:
    kind, key = (API_MAPPING, "apiId") if api.type == API else (REST_BASE_PATH_MAPPING, "restApi")
    return [api, DOMAIN, a(kind, {}, "mapping", {key: api, "domainName": DOMAIN})]


def fronted(api: Resource, host: str = UNKNOWN, source: Resource | None = None) -> list[Resource]:
    links = {"origins": source or api} if host == UNKNOWN else {}
    origins = [{"domainName": "assets.s3.amazonaws.com"}, {"domainName": host}]
    return [api, a(CLOUDFRONT_DISTRIBUTION, {"origins": origins}, "cdn", links)]


def reached(by: str = "the mapping 'mapping'", found: str = "not set") -> list[str]:
    return [f"api violation: {KEY} is {found}, though {by} leads to the API"]


BY_CDN = reached("the distribution 'cdn'")
OFF = json.dumps({"swagger": "2.0", "x-amazon-apigateway-endpoint-configuration": {KEY: True}})

CASES: Cases = {
    "default-endpoint-disabled": {
        "disabled": (mapped(http(True)), []),
        "disabled, REST": (mapped(rest(True)), []),
        "disabled by its body": (mapped(rest(body=OFF)), []),
        "disabled by a body that is put": (
            [*mapped(api := rest()), a(REST_API_PUT, {"body": OFF}, "put", {"restApiId": api})],
            [],
        ),
        "without a domain name": ([http(), rest(), DOMAIN, REST_DOMAIN], []),
        "the domain name of another API": ([rest(), *mapped(http(True))], []),
        "an API of another stack": ([rest(), DOMAIN, a(API_MAPPING, {"apiId": "h9"}, "m", {"domainName": DOMAIN})], []),
        "a distribution of something else": ([http(), a(CLOUDFRONT_DISTRIBUTION, {"origins": []}, "cdn")], []),
        "HTTP": (mapped(http()), reached()),
        "HTTP, false": (mapped(http(False)), reached(found="false")),
        "REST": (mapped(rest()), reached()),
        "a domain name of another stack": (
            [http(), a(API_MAPPING, {"apiId": "h1", "domainName": "elsewhere.example.com"}, "mapping")],
            reached(),
        ),
        "a routing rule": (
            [api := rest(), REST_DOMAIN, a(ROUTING_RULE, {}, "mapping", {"actions": api, "domainName": REST_DOMAIN})],
            reached(),
        ),
        "behind CloudFront": (fronted(http()), BY_CDN),
        "behind CloudFront, REST": (fronted(rest()), BY_CDN),
        "behind CloudFront, by host": (fronted(http(), "h1.execute-api.eu-west-1.amazonaws.com"), BY_CDN),
        "behind CloudFront, by its stage": (
            [*fronted(api := http(), source=(stage := a(STAGE, {}, "v1", {"apiId": api}))), stage],
            BY_CDN,
        ),
        "behind CloudFront, by its REST stage": (
            [*fronted(api := rest(), source=(stage := a(REST_STAGE, {}, "v1", {"restApi": api}))), stage],
            BY_CDN,
        ),
        "unknown": (mapped(http(UNKNOWN)), [f"api undecided: {KEY} {NOT_KNOWN}"]),
        "an unknown body": (mapped(http(body=UNKNOWN)), [f"api undecided: body {NOT_KNOWN}"]),
        "a mapping that may be its": (
            [http(), a(API_MAPPING, {"apiId": UNKNOWN}, "mapping")],
            ["api undecided: whether 'mapping' leads to the API is not known"],
        ),
        "a routing rule that may be its": (
            [rest(), a(ROUTING_RULE, {"actions": [{"invokeApi": UNKNOWN}]}, "rule")],
            ["api undecided: whether 'rule' leads to the API is not known"],
        ),
        "a mapping that may be its, disabled": ([http(True), a(API_MAPPING, {"apiId": UNKNOWN}, "mapping")], []),
        "a wrong type": (mapped(http(1)), [f"api undecided: {KEY} is a number where a boolean is expected"]),
    }
}


@pytest.mark.parametrize(("api", "count"), [(rest(), 1), (rest(True), 0), (http(), 0)])
def test_every_rest_api_when_it_is_asked_for(api: Resource, count: int) -> None:
    every = {"default-endpoint-disabled": Enforcement("advisory", {"restWithoutDomain": True}, ())}
    assert len(evaluate([api], every, [DEFAULT_ENDPOINT_DISABLED])) == count


@each_case(CASES)
def test_findings(rule: str, resources: list[Resource], expected: list[str], wrap: Callable[[Any], Any]) -> None:
    assert findings(rule, resources, wrap) == expected
