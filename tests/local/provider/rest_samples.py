"""Samples of the types of REST APIs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.local.provider.samples import Sample

if TYPE_CHECKING:
    from local.provider.values import Properties
    from tests.local.provider.engine import Engine

AUTHORIZER_URI = (
    "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/"
    "arn:aws:lambda:eu-west-1:000000000000:function:check/invocations"
)
POOL_ARN = "arn:aws:cognito-idp:eu-west-1:000000000000:userpool/eu-west-1_abcdefghi"
LOGS_ARN = "arn:aws:logs:eu-west-1:000000000000:log-group:orders"
ROLE = "arn:aws:iam::000000000000:role/gateway"
SCHEMA = json.dumps({"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}})


def api_policy(effect: str) -> str:
    statement = {"Effect": effect, "Principal": "*", "Action": "execute-api:Invoke", "Resource": "execute-api:/*"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def rest_api(engine: Engine) -> Properties:
    return {"restApi": engine.create("aws:apigateway/restApi:RestApi", "parent", {}).id}


def rest_api_id(engine: Engine) -> Properties:
    return {"restApiId": rest_api(engine)["restApi"]}


def resource(engine: Engine) -> Properties:
    api = engine.create("aws:apigateway/restApi:RestApi", "parent", {})
    inputs = {"restApi": api.id, "parentId": api.state["rootResourceId"], "pathPart": "orders"}
    return {"restApi": api.id, "resourceId": engine.create("aws:apigateway/resource:Resource", "parent", inputs).id}


def method(engine: Engine) -> Properties:
    place = {**resource(engine), "httpMethod": "POST"}
    engine.create("aws:apigateway/method:Method", "parent", {**place, "authorization": "NONE"})
    return place


def integration(engine: Engine) -> Properties:
    place = method(engine)
    engine.create("aws:apigateway/integration:Integration", "parent", {**place, "type": "MOCK"})
    return place


def deployment(engine: Engine) -> Properties:
    api = rest_api(engine)
    return {**api, "deployment": engine.create("aws:apigateway/deployment:Deployment", "parent", api).id}


def _certificate(engine: Engine) -> str:
    return engine.create("aws:apigateway/clientCertificate:ClientCertificate", "parent", {}).id


def stage(engine: Engine) -> Properties:
    place = deployment(engine)
    engine.create("aws:apigateway/stage:Stage", "parent", {**place, "stageName": "live"})
    return {"restApi": place["restApi"], "stageName": "live"}


def _logged_stage(engine: Engine) -> Properties:
    engine.create("aws:apigateway/account:Account", "parent", {"cloudwatchRoleArn": ROLE})
    return stage(engine)


def _canary_parents(engine: Engine) -> Properties:
    place = deployment(engine)
    canary = engine.create("aws:apigateway/deployment:Deployment", "canary", {"restApi": place["restApi"]})
    overrides = {"color": "blue"}
    settings = {"deploymentId": canary.id, "percentTraffic": 12.5, "stageVariableOverrides": overrides}
    return {**place, "canarySettings": settings}


def _plan_parents(engine: Engine) -> Properties:
    place = stage(engine)
    throttles = [{"path": "/orders/GET", "burstLimit": 3.0, "rateLimit": 1.5}]
    return {"apiStages": [{"apiId": place["restApi"], "stage": place["stageName"], "throttles": throttles}]}


def _plan_key_parents(engine: Engine) -> Properties:
    key = engine.create("aws:apigateway/apiKey:ApiKey", "parent", {})
    plan = engine.create("aws:apigateway/usagePlan:UsagePlan", "parent", {})
    return {"keyId": key.id, "usagePlanId": plan.id}


REST_SAMPLES = [
    Sample(
        "aws:apigateway/restApi:RestApi",
        {
            "description": "first",
            "apiKeySource": "AUTHORIZER",
            "binaryMediaTypes": ["image/png", "application/pdf"],
            "minimumCompressionSize": "1024",
            "disableExecuteApiEndpoint": True,
            "endpointConfiguration": {"types": "REGIONAL"},
            "policy": api_policy("Allow"),
            "securityPolicy": "TLS_1_2",
            "tags": {"team": "shop", "old": "yes"},
        },
        update={
            "description": "second",
            "apiKeySource": "HEADER",
            "binaryMediaTypes": ["image/png", "image/*"],
            "minimumCompressionSize": "2048",
            "disableExecuteApiEndpoint": False,
            "endpointConfiguration": {"types": "EDGE"},
            "policy": api_policy("Deny"),
            "tags": {"team": "web", "new": "yes"},
        },
    ),
    Sample(
        "aws:apigateway/restApi:RestApi",
        {
            "endpointConfiguration": {"types": "PRIVATE", "vpcEndpointIds": ["vpce-1", "vpce-2"]},
            "binaryMediaTypes": ["image/png"],
            "minimumCompressionSize": "0",
        },
        update={
            "endpointConfiguration": {"types": "PRIVATE", "vpcEndpointIds": ["vpce-2", "vpce-3"]},
            "binaryMediaTypes": ["*/*"],
            "minimumCompressionSize": "-1",
        },
        label="private",
    ),
    Sample(
        "aws:apigateway/resource:Resource",
        {"pathPart": "{id}"},
        update={"pathPart": "{proxy+}"},
        replace={"restApi": "elsewhere"},
        parents=lambda engine: {
            "restApi": (place := resource(engine))["restApi"],
            "parentId": place["resourceId"],
        },
        import_id="{restApi}/{id}",
    ),
    Sample(
        "aws:apigateway/method:Method",
        {
            "httpMethod": "POST",
            "authorization": "COGNITO_USER_POOLS",
            "authorizerId": "abc123",
            "authorizationScopes": ["orders/read", "orders/write"],
            "apiKeyRequired": True,
            "operationName": "CreateOrder",
            "requestModels": {"application/json": "Order"},
            "requestParameters": {"method.request.querystring.page": True, "method.request.header.X-A": False},
            "requestValidatorId": "def456",
        },
        update={
            "authorization": "AWS_IAM",
            "authorizerId": None,
            "authorizationScopes": None,
            "apiKeyRequired": False,
            "requestModels": {"application/json": "Order2", "text/plain": "Empty"},
            "requestParameters": {"method.request.querystring.page": False},
            "requestValidatorId": None,
        },
        replace={"httpMethod": "PUT"},
        parents=resource,
        import_id="{restApi}/{resourceId}/{httpMethod}",
    ),
    Sample(
        "aws:apigateway/methodResponse:MethodResponse",
        {
            "statusCode": "200",
            "responseModels": {"application/json": "Empty"},
            "responseParameters": {"method.response.header.Location": True},
        },
        update={"responseParameters": {"method.response.header.Location": False}, "responseModels": None},
        replace={"statusCode": "201"},
        parents=method,
        import_id="{restApi}/{resourceId}/{httpMethod}/{statusCode}",
    ),
    Sample(
        "aws:apigateway/integration:Integration",
        {
            "type": "AWS",
            "integrationHttpMethod": "POST",
            "uri": "arn:aws:apigateway:eu-west-1:sqs:path/000000000000/orders",
            "credentials": ROLE,
            "passthroughBehavior": "NEVER",
            "contentHandling": "CONVERT_TO_TEXT",
            "timeoutMilliseconds": 5000.0,
            "requestParameters": {"integration.request.header.Content-Type": "'application/x-www-form-urlencoded'"},
            "requestTemplates": {"application/json": "Action=SendMessage"},
            "cacheKeyParameters": ["method.request.querystring.page"],
            "cacheNamespace": "orders",
        },
        update={
            "uri": "arn:aws:apigateway:eu-west-1:sqs:path/000000000000/orders2",
            "timeoutMilliseconds": None,
            "requestTemplates": {"text/plain": "Action=SendMessage&A=1", "application/json": "Action=Other"},
            "requestParameters": None,
            "cacheKeyParameters": ["method.request.querystring.size"],
        },
        replace={"type": "HTTP"},
        parents=method,
        import_id="{restApi}/{resourceId}/{httpMethod}",
    ),
    Sample(
        "aws:apigateway/integration:Integration",
        {"type": "MOCK", "requestTemplates": {"application/json": '{"statusCode": 200}'}},
        update={"requestTemplates": {"application/json": '{"statusCode": 204}'}},
        replace={"passthroughBehavior": "WHEN_NO_TEMPLATES"},
        parents=method,
        import_id="{restApi}/{resourceId}/{httpMethod}",
        label="mock",
    ),
    Sample(
        "aws:apigateway/integrationResponse:IntegrationResponse",
        {
            "statusCode": "200",
            "selectionPattern": "2\\d\\d",
            "contentHandling": "CONVERT_TO_TEXT",
            "responseParameters": {"method.response.header.Location": "integration.response.header.Location"},
            "responseTemplates": {"application/json": "{}"},
        },
        update={
            "selectionPattern": None,
            "contentHandling": None,
            "responseParameters": {"method.response.header.Location": "'/orders'"},
        },
        replace={"statusCode": "201"},
        parents=integration,
        import_id="{restApi}/{resourceId}/{httpMethod}/{statusCode}",
    ),
    Sample(
        "aws:apigateway/deployment:Deployment",
        {"description": "first", "triggers": {"routes": "abc"}, "variables": {"color": "red"}},
        update={"description": "second"},
        replace={"triggers": {"routes": "def"}},
        parents=rest_api,
        import_id="{restApi}/{id}",
    ),
    Sample(
        "aws:apigateway/stage:Stage",
        {
            "stageName": "live",
            "description": "first",
            "variables": {"color": "red", "size": "1"},
            "cacheClusterEnabled": True,
            "cacheClusterSize": "0.5",
            "xrayTracingEnabled": True,
            "accessLogSettings": {"destinationArn": LOGS_ARN, "format": "$context.requestId"},
            "tags": {"team": "shop", "old": "yes"},
        },
        update={
            "description": "second",
            "variables": {"color": "blue", "shape": "round"},
            "cacheClusterSize": "1.6",
            "xrayTracingEnabled": False,
            "accessLogSettings": None,
            "clientCertificateId": None,
            "tags": {"team": "web"},
        },
        replace={"stageName": "other"},
        parents=lambda engine: {**deployment(engine), "clientCertificateId": _certificate(engine)},
        import_id="{restApi}/{stageName}",
    ),
    Sample(
        "aws:apigateway/clientCertificate:ClientCertificate",
        {"description": "first", "tags": {"team": "shop", "old": "yes"}},
        update={"description": "second", "tags": {"team": "web"}},
    ),
    Sample(
        "aws:apigateway/stage:Stage",
        {"stageName": "canary", "variables": {"color": "red"}},
        update={"canarySettings": None},
        parents=_canary_parents,
        import_id="{restApi}/{stageName}",
        label="canary",
    ),
    Sample(
        "aws:apigateway/methodSettings:MethodSettings",
        {
            "methodPath": "*/*",
            "settings": {"throttlingBurstLimit": 40.0, "throttlingRateLimit": 20.5, "metricsEnabled": True},
        },
        update={
            "settings": {"throttlingBurstLimit": 80.0, "throttlingRateLimit": 20.5, "loggingLevel": "INFO"},
        },
        replace={"methodPath": "orders/GET"},
        parents=_logged_stage,
        import_id="{restApi}/{stageName}/{methodPath}",
    ),
    Sample(
        "aws:apigateway/methodSettings:MethodSettings",
        {
            "methodPath": "orders/{id}/GET",
            "settings": {"cachingEnabled": True, "cacheTtlInSeconds": 60.0, "cacheDataEncrypted": True},
        },
        update={"settings": {"cachingEnabled": True, "cacheTtlInSeconds": 120.0}},
        parents=stage,
        import_id="{restApi}/{stageName}/{methodPath}",
        label="path",
    ),
    Sample(
        "aws:apigateway/authorizer:Authorizer",
        {
            "authorizerUri": AUTHORIZER_URI,
            "authorizerCredentials": ROLE,
            "identitySource": "method.request.header.X-Token",
            "identityValidationExpression": "^Bearer .+$",
            "authorizerResultTtlInSeconds": 0.0,
        },
        update={
            "authorizerUri": AUTHORIZER_URI.replace("check", "check2"),
            "identitySource": None,
            "identityValidationExpression": None,
            "authorizerResultTtlInSeconds": 60.0,
        },
        replace={"restApi": "elsewhere"},
        parents=rest_api,
        import_id="{restApi}/{id}",
    ),
    Sample(
        "aws:apigateway/authorizer:Authorizer",
        {
            "type": "REQUEST",
            "authorizerUri": AUTHORIZER_URI,
            "identitySource": "method.request.header.X-Token, method.request.querystring.room",
        },
        update={"authorizerResultTtlInSeconds": 0.0},
        parents=rest_api,
        import_id="{restApi}/{id}",
        label="request",
    ),
    Sample(
        "aws:apigateway/authorizer:Authorizer",
        {"type": "COGNITO_USER_POOLS", "providerArns": [POOL_ARN]},
        update={"providerArns": [f"{POOL_ARN}2", f"{POOL_ARN}3"]},
        parents=rest_api,
        import_id="{restApi}/{id}",
        label="cognito",
    ),
    Sample(
        "aws:apigateway/requestValidator:RequestValidator",
        {"validateRequestBody": True, "validateRequestParameters": False},
        update={"validateRequestBody": False, "validateRequestParameters": True},
        replace={"restApi": "elsewhere"},
        parents=rest_api,
        import_id="{restApi}/{id}",
    ),
    Sample(
        "aws:apigateway/model:Model",
        {"name": "Order", "contentType": "application/json", "description": "first", "schema": SCHEMA},
        update={"description": "second", "schema": SCHEMA.replace("string", "integer")},
        replace={"name": "Other"},
        parents=rest_api,
        import_id="{restApi}/{name}",
    ),
    Sample(
        "aws:apigateway/response:Response",
        {
            "responseType": "UNAUTHORIZED",
            "statusCode": "403",
            "responseParameters": {"gatewayresponse.header.Access-Control-Allow-Origin": "'*'"},
            "responseTemplates": {"application/json": '{"message": "who?"}'},
        },
        update={"responseParameters": None, "responseTemplates": {"application/json": '{"message": "no"}'}},
        replace={"responseType": "DEFAULT_4XX"},
        parents=rest_api_id,
        import_id="{restApiId}/{responseType}",
    ),
    Sample(
        "aws:apigateway/restApiPolicy:RestApiPolicy",
        {"policy": api_policy("Allow")},
        update={"policy": api_policy("Deny")},
        replace={"restApiId": "elsewhere"},
        parents=rest_api_id,
    ),
    Sample(
        "aws:apigateway/documentationPart:DocumentationPart",
        {"location": {"type": "METHOD", "method": "GET", "path": "/orders"}, "properties": '{"description": "a"}'},
        update={"properties": '{"description": "b"}'},
        replace={"location": {"type": "API"}},
        parents=rest_api_id,
    ),
    Sample(
        "aws:apigateway/apiKey:ApiKey",
        {
            "description": "first",
            "enabled": False,
            "customerId": "partner",
            "value": "a-key-of-more-than-20-characters",
            "tags": {"team": "shop"},
        },
        update={"description": "second", "enabled": True, "customerId": "other", "tags": {"team": "web"}},
        replace={"value": "another-key-of-more-than-20-characters"},
    ),
    Sample(
        "aws:apigateway/usagePlan:UsagePlan",
        {
            "description": "first",
            "quotaSettings": {"limit": 1000.0, "period": "WEEK", "offset": 2.0},
            "throttleSettings": {"burstLimit": 40.0, "rateLimit": 20.0},
            "tags": {"team": "shop"},
        },
        update={
            "description": "second",
            "apiStages": None,
            "quotaSettings": {"limit": 2000.0, "period": "MONTH"},
            "throttleSettings": None,
            "productCode": "abc",
            "tags": {"team": "web"},
        },
        parents=_plan_parents,
    ),
    Sample(
        "aws:apigateway/usagePlanKey:UsagePlanKey",
        {"keyType": "API_KEY"},
        replace={"keyId": "another"},
        parents=_plan_key_parents,
        import_id="{usagePlanId}/{keyId}",
    ),
    Sample(
        "aws:apigateway/account:Account",
        {"cloudwatchRoleArn": ROLE},
        update={"cloudwatchRoleArn": f"{ROLE}2"},
        lasting=True,
    ),
]
