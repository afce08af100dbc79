"""What users of HTTP APIs suffered elsewhere, and why it does not happen here."""

from typing import cast

import pytest

from components import Cors, HttpApi, HttpApiArgs, Route, Throttle, jwt
from components.access.authorizers import request_authorizer, shared
from components.http_api.further_routes import HttpApiRoutes
from components.routing.routes import Group
from tests.support.apis import (
    API,
    AUTHORIZER,
    LOG_GROUP,
    PERMISSION,
    ROLE,
    ROUTE,
    STAGE,
    args,
    arn,
    built,
    changed,
    faults_of,
    one_route,
    problems_of,
    route,
)
from tests.support.recording import Cloud


def test_no_throttle_of_zero_by_a_number_left_out(cloud: Cloud) -> None:
    # Any default route setting made both throttles 0, and every call got 429: pulumi-aws#2363.
    built(
        cloud,
        cast(
            "HttpApiArgs",
            {
                **one_route(throttle=Throttle(rate=1, burst=2)),
                "stages": {"beta": {}, "live": {"throttle": {"rate": 3, "burst": 4}}},
            },
        ),
    )
    for stage in cloud.mocks.of(STAGE).values():
        for settings in (stage["defaultRouteSettings"], *stage["routeSettings"]):
            assert settings["throttlingRateLimit"] > 0
            assert settings["throttlingBurstLimit"] > 0


def test_half_a_throttle_is_refused(cloud: Cloud) -> None:
    # A module's own examples set one number and answered 429 only: terraform-aws-apigateway-v2#13.
    assert faults_of(cloud, one_route(throttle={"burst": 5})) == [('route "GET /orders", throttle', 'no "rate"')]


def test_a_route_and_a_group_may_have_their_own_throttle(cloud: Cloud) -> None:
    # Throttling of single routes of an HTTP API was asked for over years: serverless#8589, aws-cdk#19626.
    groups = {"/users": Group(function=arn("users"), methods=["GET"], throttle=Throttle(rate=3, burst=4))}
    built(cloud, cast("HttpApiArgs", {**one_route(throttle=Throttle(rate=1, burst=2)), "groups": groups}))
    settings = cloud.mocks.of(STAGE)["orders-stage"]["routeSettings"]
    assert {one["routeKey"]: one["throttlingRateLimit"] for one in settings} == {
        "GET /orders": 1,
        "GET /users": 3,
        "GET /users/{proxy+}": 3,
    }


def test_nothing_manages_the_deployment_of_a_stage_that_deploys_by_itself(cloud: Cloud) -> None:
    # Such a stage differed at every run, and could not be reverted: terraform-provider-aws#13633.
    built(cloud, args())
    assert "deploymentId" not in cloud.mocks.of(STAGE)["orders-stage"]
    assert not [one for one in cloud.mocks.registrations if "deployment" in one.type]


def test_the_policy_of_the_log_groups_does_not_fill_up(cloud: Cloud) -> None:
    # With many APIs the account's log policy passed 5,120 characters: serverless#10469.
    built(cloud, args())
    assert cloud.mocks.of(LOG_GROUP)["orders-access-logs"]["namePrefix"].startswith("/aws/vendedlogs/")


def test_access_logs_are_on_unasked_and_need_no_role_of_the_account(cloud: Cloud) -> None:
    # Access logs took an escape hatch (aws-cdk#21935); roles for logs filled the account's quota (aws-blocks#437).
    built(cloud, args())
    assert cloud.mocks.of(STAGE)["orders-stage"]["accessLogSettings"]["destinationArn"]
    assert cloud.mocks.of(ROLE) == {}


def test_an_authorizer_is_made_once_for_all_its_routes(cloud: Cloud) -> None:
    # One authorizer a route was made, and the eleventh hung the deployment: pulumi-aws-apigateway#17.
    built(cloud, args({f"GET /r{number}": route() for number in range(20)}))
    assert list(cloud.mocks.of(AUTHORIZER)) == ["orders-authorizer-customers"]


def test_a_route_without_authorization_is_refused(cloud: Cloud) -> None:
    # A word left out deployed a route that anyone could call: pulumi-aws-apigateway#10.
    given = HttpApiArgs(throttle=Throttle(rate=1, burst=1), routes={"GET /orders": route()})
    assert faults_of(cloud, given) == [('route "GET /orders"', "no authorizer and no reason to be public")]


def test_a_remembered_answer_of_a_function_is_for_every_route(cloud: Cloud) -> None:
    # A remembered policy for one route refused the next one: auth0-samples/jwt-rsa-aws-custom-authorizer#8.
    built(cloud, changed(authorizers={"customers": request_authorizer(arn("decide"), ttl=300)}))
    assert cloud.mocks.of(AUTHORIZER)["orders-authorizer-customers"]["enableSimpleResponses"] is True


@pytest.mark.parametrize("ttl", [0, 300])
def test_the_time_an_answer_is_remembered_is_always_sent(cloud: Cloud, ttl: int) -> None:
    # A TTL taken away stayed (aws-cdk#27873), and 0 counted as not set (claudia#166).
    built(cloud, changed(authorizers={"customers": request_authorizer(arn("decide"), ttl=ttl)}))
    assert cloud.mocks.of(AUTHORIZER)["orders-authorizer-customers"]["authorizerResultTtlInSeconds"] == ttl


def test_the_default_authorizer_leaves_preflight_requests_alone(cloud: Cloud) -> None:
    # Browsers got 401 to their preflights: serverless-application-model#717.
    cors = Cors(origins=["https://shop.example.com"])
    groups = {"/users": Group(function=arn("users"))}
    built(cloud, cast("HttpApiArgs", {**args({}), "groups": groups, "function": arn("rest"), "cors": cors}))
    preflights = {key: one for key, one in cloud.mocks.of(ROUTE).items() if "OPTIONS" in key}
    assert len(preflights) == 4
    assert {one["authorizationType"] for one in preflights.values()} == {"NONE"}


def test_an_issuer_that_aws_would_drop_is_refused(cloud: Cloud) -> None:
    # With a bad issuer the authorizer was dropped and the deployment succeeded: serverless-application-model#1727.
    given = changed(authorizers={"customers": jwt("login.example.com", ["shop"])})
    assert faults_of(cloud, given) == [('authorizer "customers"', "issuer 'login.example.com'")]


def test_the_policy_of_a_function_does_not_fill_up(cloud: Cloud) -> None:
    # One permission a route made a function's policy too long at about thirty routes: aws-cdk#19535.
    built(cloud, args({f"GET /r{number}": route() for number in range(60)}))
    assert list(cloud.mocks.of(PERMISSION)) == ["orders-permission-orders"]


def test_the_alias_of_a_function_is_what_is_called_and_permitted(cloud: Cloud) -> None:
    # Without the qualifier the API called $LATEST, or was refused with 500.
    built(cloud, args({"GET /orders": route(arn("orders:live"))}))
    permission = cloud.mocks.of(PERMISSION)["orders-permission-orders-live"]
    assert (permission["function"], permission["qualifier"]) == (arn("orders"), "live")


@pytest.mark.parametrize(
    ("argument", "value", "instead"),
    [
        ("web_acl", "arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/a/b", "CloudFront"),
        ("usage_plans", {"free": {}}, "RestApi"),
        ("cache", {"size": 0.5}, "CloudFront"),
        ("resource_policy", {}, "iam()"),
        ("models", {}, "RestApi"),
        ("execution_logs", "ERROR", "access log"),
        ("account", "logs", "access log"),
    ],
)
def test_what_an_http_api_lacks_is_refused_with_the_kind_that_has_it(
    cloud: Cloud, argument: str, value: object, instead: str
) -> None:
    # An HTTP API has no WAF, and the way around it was found late: green-boost#60.
    ((where, found, allowed, remedy),) = problems_of(cloud, changed(**{argument: value}))
    assert (where, found) == ("arguments", f'the key "{argument}"')
    assert "an HTTP API has no" in allowed
    assert "RestApi" in remedy
    assert instead in remedy


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("validate", {"body": "Order"}),
        ("cache", {"ttl": 60}),
        ("api_key", True),
        ("request_templates", {}),
        ("stream", True),
        ("returns_response", True),
    ],
)
def test_what_a_route_of_an_http_api_lacks_is_refused(cloud: Cloud, name: str, value: object) -> None:
    ((where, found, allowed, _),) = problems_of(cloud, args({"GET /orders": cast("Route", {**route(), name: value})}))
    assert (where, found) == ('route "GET /orders"', f'the key "{name}"')
    assert "an HTTP API has no" in allowed


def test_a_fixed_answer_is_refused_as_an_http_api_has_none(cloud: Cloud) -> None:
    given = args({"GET /orders": Route(mock={"status": 200})})
    ((where, found, allowed, remedy),) = problems_of(cloud, given)
    assert (where, found) == ('route "GET /orders"', 'the key "mock"')
    assert "an HTTP API has no mock integration" in allowed
    assert "small function" in remedy


def test_routes_can_be_added_to_an_api_of_another_program(cloud: Cloud) -> None:
    # An imported API took no routes: aws-cdk#36766.
    execution_arn = "arn:aws:execute-api:eu-west-1:123456789012:abc123"
    cloud.run(
        lambda: HttpApiRoutes(
            "refunds",
            {
                "api_id": "abc123",
                "execution_arn": execution_arn,
                "authorizers": {"customers": shared("def456")},
                "default_authorizer": "customers",
                "routes": {"GET /refunds": route()},
            },
        )
    )
    assert list(cloud.mocks.of(ROUTE)) == ["refunds-GET /refunds"]
    assert cloud.mocks.of(API) == {}


def test_no_name_is_fixed_that_a_replacement_would_meet(cloud: Cloud) -> None:
    # Replacements failed on names that were still taken: pulumi-aws#5711.
    cloud.run(lambda: HttpApi("orders", args()))
    fixed = {one.type for one in cloud.mocks.registrations if "name" in one.inputs}
    # An authorizer is named within its API, and a stage's name is part of its URL.
    assert fixed == {AUTHORIZER, STAGE}
