"""Examples of the rules on routes, methods, API keys, and what an API may call."""

from gateway_policies.examples.example import Declared, Example
from gateway_policies.resource_types import (
    API,
    AUTHORIZER,
    INTEGRATION,
    LAMBDA_PERMISSION,
    REST_API,
    REST_INTEGRATION,
    REST_METHOD,
    ROUTE,
    STAGE,
)

_HTTP = Declared(API, "orders", {"protocolType": "HTTP"})
_REST = Declared(REST_API, "payments")
_CHAT = Declared(API, "chat", {"protocolType": "WEBSOCKET", "routeSelectionExpression": "$request.body.action"})
_CUSTOMERS = Declared(
    AUTHORIZER,
    "customers",
    {
        "apiId": "${orders.id}",
        "authorizerType": "JWT",
        "name": "customers",
        "identitySources": ["$request.header.Authorization"],
        "jwtConfiguration": {"issuer": "https://login.example.com", "audiences": ["shop"]},
    },
)


def _route(**properties: object) -> Declared:
    return Declared(ROUTE, "list", {"apiId": "${orders.id}", "routeKey": "GET /orders", **properties})


def _method(**properties: object) -> Declared:
    place = {"restApi": "${payments.id}", "resourceId": "${payments.rootResourceId}"}
    return Declared(REST_METHOD, "pay", {**place, "httpMethod": "POST", **properties})


def _connect(**properties: object) -> Declared:
    return Declared(ROUTE, "connect", {"apiId": "${chat.id}", "routeKey": "$connect", **properties})


def _permission(arn: str) -> Declared:
    grant = {"function": "list-orders", "action": "lambda:InvokeFunction", "principal": "apigateway.amazonaws.com"}
    return Declared(LAMBDA_PERMISSION, "invoke", {**grant, "sourceArn": arn})


def _queue(role: str) -> Declared:
    place = {"restApi": "${payments.id}", "resourceId": "${payments.rootResourceId}", "httpMethod": "POST"}
    uri = "arn:aws:apigateway:eu-west-1:sqs:path/111122223333/payments"
    send = {"type": "AWS", "integrationHttpMethod": "POST", "uri": uri, "credentials": role}
    return Declared(REST_INTEGRATION, "send", {**place, **send})


EXAMPLES = {
    "route-authorization": Example(
        bad=[_HTTP, _route(authorizationType="NONE")],
        good=[_HTTP, _CUSTOMERS, _route(authorizationType="JWT", authorizerId="${customers.id}")],
    ),
    "method-authorization": Example(
        bad=[_REST, _method(authorization="NONE")],
        good=[_REST, _method(authorization="AWS_IAM")],
    ),
    "require-cognito": Example(
        bad=[_REST, _method(authorization="AWS_IAM")],
        good=[_REST, _method(authorization="COGNITO_USER_POOLS", authorizerId="a1b2c3")],
    ),
    "api-key-is-not-auth": Example(
        bad=[_REST, _method(authorization="NONE", apiKeyRequired=True)],
        good=[_REST, _method(authorization="AWS_IAM", apiKeyRequired=True)],
    ),
    "require-api-key": Example(
        bad=[_REST, _method(authorization="AWS_IAM")],
        good=[_REST, _method(authorization="AWS_IAM", apiKeyRequired=True)],
    ),
    "no-quick-create": Example(
        bad=[Declared(API, "orders", {"protocolType": "HTTP", "target": "https://backend.example.com"})],
        good=[
            _HTTP,
            Declared(
                INTEGRATION,
                "backend",
                {
                    "apiId": "${orders.id}",
                    "integrationType": "HTTP_PROXY",
                    "integrationMethod": "ANY",
                    "integrationUri": "https://backend.example.com",
                },
            ),
            _route(authorizationType="AWS_IAM", target="integrations/${backend.id}"),
            Declared(
                STAGE,
                "live",
                {
                    "apiId": "${orders.id}",
                    "autoDeploy": True,
                    "defaultRouteSettings": {"throttlingRateLimit": 100, "throttlingBurstLimit": 200},
                },
            ),
        ],
    ),
    "websocket-connect-route": Example(
        bad=[_CHAT, Declared(ROUTE, "say", {"apiId": "${chat.id}", "routeKey": "say"})],
        good=[
            _CHAT,
            _connect(authorizationType="AWS_IAM"),
            Declared(ROUTE, "say", {"apiId": "${chat.id}", "routeKey": "say"}),
        ],
    ),
    "lambda-permission-scoped": Example(
        bad=[_permission("arn:aws:execute-api:eu-west-1:111122223333:*")],
        good=[_HTTP, _permission("${orders.executionArn}/*")],
    ),
    "integration-credentials-passthrough": Example(
        bad=[_REST, _queue("arn:aws:iam::*:user/*")],
        good=[_REST, _queue("arn:aws:iam::111122223333:role/send-payments")],
    ),
}
