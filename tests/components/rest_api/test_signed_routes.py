"""Whether a resource policy lets no principal of the account into routes that want signed requests without a grant."""

import json
import re
from collections.abc import Mapping
from itertools import product
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from components import Cors, Route, Throttle
from components.access.authorizers import iam
from components.access.invoke_grants import requests
from components.rest_api import paths as rest_paths
from components.rest_api.args import RestApiArgs
from components.rest_api.resource_policies import PolicyStatement, allow_ip_ranges, allow_vpc_endpoints
from components.rest_api.signed_routes import covered, open_requests, signed_routes
from components.routing import route_keys
from components.routing.integrations import MockAnswer
from components.routing.routing import Routing
from tests.support.recording import Cloud
from tests.support.rest_apis import POLICY, built

SIGNED = Route(mock=MockAnswer(), authorizer="machines")
OPEN = Route(mock=MockAnswer(), public="a test")


def api(routes: Mapping[str, Route], policy: list[PolicyStatement] | None = None) -> RestApiArgs:
    """An API with these routes, and with a policy of addresses if none is given."""
    return RestApiArgs(
        throttle=Throttle(rate=50, burst=100),
        authorizers={"machines": iam()},
        routes=routes,
        resource_policy=policy or allow_ip_ranges(["192.0.2.0/24"]),
        stage="v1",
    )


def routing(routes: Mapping[str, Route]) -> Routing:
    """The routing of an API with these routes."""
    return Routing.of(api(routes), rest_paths.CATCH_ALL)


def allowed(cloud: Cloud, args: RestApiArgs) -> list[str]:
    """What the policy of an API allows to everyone, from the stage on."""
    built(cloud, args)
    (policy,) = cloud.mocks.of(POLICY).values()
    statements: list[dict[str, Any]] = json.loads(policy["policy"])["Statement"]
    arns = [arn for one in statements if one["Effect"] == "Allow" for arn in one["Resource"]]
    return [arn.split(":")[-1].partition("/")[2] for arn in arns]


def test_the_signed_routes_are_those_with_iam() -> None:
    assert [*signed_routes(routing({"GET /a": SIGNED, "GET /b": OPEN}))] == ["GET /a"]


def test_without_signed_routes_a_policy_is_of_everything(cloud: Cloud) -> None:
    assert open_requests(routing({"GET /b": OPEN}), ["v1"], preflights=True) is None
    assert allowed(cloud, api({"GET /b": OPEN})) == ["*"]


def test_a_policy_allows_everyone_the_routes_that_are_not_signed(cloud: Cloud) -> None:
    given_args = api({"GET /a": SIGNED, "GET /b/{id}": OPEN, "POST /a": OPEN})
    assert allowed(cloud, given_args) == ["v1/GET/b/*", "v1/POST/a"]


def test_a_policy_names_each_stage(cloud: Cloud) -> None:
    given_args = api({"GET /a": SIGNED, "GET /b": OPEN})
    given_args["stages"] = {"beta": {}}
    assert allowed(cloud, given_args) == ["v1/GET/b", "beta/GET/b"]


def test_preflight_requests_are_never_signed(cloud: Cloud) -> None:
    given_args = api({"GET /a": SIGNED})
    given_args["cors"] = Cors(origins=["https://shop.example.com"])
    assert allowed(cloud, given_args) == ["v1/OPTIONS/a"]


def test_with_signed_routes_alone_nothing_is_allowed_to_everyone(cloud: Cloud) -> None:
    assert allowed(cloud, api({"GET /a": SIGNED})) == []


def test_of_a_private_api_too(cloud: Cloud) -> None:
    given_args = api({"GET /a": SIGNED, "GET /b": OPEN}, allow_vpc_endpoints(["vpce-0a"]))
    given_args["endpoint"] = "PRIVATE"
    assert allowed(cloud, given_args) == ["v1/GET/b"]


def test_routes_that_cannot_be_are_left_to_the_rules() -> None:
    assert open_requests(routing({"GET /a": SIGNED, "GET b": OPEN, "GET /b": OPEN}), ["v1"], preflights=True) == [
        "v1/GET/b",
        "v1/OPTIONS/a",
        "v1/OPTIONS/b",
    ]


COVERED = [
    ("GET /orders/{id}", "GET /orders/{id}/items"),
    ("GET /orders/{id}", "GET /orders/special"),
    ("GET /orders/{id}", "ANY /orders/{id}/items"),
    ("ANY /orders", "GET /orders"),
    ("ANY /{proxy+}", "GET /orders/{id}"),
    ("ANY /{proxy+}", "GET /"),
    ("GET /orders/{proxy+}", "GET /orders/{id}"),
    ("GET /orders/{id}", "GET /orders/{proxy+}"),
    ("GET /orders/{id}/items", "GET /orders/{proxy+}"),
    ("GET /orders/{id}/items", "GET /orders/{id}/{part}/items"),
    ("GET /{kind}/latest", "GET /orders/{id}"),
    ("ANY /items", "GET /orders/{id}/items"),
]
NOT_COVERED = [
    ("GET /orders/{id}", "POST /orders/special"),
    ("GET /orders/{id}", "GET /orders"),
    ("GET /orders/{id}", "ANY /orders/{order}"),
    ("GET /orders", "ANY /orders"),
    ("GET /orders/special", "GET /orders/{id}"),
    ("GET /orders/special/{proxy+}", "GET /orders/{proxy+}"),
    ("GET /orders/special/{part}", "GET /orders/{id}/{part}"),
    ("GET /", "GET /{proxy+}"),
    ("GET /invoices/{id}", "GET /orders/{id}"),
]


@pytest.mark.parametrize(("opened", "signed"), COVERED)
def test_a_variable_of_an_open_route_takes_in_deeper_and_better_matches(opened: str, signed: str) -> None:
    assert covered(routing({opened: OPEN, signed: SIGNED})) == {opened: [signed]}


@pytest.mark.parametrize(("opened", "signed"), NOT_COVERED)
def test_requests_of_the_open_route_itself_take_in_nothing(opened: str, signed: str) -> None:
    assert covered(routing({opened: OPEN, signed: SIGNED})) == {}


PATHS = [
    "/".join([*segments, *end])
    for length in range(3)
    for segments in product(["a", "b", "{x}"], repeat=length)
    for end in ([], ["{p+}"])
    if segments.count("{x}") <= 1
]
KEYS = st.builds("{} /{}".format, st.sampled_from(["GET", "POST", "ANY"]), st.sampled_from(PATHS))
REQUESTS = [
    f"/{method}/{'/'.join(path)}"
    for method in ("GET", "POST", "PUT")
    for length in range(7)
    for path in product("abc", repeat=length)
]


def answered_by(key: str, request: str) -> bool:
    """Whether a route matches a request."""
    method, _, path = key.partition(" ")
    pattern = path.replace("{p+}", ".+").replace("{x}", "[^/]+")
    return re.fullmatch(f"/{'[A-Z]+' if method == 'ANY' else method}{pattern}", request) is not None


def preference(key: str) -> tuple[list[str], bool]:
    """What API Gateway prefers of the routes that match: literals to variables to greedy ones, then the method."""
    method, _, path = key.partition(" ")
    ranks = {"{x}": "2", "{p+}": "3"}
    return [ranks.get(segment, "1") for segment in path.split("/")], method == "ANY"


@settings(max_examples=300, deadline=None)
@given(KEYS, KEYS)
def test_covered_is_what_trying_every_request_finds(opened: str, signed: str) -> None:
    assume(route_keys.parse(opened).shape != route_keys.parse(signed).shape)
    (arn,) = requests([opened])
    taken = [
        request
        for request in REQUESTS
        if answered_by(signed, request)
        and not (answered_by(opened, request) and preference(opened) < preference(signed))
        and re.fullmatch(arn.replace("*", ".*"), request)
    ]
    assert covered(routing({opened: OPEN, signed: SIGNED})) == ({opened: [signed]} if taken else {})


def test_a_warning_names_the_open_route_and_the_signed_one(cloud: Cloud) -> None:
    built(cloud, api({"ANY /{proxy+}": OPEN, "GET /a": SIGNED, "GET /b": SIGNED}))
    (warning,) = [text for text in cloud.warnings if "resource policy" in text]
    assert 'the route "ANY /{proxy+}" takes in requests of "GET /a" and of 1 more' in warning


def test_a_policy_that_allows_everyone_nothing_warns_of_nothing(cloud: Cloud) -> None:
    named: list[PolicyStatement] = [{"effect": "Allow", "principals": ["111122223333"]}]
    built(cloud, api({"ANY /{proxy+}": OPEN, "GET /a": SIGNED}, named))
    assert not [text for text in cloud.warnings if "resource policy" in text]
