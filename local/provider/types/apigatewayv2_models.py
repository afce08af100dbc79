"""Amazon API Gateway V2: models, and the answers of WebSocket routes and integrations.

https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/
"""

from __future__ import annotations

from typing import Final

from local.provider.resource_type import Attribute, Change, Exact, Naming, Reading, ResourceType

_RESPONSE_KEY: Final = Exact(
    pattern=r"\$default|/.+/|[\w.-]+",
    meaning="it is $default, or an expression between slashes, as /2\\d\\d/",
)

INTEGRATION_RESPONSE: Final = ResourceType(
    type="aws:apigatewayv2/integrationResponse:IntegrationResponse",
    service="apigatewayv2",
    create="CreateIntegrationResponse",
    read=(Reading("GetIntegrationResponse"),),
    update=(Change("UpdateIntegrationResponse"),),
    delete="DeleteIntegrationResponse",
    id="{IntegrationResponseId}",
    identity={"ApiId": "apiId", "IntegrationId": "integrationId", "IntegrationResponseId": "id"},
    import_id=("apiId", "integrationId", "id"),
    attributes={"integrationResponseKey": Attribute(exact=_RESPONSE_KEY)},
)

ROUTE_RESPONSE: Final = ResourceType(
    type="aws:apigatewayv2/routeResponse:RouteResponse",
    service="apigatewayv2",
    create="CreateRouteResponse",
    read=(Reading("GetRouteResponse"),),
    update=(Change("UpdateRouteResponse"),),
    delete="DeleteRouteResponse",
    id="{RouteResponseId}",
    identity={"ApiId": "apiId", "RouteId": "routeId", "RouteResponseId": "id"},
    import_id=("apiId", "routeId", "id"),
    attributes={
        "routeResponseKey": Attribute(exact=Exact(allowed=("$default",))),  # AWS has no other yet
    },
)

MODEL: Final = ResourceType(
    type="aws:apigatewayv2/model:Model",
    service="apigatewayv2",
    create="CreateModel",
    read=(Reading("GetModel"),),
    update=(Change("UpdateModel"),),
    delete="DeleteModel",
    id="{ModelId}",
    identity={"ApiId": "apiId", "ModelId": "id"},
    import_id=("apiId", "id"),
    attributes={
        "name": Attribute(
            exact=Exact(
                pattern=r"[A-Za-z0-9]{1,128}",
                meaning="a model is called by 1 to 128 letters and digits; a made name has a hyphen, so give one",
            )
        ),
        "contentType": Attribute(exact=Exact(minimum=1, maximum=256)),
        "description": Attribute(exact=Exact(maximum=1024)),
        "schema": Attribute(json=True, exact=Exact(maximum=32768)),
    },
    naming=Naming(max_length=128),
)

TYPES: Final = (INTEGRATION_RESPONSE, ROUTE_RESPONSE, MODEL)
