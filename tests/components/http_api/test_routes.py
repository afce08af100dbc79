from collections.abc import Callable, Mapping
from typing import cast

import pytest

from components import ComponentError, Route, Throttle, jwt
from components.access.authorizers import shared
from components.http_api.further_routes import HttpApiRoutes
from components.http_api.further_routes_args import HttpApiRoutesArgs
from components.routing.message_actions import send_message
from components.routing.routes import Group
from tests.support.apis import (
    API,
    AUTHORIZER,
    INTEGRATION,
    ISSUER,
    PERMISSION,
    ROLE,
    ROUTE,
    STAGE,
    arn,
    built,
    orders,
    resolved,
)
from tests.support.recording import Cloud

ARN = "arn:aws:execute-api:eu-west-1:123456789012:abc123"
QUEUE = "arn:aws:sqs:eu-west-1:123456789012:refunds"


def further(**changes: object) -> HttpApiRoutesArgs:
    """Valid arguments but for these."""
    given = {
        "api_id": "abc123",
        "execution_arn": ARN,
        "authorizers": {"customers": shared("def456")},
        "default_authorizer": "customers",
        "routes": {"GET /refunds": Route(function=arn("refunds"))},
    }
    return cast("HttpApiRoutesArgs", {**given, **changes})


def added(cloud: Cloud, given: HttpApiRoutesArgs) -> HttpApiRoutes:
    """The routes, after the program that adds them has ended."""
    seen: list[HttpApiRoutes] = []
    cloud.run(lambda: seen.append(HttpApiRoutes("refunds", given)))
    return seen[0]


def test_routes_join_an_api_of_another_program(cloud: Cloud) -> None:
    given = further(
        authorizers={"customers": shared("def456"), "staff": jwt(ISSUER, ["back-office"])},
        routes={"GET /refunds": Route(function=arn("refunds"), scopes=["refunds/read"])},
        groups={"/claims": Group(routes={"POST /": Route(service=send_message(QUEUE), authorizer="staff")})},
    )
    component = added(cloud, given)
    assert cloud.mocks.custom() == sorted(
        [
            (AUTHORIZER, "refunds-authorizer-staff"),
            (INTEGRATION, "refunds-integration-POST /claims"),
            (INTEGRATION, "refunds-integration-refunds"),
            (ROUTE, "refunds-GET /refunds"),
            (ROUTE, "refunds-POST /claims"),
            (PERMISSION, "refunds-permission-refunds"),
            (ROLE, "refunds-role-refunds-send-message"),
            ("aws:iam/rolePolicy:RolePolicy", "refunds-role-refunds-send-message"),
        ]
    )
    routes = cloud.mocks.of(ROUTE)
    assert routes["refunds-GET /refunds"] == {
        "apiId": "abc123",
        "authorizationScopes": ["refunds/read"],
        "authorizationType": "JWT",
        "authorizerId": "def456",
        "routeKey": "GET /refunds",
        "target": "integrations/refunds-integration-refunds-0a1b2c3",
    }
    assert routes["refunds-POST /claims"]["authorizerId"] == "refunds-authorizer-staff-0a1b2c3"
    assert cloud.mocks.of(PERMISSION)["refunds-permission-refunds"]["sourceArn"] == f"{ARN}/*"
    assert resolved(cloud, lambda: component.routes) == {
        "GET /refunds": "customers [refunds/read]",
        "POST /claims": "staff",
    }


def test_an_api_gives_what_further_routes_need(cloud: Cloud) -> None:
    api = built(cloud, orders())

    def program() -> None:
        identifier = api.authorizer_ids.apply(lambda ids: ids["customers"])
        given = further(
            api_id=api.api_id, execution_arn=api.execution_arn, authorizers={"customers": shared(identifier)}
        )
        HttpApiRoutes("refunds", given)

    cloud.run(program)
    route = cloud.mocks.of(ROUTE)["refunds-GET /refunds"]
    assert (route["apiId"], route["authorizerId"]) == ("orders-0a1b2c3", "orders-authorizer-customers-0a1b2c3")
    assert (len(cloud.mocks.of(API)), len(cloud.mocks.of(STAGE))) == (1, 1)


@pytest.mark.parametrize(("sort", "authorization"), [("jwt", "JWT"), ("cognito", "JWT"), ("request", "CUSTOM")])
def test_a_shared_authorizer_says_how_it_decides(cloud: Cloud, sort: str, authorization: str) -> None:
    added(cloud, further(authorizers={"customers": shared("def456", sort)}))
    assert cloud.mocks.of(ROUTE)["refunds-GET /refunds"]["authorizationType"] == authorization


def test_the_reason_of_a_public_route_is_in_the_inputs_of_the_component(cloud: Cloud) -> None:
    added(cloud, further(routes={"GET /a": Route(function=arn("a"), public="anyone may")}))
    assert cloud.mocks.of("gateway:index:HttpApiRoutes")["refunds"] == {"routes": {"GET /a": "public: anyone may"}}


CASES: Mapping[str, tuple[Callable[[], HttpApiRoutesArgs], tuple[str, str]]] = {
    "no API": (
        lambda: cast("HttpApiRoutesArgs", {key: one for key, one in further().items() if key != "api_id"}),
        ("arguments", 'no "api_id"'),
    ),
    "an argument of the stage": (lambda: further(cors={"origins": ["*"]}), ("arguments", 'the key "cors"')),
    "a throttle": (
        lambda: further(routes={"GET /a": Route(function=arn("a"), throttle=Throttle(rate=1, burst=1))}),
        ('route "GET /a"', "a throttle"),
    ),
    "nothing that is protected": (
        lambda: further(routes={"GET /a": Route(function=arn("a"), authorizer="nobody")}),
        ('route "GET /a"', 'authorizer "nobody"'),
    ),
    "a shared authorizer of an unknown sort": (
        lambda: further(authorizers={"customers": shared("def456", "token")}),
        ('authorizer "customers"', "sort 'token'"),
    ),
    "scopes of a shared function": (
        lambda: further(
            authorizers={"customers": shared("def456", "request")},
            routes={"GET /a": Route(function=arn("a"), scopes=["a"])},
        ),
        ('route "GET /a"', 'scopes with the authorizer "customers" of the kind "request"'),
    ),
    "no routes": (lambda: further(routes={}), ("routes", "no route")),
}


@pytest.mark.parametrize(("make", "expected"), CASES.values(), ids=CASES.keys())
def test_one_mistake_is_one_problem(
    cloud: Cloud, make: Callable[[], HttpApiRoutesArgs], expected: tuple[str, str]
) -> None:
    with pytest.raises(ComponentError) as caught:
        added(cloud, make())
    assert cloud.mocks.registrations == []
    assert [(one.where, one.found) for one in caught.value.problems] == [expected]
    assert str(caught.value).startswith('Routes "refunds" has 1 problem')
