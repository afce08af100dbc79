from collections.abc import Mapping
from typing import Any, cast

import pulumi
import pytest

from components import ComponentError, Cors, HttpApi, HttpApiArgs, LambdaFunction, Route, Throttle, jwt, python_package
from tests.support.apis import ISSUER, args, arn, changed, customers, one_route, orders, problems_of, route, warned
from tests.support.recording import Cloud

ROUTE = 'route "GET /orders"'

CASES: Mapping[str, tuple[HttpApiArgs, tuple[str, str]]] = {
    "no routes": (args({}), ("routes", "no route")),
    "unknown argument": (changed(default_authoriser="customers"), ("arguments", 'the key "default_authoriser"')),
    "no throttle": (changed(throttle=None), ("throttle", "None")),
    "half a throttle": (changed(throttle={"rate": 5}), ("throttle", 'no "burst"')),
    "rate of zero": (changed(throttle=Throttle(rate=0, burst=1)), ("throttle", "rate 0")),
    "endless rate": (changed(throttle=Throttle(rate=float("inf"), burst=1)), ("throttle", "rate inf")),
    "rate of text": (changed(throttle={"rate": "5", "burst": 1}), ("throttle", "rate '5'")),
    "rate of truth": (changed(throttle={"rate": True, "burst": 1}), ("throttle", "rate True")),
    "burst of zero": (changed(throttle=Throttle(rate=1, burst=0)), ("throttle", "burst 0")),
    "burst of a half": (changed(throttle={"rate": 1, "burst": 1.5}), ("throttle", "burst 1.5")),
    "burst of truth": (changed(throttle={"rate": 1, "burst": True}), ("throttle", "burst True")),
    "unknown throttle key": (changed(throttle={"rate": 1, "burst": 1, "brust": 2}), ("throttle", 'the key "brust"')),
    "route throttle of zero": (one_route(throttle=Throttle(rate=0, burst=1)), (f"{ROUTE}, throttle", "rate 0")),
    "route throttle of a number": (one_route(throttle=5), (f"{ROUTE}, throttle", "5")),
    "stage with a space": (changed(stage="my stage"), ("stage", "'my stage'")),
    "odd retention": (changed(log_retention_days=31), ("log_retention_days", "31")),
    "dangling default authorizer": (changed(default_authorizer="custmers"), ("default_authorizer", '"custmers"')),
    "dangling authorizer": (one_route(authorizer="custmers"), (ROUTE, 'authorizer "custmers"')),
    "no authorizer": (
        HttpApiArgs(throttle=Throttle(rate=1, burst=1), routes={"GET /orders": route()}),
        (ROUTE, "no authorizer and no reason to be public"),
    ),
    "options takes no default": (
        one_route("OPTIONS /orders"),
        ('route "OPTIONS /orders"', "no authorizer of its own, as OPTIONS takes no default one"),
    ),
    "public without a reason": (one_route(public=" "), (ROUTE, "public=' '")),
    "public of truth": (one_route(public=True), (ROUTE, "public=True")),
    "public with an authorizer": (
        one_route(public="why", authorizer="customers"),
        (ROUTE, "public together with authorizer"),
    ),
    "public with scopes": (one_route(public="why", scopes=["a"]), (ROUTE, "public together with scopes")),
    "scopes of text": (one_route(scopes="orders/read"), (ROUTE, "scopes='orders/read'")),
    "no scope in scopes": (one_route(scopes=[]), (ROUTE, "scopes without a scope")),
    "two scopes in one text": (one_route(scopes=["a b"]), (ROUTE, "scope 'a b'")),
    "too many scopes": (one_route(scopes=[f"s{n}" for n in range(11)]), (ROUTE, "11 scopes")),
    "unknown route key": (one_route(scope=["a"]), (ROUTE, 'the key "scope"')),
    "no function": (args({"GET /orders": cast("Route", {})}), (ROUTE, "nothing that answers")),
    "something else than a function": (one_route(function=5), (ROUTE, "int is no function")),
    "another arn": (
        one_route(function="arn:aws:sqs:a:b:c"),
        (ROUTE, '"arn:aws:sqs:a:b:c" is no ARN of a Lambda function'),
    ),
    "bad route key": (one_route("get /orders"), ('route "get /orders"', 'the method "get"')),
    "same requests": (
        args({"GET /orders/{id}": route(), "GET /orders/{name}": route()}),
        ('route "GET /orders/{name}"', 'the same requests as "GET /orders/{id}"'),
    ),
    "plain issuer": (
        changed(authorizers={"customers": jwt("http://login.example.com", ["shop"])}),
        ('authorizer "customers"', "issuer 'http://login.example.com'"),
    ),
    "no audience": (changed(authorizers={"customers": jwt(ISSUER, [])}), ('authorizer "customers"', "no audience")),
    "audience of text": (
        changed(authorizers={"customers": {"kind": "jwt", "issuer": ISSUER, "audiences": "shop"}}),
        ('authorizer "customers"', "audiences 'shop'"),
    ),
    "any audience": (
        changed(authorizers={"customers": jwt(ISSUER, ["*"])}),
        ('authorizer "customers"', "audience '*'"),
    ),
    "too many audiences": (
        changed(authorizers={"customers": jwt(ISSUER, [f"a{n}" for n in range(51)])}),
        ('authorizer "customers"', "51 audiences"),
    ),
    "odd identity source": (
        changed(authorizers={"customers": jwt(ISSUER, ["shop"], "Authorization")}),
        ('authorizer "customers"', "identity_source 'Authorization'"),
    ),
    "too many authorizers": (
        changed(authorizers={"customers": customers(), **{f"a{n}": customers() for n in range(10)}}),
        ("authorizers", "11 authorizers"),
    ),
    "too many routes": (args({f"GET /r{n}": route() for n in range(301)}), ("routes", "301 routes")),
    "too many integrations": (
        cast(
            "HttpApiArgs",
            {**args({f"GET /r{n}": route(arn(f"f{n}")) for n in range(301)}), "quotas": {"routes": 400}},
        ),
        ("integrations", "301 integrations"),
    ),
    "quota of truth": (changed(quotas={"routes": True}), ("quotas", "routes True")),
    "quota of text": (changed(quotas={"routes": "400"}), ("quotas", "routes '400'")),
    "unknown quota": (changed(quotas={"stage": 20}), ("quotas", 'the key "stage"')),
    "no origins": (changed(cors={}), ("cors", 'no "origins"')),
    "empty origins": (changed(cors=Cors(origins=[])), ("cors", "no origin")),
    "origin without a scheme": (
        changed(cors=Cors(origins=["shop.example.com"])),
        ("cors", "origin 'shop.example.com'"),
    ),
    "origin with a path": (changed(cors=Cors(origins=["https://a.example/"])), ("cors", 'origin "https://a.example/"')),
    "origin twice": (
        changed(cors=Cors(origins=["https://a.example"] * 2)),
        ("cors", 'origin "https://a.example" twice'),
    ),
    "any origin with credentials": (
        changed(cors=Cors(origins=["*"], credentials=True)),
        ("cors", 'origin "*" with credentials'),
    ),
    "any https origin with credentials": (
        changed(cors=Cors(origins=["https://*"], credentials=True)),
        ("cors", 'origin "https://*" with credentials'),
    ),
    "odd method": (changed(cors=Cors(origins=["*"], methods=["get"])), ("cors", 'method "get"')),
    "negative max_age": (changed(cors=Cors(origins=["*"], max_age=-1)), ("cors", "max_age -1")),
    "endless max_age": (changed(cors=Cors(origins=["*"], max_age=86_401)), ("cors", "max_age 86401")),
    "unknown cors key": (changed(cors={"origins": ["*"], "maxAge": 5}), ("cors", 'the key "maxAge"')),
}


@pytest.mark.parametrize(("given", "expected"), CASES.values(), ids=CASES.keys())
def test_one_mistake_is_one_problem(cloud: Cloud, given: HttpApiArgs, expected: tuple[str, str]) -> None:
    found = problems_of(cloud, given)
    assert [(where, what) for where, what, _, _ in found] == [expected]
    assert all(allowed and remedy for _, _, allowed, remedy in found)


def test_the_name_is_part_of_the_log_group(cloud: Cloud) -> None:
    assert [where for where, *_ in problems_of(cloud, args(), name="the orders")] == ["name"]


def test_a_function_must_answer_before_the_api_gives_up(cloud: Cloud) -> None:
    def program() -> None:
        code = python_package("functions/orders")
        slow = LambdaFunction("slow", {"code": code, "handler": "orders.list.handler", "timeout": 31})
        HttpApi("orders", args({"GET /orders": Route(function=slow)}))

    with pytest.raises(ComponentError, match='function "slow" with 31 s'):
        cloud.run(program)


def test_two_functions_of_one_name_are_told_apart(cloud: Cloud) -> None:
    routes = {"GET /a": route(arn("same")), "GET /b": route(arn("same").replace("eu-west-1", "us-east-1"))}
    assert [(where, what) for where, what, _, _ in problems_of(cloud, args(routes))] == [
        ('route "GET /b"', 'a second function "same"'),
    ]


def test_the_text_names_the_api_the_place_the_choices_and_the_way_out(cloud: Cloud) -> None:
    with pytest.raises(ComponentError) as caught:
        cloud.run(lambda: HttpApi("orders", one_route(authorizer="custmers")))
    assert str(caught.value) == (
        'HTTP API "orders" has 1 problem; nothing of it was registered.\n'
        ' 1. route "GET /orders"\n'
        '     found:   authorizer "custmers"\n'
        "     allowed: customers\n"
        '     do:      did you mean "customers"?'
    )


def test_all_problems_of_an_api_are_told_at_once(cloud: Cloud) -> None:
    routes: dict[str, Any] = {
        "get /orders": route(),
        "GET /a/{id}": {"function": arn("a"), "authorizer": "nobody", "scopes": ["a b"], "throttle": {"rate": -1}},
        "GET /a/{name}": {"function": 5, "public": ""},
    }
    given = changed(routes=routes, throttle={}, stage="a b", cors={"origins": []}, default_authorizer="who")
    found = problems_of(cloud, given)
    assert [where for where, *_ in found] == [
        "stage",
        "throttle",
        "throttle",
        "default_authorizer",
        'route "get /orders"',
        'route "GET /a/{id}"',
        'route "GET /a/{id}"',
        'route "GET /a/{id}", throttle',
        'route "GET /a/{id}", throttle',
        'route "GET /a/{name}"',
        'route "GET /a/{name}"',
        'route "GET /a/{name}"',
        "cors",
    ]


@pytest.mark.parametrize(
    "given",
    [
        one_route(scopes=[f"s{n}" for n in range(10)]),
        one_route("OPTIONS /orders", public="answers preflight requests"),
        one_route("OPTIONS /orders", authorizer="customers"),
        args(
            {
                "GET /a": route(),
                "ANY /a": route(),
                "GET /a/{id}": route(),
                "GET /a/{rest+}": route(),
                "$default": route(),
            }
        ),
        changed(
            cors=Cors(origins=["*", "https://a.example:8443", "http://localhost:3000"], max_age=86_400, methods=["*"])
        ),
        changed(cors=Cors(origins=[pulumi.Output.from_input("https://a.example")])),
        changed(throttle={"rate": 0.1, "burst": 400.0}),
        changed(stage="v1"),
        changed(quotas={"routes": 400, "authorizers": 20}),
    ],
)
def test_what_aws_takes_is_no_problem(cloud: Cloud, given: HttpApiArgs) -> None:
    cloud.run(lambda: HttpApi("orders", given))
    assert cloud.mocks.registrations


def test_a_whole_number_sent_as_a_float_stays_a_whole_number(cloud: Cloud) -> None:
    cloud.run(lambda: HttpApi("orders", changed(throttle={"rate": 1.5, "burst": 400.0})))
    stage = cloud.mocks.of("aws:apigatewayv2/stage:Stage")["orders-stage"]
    assert stage["defaultRouteSettings"] == {"throttlingRateLimit": 1.5, "throttlingBurstLimit": 400}


def test_an_unused_authorizer_is_a_warning(cloud: Cloud) -> None:
    given = changed(authorizers={"customers": customers(), "staff": customers()})
    assert warned(cloud, given) == ['HTTP API "orders": the authorizer "staff" is used by no route']


@pytest.mark.parametrize(("routes", "near"), [(239, False), (240, True), (300, True)])
def test_a_quota_that_comes_near_is_a_warning(cloud: Cloud, routes: int, near: bool) -> None:
    expected = [f'HTTP API "orders": {routes} routes of the 300 that AWS allows an API'] if near else []
    assert warned(cloud, args({f"GET /r{n}": route() for n in range(routes)})) == expected


@pytest.mark.parametrize(
    ("key", "options"),
    [("$default", "OPTIONS /{proxy+}"), ("ANY /orders", "OPTIONS /orders"), ("ANY /a/{rest+}", "OPTIONS /a/{rest+}")],
)
def test_a_protected_route_that_takes_preflights_is_a_warning_with_cors(cloud: Cloud, key: str, options: str) -> None:
    cors = Cors(origins=["https://shop.example.com"])
    (warning,) = warned(cloud, cast("HttpApiArgs", {**args({key: route()}), "cors": cors}))
    assert f'Add "{options}"' in warning


def test_a_public_options_route_takes_the_preflights(cloud: Cloud) -> None:
    preflight = Route(function=arn("preflight"), public="answers preflight requests")
    routes = {"$default": route(), "OPTIONS /{proxy+}": preflight}
    assert warned(cloud, cast("HttpApiArgs", {**args(routes), "cors": Cors(origins=["https://a.example"])})) == []


def test_orders_of_the_tests_are_valid(cloud: Cloud) -> None:
    assert warned(cloud, orders()) == []
