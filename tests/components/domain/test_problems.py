from collections.abc import Mapping
from typing import Any, cast

import pytest

from components import HttpApi, allow_vpc_endpoints
from components.domain.args import ApiDomainArgs, ApiDomainMappingsArgs
from components.domain.domain import ApiDomain
from components.domain.further_mappings import ApiDomainMappings
from components.problems import ComponentError
from tests.components.domain.domains import (
    ENHANCED,
    GIVEN_CERTIFICATE,
    NAME,
    TRUSTSTORE,
    ZONE,
    args,
    built,
    faults_of,
    http,
    mapping_faults,
    problems_of,
    reference,
    rest,
    websocket,
)
from tests.support.recording import Cloud

REST_ONLY = {"payments": reference("REST")}
PRIVATE = {"endpoint": "PRIVATE", "mappings": {"a": reference("REST", endpoint="PRIVATE")}}
STILL_OPEN = "HTTP API abc123, which still answers on the address that AWS gives it"


def rule(**changes: Any) -> dict[str, Any]:
    """Arguments with one rule that is valid but for these changes."""
    return {
        "mappings": {},
        "routing_rules": {"beta": {"api": reference("REST"), "priority": 1, "path": "beta", **changes}},
    }


CASES: Mapping[str, tuple[dict[str, Any], tuple[str, str]]] = {
    "no name": ({"domain_name": None}, ("arguments", 'no "domain_name"')),
    "upper case": ({"domain_name": "API.example.com"}, ("domain_name", "'API.example.com'")),
    "a URL": ({"domain_name": "https://api.example.com"}, ("domain_name", "'https://api.example.com'")),
    "one label": ({"domain_name": "api"}, ("domain_name", "'api'")),
    "unknown key": ({"certificate": "x"}, ("arguments", 'the key "certificate"')),
    "no zone": ({"zone_id": None}, ("zone_id", "neither zone_id nor dns")),
    "zone and none": ({"dns": "none"}, ("zone_id", 'both zone_id and dns="none"')),
    "other dns": ({"dns": "cloudflare", "zone_id": None}, ("dns", "'cloudflare'")),
    "zone by name": ({"zone_id": "example.com"}, ("zone_id", '"example.com"')),
    "no mapping": ({"mappings": None}, ("mappings", "none")),
    "endpoint": ({"endpoint": "regional"}, ("endpoint", "'regional'")),
    "addresses": ({"ip_address_type": "ipv6"}, ("ip_address_type", "'ipv6'")),
    "old TLS": ({"security_policy": "TLS_1_0"}, ("security_policy", "TLS_1_0")),
    "unknown TLS": ({"security_policy": "TLS_1_3"}, ("security_policy", "'TLS_1_3'")),
    "TLS of edge": (
        {"security_policy": "SecurityPolicy_TLS13_2025_EDGE", "mappings": REST_ONLY},
        ("security_policy", "SecurityPolicy_TLS13_2025_EDGE on a REGIONAL domain"),
    ),
    "TLS of no edge": (
        {"security_policy": ENHANCED, "mappings": REST_ONLY, "endpoint": "EDGE"},
        ("security_policy", f"{ENHANCED} on an EDGE domain"),
    ),
    "access mode": ({"endpoint_access_mode": "STRICT"}, ("endpoint_access_mode", "'STRICT' with TLS_1_2")),
    "unknown access mode": (
        {"security_policy": ENHANCED, "mappings": REST_ONLY, "endpoint_access_mode": "LOOSE"},
        ("endpoint_access_mode", "'LOOSE'"),
    ),
    "HTTP API above 1.2": (
        {"security_policy": ENHANCED},
        (
            'mapping "orders"',
            "HTTP API abc123 on a domain with a policy that begins with SecurityPolicy_",
        ),
    ),
    "mutual TLS above 1.2": (
        {"security_policy": ENHANCED, "mappings": REST_ONLY, "mutual_tls": TRUSTSTORE},
        ("mutual_tls", f"mutual TLS with {ENHANCED}"),
    ),
    "mutual TLS of edge": (
        {"endpoint": "EDGE", "mappings": REST_ONLY, "mutual_tls": TRUSTSTORE},
        ("mutual_tls", "mutual TLS on an EDGE domain"),
    ),
    "mutual TLS and the way past it": (
        {"mappings": {"orders": reference(default_endpoint_disabled=False)}, "mutual_tls": TRUSTSTORE},
        ('mapping "orders"', STILL_OPEN),
    ),
    "mutual TLS, and a reason": (
        {
            "mappings": {"orders": reference(default_endpoint_disabled=False)},
            "mutual_tls": TRUSTSTORE,
            "default_endpoints": "partners use them",
        },
        ('mapping "orders"', STILL_OPEN),
    ),
    "mutual TLS of WebSocket": (
        {"mappings": {"": reference("WEBSOCKET")}, "mutual_tls": TRUSTSTORE},
        ('mapping ""', "WebSocket API abc123 behind mutual TLS"),
    ),
    "truststore without version": (
        {"mutual_tls": {"truststore_uri": "s3://trust/clients.pem"}},
        ("mutual_tls", 'no "truststore_version"'),
    ),
    "truststore not in S3": (
        {"mutual_tls": {**TRUSTSTORE, "truststore_uri": "https://trust/clients.pem"}},
        ("mutual_tls", 'truststore_uri "https://trust/clients.pem"'),
    ),
    "ownership without need": (
        {"ownership_certificate_arn": GIVEN_CERTIFICATE},
        ("ownership_certificate_arn", "an ownership certificate that nothing needs"),
    ),
    "no certificate": ({"certificate_arn": "api.example.com"}, ("certificate_arn", '"api.example.com"')),
    "certificate elsewhere": (
        {"endpoint": "EDGE", "mappings": REST_ONLY, "certificate_arn": GIVEN_CERTIFICATE},
        ("certificate_arn", "a certificate in eu-west-1"),
    ),
    "default endpoint": (
        {"mappings": {"orders": reference(default_endpoint_disabled=False)}},
        ('mapping "orders"', STILL_OPEN),
    ),
    "empty reason": ({"default_endpoints": " "}, ("default_endpoints", "an empty reason")),
    "HTTP API at the edge": (
        {"endpoint": "EDGE"},
        ('mapping "orders"', "HTTP API abc123 on an EDGE domain"),
    ),
    "levels at the edge": (
        {"endpoint": "EDGE", "mappings": {"v1/payments": reference("REST")}},
        ('mapping "v1/payments"', "a path of 2 levels on an EDGE domain"),
    ),
    "one path twice": (
        {"mappings": {"orders": reference(), "/orders/": reference(api_id="def456")}},
        ('mapping "/orders/"', 'the path of the mapping "orders"'),
    ),
    "path with variable": ({"mappings": {"orders/{id}": reference()}}, ('mapping "orders/{id}"', "a variable")),
    "path with space": ({"mappings": {"my orders": reference()}}, ('mapping "my orders"', 'the path "my orders"')),
    "long path": ({"mappings": {"o" * 301: reference()}}, (f'mapping "{"o" * 301}"', "301 characters")),
    "many levels": (
        {"mappings": {f"v1/a{number}": reference() for number in range(201)}},
        ("mappings of several levels", "201 mappings of several levels"),
    ),
    "WebSocket in company": (
        {"mappings": {"orders": reference(), "live": reference("WEBSOCKET", "ws1")}},
        ('mapping "live"', "WebSocket API ws1 beside an HTTP or REST API"),
    ),
    "no API": ({"mappings": {"orders": "abc123"}}, ('mapping "orders"', "str 'abc123'")),
    "kind of reference": ({"mappings": {"orders": reference("http")}}, ('mapping "orders"', "kind 'http'")),
    "private API": (
        {"mappings": {"orders": reference("REST", endpoint="PRIVATE")}},
        ('mapping "orders"', "REST API abc123, with the endpoint PRIVATE, on a REGIONAL domain"),
    ),
    "VPC endpoints of no private domain": (
        {"vpc_endpoints": {"shop": "vpce-1"}},
        ("vpc_endpoints", "VPC endpoints of a REGIONAL domain"),
    ),
    "private, closed to all": (PRIVATE, ("vpc_endpoints", "none")),
    "private, by IPv4": (
        {**PRIVATE, "vpc_endpoints": {"shop": "vpce-1"}, "ip_address_type": "ipv4"},
        ("ip_address_type", "ipv4"),
    ),
    "private, another id": (
        {**PRIVATE, "vpc_endpoints": {"shop": "vpc-1"}},
        ('vpc_endpoints, "shop"', '"vpc-1"'),
    ),
    "rule without API": (
        {"routing_rules": {"beta": {"priority": 1, "path": "beta"}}},
        ('routing rule "beta"', 'no "api"'),
    ),
    "rule without condition": (
        {"routing_rules": {"beta": {"api": reference("REST"), "priority": 1}}, "mappings": {}},
        ('routing rule "beta"', "no condition"),
    ),
    "rule of a private domain": (
        {**rule(api=reference("REST", endpoint="PRIVATE")), "endpoint": "PRIVATE", "vpc_endpoints": {"a": "vpce-1"}},
        ("routing_rules", "rules of a PRIVATE domain"),
    ),
    "rule to HTTP": (rule(api=reference("HTTP")), ('routing rule "beta"', "HTTP API abc123")),
    "rule last": (rule(priority=1_000_001), ('routing rule "beta", priority', "1000001")),
    "rule of three headers": (
        rule(headers={"a": "1", "b": "2", "c": "3"}),
        ('routing rule "beta", headers', '3 routing rule "beta", headers'),
    ),
    "rule with a header's name": (
        rule(headers={"x version": "1"}),
        ('routing rule "beta"', 'the header "x version"'),
    ),
    "rule with a value": (
        rule(headers={"x-version": "a*b"}),
        ('routing rule "beta"', 'the value "a*b" of the header "x-version"'),
    ),
    "rule with a path": (rule(path="a b"), ('routing rule "beta", path', 'the path "a b"')),
    "rules beside both kinds": (
        {**rule(), "mappings": {"orders": reference(), **REST_ONLY}},
        ("routing_rules", "rules beside mappings to both HTTP and REST APIs"),
    ),
    "rules of one priority": (
        {
            "mappings": {},
            "routing_rules": {
                name: {"api": reference("REST"), "priority": 5, "path": name} for name in ("beta", "rest")
            },
        },
        ('routing rule "rest"', 'the priority 5 of "beta"'),
    ),
}


@pytest.mark.parametrize(("changes", "expected"), CASES.values(), ids=CASES.keys())
def test_one_mistake_is_one_problem(cloud: Cloud, changes: dict[str, Any], expected: tuple[str, str]) -> None:
    ((where, found, allowed, remedy),) = problems_of(cloud, args(**changes))
    assert (where, found) == expected
    assert allowed
    assert remedy


def test_the_names_of_components_stand_in_the_problems(cloud: Cloud) -> None:
    found = problems_of(cloud, lambda: args(mappings={"orders": http(closed=False), "live": websocket()}))
    assert [(where, what) for where, what, _, _ in found] == [
        ('mapping "orders"', 'HTTP API "orders", which still answers on the address that AWS gives it'),
        ('mapping "live"', 'WebSocket API "notifications" beside an HTTP or REST API'),
    ]
    assert found[0][3] == (
        'say disable_default_endpoint=True in the arguments of HTTP API "orders", or why not in default_endpoints'
    )


def test_default_endpoints_may_stay_for_a_reason(cloud: Cloud) -> None:
    built(cloud, lambda: args(mappings={"orders": http(closed=False)}, default_endpoints="moved in stages"))
    assert cloud.mocks.of("gateway:index:ApiDomain")["api"]["defaultEndpoints"] == "moved in stages"


def test_every_problem_is_told_at_once(cloud: Cloud) -> None:
    given = cast("ApiDomainArgs", {"domain_name": "Api", "mappings": {"a b": reference("x")}, "security_policy": "TLS"})
    assert [where for where, _ in faults_of(cloud, given)] == [
        "domain_name",
        "zone_id",
        "security_policy",
        'mapping "a b"',
        'mapping "a b"',
    ]


def test_an_error_names_the_component_and_numbers_its_problems(cloud: Cloud) -> None:
    with pytest.raises(ComponentError, match='domain "api" has 2 problems; nothing of it was registered'):
        built(cloud, args(zone_id=None, endpoint="edge"))


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"domain": NAME}, [("arguments", 'no "mappings"')]),
        ({"mappings": {"a": reference()}}, [("arguments", 'no "domain"')]),
        ({"domain": 1, "mappings": {"a": reference()}}, [("domain", "1")]),
        ({"domain": "API", "mappings": {"a": reference()}}, [("domain", "'API'")]),
        (
            {"domain": NAME, "mappings": {"a": reference(default_endpoint_disabled=False)}, "mutual_tls": True},
            [('mapping "a"', STILL_OPEN)],
        ),
        (
            {"domain": NAME, "endpoint": "EDGE", "mappings": {"a/b": reference("REST")}},
            [('mapping "a/b"', "a path of 2 levels on an EDGE domain")],
        ),
        (
            {"domain": NAME, "endpoint": "PRIVATE", "mappings": {"a": reference("REST", endpoint="PRIVATE")}},
            [("domain_name_id", "none")],
        ),
        ({"domain": NAME, "mappings": {"a": reference()}, "zone_id": ZONE}, [("arguments", 'the key "zone_id"')]),
    ],
)
def test_further_mappings_are_judged_too(cloud: Cloud, given: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert mapping_faults(cloud, given) == expected
    assert cloud.mocks.registrations == []


def test_further_mappings_know_the_domain_of_this_program(cloud: Cloud) -> None:
    found: list[tuple[str, str]] = []

    def program() -> None:
        domain = ApiDomain("api", args(mutual_tls=TRUSTSTORE))
        ApiDomainMappings("users", ApiDomainMappingsArgs(domain=domain, mappings={"users": reference(api_id="u1")}))
        mappings = {"/orders": http(), "users": http("users"), "open": HttpApi("open", _open())}
        try:
            ApiDomainMappings("more", ApiDomainMappingsArgs(domain=domain, mappings=mappings, mutual_tls=False))
        except ComponentError as error:
            found.extend((one.where, one.found) for one in error.problems)

    cloud.run(program)
    assert found == [
        ('mapping "/orders"', "the path of HTTP API abc123"),
        ('mapping "users"', "the path of HTTP API u1"),
        ('mapping "open"', 'HTTP API "open", which still answers on the address that AWS gives it'),
        ("mutual_tls", "given beside an ApiDomain"),
    ]


def _open() -> Any:
    return {"throttle": {"rate": 1, "burst": 1}, "routes": {"GET /": {"url": "https://e.com/", "public": "a test"}}}


def test_a_private_rest_api_is_known_by_itself(cloud: Cloud) -> None:
    def given() -> ApiDomainArgs:
        policy = allow_vpc_endpoints(["vpce-1"])
        return args(mappings={"ledger": rest("ledger", endpoint="PRIVATE", resource_policy=policy)})

    assert faults_of(cloud, given) == [
        ('mapping "ledger"', 'REST API "ledger", with the endpoint PRIVATE, on a REGIONAL domain')
    ]


@pytest.mark.parametrize(
    ("changes", "remedy"),
    [
        ({"endpoint": "edge"}, 'did you mean "EDGE"?'),
        ({"ip_address_type": "DualStack"}, 'did you mean "dualstack"?'),
    ],
)
def test_the_near_choice_is_named(cloud: Cloud, changes: dict[str, Any], remedy: str) -> None:
    assert [one[3] for one in problems_of(cloud, args(**changes))] == [remedy]
