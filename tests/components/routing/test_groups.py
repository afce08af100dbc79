from collections.abc import Mapping
from typing import Any, cast

import pytest

from components import Cors, HttpApiArgs, Route, Throttle
from components.routing.routes import Group
from tests.support.apis import INTEGRATION, ROUTE, STAGE, args, arn, built, faults_of, problems_of, route
from tests.support.recording import Cloud

SLOW = Throttle(rate=1, burst=2)
CORS = Cors(origins=["https://shop.example.com"])


def grouped(groups: Mapping[str, Any], **others: object) -> HttpApiArgs:
    """Valid arguments with groups in place of routes."""
    return cast("HttpApiArgs", {**args({}), "groups": groups, **others})


def authorization(cloud: Cloud) -> dict[str, str]:
    """How each route says who may call it."""
    return {one["routeKey"]: one["authorizationType"] for one in cloud.mocks.of(ROUTE).values()}


def test_a_group_is_its_path_and_all_below_it(cloud: Cloud) -> None:
    built(cloud, grouped({"/users": Group(function=arn("users"))}))
    assert sorted(cloud.mocks.of(ROUTE)) == ["orders-ANY /users", "orders-ANY /users/{proxy+}"]
    assert list(cloud.mocks.of(INTEGRATION)) == ["orders-integration-users"]


def test_the_group_of_the_root_is_all_of_the_api(cloud: Cloud) -> None:
    built(cloud, grouped({"/": Group(function=arn("users"))}, cors=CORS))
    assert sorted(authorization(cloud)) == ["ANY /", "ANY /{proxy+}", "OPTIONS /", "OPTIONS /{proxy+}"]


def test_routes_of_the_group_of_the_root_keep_their_paths(cloud: Cloud) -> None:
    built(cloud, grouped({"/": Group(function=arn("users"), routes={"GET /": Route(), "PUT /{id}": Route()})}))
    assert sorted(authorization(cloud)) == ["GET /", "PUT /{id}"]


def test_a_group_may_have_some_methods_only(cloud: Cloud) -> None:
    built(cloud, grouped({"/users": Group(function=arn("users"), methods=["GET", "PUT"])}))
    assert sorted(authorization(cloud)) == [
        "GET /users",
        "GET /users/{proxy+}",
        "PUT /users",
        "PUT /users/{proxy+}",
    ]


def test_routes_of_a_group_stand_below_its_path_and_take_its_defaults(cloud: Cloud) -> None:
    group = Group(
        function=arn("users"),
        scopes=["users/read"],
        throttle=SLOW,
        routes={
            "GET /": Route(),
            "GET /{id}": Route(throttle=Throttle(rate=9, burst=9)),
            "PUT /{id}": Route(function=arn("change"), scopes=["users/write"]),
            "GET /health": Route(public="called by the uptime monitor"),
        },
    )
    built(cloud, grouped({"/users": group}))
    routes = {one["routeKey"]: one for one in cloud.mocks.of(ROUTE).values()}
    assert {key: one.get("authorizationScopes") for key, one in routes.items()} == {
        "GET /users": ["users/read"],
        "GET /users/{id}": ["users/read"],
        "PUT /users/{id}": ["users/write"],
        "GET /users/health": None,
    }
    assert routes["GET /users/health"]["authorizationType"] == "NONE"
    assert routes["PUT /users/{id}"]["target"].endswith("integration-change-0a1b2c3")
    throttles = {
        one["routeKey"]: one["throttlingRateLimit"] for one in cloud.mocks.of(STAGE)["orders-stage"]["routeSettings"]
    }
    assert throttles == {"GET /users": 1, "GET /users/health": 1, "GET /users/{id}": 9, "PUT /users/{id}": 1}


def test_the_authorizer_of_a_route_goes_before_what_its_group_says(cloud: Cloud) -> None:
    group = Group(
        function=arn("users"),
        public="anyone may look",
        routes={"GET /": Route(), "GET /{id}": Route(authorizer="customers")},
    )
    built(cloud, grouped({"/users": group}))
    assert authorization(cloud) == {"GET /users": "NONE", "GET /users/{id}": "JWT"}


def test_preflights_reach_a_protected_group(cloud: Cloud) -> None:
    built(cloud, grouped({"/users": Group(function=arn("users"), throttle=SLOW)}, cors=CORS))
    assert authorization(cloud) == {
        "ANY /users": "JWT",
        "ANY /users/{proxy+}": "JWT",
        "OPTIONS /users": "NONE",
        "OPTIONS /users/{proxy+}": "NONE",
    }
    assert cloud.warnings == []
    assert len(cloud.mocks.of(STAGE)["orders-stage"]["routeSettings"]) == 4


@pytest.mark.parametrize(
    "groups",
    [
        {"/users": Group(function=arn("users"), methods=["GET"])},
        {"/users": Group(function=arn("users"), public="anyone may")},
    ],
)
def test_no_options_route_where_none_is_needed(cloud: Cloud, groups: Mapping[str, Group]) -> None:
    built(cloud, grouped(groups, cors=CORS))
    assert not [key for key in authorization(cloud) if key.startswith("OPTIONS")]


def test_one_function_answers_everything(cloud: Cloud) -> None:
    built(cloud, cast("HttpApiArgs", {**args({}), "function": arn("whole")}))
    assert authorization(cloud) == {"$default": "JWT"}


def test_preflights_reach_one_protected_function(cloud: Cloud) -> None:
    built(cloud, cast("HttpApiArgs", {**args({}), "function": arn("whole"), "cors": CORS}))
    assert authorization(cloud) == {"$default": "JWT", "OPTIONS /": "NONE", "OPTIONS /{proxy+}": "NONE"}
    assert cloud.warnings == []


def test_one_function_may_be_public_and_then_takes_preflights_itself(cloud: Cloud) -> None:
    given = {"function": arn("whole"), "public": "a public site", "cors": CORS, "throttle": SLOW}
    built(cloud, cast("HttpApiArgs", given))
    assert authorization(cloud) == {"$default": "NONE"}


def test_a_route_goes_before_a_group_and_a_group_before_the_function(cloud: Cloud) -> None:
    given = {
        **args({"ANY /users": route(arn("own"))}),
        "groups": {"/users": Group(function=arn("users"))},
        "function": arn("whole"),
    }
    built(cloud, cast("HttpApiArgs", given))
    targets = {one["routeKey"]: one["target"].split("-")[2] for one in cloud.mocks.of(ROUTE).values()}
    assert targets == {"ANY /users": "own", "ANY /users/{proxy+}": "users", "$default": "whole"}


CASES: Mapping[str, tuple[HttpApiArgs, tuple[str, str]]] = {
    "path without a slash": (
        grouped({"users": Group(function=arn("u"), methods=[])}),
        ('group "users"', 'the path "users"'),
    ),
    "a path that ends with a slash": (
        grouped({"/users/": Group(function=arn("u"), methods=[])}),
        ('group "/users/"', 'the path "/users/"'),
    ),
    "nothing that answers": (grouped({"/users": Group(methods=[])}), ('group "/users"', "neither function nor routes")),
    "routes and methods": (
        grouped({"/users": Group(routes={"GET /": route()}, methods=["GET"])}),
        ('group "/users"', "routes together with methods"),
    ),
    "unknown key": (grouped({"/users": {"function": arn("u"), "scope": "x"}}), ('group "/users"', 'the key "scope"')),
    "the same route twice": (
        cast(
            "HttpApiArgs",
            {**args({"GET /users": route()}), "groups": {"/users": Group(routes={"GET /": route()})}},
        ),
        ('group "/users"', '"GET /users", which routes has too'),
    ),
    "the same route in two groups": (
        grouped({"/a": Group(routes={"GET /b/c": route()}), "/a/b": Group(routes={"GET /c": route()})}),
        ('group "/a/b"', '"GET /a/b/c", which the group "/a" has too'),
    ),
    "public without function": (
        cast("HttpApiArgs", {**args(), "public": "anyone may"}),
        ("public", "public without function"),
    ),
}


@pytest.mark.parametrize(("given", "expected"), CASES.values(), ids=CASES.keys())
def test_one_mistake_is_one_problem(cloud: Cloud, given: HttpApiArgs, expected: tuple[str, str]) -> None:
    found = problems_of(cloud, given)
    assert [(where, what) for where, what, _, _ in found] == [expected]
    assert all(allowed and remedy for _, _, allowed, remedy in found)


def test_a_route_of_a_group_is_judged_like_any_other(cloud: Cloud) -> None:
    group = Group(
        function=arn("users"), authorizer="staf", routes={"GET /{id": Route(), "GET /": Route(timeout_milliseconds=5)}
    )
    assert faults_of(cloud, grouped({"/users": group})) == [
        ('route "GET /users/{id"', 'the segment "{id"'),
        ('route "GET /users/{id"', 'authorizer "staf"'),
        ('route "GET /users"', 'authorizer "staf"'),
        ('route "GET /users"', "timeout_milliseconds 5"),
    ]


def test_a_method_of_a_group_is_judged(cloud: Cloud) -> None:
    found = faults_of(cloud, grouped({"/users": Group(function=arn("u"), methods=["FETCH"])}))
    assert found == [
        ('route "FETCH /users"', 'the method "FETCH"'),
        ('route "FETCH /users/{proxy+}"', 'the method "FETCH"'),
    ]


def test_the_reason_of_a_group_says_why_its_routes_are_public(cloud: Cloud) -> None:
    built(cloud, grouped({"/users": Group(function=arn("users"), public="anyone may look", methods=["GET"])}))
    summary = cloud.mocks.of("gateway:index:HttpApi")["orders"]["routes"]
    assert summary == dict.fromkeys(["GET /users", "GET /users/{proxy+}"], "public: anyone may look")
