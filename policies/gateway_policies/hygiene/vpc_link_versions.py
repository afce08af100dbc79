"""VPC links of version 1, which AWS advises not to create any more."""

from collections.abc import Iterator

from gateway_policies.reading import Absent, Known, Unknown
from gateway_policies.resource_types import REST_INTEGRATION, REST_VPC_LINK, VPC_LINK
from gateway_policies.resources import Resource, Stack
from gateway_policies.rule import Finding, Rule, Settings, undecided, violation

_ALLOWED = "allowed is an aws.apigatewayv2.VpcLink, with integrationTarget in the integration"


def _check_link(link: Resource, _settings: Settings) -> Iterator[Finding]:
    yield violation(link, "targetArn", f"targetArn makes it a VPC link of version 1, {_ALLOWED}")


def _check_integrations(stack: Stack, _settings: Settings) -> Iterator[Finding]:
    """An integration by way of a link of another stack; a link of this stack is told itself, once."""
    for integration in stack.of_type(REST_INTEGRATION):
        target = integration.at("integrationTarget").text()
        connection = integration.at("connectionType").text()
        is_elsewhere = isinstance(connection, Absent) or (
            isinstance(connection, Known) and connection.value != "VPC_LINK"
        )
        if is_elsewhere or (isinstance(target, Known) and target.value):
            continue
        if isinstance(target, Unknown) and target.is_for_now:  # set, whatever to
            continue
        if stack.linked(integration, "connectionId", REST_VPC_LINK, VPC_LINK) is not None:
            continue
        unread = next((one for one in (connection, target) if isinstance(one, Unknown)), None)
        if unread:
            yield undecided(integration, unread)
        else:
            message = f"connectionType is VPC_LINK and integrationTarget is not set, {_ALLOWED}"
            yield violation(integration, "integrationTarget", message)


VPC_LINK_V1_LEGACY = Rule(
    name="vpc-link-v1-legacy",
    group="hygiene",
    severity="low",
    level="disabled",
    title="A VPC link of version 1 is used",
    why="It leads to one Network Load Balancer alone and has no security groups; AWS advises not to create it any "
    "more.",
    fix="Create an aws.apigatewayv2.VpcLink with subnets and security groups, and name the load balancer in "
    "integrationTarget of each Integration.",
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-private-integration.html",
    controls=("OWASP API8:2023",),
    checks={REST_VPC_LINK: _check_link},
    check_stack=_check_integrations,
    stack_types=(REST_INTEGRATION, REST_VPC_LINK, VPC_LINK),
)

RULES = (VPC_LINK_V1_LEGACY,)
