from collections.abc import Callable
from typing import Any

import pytest

from gateway_policies.enforcement import Enforcement
from gateway_policies.evaluate import evaluate
from gateway_policies.resource_types import (
    API,
    API_MAPPING,
    DOMAIN_NAME,
    REST_API,
    REST_BASE_PATH_MAPPING,
    REST_DOMAIN_NAME,
    ROUTING_RULE,
)
from gateway_policies.resources import Resource
from gateway_policies.tls.domain_tls import DOMAIN_PQC_TLS
from tests.policies.cases import NOT_KNOWN, UNKNOWN, Cases, a, each_case, findings

RECOMMENDED = (
    "SecurityPolicy_TLS13_1_3_2025_09, SecurityPolicy_TLS13_1_3_FIPS_2025_09, SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09, "
    "SecurityPolicy_TLS13_2025_EDGE, SecurityPolicy_TLS12_PFS_2025_EDGE"
)
TRUSTSTORE = {"truststoreUri": "s3://trust/ca.pem"}


def domain(policy: Any = "TLS_1_2", **props: Any) -> Resource:
    return a(REST_DOMAIN_NAME, {"domainName": "api.example.com", "securityPolicy": policy, **props})


def older(found: str = "TLS_1_2") -> list[str]:
    return [f"it violation: securityPolicy is {found}, recommended: {RECOMMENDED}"]


def not_post_quantum(found: str) -> list[str]:
    return [f"it violation: securityPolicy is {found}, allowed: policies with PQ in their name"]


DOMAIN = domain()
HTTP, REST = a(API, {"protocolType": "HTTP"}, "http", id_="h1"), a(REST_API, {}, "rest", id_="r1")

CASES: Cases = {
    "domain-recommended-tls": {
        "recommended": ([domain("SecurityPolicy_TLS13_1_3_2025_09")], []),
        "recommended at the edge": ([domain("SecurityPolicy_TLS12_PFS_2025_EDGE")], []),
        "with mutual TLS": ([domain(mutualTlsAuthentication=TRUSTSTORE)], []),
        "of an HTTP API": ([DOMAIN, HTTP, a(API_MAPPING, {}, "m", {"apiId": HTTP, "domainName": DOMAIN})], []),
        "of an HTTP API, by name and id": (
            [DOMAIN, HTTP, a(API_MAPPING, {"apiId": "h1", "domainName": "api.example.com"}, "m")],
            [],
        ),
        "a domain name of HTTP APIs": ([a(DOMAIN_NAME, {"domainNameConfiguration": {}})], []),
        "older": ([DOMAIN], older()),
        "not set": ([domain(None)], older("not set")),
        "of a REST API": (
            [DOMAIN, REST, a(REST_BASE_PATH_MAPPING, {}, "m", {"restApi": REST, "domainName": DOMAIN})],
            older(),
        ),
        "of a REST API, by an API mapping": (
            [DOMAIN, REST, a(API_MAPPING, {}, "m", {"apiId": REST, "domainName": DOMAIN})],
            older(),
        ),
        "of a REST API, by a routing rule": (
            [DOMAIN, REST, a(ROUTING_RULE, {}, "m", {"actions": REST, "domainName": DOMAIN})],
            older(),
        ),
        "of a REST API of another stack": (
            [DOMAIN, a(REST_BASE_PATH_MAPPING, {"restApi": "r9"}, "m", {"domainName": DOMAIN})],
            older(),
        ),
        "an HTTP API at another domain name": (
            [DOMAIN, HTTP, a(API_MAPPING, {"apiId": "h1", "domainName": "www.example.com"}, "m")],
            older(),
        ),
        "of an API of another stack": (
            [DOMAIN, a(API_MAPPING, {"apiId": "h9"}, "m", {"domainName": DOMAIN})],
            ["it undecided: whether 'm' leads to an HTTP API is not seen, for its API is of another stack"],
        ),
        "of an unknown API": (
            [DOMAIN, a(API_MAPPING, {"apiId": UNKNOWN}, "m", {"domainName": DOMAIN})],
            ["it undecided: whether 'm' leads to an HTTP API is not known"],
        ),
        "unknown": ([domain(UNKNOWN)], [f"it undecided: securityPolicy {NOT_KNOWN}"]),
        "unknown mutual TLS": (
            [domain(mutualTlsAuthentication=UNKNOWN)],
            [f"it undecided: mutualTlsAuthentication {NOT_KNOWN}"],
        ),
        "a wrong type": ([domain(["TLS_1_2"])], ["it undecided: securityPolicy is a list where text is expected"]),
    },
    "domain-pqc-tls": {
        "forward secrecy": ([domain("SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09")], []),
        "FIPS": ([domain("SecurityPolicy_TLS13_1_2_FIPS_PFS_PQ_2025_09")], []),
        "alone": ([domain("SecurityPolicy_TLS13_1_2_PQ_2025_09")], []),
        "still to come": ([domain("SecurityPolicy_TLS13_1_3_PQ_2031_01")], []),
        "TLS 1.3 without it": (
            [domain("SecurityPolicy_TLS13_1_3_2025_09")],
            not_post_quantum("SecurityPolicy_TLS13_1_3_2025_09"),
        ),
        "letters within a word": ([domain("SecurityPolicy_XPQ_1")], not_post_quantum("SecurityPolicy_XPQ_1")),
        "legacy": ([DOMAIN], not_post_quantum("TLS_1_2")),
        "not set": ([domain(None)], not_post_quantum("not set")),
        "unknown": ([domain(UNKNOWN)], [f"it undecided: securityPolicy {NOT_KNOWN}"]),
        "a wrong type": ([domain(12)], ["it undecided: securityPolicy is a number where text is expected"]),
    },
}


@pytest.mark.parametrize(
    ("policy", "fits"), [("SecurityPolicy_TLS13_1_2_PQ_2025_09", True), ("SecurityPolicy_PQ", False)]
)
def test_the_policies_of_a_closed_list(policy: str, fits: bool) -> None:
    only = {"domain-pqc-tls": Enforcement("mandatory", {"policies": ("SecurityPolicy_TLS13_1_2_PQ_2025_09",)}, ())}
    assert (evaluate([domain(policy)], only, [DOMAIN_PQC_TLS]) == []) is fits


@each_case(CASES)
def test_findings(rule: str, resources: list[Resource], expected: list[str], wrap: Callable[[Any], Any]) -> None:
    assert findings(rule, resources, wrap) == expected
