"""A program that has all kinds of API. Every value in it is made up."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tests.report.recording import HTTP, REST, UNKNOWN, State, document, state, urn

if TYPE_CHECKING:
    from collections.abc import Mapping

API = urn(f"{HTTP}/api:Api", "shelf")
SHELF = urn("gateway:index:HttpApi", "shelf")
DOMAIN = urn(f"{HTTP}/domainName:DomainName", "api")
FUNCTION = urn("aws:lambda/function:Function", "shelf-list")
DESK = urn(f"{REST}/restApi:RestApi", "desk")
SOCKET = urn(f"{HTTP}/api:Api", "news")
THROTTLE = {"throttlingRateLimit": 100, "throttlingBurstLimit": 200}
LOGGED = {"destinationArn": UNKNOWN, "format": "{}"}


def shelf() -> list[State]:
    """An HTTP API at a path of a domain: a function, a private service, a service of AWS, a URL, an open route."""

    def route(key: str, target: str, **inputs: Any) -> State:
        target_urn = urn(f"{HTTP}/integration:Integration", target)
        return state(f"{HTTP}/route:Route", f"shelf-{key}", {"routeKey": key, **inputs}, apiId=API, target=target_urn)

    jwt = {"authorizationType": "JWT", "authorizationScopes": ["books/read"]}
    authorizer = {"authorizerId": UNKNOWN}
    asks = urn(f"{HTTP}/authorizer:Authorizer", "readers")
    listed = route("GET /", "list", **jwt, **authorizer)
    listed["propertyDependencies"]["authorizerId"] = [asks]
    opened = route("GET /health", "url", authorizationType="NONE")
    opened["parent"] = SHELF
    mapping = {"apiMappingKey": "shelf", "domainName": "api.books.example.com", "stage": "$default"}
    return [
        state("gateway:index:HttpApi", "shelf", {"routes": {"GET /health": "public: the monitor <asks>"}}),
        state("aws:lambda/function:Function", "shelf-list"),
        state("aws:cognito/userPool:UserPool", "readers"),
        state("aws:sqs/queue:Queue", "orders"),
        state(f"{HTTP}/api:Api", "shelf", {"protocolType": "HTTP", "disableExecuteApiEndpoint": True}),
        state(
            f"{HTTP}/authorizer:Authorizer",
            "readers",
            {"authorizerType": "JWT", "name": "readers", "jwtConfiguration": {"issuer": UNKNOWN}},
            apiId=API,
            jwtConfiguration=urn("aws:cognito/userPool:UserPool", "readers"),
        ),
        state(
            f"{HTTP}/integration:Integration",
            "list",
            {"integrationType": "AWS_PROXY"},
            apiId=API,
            integrationUri=FUNCTION,
        ),
        *private(),
        state(
            f"{HTTP}/integration:Integration",
            "queue",
            {"integrationType": "AWS_PROXY", "integrationSubtype": "SQS-SendMessage"},
            apiId=API,
            requestParameters=urn("aws:sqs/queue:Queue", "orders"),
        ),
        state(
            f"{HTTP}/integration:Integration",
            "url",
            {"integrationType": "HTTP_PROXY", "integrationUri": "https://user:pass@health.example.com/up?key=pass"},
            apiId=API,
        ),
        listed,
        route("GET /{isbn}", "private", authorizationType="AWS_IAM"),
        route("POST /", "queue", authorizationType="AWS_IAM"),
        opened,
        state(
            f"{HTTP}/stage:Stage",
            "shelf-stage",
            {
                "name": "$default",
                "accessLogSettings": LOGGED,
                "defaultRouteSettings": THROTTLE,
                "routeSettings": [{"routeKey": "POST /", "throttlingRateLimit": 5, "throttlingBurstLimit": 10}],
            },
            apiId=API,
            accessLogSettings=urn("aws:cloudwatch/logGroup:LogGroup", "shelf-logs"),
        ),
        state("aws:cloudwatch/logGroup:LogGroup", "shelf-logs"),
        state(
            f"{HTTP}/domainName:DomainName",
            "api",
            {"domainName": "api.books.example.com", "domainNameConfiguration": {"securityPolicy": "TLS_1_2"}},
        ),
        state(f"{HTTP}/apiMapping:ApiMapping", "api-shelf", mapping, apiId=API, domainName=DOMAIN),
    ]


def private() -> list[State]:
    """An integration through a VPC link to the listener of a load balancer."""
    balancer, listener = urn("aws:lb/loadBalancer:LoadBalancer", "stock"), urn("aws:lb/listener:Listener", "stock")
    return [
        state(f"{HTTP}/vpcLink:VpcLink", "inside"),
        state("aws:lb/loadBalancer:LoadBalancer", "stock", {"loadBalancerType": "application", "internal": True}),
        state("aws:lb/listener:Listener", "stock", {"protocol": "HTTPS"}, loadBalancerArn=balancer),
        state(
            f"{HTTP}/integration:Integration",
            "private",
            {"integrationType": "HTTP_PROXY", "connectionType": "VPC_LINK", "tlsConfig": {"serverNameToVerify": "in"}},
            apiId=API,
            connectionId=urn(f"{HTTP}/vpcLink:VpcLink", "inside"),
            integrationUri=listener,
        ),
    ]


def desk() -> list[State]:
    """A REST API at the address of AWS: a method with an authorizer and a key, and one that anyone may call."""
    path = urn(f"{REST}/resource:Resource", "desk-loans")
    stage = urn(f"{REST}/stage:Stage", "desk-stage")

    def method(verb: str, integration: Mapping[str, Any], **inputs: Any) -> list[State]:
        place = {"restApi": DESK, "resourceId": path}
        return [
            state(f"{REST}/method:Method", f"desk-{verb}", {"httpMethod": verb, **inputs}, **place),
            state(f"{REST}/integration:Integration", f"desk-{verb}", {"httpMethod": verb, **integration}, **place),
        ]

    posting = method("POST", {"type": "AWS_PROXY"}, authorization="CUSTOM", apiKeyRequired=True, authorizerId=UNKNOWN)
    posting[0]["propertyDependencies"]["authorizerId"] = [urn(f"{REST}/authorizer:Authorizer", "clerks")]
    posting[1]["propertyDependencies"]["uri"] = [FUNCTION]
    return [
        state(f"{REST}/restApi:RestApi", "desk", {"description": "Lends books."}),
        state(f"{REST}/resource:Resource", "desk-loans", {"pathPart": "loans"}, restApi=DESK, parentId=DESK),
        state(
            f"{REST}/authorizer:Authorizer",
            "clerks",
            {"type": "TOKEN", "name": "clerks"},
            restApi=DESK,
            authorizerUri=FUNCTION,
        ),
        *posting,
        *method("GET", {"type": "MOCK"}, authorization="NONE"),
        *method("OPTIONS", {"type": "MOCK"}, authorization="NONE"),
        state(f"{REST}/stage:Stage", "desk-stage", {"stageName": "v1", "accessLogSettings": LOGGED}, restApi=DESK),
        state(
            f"{REST}/methodSettings:MethodSettings",
            "desk-settings",
            {"methodPath": "*/*", "settings": THROTTLE, "stageName": "v1"},
            restApi=DESK,
            stageName=stage,
        ),
        state("aws:wafv2/webAcl:WebAcl", "shield"),
        state(
            "aws:wafv2/webAclAssociation:WebAclAssociation",
            "desk-shield",
            resourceArn=stage,
            webAclArn=urn("aws:wafv2/webAcl:WebAcl", "shield"),
        ),
    ]


def news() -> list[State]:
    """A WebSocket API."""
    stage = {"name": "live", "defaultRouteSettings": THROTTLE}
    return [
        state(f"{HTTP}/api:Api", "news", {"protocolType": "WEBSOCKET"}),
        state(
            f"{HTTP}/integration:Integration",
            "told",
            {"integrationType": "AWS_PROXY"},
            apiId=SOCKET,
            integrationUri=FUNCTION,
        ),
        *(
            state(
                f"{HTTP}/route:Route",
                f"news-{key}",
                {"routeKey": key, "authorizationType": kind},
                apiId=SOCKET,
                target=urn(f"{HTTP}/integration:Integration", "told"),
            )
            for key, kind in (("$connect", "AWS_IAM"), ("send", "NONE"))
        ),
        state(f"{HTTP}/stage:Stage", "news-stage", stage, apiId=SOCKET),
    ]


def drawn() -> list[State]:
    """An HTTP API made of an OpenAPI document."""
    function = "arn:aws:lambda:us-east-1:1:function:print"
    uri = f"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{function}/invocations"
    integration = {"x-amazon-apigateway-integration": {"type": "aws_proxy", "uri": uri}}
    scheme = {"type": "oauth2", "x-amazon-apigateway-authorizer": {"type": "jwt"}}
    body = {
        "openapi": "3.0.1",
        "paths": {
            "/prints": {
                "post": {"security": [{"printers": ["print"]}], **integration},
                "get": {"x-public": "a list of sizes", **integration},
            }
        },
        "components": {"securitySchemes": {"printers": scheme}},
    }
    return [state(f"{HTTP}/api:Api", "drawn", {"protocolType": "HTTP", "body": json.dumps(body)})]


def everything() -> State:
    """All of it."""
    return document(*shelf(), *desk(), *news(), *drawn())
