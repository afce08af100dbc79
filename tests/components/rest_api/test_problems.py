from collections.abc import Mapping
from typing import Any

import pulumi
import pytest

from components import ComponentError, Cors, LambdaFunction, Route, Throttle, jwt, python_package
from components.access.authorizers import iam
from components.rest_api.api import RestApi
from components.rest_api.args import RestApiArgs
from components.rest_api.settings import Cache, Canary, RestStage
from components.routing.integrations import MockAnswer
from components.routing.message_actions import send_message
from components.routing.request_shaping import Answer, RouteCache
from tests.support.apis import arn
from tests.support.recording import Cloud
from tests.support.rest_apis import PAYMENT, QUEUE, args, customers, one_route, payments, pool, problems_of

ROUTE = 'route "GET /payments"'
BROKEN = {**send_message(QUEUE), "parameters": {"QueueUrl": "x", "MessageBody": "$request.boody"}}


def cached(**changes: object) -> RestApiArgs:
    """One cached route, in an API with a cache."""
    return args({"GET /payments": {"function": arn("list"), **changes}}, cache=Cache(size_gb=0.5))  # pyright: ignore[reportArgumentType] -- as wrong as the case wants


def urls(url: str, key: str = "GET /a/{id}") -> RestApiArgs:
    """A route to a web service."""
    return args({key: Route(url=url)})


CASES: Mapping[str, tuple[RestApiArgs, tuple[str, str]]] = {
    "no routes": (args({}), ("routes", "no route")),
    "unknown argument": (args(default_authoriser="a"), ("arguments", 'the key "default_authoriser"')),
    "argument of websockets": (
        args(route_selection_expression="$request.body.action"),
        ("arguments", 'the key "route_selection_expression"'),
    ),
    "no throttle": (args(throttle=None), ("throttle", "None")),
    "default route": (args({"$default": Route(function=arn("x"))}), ('route "$default"', "a $default route")),
    "sibling variables": (
        args({"GET /a/{id}": Route(function=arn("x")), "GET /a/{name}/b": Route(function=arn("x"))}),
        ('route "GET /a/{name}/b"', 'the variable "{name}" beside "{id}" of the route "GET /a/{id}"'),
    ),
    "greedy sibling": (
        args({"GET /a/{id}": Route(function=arn("x")), "ANY /a/{proxy+}": Route(function=arn("x"))}),
        ('route "ANY /a/{proxy+}"', 'the variable "{proxy+}" beside "{id}" of the route "GET /a/{id}"'),
    ),
    "odd segment": (one_route("GET /a~b"), ('route "GET /a~b"', 'the segment "a~b"')),
    "too many resources": (
        args({f"GET /r{n}": Route(function=arn("x")) for n in range(301)}),
        ("resources", "301 resources"),
    ),
    "default stage": (args(stage="$default"), ("stage", '"$default"')),
    "odd stage": (args(stage="a b"), ("stage", '"a b"')),
    "stage twice": (args(stages={"v1": {}}), ('stage "v1"', "the API's own stage")),
    "too many stages": (args(stages={f"s{n}": RestStage() for n in range(10)}), ("stages", "11 stages")),
    "unknown key of a stage": (args(stages={"b": {"cache": 1}}), ('stage "b"', 'the key "cache"')),
    "odd variable": (args(stage_variables={"a-b": "c"}), ("stage_variables", 'the variable "a-b"')),
    "odd value": (args(stage_variables={"a": "b c"}), ("stage_variables", 'the value "b c" of "a"')),
    "odd level": (args(execution_logs="DEBUG"), ("execution_logs", "'DEBUG'")),
    "no account": (args(account="123456789012"), ("account", "str")),
    "odd endpoint": (args(endpoint="regional"), ("endpoint", "'regional'")),
    "odd key source": (args(api_key_source="QUERY"), ("api_key_source", "'QUERY'")),
    "private without a policy": (args(endpoint="PRIVATE"), ("resource_policy", "a private API without one")),
    "endpoints of a public api": (
        args(vpc_endpoint_ids=["vpce-0a"]),
        ("vpc_endpoint_ids", "VPC endpoints of a public API"),
    ),
    "odd media type": (args(binary_media_types=["png"]), ("binary_media_types", "'png'")),
    "negative compression": (args(minimum_compression_size=-1), ("minimum_compression_size", "-1")),
    "jwt": (
        args(authorizers={"customers": jwt("https://a.example", ["b"])}),
        ('authorizer "customers"', "a jwt authorizer"),
    ),
    "dangling default authorizer": (args(default_authorizer="custmers"), ("default_authorizer", '"custmers"')),
    "dangling authorizer": (one_route(authorizer="custmers"), (ROUTE, 'authorizer "custmers"')),
    "no authorizer": (
        RestApiArgs(throttle=Throttle(rate=1, burst=1), routes={"GET /payments": Route(function=arn("x"))}, stage="v1"),
        (ROUTE, "no authorizer and no reason to be public"),
    ),
    "a key is no authorization": (
        RestApiArgs(
            throttle=Throttle(rate=1, burst=1),
            routes={"GET /payments": Route(function=arn("x"), api_key=True)},
            stage="v1",
        ),
        (ROUTE, "no authorizer and no reason to be public"),
    ),
    "scopes of a function": (
        one_route(scopes=["a"]),
        (ROUTE, 'scopes with the authorizer "customers" of the kind "token"'),
    ),
    "key named by nobody": (
        args(
            {"GET /payments": Route(function=arn("x"), api_key=True, authorizer="pool")},
            authorizers={"customers": customers(), "pool": pool()},
            api_key_source="AUTHORIZER",
        ),
        (ROUTE, 'api_key with api_key_source="AUTHORIZER"'),
    ),
    "too many authorizers": (
        args(authorizers={"customers": customers(), **{f"a{n}": customers() for n in range(10)}}),
        ("authorizers", "11 authorizers"),
    ),
    "nothing that answers": (args({"GET /payments": Route()}), (ROUTE, "nothing that answers")),
    "two that answer": (one_route(url="https://a.example"), (ROUTE, "function together with url")),
    "something else than a function": (one_route(function=5), (ROUTE, "int is no function")),
    "key of websockets": (one_route(returns_response=True), (ROUTE, 'the key "returns_response"')),
    "short timeout": (one_route(timeout_milliseconds=49), (ROUTE, "timeout_milliseconds 49")),
    "long timeout": (one_route(timeout_milliseconds=29_001), (ROUTE, "timeout_milliseconds 29001")),
    "long stream": (one_route(stream=True, timeout_milliseconds=900_001), (ROUTE, "timeout_milliseconds 900001")),
    "templated stream": (
        one_route(stream=True, responses={"200": Answer()}),
        (ROUTE, "stream together with responses"),
    ),
    "variable of no path": (urls("https://a.example/{name}"), ('route "GET /a/{id}"', '"{name}" in its url')),
    "no url": (urls("ftp://a.example"), ('route "GET /a/{id}"', 'url "ftp://a.example"')),
    "mapping to a proxy": (
        one_route(request_parameters={"overwrite:header.a": "b"}),
        (ROUTE, "request_parameters with a function"),
    ),
    "mapping of a proxy's answer": (
        one_route(response_parameters={"200": {"overwrite:header.a": "b"}}),
        (ROUTE, "response_parameters with a proxy"),
    ),
    "append": (
        args(
            {"GET /payments": Route(url="https://a.example", request_parameters={"append:header.a": "$context.stage"})}
        ),
        (ROUTE, '"append:header.a"'),
    ),
    "remove": (
        args({"GET /payments": Route(url="https://a.example", request_parameters={"remove:header.a": ""})}),
        (ROUTE, '"remove:header.a"'),
    ),
    "path": (
        args({"GET /payments": Route(url="https://a.example", request_parameters={"overwrite:path": "/b"})}),
        (ROUTE, '"overwrite:path"'),
    ),
    "joined values": (
        args(
            {
                "GET /payments": Route(
                    url="https://a.example", request_parameters={"overwrite:header.a": "x-${context.stage}"}
                )
            }
        ),
        (ROUTE, '"x-${context.stage}"'),
    ),
    "value of an answer": (
        args(
            {
                "GET /payments": Route(
                    url="https://a.example", request_parameters={"overwrite:header.a": "$response.header.b"}
                )
            }
        ),
        (ROUTE, '"$response.header.b"'),
    ),
    "no default answer": (
        one_route(responses={"404": Answer(selection_pattern="not.+")}),
        (ROUTE, "none without a selection_pattern"),
    ),
    "two default answers": (
        one_route(responses={"200": Answer(), "404": Answer()}),
        (ROUTE, "200 and 404 without a selection_pattern"),
    ),
    "broken pattern": (
        one_route(responses={"200": Answer(), "404": Answer(selection_pattern="(")}),
        (f'{ROUTE}, answer "404"', 'selection_pattern "("'),
    ),
    "pattern for successes too": (
        one_route(responses={"200": Answer(), "500": Answer(selection_pattern=".*")}),
        (f'{ROUTE}, answer "500"', 'selection_pattern ".*"'),
    ),
    "odd status": (one_route(responses={"2xx": Answer()}), (f'{ROUTE}, answer "2xx"', 'the status "2xx"')),
    "dangling model of an answer": (
        one_route(responses={"200": Answer(model="Paymnt")}),
        (f'{ROUTE}, answer "200"', 'the model "Paymnt"'),
    ),
    "odd content type": (one_route(request_templates={"json": "{}"}), (ROUTE, 'the content type "json"')),
    "endless template": (
        one_route(request_templates={"application/json": "x" * 307_201}),
        (f"{ROUTE}, template of application/json", "307201 bytes"),
    ),
    "second default beside mock": (
        args({"GET /payments": Route(mock=MockAnswer(), responses={"404": Answer()})}),
        (ROUTE, "404 beside mock"),
    ),
    "dangling model": (
        one_route("POST /a", validate={"body": "Payment"}),
        ('route "POST /a", validate', 'the model "Payment"'),
    ),
    "odd parameter": (
        one_route(validate={"parameters": ["body.a"]}),
        (f"{ROUTE}, validate", "the parameter 'body.a'"),
    ),
    "nothing to check": (one_route(validate={}), (f"{ROUTE}, validate", "nothing to check")),
    "odd model name": (args(models={"my-payment": PAYMENT}), ('model "my-payment"', 'the name "my-payment"')),
    "model of aws": (args(models={"Error": PAYMENT}), ('model "Error"', 'the name "Error"')),
    "no model": (args(models={"Payment": 5}), ('model "Payment"', "5")),
    "odd service": (
        args({"POST /a": Route(service={**send_message(QUEUE), "action": "sqs:PurgeQueue"})}),
        ('route "POST /a"', 'the action "sqs:PurgeQueue"'),
    ),
    "broken expression": (
        args({"POST /a": Route(service=BROKEN)}),  # pyright: ignore[reportArgumentType] -- wrong on purpose
        ('route "POST /a"', 'MessageBody: "$request.boody" is no expression'),
    ),
    "cache without a cache": (
        one_route(public="prices for everyone", cache=RouteCache(ttl=5)),
        (f"{ROUTE}, cache", "no cache of the API"),
    ),
    "cached change": (
        args({"POST /a": Route(function=arn("x"), public="why", cache=RouteCache(ttl=5))}, cache=Cache(size_gb=0.5)),
        ('route "POST /a", cache', "the method POST"),
    ),
    "long cache": (cached(public="why", cache=RouteCache(ttl=3601)), (f"{ROUTE}, cache, ttl", "3601")),
    "odd key": (
        cached(public="why", cache=RouteCache(ttl=1, keys=["body.a"])),
        (f"{ROUTE}, cache", "the key 'body.a'"),
    ),
    "answer of another": (
        cached(cache=RouteCache(ttl=5, keys=["querystring.page"])),
        (f"{ROUTE}, cache", "an authorizer, and no key that tells callers apart"),
    ),
    "cached signatures": (
        args(
            {"GET /payments": Route(function=arn("x"), cache=RouteCache(ttl=5, keys=["header.Authorization"]))},
            authorizers={"customers": iam()},
            cache=Cache(size_gb=0.5),
        ),
        (f"{ROUTE}, cache", "a cache with iam()"),
    ),
    "odd size": (args(cache={"size_gb": 1}), ("cache", "size_gb 1")),
    "share of nobody": (args(canary=Canary(percent=0, stage_variables={"a": "b"})), ("canary", "percent 0")),
    "share of more than all": (args(canary=Canary(percent=101, stage_variables={"a": "b"})), ("canary", "percent 101")),
    "same for the share": (args(canary=Canary(percent=5)), ("canary", "nothing that differs")),
    "deleted deployment": (
        args(canary=Canary(percent=5, stable_deployment="abc")),
        ("canary", "stable_deployment alone"),
    ),
    "share of no cache": (
        args(canary=Canary(percent=5, stage_variables={"a": "b"}, use_cache=True)),
        ("canary", "use_cache without cache"),
    ),
    "odd type": (
        args(gateway_responses={"UNAUTHORISED": {}}),
        ('gateway response "UNAUTHORISED"', 'the type "UNAUTHORISED"'),
    ),
    "odd header": (
        args(gateway_responses={"UNAUTHORIZED": {"headers": {"a b": "c"}}}),
        ('gateway response "UNAUTHORIZED"', 'the header "a b"'),
    ),
    "quote": (
        args(gateway_responses={"UNAUTHORIZED": {"headers": {"a": "it's"}}}),
        ('gateway response "UNAUTHORIZED"', 'the value "it\'s"'),
    ),
    "odd gateway status": (
        args(gateway_responses={"UNAUTHORIZED": {"status": 99}}),
        ('gateway response "UNAUTHORIZED", status', "99"),
    ),
    "open policy": (args(resource_policy=[]), ("resource_policy", "[]")),
    "any origin with credentials": (
        args(cors=Cors(origins=["*"], credentials=True)),
        ("cors", 'origin "*" with credentials'),
    ),
    "odd retention": (args(log_retention_days=31), ("log_retention_days", "31")),
    "quota of truth": (args(quotas={"resources": True}), ("quotas", "resources True")),
}


@pytest.mark.parametrize(("given", "expected"), CASES.values(), ids=CASES.keys())
def test_one_mistake_is_one_problem(cloud: Cloud, given: RestApiArgs, expected: tuple[str, str]) -> None:
    found = problems_of(cloud, given)
    assert [(where, what) for where, what, _, _ in found] == [expected]
    assert all(allowed and remedy for _, _, allowed, remedy in found)


def test_all_problems_of_an_api_are_told_at_once(cloud: Cloud) -> None:
    routes: dict[str, Any] = {
        "$default": {"function": arn("x")},
        "get /a": {"function": arn("x")},
        "GET /b/{id}": {"function": 5},
        "GET /b/{name}": {"mock": {}, "authorizer": "nobody"},
    }
    found = problems_of(
        cloud, args(routes, stage="a b", throttle={}, endpoint="PRIVATE", cache={}), name="the payments"
    )
    assert {where for where, *_ in found} == {
        "name",
        "stage",
        "throttle",
        "resource_policy",
        'route "$default"',
        'route "get /a"',
        'route "GET /b/{id}"',
        'route "GET /b/{name}"',
        "cache",
    }


def test_a_function_must_answer_before_the_api_gives_up(cloud: Cloud) -> None:
    def program() -> None:
        code = python_package("functions/orders")
        slow = LambdaFunction("slow", {"code": code, "handler": "orders.list.handler", "timeout": 30})
        RestApi("payments", args({"GET /a": Route(function=slow)}))

    with pytest.raises(ComponentError, match='function "slow" with 30 s'):
        cloud.run(program)


@pytest.mark.parametrize(
    "given",
    [
        payments(),
        one_route(timeout_milliseconds=29_000.0),
        args(quotas={"integration_timeout_milliseconds": 60_000}) | one_route(timeout_milliseconds=60_000),
        args({"GET /a/{id}": Route(function=arn("x")), "GET /b/{name}": Route(function=arn("x"))}),
        args({"GET /a": Route(function=arn("x")), "ANY /{proxy+}": Route(function=arn("x"))}),
        args(minimum_compression_size=0),
        args(cache=Cache(size_gb=237)),
        cached(cache=RouteCache(ttl=0, keys=["header.Authorization"])),
        cached(public="prices for everyone", cache=RouteCache(ttl=3600)),
        args({"GET /payments": Route(mock=MockAnswer(), responses={"404": Answer(selection_pattern="404")})}),
        args(stage_variables={"host": pulumi.Output.from_input("a.example")}),
    ],
)
def test_what_aws_takes_is_no_problem(cloud: Cloud, given: RestApiArgs) -> None:
    cloud.run(lambda: RestApi("payments", given))
    assert cloud.mocks.registrations


def warned(cloud: Cloud, given: RestApiArgs) -> list[str]:
    cloud.run(lambda: RestApi("payments", given))
    return [text.removeprefix('REST API "payments": ') for text in cloud.warnings]


def test_an_unused_authorizer_is_a_warning(cloud: Cloud) -> None:
    given = args(authorizers={"customers": customers(), "staff": customers()})
    assert warned(cloud, given) == ['the authorizer "staff" is used by no route']


def test_keys_without_a_plan_are_a_warning(cloud: Cloud) -> None:
    (warning,) = warned(cloud, one_route(api_key=True))
    assert "answer 403" in warning


def test_a_plan_without_keyed_routes_is_a_warning(cloud: Cloud) -> None:
    plans = {"free": {"throttle": Throttle(rate=1, burst=1)}}
    assert warned(cloud, args(usage_plans=plans)) == ["no route has api_key=True, so that the usage plans limit nobody"]


def test_a_pool_without_scopes_is_a_warning(cloud: Cloud) -> None:
    (warning,) = warned(cloud, args(authorizers={"customers": pool()}))
    assert "say scopes" in warning


@pytest.mark.parametrize(("resources", "near"), [(239, False), (240, True), (300, True)])
def test_a_quota_that_comes_near_is_a_warning(cloud: Cloud, resources: int, near: bool) -> None:
    expected = [f"{resources} resources of the 300 that AWS allows an API"] if near else []
    assert warned(cloud, args({f"GET /r{n}": Route(function=arn("x")) for n in range(resources)})) == expected


def test_credentials_with_several_origins_are_a_warning(cloud: Cloud) -> None:
    cors = Cors(origins=["https://a.example", "https://b.example"], credentials=True)
    (warning,) = warned(cloud, args(cors=cors))
    assert "network errors" in warning
    assert cloud.mocks.of("aws:apigateway/response:Response") == {}


def test_payments_of_the_tests_are_quiet(cloud: Cloud) -> None:
    assert warned(cloud, payments()) == []
