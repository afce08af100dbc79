from collections.abc import Mapping
from typing import Any, cast

import pulumi
import pulumi_aws as aws
import pytest

from components import HttpApiArgs, LambdaFunction, UserPool, UserPoolArgs, python_package
from components.access.authorizers import cognito, iam, jwt, request_authorizer, shared, token_authorizer
from components.http_api.api import HttpApi
from components.routing.routes import Route
from tests.support.apis import (
    AUTHORIZER,
    ISSUER,
    PERMISSION,
    ROUTE,
    args,
    arn,
    built,
    faults_of,
    problems_of,
    route,
    warned,
)
from tests.support.recording import Cloud, is_unknown


def protected(authorizer: object, **changes: object) -> HttpApiArgs:
    """Valid arguments whose only authorizer is this one."""
    return cast("HttpApiArgs", {**args(), "authorizers": {"customers": authorizer}, **changes})


def one_authorizer(cloud: Cloud) -> dict[str, Any]:
    """The properties of the only authorizer."""
    (properties,) = cloud.mocks.of(AUTHORIZER).values()
    return properties


def test_a_user_pool_of_the_components_is_a_jwt_authorizer_of_its_own_client(cloud: Cloud) -> None:
    def program() -> None:
        pool = UserPool("customers", UserPoolArgs(scopes={"shop": {"read": "Read."}}))
        HttpApi("orders", protected(cognito(pool)))

    cloud.run(program)
    properties = one_authorizer(cloud)
    assert properties["authorizerType"] == "JWT"
    assert properties["jwtConfiguration"] == {
        "audiences": ["customers-client-0a1b2c3"],
        "issuer": "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEfGhI",
    }
    assert cloud.mocks.of(ROUTE)["orders-GET /orders"]["authorizationType"] == "JWT"


def test_a_user_pool_of_pulumi_aws_names_its_clients(cloud: Cloud) -> None:
    cloud.run(lambda: HttpApi("orders", protected(cognito(aws.cognito.UserPool("pool"), ["web", "app"]))))
    assert one_authorizer(cloud)["jwtConfiguration"] == {
        "audiences": ["web", "app"],
        "issuer": "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEfGhI",
    }


def test_a_function_that_decides_gets_the_whole_request_and_gives_a_simple_answer(cloud: Cloud) -> None:
    sources = ["$request.header.Authorization", "$context.routeKey"]
    built(cloud, protected(request_authorizer(arn("decide:live"), sources, ttl=60)))
    assert one_authorizer(cloud) == {
        "apiId": "orders-0a1b2c3",
        "authorizerPayloadFormatVersion": "2.0",
        "authorizerResultTtlInSeconds": 60,
        "authorizerType": "REQUEST",
        "authorizerUri": (
            f"arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/{arn('decide:live')}/invocations"
        ),
        "enableSimpleResponses": True,
        "identitySources": sources,
        "name": "customers",
    }
    found = cloud.mocks.of(ROUTE)["orders-GET /orders"]
    assert (found["authorizationType"], found["authorizerId"]) == ("CUSTOM", "orders-authorizer-customers-0a1b2c3")


def test_a_function_that_decides_may_be_invoked_by_this_api_alone(cloud: Cloud) -> None:
    built(cloud, protected(request_authorizer(arn("decide:live"))))
    permission = cloud.mocks.of(PERMISSION)["orders-permission-decide-live"]
    assert (permission["function"], permission["qualifier"]) == (arn("decide"), "live")
    assert permission["sourceArn"] == "arn:aws:execute-api:eu-west-1:123456789012:orders-0a1b2c3/*"


def test_a_function_that_decides_and_answers_has_one_permission(cloud: Cloud) -> None:
    built(cloud, protected(request_authorizer(arn("orders"))))
    assert list(cloud.mocks.of(PERMISSION)) == ["orders-permission-orders"]


def test_two_functions_of_one_name_are_told_apart_across_routes_and_authorizers(cloud: Cloud) -> None:
    elsewhere = arn("orders").replace("eu-west-1", "us-east-1")
    assert faults_of(cloud, protected(request_authorizer(elsewhere))) == [
        ('authorizer "customers"', 'a second function "orders"')
    ]


def test_an_arn_that_is_not_known_yet_is_called_after_its_authorizer(preview: Cloud) -> None:
    def program() -> None:
        function = aws.lambda_.Function("decide", role="arn:aws:iam::123456789012:role/x")
        HttpApi("orders", protected(request_authorizer(function.arn)))

    preview.run(program)
    assert sorted(preview.mocks.of(PERMISSION)) == [
        "orders-permission-authorizer-customers",
        "orders-permission-orders",
    ]
    assert is_unknown(one_authorizer(preview)["authorizerUri"])


def test_signed_requests_need_no_authorizer_in_aws(cloud: Cloud) -> None:
    built(cloud, protected(iam()))
    assert cloud.mocks.of(AUTHORIZER) == {}
    found = cloud.mocks.of(ROUTE)["orders-GET /orders"]
    assert (found["authorizationType"], found.get("authorizerId")) == ("AWS_IAM", None)


def test_default_scopes_go_with_the_default_authorizer(cloud: Cloud) -> None:
    authorizers = {"customers": jwt(ISSUER, ["shop"]), "staff": jwt(ISSUER, ["back-office"])}
    routes = {
        "GET /a": route(),
        "GET /b": Route(function=arn("b"), scopes=["b/read"]),
        "GET /c": Route(function=arn("c"), authorizer="staff"),
        "GET /d": Route(function=arn("d"), public="anyone may"),
    }
    built(cloud, cast("HttpApiArgs", {**args(routes), "authorizers": authorizers, "default_scopes": ["shop/use"]}))
    scopes = {one["routeKey"]: one.get("authorizationScopes") for one in cloud.mocks.of(ROUTE).values()}
    assert scopes == {"GET /a": ["shop/use"], "GET /b": ["b/read"], "GET /c": None, "GET /d": None}


WHERE = 'authorizer "customers"'
CASES: Mapping[str, tuple[HttpApiArgs, tuple[str, str]]] = {
    "unknown kind": (protected({"kind": "basic"}), (WHERE, "the kind 'basic'")),
    "no kind": (protected({"issuer": ISSUER, "audiences": ["shop"]}), (WHERE, "the kind None")),
    "token authorizer": (protected(token_authorizer(arn("decide"))), (WHERE, "a token authorizer")),
    "shared authorizer": (protected(shared("abc123")), (WHERE, "a shared authorizer")),
    "no function": (
        protected({"kind": "request", "identity_sources": ["$context.a"], "ttl": 0}),
        (WHERE, 'no "function"'),
    ),
    "something else than a function": (protected(request_authorizer(cast("str", 5))), (WHERE, "int is no function")),
    "no identity source": (protected(request_authorizer(arn("decide"), [])), (WHERE, "no identity source")),
    "odd identity source": (
        protected(request_authorizer(arn("decide"), ["Authorization"])),
        (WHERE, "the identity source 'Authorization'"),
    ),
    "ttl beyond an hour": (protected(request_authorizer(arn("decide"), ttl=3601)), (WHERE, "ttl 3601")),
    "ttl of a half": (protected(request_authorizer(arn("decide"), ttl=cast("int", 0.5))), (WHERE, "ttl 0.5")),
    "ttl of truth": (protected(request_authorizer(arn("decide"), ttl=True)), (WHERE, "ttl True")),
    "no client": (
        protected({"kind": "cognito", "user_pool_arn": "arn", "issuer": ISSUER, "clients": []}),
        (WHERE, "no client"),
    ),
    "unknown key of iam": (protected({"kind": "iam", "role": "x"}), (WHERE, 'the key "role"')),
    "scopes with a function": (
        protected(
            request_authorizer(arn("decide")), routes={"GET /orders": Route(function=arn("orders"), scopes=["a"])}
        ),
        ('route "GET /orders"', 'scopes with the authorizer "customers" of the kind "request"'),
    ),
    "scopes with signed requests": (
        protected(iam(), routes={"GET /orders": {**route(), "scopes": ["a"]}}),
        ('route "GET /orders"', 'scopes with the authorizer "customers" of the kind "iam"'),
    ),
    "default scopes with a function": (
        protected(request_authorizer(arn("decide")), default_scopes=["a"]),
        ("default_scopes", 'default_scopes with the kind "request"'),
    ),
    "default scopes of text": (
        protected(jwt(ISSUER, ["shop"]), default_scopes="a"),
        ("default_scopes", "scopes='a'"),
    ),
}


@pytest.mark.parametrize(("given", "expected"), CASES.values(), ids=CASES.keys())
def test_one_mistake_is_one_problem(cloud: Cloud, given: HttpApiArgs, expected: tuple[str, str]) -> None:
    found = problems_of(cloud, given)
    assert [(where, what) for where, what, _, _ in found] == [expected]
    assert all(allowed and remedy for _, _, allowed, remedy in found)


def test_a_token_authorizer_is_refused_with_the_kind_that_has_it(cloud: Cloud) -> None:
    ((_, _, allowed, remedy),) = problems_of(cloud, protected(token_authorizer(arn("decide"))))
    assert "a REST API has" in allowed
    assert "RestApi" in remedy
    assert "request_authorizer" in remedy


def test_default_scopes_need_a_default_authorizer(cloud: Cloud) -> None:
    routes = {"GET /orders": Route(function=arn("orders"), authorizer="customers")}
    given = {key: value for key, value in args(routes).items() if key != "default_authorizer"}
    found = faults_of(cloud, cast("HttpApiArgs", {**given, "default_scopes": ["a"]}))
    assert found == [("default_scopes", "default_scopes without default_authorizer")]


def test_signed_requests_count_for_no_authorizer(cloud: Cloud) -> None:
    many = {f"a{number}": jwt(ISSUER, ["shop"]) for number in range(9)}
    given = {**args(), "authorizers": {**many, "customers": iam()}}
    assert [text for text in warned(cloud, cast("HttpApiArgs", given)) if "authorizers of the" in text] == [
        'HTTP API "orders": 9 authorizers of the 10 that AWS allows an API'
    ]


def test_a_function_that_decides_slower_than_api_gateway_waits_is_a_warning(cloud: Cloud) -> None:
    def program() -> None:
        code = python_package("functions/orders")
        slow = LambdaFunction("slow", {"code": code, "handler": "orders.list.handler", "timeout": 11})
        HttpApi("orders", protected(request_authorizer(slow)))

    cloud.run(program)
    assert cloud.warnings == [
        'HTTP API "orders": the function of the authorizer "customers" has 11 s, and API Gateway waits 10 s for it'
    ]


def test_an_issuer_that_is_not_known_yet_is_left_to_aws(preview: Cloud) -> None:
    preview.run(lambda: HttpApi("orders", protected(jwt(pulumi.Output.from_input(ISSUER), ["shop"]))))
    assert one_authorizer(preview)["jwtConfiguration"]["issuer"] == ISSUER
