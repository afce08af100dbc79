from collections.abc import Mapping
from typing import cast

import pulumi
import pytest

from components.access.authorizers import jwt, request_authorizer, token_authorizer
from components.access.throttling import Throttle
from components.function.function import LambdaFunction, LambdaFunctionArgs
from components.function.packaging import python_package
from components.problems import ComponentError
from components.routing.data_actions import get_object
from components.routing.message_actions import send_message
from components.routing.routes import Route
from components.websocket_api.api import WebSocketApi
from components.websocket_api.args import WebSocketApiArgs
from tests.support.recording import Cloud
from tests.support.websocket_apis import SEND, args, arn, connect, message, notifications


def changed(**changes: object) -> WebSocketApiArgs:
    """Valid arguments but for these."""
    return cast("WebSocketApiArgs", {**args(), **changes})


def one_route(key: str = "send", **changes: object) -> WebSocketApiArgs:
    """Valid arguments with one more route that is valid but for these changes."""
    return args({key: cast("Route", {**message(), **changes})})


def bare_route(**keys: object) -> WebSocketApiArgs:
    """Valid arguments with one more route of exactly these keys."""
    return args({"send": cast("Route", keys)})


def handshake(**keys: object) -> WebSocketApiArgs:
    """Valid arguments whose `$connect` has exactly these keys."""
    return args({"$connect": cast("Route", keys)})


def problems_of(cloud: Cloud, given: WebSocketApiArgs, name: str = "chat") -> list[tuple[str, str, str, str]]:
    """Where, found, allowed and remedy of each problem; nothing may have been registered."""
    with pytest.raises(ComponentError) as caught:
        cloud.run(lambda: WebSocketApi(name, given))
    assert isinstance(caught.value, pulumi.RunError)
    assert cloud.mocks.registrations == []
    return [(one.where, one.found, one.allowed, one.remedy) for one in caught.value.problems]


URL = "https://backend.example.com"
QUEUE = "arn:aws:sqs:eu-west-1:123456789012:messages"
SEND_ROUTE, CONNECT = 'route "send"', 'route "$connect"'
MAPPED = f"{SEND_ROUTE}, request_parameters"

CASES: Mapping[str, tuple[WebSocketApiArgs, tuple[str, str]]] = {
    "unknown argument": (changed(route_selection="x"), ("arguments", 'the key "route_selection"')),
    "no throttle": (changed(throttle=None), ("throttle", "None")),
    "half a throttle": (changed(throttle={"rate": 5}), ("throttle", 'no "burst"')),
    "bad retention": (changed(log_retention_days=2), ("log_retention_days", "2")),
    "log level": (changed(execution_logs="error"), ("execution_logs", "'error'")),
    "no account": (changed(account="123456789012"), ("account", "str")),
    "stage of HTTP APIs": (changed(stage="$default"), ("stage", "'$default'")),
    "stage with a slash": (changed(stage="a/b"), ("stage", "'a/b'")),
    "stage variable too long": (changed(stage_variables={"a": "x" * 513}), ('stage variable "a"', "513 characters")),
    "selection of nothing": (
        changed(route_selection_expression="action"),
        ("route_selection_expression", '"action", the same for every message'),
    ),
    "selection by path": (
        changed(route_selection_expression="$request.path.id"),
        ("route_selection_expression", '"$request.path.id"'),
    ),
    "selection by the whole body": (
        changed(route_selection_expression="$request.body"),
        ("route_selection_expression", '"$request.body"'),
    ),
    "selection that is none": (
        changed(route_selection_expression="$request.action"),
        ("route_selection_expression", '"$request.action" is no expression'),
    ),
    "selection by a number": (changed(route_selection_expression=5), ("route_selection_expression", "5")),
    "API key elsewhere": (
        changed(api_key_selection_expression="$request.header.key"),
        ("api_key_selection_expression", "'$request.header.key'"),
    ),
    "connections of another type": (changed(connections="chat"), ("connections", "str")),
    "quota of zero": (changed(quotas={"routes": 0}), ("quotas", "routes 0")),
    "no routes": (changed(routes={}), ("routes", "no route")),
    "no $connect": (changed(routes={"$default": message()}), ("routes", 'no "$connect"')),
    "$connect open without a reason": (
        handshake(function=arn("connect")),
        (CONNECT, "no authorizer and no reason to be public"),
    ),
    "$connect public without a reason": (handshake(function=arn("connect"), public=" "), (CONNECT, "public=' '")),
    "$connect with an unknown authorizer": (
        handshake(function=arn("connect"), authorizer="caller"),
        (CONNECT, 'authorizer "caller"'),
    ),
    "authorizer on a message": (one_route(authorizer="callers"), (SEND_ROUTE, "authorizer='callers'")),
    "public message": (one_route(public="all may"), (SEND_ROUTE, "public='all may'")),
    "API key on a message": (one_route(api_key=True), (SEND_ROUTE, "api_key=True")),
    "scopes": (one_route(scopes=["chat"]), (SEND_ROUTE, 'the key "scopes"')),
    "cache": (one_route(cache={"ttl": 5}), (SEND_ROUTE, 'the key "cache"')),
    "stream": (one_route(stream=True), (SEND_ROUTE, 'the key "stream"')),
    "default authorizer": (changed(default_authorizer="callers"), ("arguments", 'the key "default_authorizer"')),
    "CORS": (changed(cors={"origins": ["*"]}), ("arguments", 'the key "cors"')),
    "groups": (changed(groups={}), ("arguments", 'the key "groups"')),
    "JWT authorizer": (
        changed(authorizers={"callers": jwt("https://a.example", ["a"])}),
        ('authorizer "callers"', "a jwt authorizer"),
    ),
    "token authorizer": (
        changed(authorizers={"callers": token_authorizer(arn("authorize"))}),
        ('authorizer "callers"', "a token authorizer"),
    ),
    "remembered authorization": (
        changed(authorizers={"callers": request_authorizer(arn("authorize"), ttl=60)}),
        ('authorizer "callers"', "ttl 60"),
    ),
    "path as key": (one_route("GET /orders"), ('route "GET /orders"', "a method and a path")),
    "reserved key": (one_route("$send"), ('route "$send"', 'the key "$send"')),
    "key with a space": (one_route("send it"), ('route "send it"', "the key 'send it'")),
    "empty key": (one_route(""), ('route ""', "the key ''")),
    "nothing answers": (bare_route(), (SEND_ROUTE, "nothing that answers")),
    "two answer": (one_route(url=URL), (SEND_ROUTE, "function together with url")),
    "half a service": (bare_route(service={"action": "sqs:SendMessage"}), (SEND_ROUTE, 'no "label"')),
    "service without a body": (
        bare_route(service=get_object("arn:aws:s3:::pictures")),
        (SEND_ROUTE, 'the action "s3:GetObject"'),
    ),
    "header of a message for a service": (
        bare_route(service=send_message(QUEUE, "$request.header.a")),
        (SEND_ROUTE, 'MessageBody: "$request.header.a"'),
    ),
    "service for the handshake": (
        handshake(service=send_message(QUEUE), authorizer="callers"),
        (CONNECT, "service on $connect"),
    ),
    "plans that nothing asks for": (
        changed(usage_plans={"free": {"quota": {"limit": 5, "period": "DAY"}}}),
        ("usage_plans", "plans without api_key on $connect"),
    ),
    "plan with routes": (
        {
            **handshake(function=arn("connect"), authorizer="callers", api_key=True),
            "usage_plans": {
                "free": {"quota": {"limit": 5, "period": "DAY"}, "route_throttles": {"send": {"rate": 1, "burst": 1}}}
            },
        },
        ('usage plan "free"', 'the route "send"'),
    ),
    "unknown key of a route": (one_route(timeout=5), (SEND_ROUTE, 'the key "timeout"')),
    "timeout too short": (one_route(timeout_milliseconds=49), (SEND_ROUTE, "timeout_milliseconds 49")),
    "timeout too long": (one_route(timeout_milliseconds=29_001), (SEND_ROUTE, "timeout_milliseconds 29001")),
    "half a route throttle": (one_route(throttle={"burst": 5}), (f"{SEND_ROUTE}, throttle", 'no "rate"')),
    "URL with a variable": (bare_route(url=f"{URL}/{{id}}"), (SEND_ROUTE, '"{id}" in its url')),
    "URL without a scheme": (bare_route(url="a.example"), (SEND_ROUTE, 'url "a.example"')),
    "method for a function": (one_route(url_method="PUT"), (SEND_ROUTE, "url_method without url")),
    "parameters for a function": (one_route(request_parameters={}), (SEND_ROUTE, "request_parameters without url")),
    "parameters of another shape": (bare_route(url=URL, request_parameters=["a"]), (MAPPED, "['a']")),
    "removed header": (
        bare_route(url=URL, request_parameters={"remove:header.a": ""}),
        (MAPPED, '"remove:header.a"'),
    ),
    "mapped path": (bare_route(url=URL, request_parameters={"overwrite:path": "/a"}), (MAPPED, '"overwrite:path"')),
    "two expressions": (
        bare_route(url=URL, request_parameters={"overwrite:header.a": "${context.apiId}-${context.stage}"}),
        (MAPPED, '"${context.apiId}-${context.stage}"'),
    ),
    "header of a message": (
        bare_route(url=URL, request_parameters={"overwrite:header.a": "$request.header.a"}),
        (MAPPED, '"$request.header.a"'),
    ),
    "path of a message": (
        bare_route(url=URL, request_parameters={"overwrite:header.a": "$request.path.a"}),
        (MAPPED, '"$request.path.a"'),
    ),
    "expression that is none": (
        bare_route(url=URL, request_parameters={"overwrite:header.a": "$context"}),
        (MAPPED, '"$context" is no expression'),
    ),
    "response parameters": (one_route(response_parameters={}), (SEND_ROUTE, "response_parameters")),
    "templates for a URL": (
        bare_route(url=URL, request_templates={"$default": "{}"}),
        (SEND_ROUTE, "request_templates without function"),
    ),
    "template by content type": (
        one_route(request_templates={"application/json": "{}"}),
        (SEND_ROUTE, "request_templates {'application/json': '{}'}"),
    ),
    "headers of a mock": (bare_route(mock={"headers": {"a": "b"}}), (SEND_ROUTE, "headers in mock")),
    "responses of a proxy": (
        one_route(returns_response=True, responses={"$default": {"templates": {"$default": ""}}}),
        (SEND_ROUTE, "responses"),
    ),
    "answer to nobody": (
        args({"$disconnect": Route(function=arn("messages"), returns_response=True)}),
        ('route "$disconnect"', "returns_response"),
    ),
    "name of a model": (changed(models={"send-it": SEND}), ('model "send-it"', 'the name "send-it"')),
    "model that is no schema": (changed(models={"Send": {"type": "text"}}), ('model "Send", #/type', "'text'")),
    "unknown model": (one_route(validate={"body": "Send"}), (f"{SEND_ROUTE}, validate", 'the model "Send"')),
    "validated parameters": (
        changed(
            models={"Send": SEND},
            routes={
                **args()["routes"],
                "send": {**message(), "validate": {"body": "Send", "parameters": ["querystring.a"]}},
            },
        ),
        (f"{SEND_ROUTE}, validate", "parameters"),
    ),
    "validation of nothing": (one_route(validate={}), (f"{SEND_ROUTE}, validate", "no body")),
    "validation of another shape": (one_route(validate="Send"), (f"{SEND_ROUTE}, validate", "'Send'")),
    "model on $connect": (
        changed(models={"Send": SEND}, routes={"$connect": {**connect(), "validate": {"body": "Send"}}}),
        (f"{CONNECT}, validate", "a model for $connect"),
    ),
    "no function": (one_route(function=5), (SEND_ROUTE, "int is no function")),
    "second function of a name": (
        one_route(function="arn:aws:lambda:eu-west-1:210987654321:function:messages"),
        (SEND_ROUTE, 'a second function "messages"'),
    ),
    "too many authorizers": (
        changed(authorizers={f"a{n}": request_authorizer(arn("authorize")) for n in range(11)}),
        ("authorizers", "11 authorizers"),
    ),
    "too many routes": (args({f"r{n}": message() for n in range(299)}), ("routes", "301 routes")),
    "too many integrations": (
        {**args({f"r{n}": message(f"f{n}") for n in range(299)}), "quotas": {"routes": 400}},
        ("integrations", "301 integrations"),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_mistake_is_named_with_what_is_allowed_and_what_to_do(cloud: Cloud, case: str) -> None:
    given, expected = CASES[case]
    found = problems_of(cloud, given)
    assert expected in [(where, what) for where, what, _, _ in found]
    assert all(allowed and remedy for _, _, allowed, remedy in found)


@pytest.mark.parametrize("case", CASES)
def test_a_mistake_is_one_problem_unless_it_has_consequences(cloud: Cloud, case: str) -> None:
    consequences = {
        "half a service": 4,
        "quota of zero": 2,  # there are more routes than none
        "too many authorizers": 2,  # $connect names one that is gone
    }
    assert len(problems_of(cloud, CASES[case][0])) == consequences.get(case, 1)


def test_a_name_that_no_log_group_takes_is_refused(cloud: Cloud) -> None:
    assert problems_of(cloud, args(), name="chat room")[0][:2] == ("name", '"chat room"')


def test_all_problems_come_together(cloud: Cloud) -> None:
    given = changed(
        throttle={"rate": 0, "burst": 1},
        stage="$default",
        routes={"GET /x": message(), "send": {**message(), "authorizer": "callers"}},
    )
    assert [where for where, *_ in problems_of(cloud, given)] == [
        "stage",
        "throttle",
        'route "GET /x"',
        SEND_ROUTE,
        "routes",
    ]


@pytest.mark.parametrize(("seconds", "refused"), [(29, False), (30, True)])
def test_a_function_that_outlasts_the_api_is_refused(cloud: Cloud, seconds: int, refused: bool) -> None:
    def program() -> None:
        code = python_package("functions/orders")
        slow = LambdaFunction("slow", LambdaFunctionArgs(code=code, handler="orders.list.handler", timeout=seconds))
        WebSocketApi("chat", args({"send": Route(function=slow)}))

    if not refused:
        cloud.run(program)
        return
    with pytest.raises(ComponentError, match='function "slow" with 30 s'):
        cloud.run(program)


def warned(cloud: Cloud, given: WebSocketApiArgs) -> list[str]:
    cloud.run(lambda: WebSocketApi("chat", given))
    return cloud.warnings


def test_an_api_without_a_default_route_warns(cloud: Cloud) -> None:
    (warning,) = warned(cloud, changed(routes={"$connect": connect(), "send": message()}))
    assert 'no route "$default": a message that no route takes is answered with an error' in warning


def test_an_authorizer_that_nothing_uses_is_a_warning(cloud: Cloud) -> None:
    both = {"callers": request_authorizer(arn("authorize")), "staff": request_authorizer(arn("authorize"))}
    assert warned(cloud, changed(authorizers=both)) == [
        'WebSocket API "chat": the authorizer "staff" is not used by $connect'
    ]


@pytest.mark.parametrize(("routes", "near"), [(239, False), (240, True), (300, True)])
def test_a_quota_that_comes_near_is_a_warning(cloud: Cloud, routes: int, near: bool) -> None:
    expected = [f'WebSocket API "chat": {routes} routes of the 300 that AWS allows an API'] if near else []
    assert warned(cloud, args({f"r{n}": message() for n in range(routes - 2)})) == expected


def test_the_examples_of_the_tests_are_valid(cloud: Cloud) -> None:
    assert warned(cloud, notifications()) == []


def test_a_key_without_plans_is_a_warning(cloud: Cloud) -> None:
    (warning,) = warned(cloud, handshake(function=arn("connect"), authorizer="callers", api_key=True))
    assert "$connect wants an API key, and there are no usage_plans" in warning


def test_both_places_of_an_api_key_are_taken(cloud: Cloud) -> None:
    assert warned(cloud, changed(api_key_selection_expression="$context.authorizer.usageIdentifierKey")) == []


@pytest.mark.parametrize("expression", ["${request.body.kind}-${request.body.version}", "$context.routeKey"])
def test_a_selection_may_join_expressions(cloud: Cloud, expression: str) -> None:
    assert warned(cloud, changed(route_selection_expression=expression)) == []


@pytest.mark.parametrize("key", ["send", "chat/send", "chat:send", "v1.send_it-now", "ünicode", "200"])
def test_a_custom_key_may_be_any_word(cloud: Cloud, key: str) -> None:
    assert warned(cloud, args({key: message()})) == []


def test_the_handshake_may_be_mapped_to_a_url(cloud: Cloud) -> None:
    route = Route(
        url=URL, authorizer="callers", request_parameters={"overwrite:header.origin": "$request.header.Origin"}
    )
    assert warned(cloud, args({"$connect": route})) == []


def test_throttles_of_routes_are_judged(cloud: Cloud) -> None:
    given = args({"send": Route(function=arn("messages"), throttle=Throttle(rate=0, burst=1))})
    assert problems_of(cloud, given)[0][:2] == (f"{SEND_ROUTE}, throttle", "rate 0")
