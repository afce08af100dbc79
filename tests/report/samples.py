"""A small stack with an API of each kind, some of it open, as a preview tells it."""

from __future__ import annotations

from typing import Any

from gateway_policies.resources import Resource

HOSTILE = "<script>alert('stack')</script>"
_V1, _V2 = "aws:apigateway/", "aws:apigatewayv2/"


def urn(kind: str, name: str) -> str:
    return f"urn:pulumi:test::shop::{kind}::{name}"


def _a(kind: str, name: str, props: dict[str, Any] | None = None, **sources: tuple[str, str]) -> Resource:
    dependencies = {key: [urn(*source)] for key, source in sources.items()}
    return Resource(urn(kind, name), kind, name, props or {}, dependencies)


ORDERS, CHAT = (f"{_V2}api:Api", "orders"), (f"{_V2}api:Api", "chat")
PAYMENTS = (f"{_V1}restApi:RestApi", "payments")
LIST, TALK = ("aws:lambda/function:Function", "list"), ("aws:lambda/function:Function", "talk")
DOMAIN = (f"{_V2}domainName:DomainName", "api")
LOGS = {"destinationArn": "arn:aws:logs:eu-west-1:1:log-group:x", "format": "{}"}
_LIMITS = {"throttlingRateLimit": 50, "throttlingBurstLimit": 100}
_ROUTE, _INTEGRATION = f"{_V2}route:Route", f"{_V2}integration:Integration"
_RESOURCE, _METHOD = f"{_V1}resource:Resource", f"{_V1}method:Method"
_STAGE = (f"{_V1}stage:Stage", "live")
_JWT, _CUSTOM = (f"{_V2}authorizer:Authorizer", "orders"), (f"{_V2}authorizer:Authorizer", "chat")


def _route(
    api: tuple[str, str], key: str, integration: str, props: dict[str, Any], **sources: tuple[str, str]
) -> Resource:
    target = {"target": (_INTEGRATION, integration), "apiId": api}
    return _a(_ROUTE, f"{api[1]}-{key}", {"routeKey": key, **props}, **target, **sources)


RESOURCES = [
    _a(*LIST),
    _a(*TALK),
    _a(*ORDERS, {"protocolType": "HTTP", "disableExecuteApiEndpoint": True}),
    _a(*_JWT, {"authorizerType": "JWT"}, apiId=ORDERS),
    _a(_INTEGRATION, "list", {"integrationType": "AWS_PROXY"}, apiId=ORDERS, integrationUri=LIST),
    _a(
        _INTEGRATION,
        "old",
        {"integrationType": "HTTP_PROXY", "integrationUri": "https://old.example.com"},
        apiId=ORDERS,
    ),
    _a(_INTEGRATION, "mock", {"integrationType": "MOCK"}, apiId=ORDERS),
    _route(
        ORDERS,
        "GET /",
        "list",
        {"authorizationType": "JWT", "authorizationScopes": ["orders/read"]},
        authorizerId=_JWT,
    ),
    _route(ORDERS, "GET /health", "list", {"authorizationType": "NONE"}),
    _route(ORDERS, "GET /old", "old", {}),
    _route(ORDERS, "GET /soon", "mock", {}),
    _a(
        f"{_V2}stage:Stage",
        "orders",
        {
            "name": "$default",
            "accessLogSettings": LOGS,
            "defaultRouteSettings": _LIMITS,
            "routeSettings": [{"routeKey": "GET /", "throttlingRateLimit": 5, "throttlingBurstLimit": 10}],
        },
        apiId=ORDERS,
    ),
    _a(*CHAT, {"protocolType": "WEBSOCKET", "disableExecuteApiEndpoint": True}),
    _a(*_CUSTOM, {"authorizerType": "REQUEST"}, apiId=CHAT),
    _a(_INTEGRATION, "talk", {"integrationType": "AWS_PROXY"}, apiId=CHAT, integrationUri=TALK),
    _route(CHAT, "$connect", "talk", {"authorizationType": "CUSTOM"}, authorizerId=_CUSTOM),
    _route(CHAT, "say", "talk", {"authorizationType": "NONE"}),
    _a(f"{_V2}stage:Stage", "chat", {"name": "live"}, apiId=CHAT),
    _a(*DOMAIN, {"domainName": "api.example.com", "domainNameConfiguration": {"securityPolicy": "TLS_1_2"}}),
    _a(f"{_V2}apiMapping:ApiMapping", "orders", {"apiMappingKey": "orders"}, apiId=ORDERS, domainName=DOMAIN),
    _a(f"{_V2}apiMapping:ApiMapping", "payments", {"apiMappingKey": "payments"}, apiId=PAYMENTS, domainName=DOMAIN),
    _a(
        "gateway:index:RestApi",
        "payments",
        {"routes": {"GET /rates/{base}": "public: rates are no secret, with an API key"}},
    ),
    _a(*PAYMENTS),
    _a(_RESOURCE, "rates", {"pathPart": "rates"}, restApi=PAYMENTS),
    _a(_RESOURCE, "base", {"pathPart": "{base}"}, restApi=PAYMENTS, parentId=(_RESOURCE, "rates")),
    _a(
        _METHOD,
        "payments-GET /rates/{base}",
        {"httpMethod": "GET", "authorization": "NONE", "apiKeyRequired": True},
        restApi=PAYMENTS,
        resourceId=(_RESOURCE, "base"),
    ),
    _a(
        _METHOD,
        "payments-POST /rates",
        {"httpMethod": "POST", "authorization": "AWS_IAM"},
        restApi=PAYMENTS,
        resourceId=(_RESOURCE, "rates"),
    ),
    _a("aws:lb/loadBalancer:LoadBalancer", "ledger", {"loadBalancerType": "network"}),
    _a(f"{_V2}vpcLink:VpcLink", "shop"),
    _a(
        f"{_V1}integration:Integration",
        "get",
        {"httpMethod": "GET", "type": "HTTP_PROXY", "connectionType": "VPC_LINK"},
        restApi=PAYMENTS,
        resourceId=(_RESOURCE, "base"),
        connectionId=(f"{_V2}vpcLink:VpcLink", "shop"),
        integrationTarget=("aws:lb/loadBalancer:LoadBalancer", "ledger"),
    ),
    _a(
        f"{_V1}integration:Integration",
        "post",
        {"httpMethod": "POST", "type": "AWS", "integrationSubtype": "SQS"},
        restApi=PAYMENTS,
        resourceId=(_RESOURCE, "rates"),
    ),
    _a(*_STAGE, {"stageName": "live", "accessLogSettings": LOGS}, restApi=PAYMENTS),
    _a(
        f"{_V1}methodSettings:MethodSettings",
        "all",
        {"methodPath": "*/*", "settings": {"throttlingRateLimit": 100, "throttlingBurstLimit": 200}},
        restApi=PAYMENTS,
        stageName=_STAGE,
    ),
    _a(
        f"{_V1}methodSettings:MethodSettings",
        "rates",
        {"methodPath": "rates/{base}/GET", "settings": {"throttlingRateLimit": 1, "throttlingBurstLimit": 2}},
        restApi=PAYMENTS,
        stageName=_STAGE,
    ),
    _a("aws:wafv2/webAcl:WebAcl", "shield"),
    _a(
        "aws:wafv2/webAclAssociation:WebAclAssociation",
        "live",
        resourceArn=_STAGE,
        webAclArn=("aws:wafv2/webAcl:WebAcl", "shield"),
    ),
]
