"""Amazon API Gateway V2: custom domain names and what they lead to.

https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/domainnames.html
"""

from __future__ import annotations

from typing import Final

from local.provider.resource_type import Attribute, Change, Exact, Reading, ResourceType, Tagging

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
        "domainName": Attribute(exact=Exact(minimum=1, maximum=512)),
        "domainNameConfiguration": Attribute("DomainNameConfigurations"),
        "domainNameConfiguration.endpointType": Attribute(exact=Exact(allowed=("REGIONAL",))),
        "domainNameConfiguration.securityPolicy": Attribute(exact=Exact(allowed=("TLS_1_2",))),
        "domainNameConfiguration.targetDomainName": Attribute("ApiGatewayDomainName", computed=True),
        "domainNameConfiguration.hostedZoneId": Attribute(computed=True),
        "domainNameConfiguration.ipAddressType": Attribute(computed=True),
        "domainNameConfiguration.ownershipVerificationCertificateArn": Attribute(computed=True),
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
    identity={"ApiMappingId": "id", "DomainName": "domainName"},
    import_id=("id", "domainName"),
    attributes={"apiId": Attribute(replaces=True)},
)

TYPES: Final = (DOMAIN_NAME, API_MAPPING)
