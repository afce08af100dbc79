import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from gateway_policies.resource_types import (
    API,
    API_MAPPING,
    DOMAIN_NAME,
    REST_API,
    REST_API_PUT,
    REST_BASE_PATH_MAPPING,
    REST_DOMAIN_NAME,
    REST_STAGE,
    ROUTING_RULE,
)
from gateway_policies.resources import Resource
from tests.policies.cases import NOT_KNOWN, UNKNOWN, Cases, a, each_case, findings

KEY = "disableExecuteApiEndpoint"
URI, VERSION = "mutualTlsAuthentication.truststoreUri", "mutualTlsAuthentication.truststoreVersion"
TRUSTSTORE = {"truststoreUri": "s3://trust/ca.pem", "truststoreVersion": "1"}


def domain(mutual: Any = TRUSTSTORE, name: str = "mtls", kind: str = REST_DOMAIN_NAME, **props: Any) -> Resource:
    return a(kind, {"domainName": f"{name}.example.com", "mutualTlsAuthentication": mutual, **props}, name)


def rest(disabled: Any = True, **props: Any) -> Resource:
    return a(REST_API, {KEY: disabled, **props}, "rest", id_="r1")


def http(disabled: Any = True, **props: Any) -> Resource:
    return a(API, {"protocolType": "HTTP", KEY: disabled, **props}, "http", id_="h1")


def mapped(api: Resource, *domains: Resource) -> list[Resource]:
    """The API under each of the domain names."""
    kind, key = (API_MAPPING, "apiId") if api.type == API else (REST_BASE_PATH_MAPPING, "restApi")
    mappings = [a(kind, {}, f"{one.name}-mapping", {key: api, "domainName": one}) for one in domains]
    return [api, *domains, *mappings]


def routed(
    api: Resource, at: Resource, actions: Any = UNKNOWN, links: Mapping[str, Resource] | None = None
) -> list[Resource]:
    return [api, at, a(ROUTING_RULE, {"actions": actions}, "rule", {"domainName": at, **(links or {})})]


def invokes(api_id: Any) -> list[Any]:
    return [{"invokeApi": {"apiId": api_id, "stage": "v1"}}]


def past(name: str = "rest", found: str = "not set") -> list[str]:
    return [f"{name} violation: {KEY} is {found}, so that callers get past the mutual TLS of 'mtls'"]


def around(name: str = "open", api: str = "rest") -> list[str]:
    asks_none = f"domainName is that of {name!r}, which asks for no client certificate"
    return [f"{name}-mapping violation: {asks_none}, but leads to {api!r} past the mutual TLS of 'mtls'"]


def no_api(key: str, name: str = "mapping") -> list[str]:
    return [f"{name} undecided: {key} names no API of this stack, which may answer past the mutual TLS of 'mtls'"]


NO_DOMAIN = "names no domain name of this stack, which may lead past the mutual TLS of 'mtls'"
MTLS, OPEN = domain(), domain(None, "open")
OFF = json.dumps({"openapi": "3.0.1", "servers": [{"x-amazon-apigateway-endpoint-configuration": {KEY: True}}]})
STAGE_V1 = a(REST_STAGE, {}, "v1", {"restApi": rest(None)})

CASES: Cases = {
    "mtls-not-bypassable": {
        "REST, disabled": (mapped(rest(), MTLS), []),
        "HTTP, disabled": (mapped(http(), domain(kind=DOMAIN_NAME)), []),
        "disabled as text": (mapped(rest("true"), MTLS), []),
        "disabled by its body": (mapped(rest(None, body=OFF), MTLS), []),
        "disabled by a body that is put": (
            [*mapped(api := rest(None), MTLS), a(REST_API_PUT, {"body": OFF}, "put", {"restApiId": api})],
            [],
        ),
        "two domain names with mutual TLS": (mapped(rest(), MTLS, domain(name="other")), []),
        "no mutual TLS": (mapped(rest(None), OPEN), []),
        "no mapping": ([rest(None), MTLS], []),
        "an empty truststore": (mapped(rest(None), domain({"truststoreUri": ""})), []),
        "another API behind it": ([*mapped(rest(), MTLS), http(None)], []),
        "a domain name of another stack alone": (
            [
                rest(None),
                a(REST_BASE_PATH_MAPPING, {"restApi": "r1", "domainName": "elsewhere.example.com"}, "mapping"),
            ],
            [],
        ),
        "a routing rule, disabled": (routed(api := rest(), MTLS, invokes(UNKNOWN), {"actions": api}), []),
        "REST, not set": (mapped(rest(None), MTLS), past()),
        "REST, false": (mapped(rest(False), MTLS), past(found="false")),
        "HTTP, not set": (mapped(http(None), domain(kind=DOMAIN_NAME)), past("http")),
        "a REST API by an API mapping": (
            [api := rest(None), MTLS, a(API_MAPPING, {}, "mapping", {"apiId": api, "domainName": MTLS})],
            past(),
        ),
        "by id and name": (
            [rest(None), MTLS, a(REST_BASE_PATH_MAPPING, {"restApi": "r1", "domainName": "mtls.example.com"}, "m")],
            past(),
        ),
        "by way of its stage": (
            [rest(None), STAGE_V1, MTLS, a(REST_BASE_PATH_MAPPING, {}, "m", {"restApi": STAGE_V1, "domainName": MTLS})],
            past(),
        ),
        "a truststore yet to be uploaded": (mapped(rest(None), domain({"truststoreUri": UNKNOWN})), past()),
        "a routing rule": (routed(api := rest(None), MTLS, links={"actions": api}), past()),
        "a routing rule, by id": (routed(rest(None), MTLS, invokes("r1")), past()),
        "not disabled by its body": (mapped(rest(None, body='{"paths": {}}'), MTLS), past()),
        "a second domain name without": (mapped(rest(), MTLS, OPEN), around()),
        "a second domain name without, listed first": (
            mapped(http(), OPEN, domain(kind=DOMAIN_NAME)),
            around(api="http"),
        ),
        "both ways": (mapped(rest(None), MTLS, OPEN), [*past(), *around()]),
        "a second domain name of another stack": (
            [
                *mapped(rest(), MTLS),
                a(REST_BASE_PATH_MAPPING, {"restApi": "r1", "domainName": "elsewhere.example.com"}, "mapping"),
            ],
            [f"mapping undecided: domainName {NO_DOMAIN}"],
        ),
        "a second domain name, unknown": (
            [*mapped(rest(), MTLS), a(REST_BASE_PATH_MAPPING, {"restApi": "r1", "domainName": UNKNOWN}, "mapping")],
            [f"mapping undecided: domainName of 'mapping' {NOT_KNOWN}"],
        ),
        "a second domain name of unknown mutual TLS": (
            mapped(rest(), MTLS, domain(UNKNOWN, "other")),
            [f"other-mapping undecided: mutualTlsAuthentication of 'other' {NOT_KNOWN}"],
        ),
        "an API of another stack": (
            [MTLS, a(REST_BASE_PATH_MAPPING, {"restApi": "r9"}, "mapping", {"domainName": MTLS})],
            no_api("restApi"),
        ),
        "an API of another stack, by an API mapping": (
            [MTLS, a(API_MAPPING, {"apiId": "h9"}, "mapping", {"domainName": MTLS})],
            no_api("apiId"),
        ),
        "unknown actions": (
            [MTLS, a(ROUTING_RULE, {"actions": UNKNOWN}, "mapping", {"domainName": MTLS})],
            no_api("actions"),
        ),
        "unknown mutual TLS, open": (
            mapped(rest(None), domain(UNKNOWN)),
            [f"rest undecided: mutualTlsAuthentication of 'mtls' {NOT_KNOWN}"],
        ),
        "unknown mutual TLS, disabled": (mapped(rest(), domain(UNKNOWN)), []),
        "unknown domain name, open": (
            [rest(None), a(REST_BASE_PATH_MAPPING, {"restApi": "r1", "domainName": UNKNOWN}, "mapping")],
            [f"rest undecided: domainName of 'mapping' {NOT_KNOWN}"],
        ),
        "unknown whether it is disabled": (mapped(rest(UNKNOWN), MTLS), [f"rest undecided: {KEY} {NOT_KNOWN}"]),
        "an unknown body": (mapped(rest(None, body=UNKNOWN), MTLS), [f"rest undecided: body {NOT_KNOWN}"]),
        "an unknown body that is put": (
            [*mapped(api := rest(None), MTLS), a(REST_API_PUT, {"body": UNKNOWN}, "put", {"restApiId": api})],
            [f"rest undecided: body of 'put' {NOT_KNOWN}"],
        ),
        "a wrong type": (
            mapped(rest("off"), MTLS),
            [f"rest undecided: {KEY} is text where a boolean is expected"],
        ),
    },
    "mtls-truststore-versioned": {
        "versioned": ([MTLS], []),
        "versioned, HTTP": ([domain(kind=DOMAIN_NAME)], []),
        "no mutual TLS": ([OPEN], []),
        "no version": (
            [domain({"truststoreUri": "s3://trust/ca.pem"})],
            [f"mtls violation: {VERSION} is not set"],
        ),
        "an empty version": (
            [domain({**TRUSTSTORE, "truststoreVersion": ""}, kind=DOMAIN_NAME)],
            [f"mtls violation: {VERSION} is empty"],
        ),
        "not in S3": (
            [domain({**TRUSTSTORE, "truststoreUri": "https://x/ca.pem"})],
            [f"mtls violation: {URI} is 'https://x/ca.pem', it must start with 's3://'"],
        ),
        "an unknown version": (
            [domain({**TRUSTSTORE, "truststoreVersion": UNKNOWN})],
            [f"mtls undecided: {VERSION} {NOT_KNOWN}"],
        ),
        "an unknown place": (
            [domain({**TRUSTSTORE, "truststoreUri": UNKNOWN})],
            [f"mtls undecided: {URI} {NOT_KNOWN}"],
        ),
        "an unknown block": ([domain(UNKNOWN)], [f"mtls undecided: mutualTlsAuthentication {NOT_KNOWN}"]),
        "a wrong type": (
            [domain({**TRUSTSTORE, "truststoreVersion": 1})],
            [f"mtls undecided: {VERSION} is a number where text is expected"],
        ),
    },
    "require-mutual-tls": {
        "REST": ([MTLS], []),
        "HTTP": ([domain(kind=DOMAIN_NAME)], []),
        "a truststore yet to be uploaded": ([domain({"truststoreUri": UNKNOWN})], []),
        "none": ([OPEN], [f"open violation: {URI} is not set"]),
        "none, HTTP": ([domain(None, kind=DOMAIN_NAME)], [f"mtls violation: {URI} is not set"]),
        "no truststore": ([domain({})], [f"mtls violation: {URI} is not set"]),
        "unknown": ([domain(UNKNOWN)], [f"mtls undecided: mutualTlsAuthentication {NOT_KNOWN}"]),
        "a wrong type": (
            [domain({"truststoreUri": 1})],
            [f"mtls undecided: {URI} is a number where text is expected"],
        ),
    },
}


@pytest.mark.parametrize(
    ("private", "links", "expected"),
    [(True, ["other"], []), (True, ["mtls"], past()), (True, [], past()), (False, [], [])],
    ids=["the private one, by its id", "the public one, by its id", "the public one", "two alike"],
)
def test_which_of_two_domain_names_alike_is_meant(private: bool, links: list[str], expected: list[str]) -> None:
    types = {"endpointConfiguration": {"types": "PRIVATE"}} if private else {}
    other = a(REST_DOMAIN_NAME, {"domainName": "mtls.example.com", **types}, "other")
    by_id = {"domainNameId": MTLS if links == ["mtls"] else other} if links else {}
    mapping = a(REST_BASE_PATH_MAPPING, {"restApi": "r1", "domainName": "mtls.example.com"}, "mapping", by_id)
    assert findings("mtls-not-bypassable", [rest(None), MTLS, other, mapping]) == expected


def test_the_private_one_of_two_is_meant_where_an_id_is_given() -> None:
    private = domain(None, "mtls", endpointConfiguration={"types": "PRIVATE"})
    named = a(REST_BASE_PATH_MAPPING, {"restApi": "r1", "domainName": "mtls.example.com", "domainNameId": "d1"}, "m")
    assert findings("mtls-not-bypassable", [rest(None), MTLS, replace(private, urn=f"{private.urn}2"), named]) == []


def test_an_api_that_is_only_read_is_judged_at_its_mapping() -> None:
    api, *others = mapped(rest(None), MTLS)
    found = findings("mtls-not-bypassable", [replace(api, managed=False), *others])
    assert found == [line.replace("rest violation", "mtls-mapping violation") for line in past()]


@each_case(CASES)
def test_findings(rule: str, resources: list[Resource], expected: list[str], wrap: Callable[[Any], Any]) -> None:
    assert findings(rule, resources, wrap) == expected
