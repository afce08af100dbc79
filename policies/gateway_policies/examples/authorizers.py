"""Examples of the rules on authorizers and on the tokens they take."""

from gateway_policies.examples.example import Declared, Example
from gateway_policies.resource_types import API, AUTHORIZER, REST_API, REST_AUTHORIZER, ROUTE

_HTTP = Declared(API, "orders", {"protocolType": "HTTP"})
_OTHER = Declared(API, "stock", {"protocolType": "HTTP"})
_REST = Declared(REST_API, "payments")
_HEADER = "$request.header.Authorization"
_FUNCTION = (
    "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/"
    "arn:aws:lambda:eu-west-1:111122223333:function:authorize/invocations"
)


def _jwt(issuer: str = "https://login.example.com", audiences: tuple[str, ...] = ("shop",)) -> Declared:
    configuration = {"issuer": issuer, "audiences": list(audiences)}
    tokens = {"identitySources": [_HEADER], "jwtConfiguration": configuration}
    return Declared(AUTHORIZER, "customers", {"apiId": "${orders.id}", "authorizerType": "JWT", **tokens})


def _function(*sources: str, api: str = "orders", **properties: object) -> Declared:
    answer = {"authorizerUri": _FUNCTION, "authorizerPayloadFormatVersion": "2.0", "enableSimpleResponses": True}
    asks = {"identitySources": list(sources)} if sources else {}
    return Declared(
        AUTHORIZER,
        "customers",
        {"apiId": f"${{{api}.id}}", "authorizerType": "REQUEST", **answer, **asks, **properties},
    )


def _token(**properties: object) -> Declared:
    source = {"authorizerUri": _FUNCTION, "identitySource": "method.request.header.Authorization"}
    return Declared(REST_AUTHORIZER, "clerks", {"restApi": "${payments.id}", "type": "TOKEN", **source, **properties})


def _route(key: str, kind: str, name: str = "list", **properties: object) -> Declared:
    by = {"authorizationType": kind, "authorizerId": "${customers.id}"}
    return Declared(ROUTE, name, {"apiId": "${orders.id}", "routeKey": key, **by, **properties})


_LIST = _route("GET /orders", "CUSTOM")
_CREATE = _route("POST /orders", "CUSTOM", "create")

EXAMPLES = {
    "authorizer-attached": Example(
        bad=[_HTTP, _OTHER, _function(_HEADER, api="stock"), _LIST],
        good=[_HTTP, _function(_HEADER), _LIST],
    ),
    "authorizer-exists": Example(bad=[_HTTP], good=[_HTTP, _jwt()]),
    "authorizer-unused": Example(
        bad=[_HTTP, _jwt(), Declared(ROUTE, "list", {"apiId": "${orders.id}", "routeKey": "GET /orders"})],
        good=[_HTTP, _jwt(), _route("GET /orders", "JWT")],
    ),
    "authorizer-identity-source": Example(bad=[_HTTP, _function()], good=[_HTTP, _function(_HEADER)]),
    "authorizer-query-string": Example(
        bad=[_HTTP, _function("$request.querystring.token")],
        good=[_HTTP, _function(_HEADER)],
    ),
    "authorizer-ttl": Example(
        bad=[_REST, _token(authorizerResultTtlInSeconds=3600)],
        good=[_REST, _token(authorizerResultTtlInSeconds=60)],
    ),
    "authorizer-token-regex": Example(
        bad=[_REST, _token()],
        good=[_REST, _token(identityValidationExpression="^Bearer [-0-9a-zA-Z._]+$")],
    ),
    "authorizer-cache-per-route": Example(
        bad=[_HTTP, _function(_HEADER, authorizerResultTtlInSeconds=300), _LIST, _CREATE],
        good=[_HTTP, _function(_HEADER, "$context.routeKey", authorizerResultTtlInSeconds=300), _LIST, _CREATE],
    ),
    "jwt-route-scopes": Example(
        bad=[_HTTP, _jwt(), _route("GET /orders", "JWT")],
        good=[_HTTP, _jwt(), _route("GET /orders", "JWT", authorizationScopes=["orders/read"])],
    ),
    "jwt-issuer-https": Example(
        bad=[_HTTP, _jwt("http://login.example.com")],
        good=[_HTTP, _jwt("https://login.example.com")],
    ),
    "jwt-audience": Example(bad=[_HTTP, _jwt(audiences=("*",))], good=[_HTTP, _jwt(audiences=("shop",))]),
}
