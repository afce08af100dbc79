from collections.abc import Callable
from typing import Any

from gateway_policies.resource_types import REST_INTEGRATION, REST_VPC_LINK, VPC_LINK
from gateway_policies.resources import Resource
from tests.policies.cases import NOT_KNOWN, UNKNOWN, Cases, a, each_case, findings

OLD = a(REST_VPC_LINK, {"targetArn": "arn:lb"}, "old")
NEW = a(VPC_LINK, {}, "new")
ALLOWED = "allowed is an aws.apigatewayv2.VpcLink, with integrationTarget in the integration"
TOLD = f"old violation: targetArn makes it a VPC link of version 1, {ALLOWED}"


def integration(links: dict[str, Resource] | None = None, **props: Any) -> Resource:
    return a(REST_INTEGRATION, {"connectionType": "VPC_LINK", **props}, links=links)


CASES: Cases = {
    "vpc-link-v1-legacy": {
        "a link of version 2": ([NEW], []),
        "an integration by way of it": (
            [NEW, integration({"connectionId": NEW}, integrationTarget="arn:lb")],
            [],
        ),
        "an integration by way of one of another stack": (
            [integration(connectionId="abc", integrationTarget="arn:lb")],
            [],
        ),
        "a target that is not known yet": ([integration(connectionId="abc", integrationTarget=UNKNOWN)], []),
        "to the internet": ([integration(connectionType="INTERNET"), integration(connectionType=None)], []),
        "a link of version 1": ([OLD], [TOLD]),
        "its integrations are not told as well": ([OLD, integration({"connectionId": OLD})], [TOLD]),
        "an integration by way of one of version 1 of another stack": (
            [integration(connectionId="abc")],
            [f"it violation: connectionType is VPC_LINK and integrationTarget is not set, {ALLOWED}"],
        ),
        "unknown whether by way of a link": (
            [integration(connectionType=UNKNOWN)],
            [f"it undecided: connectionType {NOT_KNOWN}"],
        ),
        "a target of a wrong type": (
            [integration(integrationTarget=5)],
            ["it undecided: integrationTarget is a number where text is expected"],
        ),
    }
}


@each_case(CASES)
def test_findings(rule: str, resources: list[Resource], expected: list[str], wrap: Callable[[Any], Any]) -> None:
    assert findings(rule, resources, wrap) == expected
