"""Examples of the rules on usage plans, on what a route may take, and on the kind of an API."""

from gateway_policies.examples.example import Declared, Example
from gateway_policies.resource_types import (
    API,
    REST_API,
    REST_API_KEY,
    REST_DEPLOYMENT,
    REST_INTEGRATION,
    REST_METHOD,
    REST_STAGE,
    REST_USAGE_PLAN,
    REST_USAGE_PLAN_KEY,
    ROUTE,
    STAGE,
)

_HTTP = Declared(API, "orders", {"protocolType": "HTTP"})
_ROUTE = Declared(ROUTE, "place", {"apiId": "${orders.id}", "routeKey": "POST /orders", "authorizationType": "AWS_IAM"})
_LIMITS = {"throttlingRateLimit": 100, "throttlingBurstLimit": 200}
_SOCKET = Declared(API, "line", {"protocolType": "WEBSOCKET", "routeSelectionExpression": "$request.body.action"})
_CONNECT = Declared(ROUTE, "connect", {"apiId": "${line.id}", "routeKey": "$connect", "authorizationType": "AWS_IAM"})
_PAYMENTS = Declared(REST_API, "payments", {})
_REFUNDS = Declared(REST_API, "refunds", {})


def _stage_of(api: str, rate: int, *, routes: list[dict[str, object]] | None = None) -> Declared:
    limits = {"throttlingRateLimit": rate, "throttlingBurstLimit": 200}
    named = {"routeSettings": routes} if routes else {}
    properties = {"apiId": f"${{{api}.id}}", "autoDeploy": True, "defaultRouteSettings": limits, **named}
    return Declared(STAGE, "live", properties)


def _socket_stage(**properties: object) -> Declared:
    return Declared(STAGE, "live", {"apiId": "${line.id}", "autoDeploy": True, **properties})


def _method(*, key: bool) -> Declared:
    properties = {
        "restApi": "${payments.id}",
        "resourceId": "${payments.rootResourceId}",
        "httpMethod": "GET",
        "authorization": "AWS_IAM",
        "apiKeyRequired": key,
    }
    return Declared(REST_METHOD, "list", properties)


def _proxied(**properties: object) -> Declared:
    place = {"restApi": "${payments.id}", "resourceId": "${payments.rootResourceId}", "httpMethod": "GET"}
    backend = {"type": "HTTP_PROXY", "integrationHttpMethod": "GET", "uri": "https://backend.example.com"}
    return Declared(REST_INTEGRATION, "backend", {**place, **backend, **properties})


def _rest_stage(api: str = "payments") -> list[Declared]:
    return [
        Declared(REST_DEPLOYMENT, f"{api}-deployment", {"restApi": f"${{{api}.id}}", "triggers": {"of": "1"}}),
        Declared(
            REST_STAGE,
            f"{api}-live",
            {"restApi": f"${{{api}.id}}", "deployment": f"${{{api}-deployment.id}}", "stageName": "live"},
        ),
    ]


def _plan(*apis: str, limited: bool = True) -> Declared:
    stages = [{"apiId": f"${{{api}.id}}", "stage": f"${{{api}-live.stageName}}"} for api in apis]
    limits = {
        "throttleSettings": {"rateLimit": 10, "burstLimit": 20},
        "quotaSettings": {"limit": 10000, "period": "DAY"},
    }
    return Declared(REST_USAGE_PLAN, "trial", {"apiStages": stages, **(limits if limited else {})})


_KEY = [
    Declared(REST_API_KEY, "customer", {}),
    Declared(
        REST_USAGE_PLAN_KEY,
        "customer-of-trial",
        {"keyId": "${customer.id}", "keyType": "API_KEY", "usagePlanId": "${trial.id}"},
    ),
]
_ASKED = [_PAYMENTS, _method(key=True), _proxied(), *_rest_stage()]

EXAMPLES = {
    "route-throttle-coverage": Example(
        bad=[_HTTP, _ROUTE, _stage_of("orders", 100, routes=[{"routeKey": "POST /order", **_LIMITS}])],
        good=[_HTTP, _ROUTE, _stage_of("orders", 100, routes=[{"routeKey": "POST /orders", **_LIMITS}])],
    ),
    "stage-limits-sum": Example(
        bad=[
            _HTTP,
            Declared(STAGE, "live", {**_stage_of("orders", 9000).properties, "region": "eu-west-1"}),
            Declared(STAGE, "beta", {**_stage_of("orders", 9000).properties, "region": "eu-west-1"}),
        ],
        good=[
            _HTTP,
            Declared(STAGE, "live", {**_stage_of("orders", 900).properties, "region": "eu-west-1"}),
            Declared(STAGE, "beta", {**_stage_of("orders", 100).properties, "region": "eu-west-1"}),
        ],
    ),
    "websocket-connect-throttle": Example(
        bad=[_SOCKET, _CONNECT, _socket_stage(routeSettings=[{"routeKey": "send", **_LIMITS}])],
        good=[_SOCKET, _CONNECT, _socket_stage(defaultRouteSettings=_LIMITS)],
    ),
    "usage-plan-associated": Example(
        bad=[_PAYMENTS, *_rest_stage()], good=[_PAYMENTS, *_rest_stage(), _plan("payments")]
    ),
    "usage-plan-limits": Example(bad=[_plan(limited=False)], good=[_plan()]),
    "usage-plan-enforced": Example(
        bad=[_PAYMENTS, _method(key=False), _proxied(), *_rest_stage(), _plan("payments"), *_KEY],
        good=[*_ASKED, _plan("payments"), *_KEY],
    ),
    "usage-plan-single-trust": Example(
        bad=[_PAYMENTS, _REFUNDS, *_rest_stage(), *_rest_stage("refunds"), _plan("payments", "refunds")],
        good=[_PAYMENTS, *_rest_stage(), _plan("payments")],
    ),
    "integration-timeout": Example(
        bad=[_PAYMENTS, _method(key=True), _proxied(timeoutMilliseconds=60000)],
        good=[_PAYMENTS, _method(key=True), _proxied(timeoutMilliseconds=10000)],
    ),
    "rest-api-could-be-http": Example(
        bad=[_PAYMENTS, _method(key=False), _proxied(), *_rest_stage()],
        good=[*_ASKED, _plan("payments"), *_KEY],
    ),
}
