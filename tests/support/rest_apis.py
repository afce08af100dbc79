"""REST APIs that tests build."""

from collections.abc import Mapping
from typing import Any, cast

import pytest

from components import ComponentError, Cors, Route, Throttle
from components.access.authorizers import (
    Authorizer,
    CognitoAuthorizer,
    LambdaAuthorizer,
    iam,
    request_authorizer,
    token_authorizer,
)
from components.access.usage_plans import Quota, UsagePlan
from components.rest_api.api import RestApi
from components.rest_api.args import RestApiArgs
from components.rest_api.gateway_responses import GatewayResponse
from components.rest_api.resource_policies import allow_ip_ranges
from components.rest_api.settings import Cache
from components.routing.integrations import MockAnswer
from components.routing.message_actions import send_message
from components.routing.request_shaping import Answer, RequestValidation, RouteCache
from tests.support.apis import arn
from tests.support.recording import Cloud, new_cloud

NAME = "payments"
API = "aws:apigateway/restApi:RestApi"
AUTHORIZER = "aws:apigateway/authorizer:Authorizer"
DEPLOYMENT = "aws:apigateway/deployment:Deployment"
INTEGRATION = "aws:apigateway/integration:Integration"
INTEGRATION_RESPONSE = "aws:apigateway/integrationResponse:IntegrationResponse"
METHOD = "aws:apigateway/method:Method"
METHOD_RESPONSE = "aws:apigateway/methodResponse:MethodResponse"
METHOD_SETTINGS = "aws:apigateway/methodSettings:MethodSettings"
MODEL = "aws:apigateway/model:Model"
POLICY = "aws:apigateway/restApiPolicy:RestApiPolicy"
RESOURCE = "aws:apigateway/resource:Resource"
RESPONSE = "aws:apigateway/response:Response"
STAGE = "aws:apigateway/stage:Stage"
VALIDATOR = "aws:apigateway/requestValidator:RequestValidator"
QUEUE = "arn:aws:sqs:eu-west-1:123456789012:audit"
PAYMENT = {"type": "object", "properties": {"amount": {"type": "number"}}, "required": ["amount"]}
ORIGINS = ("https://shop.example.com", "https://admin.example.com")


def customers(ttl: int = 0) -> LambdaAuthorizer:
    """An authorizer for customers: a function that sees their token."""
    return token_authorizer(arn("check"), ttl=ttl)


def pool() -> CognitoAuthorizer:
    """The tokens of a user pool."""
    return {
        "kind": "cognito",
        "user_pool_arn": "arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_A",
        "issuer": "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_A",
        "clients": ["shop"],
    }


def authorizers() -> dict[str, Authorizer]:
    """An authorizer of every sort that a REST API has."""
    both = ["$request.header.x-tenant", "$context.httpMethod"]
    return {
        "customers": customers(),
        "tenants": request_authorizer(arn("tenants"), both, ttl=60),
        "pool": pool(),
        "machines": iam(),
    }


def args(routes: Mapping[str, Route] | None = None, **changes: object) -> RestApiArgs:
    """Arguments of an API with one authorizer, the default one, and these routes, but for the changes."""
    plain = RestApiArgs(
        authorizers={"customers": customers()},
        default_authorizer="customers",
        throttle=Throttle(rate=200, burst=400),
        routes={"GET /payments": Route(function=arn("list"))} if routes is None else routes,
        stage="v1",
    )
    return cast("RestApiArgs", {**plain, **changes})


def one_route(key: str = "GET /payments", /, **changes: object) -> RestApiArgs:
    """Valid arguments with one route that is valid but for these changes."""
    return args({key: cast("Route", {"function": arn("list"), **changes})})


def payments() -> RestApiArgs:
    """Arguments with every kind of route and setting."""
    return RestApiArgs(
        description="Payments of the shop.",
        authorizers=authorizers(),
        default_authorizer="customers",
        throttle=Throttle(rate=200, burst=400),
        cors=Cors(origins=ORIGINS, max_age=600),
        models={"Payment": PAYMENT},
        routes={
            "GET /payments": Route(
                function=arn("list"), cache=RouteCache(ttl=60, keys=["header.Authorization", "querystring.page"])
            ),
            "POST /payments": Route(
                function=arn("create"),
                throttle=Throttle(rate=20, burst=40),
                validate=RequestValidation(body="Payment", parameters=["header.idempotency-key"]),
                api_key=True,
            ),
            "GET /payments/{id}": Route(
                function=arn("get"),
                authorizer="tenants",
                request_templates={"application/json": '{"id": "$input.params().path.get(\'id\')"}'},
                responses={
                    "200": Answer(),
                    "404": Answer(selection_pattern="not found.*", templates={"application/json": "{}"}),
                },
            ),
            "GET /rates/{proxy+}": Route(url="https://rates.example.com/{proxy}", authorizer="pool", scopes=["rates"]),
            "POST /audit": Route(service=send_message(QUEUE), authorizer="machines"),
            "GET /health": Route(mock=MockAnswer(body='{"ok": true}'), public="called by the uptime monitor"),
        },
        gateway_responses={
            "UNAUTHORIZED": GatewayResponse(status=401, headers={"x-why": "no token"}, templates={"text/plain": "no"})
        },
        usage_plans={
            "free": UsagePlan(throttle=Throttle(rate=1, burst=2), keys=["anna"]),
            "paid": UsagePlan(
                quota=Quota(limit=1000, period="DAY"),
                route_throttles={"POST /payments": Throttle(rate=5, burst=10)},
                keys=["bert"],
            ),
        },
        cache=Cache(size_gb=0.5),
        resource_policy=allow_ip_ranges(["192.0.2.0/24"]),
        stage="v1",
        log_retention_days=14,
        tags={"application": "shop"},
    )


def built(cloud: Cloud, given: RestApiArgs, name: str = NAME) -> RestApi:
    """The API, after the program that builds it has ended."""
    apis: list[RestApi] = []
    cloud.run(lambda: apis.append(RestApi(name, given)))
    return apis[0]


def registered(given: RestApiArgs) -> dict[tuple[str, str], dict[str, Any]]:
    """The inputs of every resource of an API, by type and name."""
    cloud = new_cloud()
    built(cloud, given)
    return {(one.type, one.name): one.inputs for one in cloud.mocks.registrations if one.custom}


def triggers(given: RestApiArgs) -> dict[str, str]:
    """The triggers of the deployment of an API."""
    return registered(given)[DEPLOYMENT, f"{NAME}-deployment"]["triggers"]


def problems_of(cloud: Cloud, given: RestApiArgs, name: str = NAME) -> list[tuple[str, str, str, str]]:
    """Where, found, allowed and remedy of each problem; nothing may have been registered."""
    with pytest.raises(ComponentError) as caught:
        cloud.run(lambda: RestApi(name, given))
    assert cloud.mocks.registrations == []
    return [(one.where, one.found, one.allowed, one.remedy) for one in caught.value.problems]
