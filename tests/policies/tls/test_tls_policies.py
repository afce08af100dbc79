import json
from collections.abc import Callable
from typing import Any

from gateway_policies.resource_types import REST_API, REST_DOMAIN_NAME
from gateway_policies.resources import Resource
from tests.policies.cases import NOT_KNOWN, UNKNOWN, Cases, a, each_case, findings

NEW, EDGE = "SecurityPolicy_TLS13_1_3_2025_09", "SecurityPolicy_TLS13_2025_EDGE"
TYPES = "endpointConfiguration.types"
REGIONAL = {"endpointConfiguration": {"types": "REGIONAL"}}
MUTUAL = {"mutualTlsAuthentication": {"truststoreUri": "s3://trust/ca.pem"}}
STRICT = {"endpointAccessMode": "STRICT"}
FOR_ENDPOINT = "for the execute-api endpoint"


def domain(policy: Any = NEW, **props: Any) -> list[Resource]:
    return [a(REST_DOMAIN_NAME, {"securityPolicy": policy, **props})]


def api(**props: Any) -> list[Resource]:
    return [a(REST_API, props)]


def body(**root: Any) -> str:
    return json.dumps({"paths": {}, **root})


def off(disabled: Any = True) -> dict[str, Any]:
    return {"x-amazon-apigateway-endpoint-configuration": {"disableExecuteApiEndpoint": disabled}}


CASES: Cases = {
    "tls-policy-consistent": {
        "all of it": (domain(**STRICT, **REGIONAL), []),
        "at the edge": (domain(EDGE, **STRICT, endpointConfiguration={"types": "EDGE"}), []),
        "at the edge by default": (domain(EDGE, **STRICT), []),
        "regional by its certificate": (domain(regionalCertificateArn=UNKNOWN, **STRICT), []),
        "mutual TLS": (domain("TLS_1_2", **MUTUAL, **REGIONAL), []),
        "legacy": (domain("TLS_1_2"), []),
        "a mode yet to come": (domain(endpointAccessMode=UNKNOWN, **REGIONAL), []),
        "not set is another rule's matter": (domain(None), []),
        "an API": (api(securityPolicy=NEW, **STRICT, **REGIONAL), []),
        "an API whose endpoint is a parameter of its body": (
            api(securityPolicy=NEW, **STRICT, body="{}", parameters={"endpointConfigurationTypes": "REGIONAL"}),
            [],
        ),
        "no mode": (
            domain(**REGIONAL),
            [f"it violation: endpointAccessMode is not set, which securityPolicy {NEW} requires"],
        ),
        "a mode with a legacy policy": (
            domain("TLS_1_2", **STRICT),
            ["it violation: endpointAccessMode is STRICT, which securityPolicy TLS_1_2 does not allow"],
        ),
        "mutual TLS with a newer policy": (
            domain(**STRICT, **REGIONAL, **MUTUAL),
            [f"it violation: securityPolicy is {NEW}, but mutualTlsAuthentication allows TLS_1_2 only"],
        ),
        "mutual TLS at the edge": (
            domain("TLS_1_2", **MUTUAL, endpointConfiguration={"types": "EDGE"}),
            [f"it violation: {TYPES} is EDGE, but mutualTlsAuthentication requires REGIONAL"],
        ),
        "mutual TLS at the edge by default": (
            domain("TLS_1_2", **MUTUAL),
            [f"it violation: {TYPES} is not set, which is EDGE, but mutualTlsAuthentication requires REGIONAL"],
        ),
        "a policy of the edge in a Region": (
            domain(EDGE, **STRICT, **REGIONAL),
            [f"it violation: securityPolicy is {EDGE}, which is for EDGE only, but {TYPES} is REGIONAL"],
        ),
        "a policy of Regions at the edge": (
            domain(**STRICT),
            [f"it violation: securityPolicy is {NEW}, which is not for EDGE, but {TYPES} is not set, which is EDGE"],
        ),
        "an API without mode": (
            api(securityPolicy=NEW, **REGIONAL),
            [f"it violation: endpointAccessMode is not set, which securityPolicy {NEW} requires"],
        ),
        "unknown policy": (domain(UNKNOWN), [f"it undecided: securityPolicy {NOT_KNOWN}"]),
        "unknown mode with a legacy policy": (
            domain("TLS_1_2", endpointAccessMode=UNKNOWN),
            [f"it undecided: endpointAccessMode {NOT_KNOWN}"],
        ),
        "unknown mutual TLS": (
            domain(**STRICT, **REGIONAL, mutualTlsAuthentication=UNKNOWN),
            [f"it undecided: mutualTlsAuthentication {NOT_KNOWN}"],
        ),
        "unknown endpoint": (
            domain(**STRICT, endpointConfiguration=UNKNOWN),
            [f"it undecided: endpointConfiguration {NOT_KNOWN}"],
        ),
        "unknown endpoint with mutual TLS": (
            domain("TLS_1_2", **MUTUAL, endpointConfiguration={"types": UNKNOWN}),
            [f"it undecided: {TYPES} {NOT_KNOWN}"],
        ),
        "a mode of a wrong type": (
            domain(**REGIONAL, endpointAccessMode=["STRICT"]),
            ["it undecided: endpointAccessMode is a list where text is expected"],
        ),
    },
    "default-endpoint-tls": {
        "strict": (api(securityPolicy=NEW, **STRICT), []),
        "TLS 1.2": (api(securityPolicy="TLS_1_2"), []),
        "private": (api(endpointConfiguration={"types": "PRIVATE"}), []),
        "disabled": (api(disableExecuteApiEndpoint=True), []),
        "disabled by its body, Swagger 2.0": (api(body=body(**off())), []),
        "disabled by its body, OpenAPI 3.0": (api(body=body(servers=[{"url": "x"}, off()])), []),
        "not set": (api(), [f"it violation: securityPolicy is not set, which is TLS_1_0 {FOR_ENDPOINT}"]),
        "TLS 1.0": (
            api(securityPolicy="TLS_1_0"),
            [f"it violation: securityPolicy is TLS_1_0, which is no policy of TLS 1.2 or newer, {FOR_ENDPOINT}"],
        ),
        "no mode": (
            api(securityPolicy=NEW),
            [f"it violation: endpointAccessMode is not set, which is not STRICT, {FOR_ENDPOINT}"],
        ),
        "basic": (
            api(securityPolicy=NEW, endpointAccessMode="BASIC"),
            [f"it violation: endpointAccessMode is BASIC, which is not STRICT, {FOR_ENDPOINT}"],
        ),
        "not disabled by its body": (
            api(body=body(**off(False))),
            [f"it violation: securityPolicy is not set, which is TLS_1_0 {FOR_ENDPOINT}"],
        ),
        "unknown policy": (api(securityPolicy=UNKNOWN), [f"it undecided: securityPolicy {NOT_KNOWN}"]),
        "unknown mode": (
            api(securityPolicy=NEW, endpointAccessMode=UNKNOWN),
            [f"it undecided: endpointAccessMode {NOT_KNOWN}"],
        ),
        "unknown endpoint type": (
            api(endpointConfiguration=UNKNOWN),
            [f"it undecided: endpointConfiguration {NOT_KNOWN}"],
        ),
        "unknown whether it is disabled": (
            api(disableExecuteApiEndpoint=UNKNOWN),
            [f"it undecided: disableExecuteApiEndpoint {NOT_KNOWN}"],
        ),
        "unknown body": (api(body=UNKNOWN), [f"it undecided: body {NOT_KNOWN}"]),
        "a wrong type": (
            api(disableExecuteApiEndpoint="yes"),
            ["it undecided: disableExecuteApiEndpoint is text where a boolean is expected"],
        ),
    },
}


@each_case(CASES)
def test_findings(rule: str, resources: list[Resource], expected: list[str], wrap: Callable[[Any], Any]) -> None:
    assert findings(rule, resources, wrap) == expected
