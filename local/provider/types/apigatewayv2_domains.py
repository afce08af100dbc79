"""Amazon API Gateway V2: custom domain names and what they lead to.

https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/domainnames.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from local.provider.places import found_in
from local.provider.resource_type import Attribute, Change, Exact, Reading, ResourceType, Tagging
from local.provider.types.apigateway_domains import DOMAIN, TRUSTSTORE
from local.provider.values import as_list, objects_of

if TYPE_CHECKING:
    from local.provider.resource_type import Problem
    from local.provider.values import Properties

_LAST_PRIORITY: Final = 1_000_000
_MOST: Final = {"matchBasePaths": 1, "matchHeaders": 2}
"""https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-routing-rules.html."""


def _check_rule(inputs: Properties) -> list[Problem]:
    problems: list[Problem] = []
    conditions = objects_of(inputs.get("conditions"))
    for name, most in _MOST.items():
        given = [condition for condition in conditions if condition.get(name)]
        if len(given) > most:
            problems.append(("conditions", f"has {len(given)} of `{name}`; a rule has {most} at most"))
    for index, condition in enumerate(conditions):
        if len([name for name in _MOST if condition.get(name)]) != 1:
            problems.append((f"conditions[{index}]", f"must have one of {' and '.join(_MOST)}"))
    actions = as_list(inputs.get("actions"))
    if actions is not None and len(actions) != 1:
        problems.append(("actions", f"has {len(actions)} elements; a rule invokes one API"))
    return problems


DOMAIN_NAME: Final = ResourceType(
    type="aws:apigatewayv2/domainName:DomainName",
    service="apigatewayv2",
    create="CreateDomainName",
    read=(Reading("GetDomainName"),),
    update=(Change("UpdateDomainName"),),
    delete="DeleteDomainName",
    id="{DomainName}",
    identity={"DomainName": "domainName"},
    import_id=("domainName",),
    attributes={
        "arn": Attribute("DomainNameArn"),
        "domainName": Attribute(exact=DOMAIN),
        "domainNameConfiguration": Attribute("DomainNameConfigurations"),
        "domainNameConfiguration.endpointType": Attribute(exact=Exact(allowed=("REGIONAL",))),
        "domainNameConfiguration.securityPolicy": Attribute(exact=Exact(allowed=("TLS_1_2",))),
        "domainNameConfiguration.targetDomainName": Attribute("ApiGatewayDomainName", computed=True),
        "domainNameConfiguration.hostedZoneId": Attribute(computed=True),
        "domainNameConfiguration.ipAddressType": Attribute(computed=True, exact=Exact(allowed=("ipv4", "dualstack"))),
        "domainNameConfiguration.ownershipVerificationCertificateArn": Attribute(computed=True),
        "mutualTlsAuthentication.truststoreUri": Attribute(exact=TRUSTSTORE),
        "routingMode": Attribute(default="API_MAPPING_ONLY"),
    },
    tags=Tagging(),
)

API_MAPPING: Final = ResourceType(
    type="aws:apigatewayv2/apiMapping:ApiMapping",
    service="apigatewayv2",
    create="CreateApiMapping",
    read=(Reading("GetApiMapping"),),
    update=(Change("UpdateApiMapping"),),
    delete="DeleteApiMapping",
    id="{ApiMappingId}",
    find=found_in("GetApiMappings", "Items", "ApiMappingId", place=("ApiMappingKey",), within=("DomainName",)),
    identity={"ApiMappingId": "id", "DomainName": "domainName"},
    import_id=("id", "domainName"),
    attributes={"apiId": Attribute(replaces=True)},
)

ROUTING_RULE: Final = ResourceType(
    type="aws:apigatewayv2/routingRule:RoutingRule",
    service="apigatewayv2",
    create="CreateRoutingRule",
    read=(Reading("GetRoutingRule"),),
    update=(Change("PutRoutingRule"),),
    delete="DeleteRoutingRule",
    id="{RoutingRuleArn}",
    find=found_in("ListRoutingRules", "RoutingRules", "RoutingRuleArn", place=("Priority",), within=("DomainName",)),
    identity={"DomainName": "domainName", "RoutingRuleId": "routingRuleId"},
    import_id=("domainName", "routingRuleId"),
    import_pattern=r"arn:[\w:-]+/domainnames/(?P<domainName>[^/]+)/routingrules/(?P<routingRuleId>[^/]+)",
    attributes={
        "priority": Attribute(exact=Exact(minimum=1, maximum=_LAST_PRIORITY)),
        "conditions.matchBasePaths.anyOfs": Attribute("AnyOf"),
        "actions.invokeApi.stripBasePath": Attribute(default=False),
    },
    check=_check_rule,
)

TYPES: Final = (DOMAIN_NAME, API_MAPPING, ROUTING_RULE)
