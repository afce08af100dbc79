"""Whether a change of the arguments changes no more than it must: replacing a resource may break callers."""

from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components import HttpApiArgs, Route, Throttle, jwt
from components.access.authorizers import Authorizer, iam, request_authorizer
from components.routing.message_actions import put_events, send_message
from components.routing.routes import Group
from tests.support.apis import ISSUER, PERMISSION, ROUTE, STAGE, arn, built
from tests.support.recording import new_cloud

QUEUE = "arn:aws:sqs:eu-west-1:123456789012:orders"
BUS = "arn:aws:events:eu-west-1:123456789012:event-bus/shop"

AUTHORIZERS: dict[str, Authorizer] = {
    "customers": jwt(ISSUER, ["shop"]),
    "staff": request_authorizer(arn("decide")),
    "callers": iam(),
}
ROUTES: dict[str, Route] = {
    "GET /a": Route(function=arn("a")),
    "GET /a/{id}": Route(function=arn("a"), timeout_milliseconds=500),
    "POST /a": Route(service=send_message(QUEUE)),
    "POST /a/{id}": Route(service=send_message(QUEUE, body="$request.path.id")),
    "POST /b": Route(service=put_events(BUS, "placed", "shop"), authorizer="callers"),
    "ANY /c/{proxy+}": Route(url="https://c.example.com/{proxy}", authorizer="staff"),
    "GET /d": Route(function=arn("decide"), public="anyone may", throttle=Throttle(rate=1, burst=2)),
}
GROUPS: dict[str, Group] = {
    "/users": Group(function=arn("users")),
    "/carts": Group(function=arn("a"), authorizer="staff", routes={"GET /": Route(), "PUT /{id}": Route()}),
}

Registered = dict[tuple[str, str], dict[str, Any]]


def registered(routes: list[str], groups: list[str], authorizers: list[str]) -> Registered:
    """What a program registers that names these, in this order."""
    cloud = new_cloud()
    arguments = {
        "throttle": Throttle(rate=10, burst=20),
        "authorizers": {name: AUTHORIZERS[name] for name in authorizers},
        "default_authorizer": "customers",
        "routes": {key: ROUTES[key] for key in routes},
        "groups": {prefix: GROUPS[prefix] for prefix in groups},
    }
    built(cloud, cast("HttpApiArgs", arguments))
    return {(one.type, one.name): one.inputs for one in cloud.mocks.registrations if one.custom}


EVERY = (sorted(ROUTES), sorted(GROUPS), sorted(AUTHORIZERS))


@settings(max_examples=25, deadline=None)
@given(st.permutations(EVERY[0]), st.permutations(EVERY[1]), st.permutations(EVERY[2]))
def test_the_order_of_anything_makes_no_difference(
    routes: list[str], groups: list[str], authorizers: list[str]
) -> None:
    assert registered(routes, groups, authorizers) == registered(*EVERY)


@pytest.mark.parametrize("key", EVERY[0])
def test_a_route_more_or_less_changes_no_other_resource(key: str) -> None:
    less = registered([one for one in EVERY[0] if one != key], EVERY[1], EVERY[2])
    whole = registered(*EVERY)
    assert less.keys() <= whole.keys()
    changed = {one for one in less if less[one] != whole[one]}
    assert changed == ({(STAGE, "orders-stage")} if "throttle" in ROUTES[key] else set())
    assert (ROUTE, f"orders-{key}") in whole.keys() - less.keys()


@pytest.mark.parametrize("prefix", EVERY[1])
def test_a_group_more_or_less_changes_no_other_resource(prefix: str) -> None:
    less = registered(EVERY[0], [one for one in EVERY[1] if one != prefix], EVERY[2])
    whole = registered(*EVERY)
    assert {one: whole[one] for one in less} == less


def test_a_changed_function_leaves_the_route_and_the_other_functions_alone() -> None:
    before = registered(*EVERY)
    cloud = new_cloud()
    routes = {**ROUTES, "GET /a": Route(function=arn("new"))}
    arguments = {
        "throttle": Throttle(rate=10, burst=20),
        "authorizers": AUTHORIZERS,
        "default_authorizer": "customers",
        "routes": routes,
        "groups": GROUPS,
    }
    built(cloud, cast("HttpApiArgs", arguments))
    after = {(one.type, one.name): one.inputs for one in cloud.mocks.registrations if one.custom}
    changed = {one for one in before if before[one] != after.get(one)}
    assert changed == {(ROUTE, "orders-GET /a")}
    assert {one for one in after.keys() - before.keys() if one[0] == PERMISSION} == {
        (PERMISSION, "orders-permission-new")
    }
