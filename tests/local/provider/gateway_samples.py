"""Samples of the types of API Gateway."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.local.provider.samples import CERTIFICATE, Sample

if TYPE_CHECKING:
    from local.provider.values import Properties
    from tests.local.provider.engine import Engine


def _api(engine: Engine) -> Properties:
    return {"apiId": engine.create("aws:apigatewayv2/api:Api", "parent", {"protocolType": "HTTP"}).id}


def _websocket_api(engine: Engine) -> Properties:
    inputs = {"protocolType": "WEBSOCKET", "routeSelectionExpression": "$request.body.action"}
    return {"apiId": engine.create("aws:apigatewayv2/api:Api", "parent", inputs).id}


def _mapping_parents(engine: Engine) -> Properties:
    api = _api(engine)["apiId"]
    engine.create("aws:apigatewayv2/stage:Stage", "parent", {"apiId": api, "name": "live"})
    engine.create("aws:apigatewayv2/stage:Stage", "other", {"apiId": api, "name": "other"})
    configuration = {"certificateArn": CERTIFICATE, "endpointType": "REGIONAL", "securityPolicy": "TLS_1_2"}
    inputs = {"domainName": f"{api}.example.com", "domainNameConfiguration": configuration}
    domain = engine.create("aws:apigatewayv2/domainName:DomainName", "parent", inputs)
    return {"apiId": api, "domainName": domain.id}


def _websocket_integration(engine: Engine) -> Properties:
    api = _websocket_api(engine)
    inputs = {**api, "integrationType": "MOCK"}
    return {**api, "integrationId": engine.create("aws:apigatewayv2/integration:Integration", "parent", inputs).id}


def _websocket_route(engine: Engine) -> Properties:
    api = _websocket_api(engine)
    route = engine.create("aws:apigatewayv2/route:Route", "parent", {**api, "routeKey": "order"})
    return {**api, "routeId": route.id}


GATEWAY_SAMPLES = [
    Sample(
        "aws:apigatewayv2/api:Api",
        {
            "protocolType": "HTTP",
            "description": "first",
            "version": "1",
            "corsConfiguration": {"allowOrigins": ["https://a.example", "https://b.example"], "maxAge": 60.0},
            "disableExecuteApiEndpoint": True,
            "ipAddressType": "ipv4",
            "tags": {"team": "shop", "old": "yes"},
        },
        update={"corsConfiguration": None, "description": None, "tags": {"team": "web", "new": "yes"}},
        replace={"protocolType": "WEBSOCKET", "corsConfiguration": None},
    ),
    Sample(
        "aws:apigatewayv2/route:Route",
        {"routeKey": "GET /orders/{id}", "authorizationType": "AWS_IAM", "operationName": "GetOrder"},
        update={"routeKey": "POST /orders", "authorizationType": "NONE", "operationName": "PostOrder"},
        replace={"apiId": "elsewhere"},
        parents=_api,
        import_id="{apiId}/{id}",
    ),
    Sample(
        "aws:apigatewayv2/route:Route",
        {
            "routeKey": "$connect",
            "apiKeyRequired": True,
            "modelSelectionExpression": "$request.body.kind",
            "requestParameters": [{"requestParameterKey": "route.request.querystring.room", "required": True}],
            "requestModels": {"$default": "Order"},
        },
        update={"apiKeyRequired": False, "requestParameters": None, "modelSelectionExpression": None},
        parents=_websocket_api,
        import_id="{apiId}/{id}",
        label="websocket",
    ),
    Sample(
        "aws:apigatewayv2/integration:Integration",
        {
            "integrationType": "HTTP_PROXY",
            "integrationMethod": "GET",
            "integrationUri": "https://example.com/a",
            "payloadFormatVersion": "1.0",
            "timeoutMilliseconds": 5000.0,
            "requestParameters": {"overwrite:path": "/v1"},
            "responseParameters": [
                {"statusCode": "200", "mappings": {"append:header.x-a": "1"}},
                {"statusCode": "404", "mappings": {"overwrite:statuscode": "204"}},
            ],
            "tlsConfig": {"serverNameToVerify": "example.com"},
            "connectionType": "INTERNET",
        },
        update={"integrationUri": "https://example.com/b", "timeoutMilliseconds": None, "requestParameters": None},
        replace={"integrationType": "AWS_PROXY"},
        parents=_api,
        import_id="{apiId}/{id}",
    ),
    Sample(
        "aws:apigatewayv2/stage:Stage",
        {
            "name": "live",
            "autoDeploy": True,
            "description": "first",
            "defaultRouteSettings": {"throttlingBurstLimit": 40.0, "throttlingRateLimit": 20.0},
            "routeSettings": [{"routeKey": "GET /a", "throttlingBurstLimit": 4.0, "throttlingRateLimit": 2.5}],
            "accessLogSettings": {
                "destinationArn": "arn:aws:logs:eu-west-1:000000000000:log-group:a",
                "format": "$context",
            },
            "stageVariables": {"color": "red"},
            "tags": {"team": "shop"},
        },
        update={
            "accessLogSettings": None,
            "defaultRouteSettings": {"throttlingBurstLimit": 80.0, "throttlingRateLimit": 20.0},
            "routeSettings": None,
            "tags": None,
        },
        replace={"name": "other"},
        parents=_api,
        import_id="{apiId}/{name}",
    ),
    Sample(
        "aws:apigatewayv2/authorizer:Authorizer",
        {
            "authorizerType": "JWT",
            "identitySources": ["$request.header.Authorization"],
            "jwtConfiguration": {"issuer": "https://issuer.example", "audiences": ["a", "b"]},
        },
        update={"jwtConfiguration": {"issuer": "https://issuer.example", "audiences": ["c"]}},
        replace={"authorizerType": "REQUEST", "authorizerUri": "arn:aws:apigateway:eu-west-1:lambda:path/x"},
        parents=_api,
        import_id="{apiId}/{id}",
    ),
    Sample(
        "aws:apigatewayv2/deployment:Deployment",
        {"description": "first", "triggers": {"routes": "abc"}},
        replace={"triggers": {"routes": "def"}},
        parents=_api,
        import_id="{apiId}/{id}",
    ),
    Sample(
        "aws:apigatewayv2/domainName:DomainName",
        {
            "domainName": "api.example.com",
            "domainNameConfiguration": {
                "certificateArn": CERTIFICATE,
                "endpointType": "REGIONAL",
                "securityPolicy": "TLS_1_2",
                "ipAddressType": "dualstack",
            },
            "mutualTlsAuthentication": {"truststoreUri": "s3://bucket/store.pem"},
            "tags": {"team": "shop"},
        },
        update={
            "mutualTlsAuthentication": None,
            "routingMode": "ROUTING_RULE_THEN_API_MAPPING",
            "tags": {"team": "web"},
        },
        replace={"domainName": "www.example.com"},
    ),
    Sample(
        "aws:apigatewayv2/apiMapping:ApiMapping",
        {"stage": "live", "apiMappingKey": "orders/v1"},
        update={"stage": "other", "apiMappingKey": "orders/v2"},
        replace={"domainName": "www.example.com"},
        parents=_mapping_parents,
        import_id="{id}/{domainName}",
    ),
    Sample(
        "aws:apigatewayv2/integrationResponse:IntegrationResponse",
        {
            "integrationResponseKey": "/200/",
            "contentHandlingStrategy": "CONVERT_TO_TEXT",
            "responseTemplates": {"application/json": "{}"},
            "templateSelectionExpression": "$integration.response.statuscode",
        },
        update={"integrationResponseKey": "$default", "responseTemplates": {"application/json": "[]"}},
        replace={"integrationId": "elsewhere"},
        parents=_websocket_integration,
        import_id="{apiId}/{integrationId}/{id}",
    ),
    Sample(
        "aws:apigatewayv2/routeResponse:RouteResponse",
        {"routeResponseKey": "$default", "modelSelectionExpression": "kind", "responseModels": {"kind": "Order"}},
        update={"modelSelectionExpression": "other", "responseModels": {"other": "Order"}},
        replace={"routeId": "elsewhere"},
        parents=_websocket_route,
        import_id="{apiId}/{routeId}/{id}",
    ),
    Sample(
        "aws:apigatewayv2/model:Model",
        {"name": "Order", "contentType": "application/json", "description": "first", "schema": '{"type": "object"}'},
        update={"description": "second", "schema": '{"type": "array"}'},
        replace={"apiId": "elsewhere"},
        parents=_websocket_api,
        import_id="{apiId}/{id}",
    ),
]
