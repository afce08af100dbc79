"""Integrations that a route has for itself, and changes to its requests and answers."""

from collections.abc import Mapping

import pytest

from components import HttpApi, HttpApiArgs, LambdaFunction, Route, python_package
from tests.support.apis import INTEGRATION, args, arn, built, faults_of, one_route, problems_of, route
from tests.support.recording import Cloud


def test_a_route_with_a_timeout_of_its_own_has_an_integration_of_its_own(cloud: Cloud) -> None:
    routes = {"GET /orders": route(), "GET /orders/{id}": Route(function=arn("orders"), timeout_milliseconds=500)}
    built(cloud, args(routes))
    timeouts = {name: one.get("timeoutMilliseconds") for name, one in cloud.mocks.of(INTEGRATION).items()}
    assert timeouts == {"orders-integration-orders": None, "orders-integration-GET /orders/{id}": 500}
    assert {one["integrationUri"] for one in cloud.mocks.of(INTEGRATION).values()} == {arn("orders")}


def test_changes_to_requests_and_answers_reach_the_integration(cloud: Cloud) -> None:
    given = one_route(
        request_parameters={
            "append:header.tenant": "$context.authorizer.claims.tenant",
            "overwrite:querystring.limit": "100",
            "overwrite:path": "/v2${request.path}",
            "remove:header.x-debug": "",
        },
        response_parameters={
            "500": {"overwrite:statuscode": "502", "append:header.x-error": "$response.body.code"},
            "200": {"overwrite:header.x-served-by": "orders"},
        },
    )
    built(cloud, given)
    integration = cloud.mocks.of(INTEGRATION)["orders-integration-GET /orders"]
    assert integration["requestParameters"] == {
        "append:header.tenant": "$context.authorizer.claims.tenant",
        "overwrite:querystring.limit": "100",
        "overwrite:path": "/v2${request.path}",
        "remove:header.x-debug": "",
    }
    assert integration["responseParameters"] == [
        {"statusCode": "200", "mappings": {"overwrite:header.x-served-by": "orders"}},
        {
            "statusCode": "500",
            "mappings": {"overwrite:statuscode": "502", "append:header.x-error": "$response.body.code"},
        },
    ]


def changing(change: str, value: object = "a", key: str = "GET /orders/{id}") -> HttpApiArgs:
    """Valid arguments with a route that changes its requests so."""
    return one_route(key, request_parameters={change: value})


def answering(change: str, value: object = "a", status: str = "200") -> HttpApiArgs:
    """Valid arguments with a route that changes its answers so."""
    return one_route("GET /orders/{id}", response_parameters={status: {change: value}})


REQUEST = 'route "GET /orders/{id}", request_parameters'
RESPONSE = 'route "GET /orders/{id}", response_parameters "200"'

CASES: Mapping[str, tuple[HttpApiArgs, tuple[str, str]]] = {
    "no change": (changing("header.a"), (REQUEST, '"header.a"')),
    "an unknown change": (changing("set:header.a"), (REQUEST, '"set:header.a"')),
    "an unknown place": (changing("append:cookie.a"), (REQUEST, '"append:cookie.a"')),
    "a path to append": (changing("append:path"), (REQUEST, '"append:path"')),
    "a status of a request": (changing("overwrite:statuscode"), (REQUEST, '"overwrite:statuscode"')),
    "a reserved header": (changing("overwrite:header.Authorization"), (REQUEST, 'the header "Authorization"')),
    "a header of AWS": (changing("append:header.x-amzn-a"), (REQUEST, 'the header "x-amzn-a"')),
    "a CORS header": (
        answering("overwrite:header.Access-Control-Allow-Origin", "*"),
        (RESPONSE, 'the header "Access-Control-Allow-Origin"'),
    ),
    "a value to remove": (changing("remove:header.a", "b"), (REQUEST, "\"remove:header.a\": 'b'")),
    "an expression that is none": (
        changing("append:header.a", "$request.headers.b"),
        (REQUEST, '"$request.headers.b" is no expression'),
    ),
    "an expression without braces": (
        changing("append:header.a", "id $request.path.id"),
        (REQUEST, '"$request.path.id" within a text: write it in braces, as in ${request.path.id}'),
    ),
    "an answer within a request": (changing("append:header.a", "$response.body"), (REQUEST, '"$response.body"')),
    "a request within an answer": (answering("append:header.a", "$request.path.id"), (RESPONSE, '"$request.path.id"')),
    "a variable that the path lacks": (
        changing("append:header.a", "$request.path.name"),
        (REQUEST, '"$request.path.name"'),
    ),
    "a query of an answer": (answering("append:querystring.a"), (RESPONSE, '"append:querystring.a"')),
    "a path of an answer": (answering("overwrite:path"), (RESPONSE, '"overwrite:path"')),
    "a status that is none": (answering("overwrite:statuscode", "abc"), (RESPONSE, "overwrite:statuscode 'abc'")),
    "a status of answers that is none": (
        answering("append:header.a", status="2XX"),
        ('route "GET /orders/{id}", response_parameters', "the status '2XX'"),
    ),
    "answers without a status": (
        one_route("GET /orders/{id}", response_parameters={"append:header.a": "b"}),
        ('route "GET /orders/{id}", response_parameters', "the status 'append:header.a'"),
    ),
}


@pytest.mark.parametrize(("given", "expected"), CASES.values(), ids=CASES.keys())
def test_one_mistake_is_told_where_it_stands(cloud: Cloud, given: HttpApiArgs, expected: tuple[str, str]) -> None:
    assert faults_of(cloud, given)[0] == expected


@pytest.mark.parametrize("value", [49, 30_001, 50.5, "500", True, None])
def test_a_timeout_that_aws_refuses_is_a_problem(cloud: Cloud, value: object) -> None:
    ((where, found, allowed, _),) = problems_of(cloud, one_route(timeout_milliseconds=value))
    assert (where, found) == ('route "GET /orders"', f"timeout_milliseconds {value!r}")
    assert allowed == "whole milliseconds from 50 to 30000"


@pytest.mark.parametrize("value", [50, 30_000, 500.0])
def test_a_timeout_that_aws_takes_is_no_problem(cloud: Cloud, value: float) -> None:
    built(cloud, one_route(timeout_milliseconds=value))
    assert cloud.mocks.of(INTEGRATION)["orders-integration-GET /orders"]["timeoutMilliseconds"] == value


def test_a_function_that_runs_on_after_its_route_gave_up_is_a_warning(cloud: Cloud) -> None:
    def program() -> None:
        code = python_package("functions/orders")
        slow = LambdaFunction("slow", {"code": code, "handler": "orders.list.handler", "timeout": 10})
        HttpApi("orders", args({"GET /orders": Route(function=slow, timeout_milliseconds=5000)}))

    cloud.run(program)
    (warning,) = cloud.warnings
    assert 'the route "GET /orders" gives up after 5000 ms, while its function "slow" runs on for up to 10 s' in warning


def test_integrations_that_come_near_their_quota_are_a_warning(cloud: Cloud) -> None:
    built(cloud, {**args({f"GET /r{n}": route(arn(f"f{n}")) for n in range(240)}), "quotas": {"routes": 1000}})
    assert cloud.warnings == ['HTTP API "orders": 240 integrations of the 300 that AWS allows an API']
