"""What users of REST APIs suffered with other builders, and what prevents it here."""

import json
from typing import cast

import pytest

from components import Cors, Route, Throttle
from components.access.authorizers import token_authorizer
from components.access.usage_plans import Quota, UsagePlan
from components.rest_api.resource_policies import allow_ip_ranges
from components.rest_api.settings import Cache
from components.routing.integrations import MockAnswer
from components.routing.request_shaping import RouteCache
from tests.support.apis import PERMISSION, arn
from tests.support.recording import Cloud
from tests.support.rest_apis import (
    API,
    AUTHORIZER,
    INTEGRATION_RESPONSE,
    METHOD,
    METHOD_SETTINGS,
    POLICY,
    RESPONSE,
    STAGE,
    args,
    built,
    customers,
    one_route,
    payments,
    problems_of,
    registered,
    triggers,
)


def test_a_stage_does_not_stay_stale_when_an_integration_changes() -> None:
    # terraform-provider-aws#162, pulumi/pulumi#5849: integrations changed, and the stage served the old ones.
    assert triggers(one_route()) != triggers(one_route(function=arn("list:live")))


def test_triggers_need_no_number_counted_up_by_hand() -> None:
    # pulumi-aws#1472: triggers over hundreds of resources were kept by hand.
    routes = {f"GET /r{number}": Route(function=arn("x")) for number in range(30)}
    assert triggers(args(routes)) == triggers(args(dict(reversed(routes.items()))))


@pytest.mark.parametrize(
    "change",
    [
        {"binary_media_types": ["image/png"]},
        {"resource_policy": allow_ip_ranges(["192.0.2.0/24"])},
        {"api_key_source": "HEADER"},
        {"endpoint": "EDGE"},
    ],
)
def test_settings_of_the_api_are_deployed_too(change: dict[str, object]) -> None:
    # pulumi-awsx#485, aws-cdk#5354: no new deployment for binary types, policy, key source and endpoint type.
    assert triggers(args()) != triggers(args(None, **change))


def test_a_change_of_an_authorizer_is_deployed() -> None:
    # A hash of authorizer names missed a changed TTL or function; AWS went on asking the old one.
    assert triggers(args()) != triggers(args(authorizers={"customers": customers(ttl=60)}))


def test_a_deployment_that_a_stage_serves_is_not_deleted_first() -> None:
    # terraform-provider-aws#19805, pulumi/pulumi#10662: "Active stages pointing to this deployment must be moved or
    # deleted". The stage follows the new deployment before the old one goes, as neither has a fixed name.
    resources = registered(payments())
    stage = resources[STAGE, "payments-stage"]
    assert stage["deployment"] == "payments-deployment-0a1b2c3"
    assert "name" not in resources[API, "payments"]


def test_no_number_of_a_throttle_is_left_out(cloud: Cloud) -> None:
    # pulumi-aws#2363: a throttle of one number made the other 0, and every call got 429.
    built(cloud, payments())
    for one in cloud.mocks.of(METHOD_SETTINGS).values():
        assert one["settings"]["throttlingRateLimit"] > 0
        assert one["settings"]["throttlingBurstLimit"] > 0


def test_a_method_with_settings_of_its_own_does_not_lose_the_others(cloud: Cloud) -> None:
    # Settings of a method begin from AWS' defaults, not from the stage's: a cached route lost its throttle.
    built(cloud, payments())
    settings = cloud.mocks.of(METHOD_SETTINGS)
    assert {*settings["payments-settings"]["settings"]} <= {*settings["payments-settings-GET /payments"]["settings"]}


def test_a_throttle_of_a_plan_is_sent_without_a_quota(cloud: Cloud) -> None:
    # serverless#8454: it was ignored without one.
    built(cloud, args(usage_plans={"free": UsagePlan(throttle=Throttle(rate=1, burst=2))}))
    plan = cloud.mocks.of("aws:apigateway/usagePlan:UsagePlan")["payments-plan-free"]
    assert plan["throttleSettings"] == {"rateLimit": 1, "burstLimit": 2}


def test_a_plan_waits_for_its_stage(preview: Cloud) -> None:
    # SAM#1560: the plan came before the stage it names. Here it takes the name from the stage's output.
    plans = {"free": UsagePlan(quota=Quota(limit=1, period="DAY"))}
    built(preview, args(usage_plans=plans))
    order = [one.type for one in preview.mocks.registrations]
    assert order.index(STAGE) < order.index("aws:apigateway/usagePlan:UsagePlan")


def test_no_api_overwrites_the_logging_role_of_the_account(cloud: Cloud) -> None:
    # aws-cdk#10878, #22954: each REST API set the account's role anew; deleting one stack stopped all logs.
    built(cloud, args())
    assert "aws:apigateway/account:Account" not in {one.type for one in cloud.mocks.registrations}


def test_one_authorizer_serves_all_its_routes(cloud: Cloud) -> None:
    # pulumi-aws-apigateway#17: one for each route; at the eleventh `up` hung on the quota of ten.
    built(cloud, args({f"GET /r{number}": Route(function=arn("x")) for number in range(20)}))
    assert [*cloud.mocks.of(AUTHORIZER)] == ["payments-authorizer-customers"]


def test_a_route_is_not_deployed_open_by_omission(cloud: Cloud) -> None:
    # pulumi-aws-apigateway#10: a missing authType silently deployed without authorization.
    given = args()
    del given["default_authorizer"]  # pyright: ignore[reportTypedDictNotRequiredAccess] -- args gives it
    ((where, found, *_),) = problems_of(cloud, given)
    assert (where, found) == ('route "GET /payments"', "no authorizer and no reason to be public")


def test_a_ttl_of_zero_is_sent(cloud: Cloud) -> None:
    # claudia#166, aws-cdk PR #27873: 0 was taken for nothing, and AWS remembered answers for 300 seconds.
    built(cloud, args(authorizers={"customers": token_authorizer(arn("check"))}))
    assert cloud.mocks.of(AUTHORIZER)["payments-authorizer-customers"]["authorizerResultTtlInSeconds"] == 0


def test_preflights_are_never_authorized(cloud: Cloud) -> None:
    # SAM#717, #1983: the default authorizer refused them, and no page could call the API.
    built(cloud, payments())
    preflights = {name: one for name, one in cloud.mocks.of(METHOD).items() if "OPTIONS" in name}
    assert len(preflights) == 5
    assert {(one["authorization"], one["apiKeyRequired"]) for one in preflights.values()} == {("NONE", False)}


def test_errors_of_the_gateway_can_be_read_by_pages(cloud: Cloud) -> None:
    # amplify-cli#5183, SAM#3505: 401 and 429 had no CORS headers, and pages saw network errors.
    built(cloud, payments())
    made = {name: one["responseParameters"] for name, one in cloud.mocks.of(RESPONSE).items()}
    assert [*made] == [
        "payments-response-UNAUTHORIZED",
        "payments-response-DEFAULT_4XX",
        "payments-response-DEFAULT_5XX",
    ]
    assert {one["gatewayresponse.header.Access-Control-Allow-Origin"] for one in made.values()} == {"'*'"}


def test_many_origins_are_possible(cloud: Cloud) -> None:
    # anomalyco/sst#5120: a REST API took * or nothing.
    built(cloud, payments())
    answer = cloud.mocks.of(INTEGRATION_RESPONSE)["payments-OPTIONS /payments-204"]
    assert answer["responseParameters"]["method.response.header.Vary"] == "'Origin'"
    assert "https://admin.example.com" in answer["responseTemplates"]["application/json"]


def test_binary_types_do_not_break_preflights(cloud: Cloud) -> None:
    # With */* as a binary type the mock that answers preflights got bytes, and answered 500.
    built(cloud, args(binary_media_types=["*/*"], cors=Cors(origins=["https://a.example"])))
    made = cloud.mocks.of("aws:apigateway/integration:Integration")["payments-OPTIONS /payments"]
    assert made["contentHandling"] == "CONVERT_TO_TEXT"


def test_a_function_with_many_routes_has_one_permission(cloud: Cloud) -> None:
    # aws-cdk#19535, SAM#337: the function's policy passed 20,480 bytes at about thirty routes.
    built(cloud, args({f"GET /r{number}": Route(function=arn("x")) for number in range(60)}))
    assert [*cloud.mocks.of(PERMISSION)] == ["payments-permission-x", "payments-permission-check"]


def test_a_policy_does_not_need_the_arn_before_the_api_is_there(cloud: Cloud) -> None:
    # A policy on the API itself cannot name the API: an ARN made of it is a circle.
    built(cloud, args(resource_policy=allow_ip_ranges(["192.0.2.0/24"])))
    assert "policy" not in cloud.mocks.of(API)["payments"]
    policy = json.loads(cast("str", cloud.mocks.of(POLICY)["payments-resource-policy"]["policy"]))
    assert policy["Statement"][0]["Resource"] == ["arn:aws:execute-api:eu-west-1:123456789012:payments-0a1b2c3/*"]


def test_what_is_merely_not_allowed_does_not_reach_an_authorizer(cloud: Cloud) -> None:
    # With a Lambda authorizer an Allow for some addresses keeps none of the others out: only a Deny does.
    built(cloud, args(resource_policy=allow_ip_ranges(["192.0.2.0/24"])))
    policy = json.loads(cast("str", cloud.mocks.of(POLICY)["payments-resource-policy"]["policy"]))
    assert [one["Effect"] for one in policy["Statement"]] == ["Allow", "Deny"]


def test_a_cache_does_not_give_one_caller_the_answer_of_another(cloud: Cloud) -> None:
    # The path alone is the default key: what one caller may see was served to the next.
    given = args({"GET /payments": Route(function=arn("x"), cache=RouteCache(ttl=60))}, cache=Cache(size_gb=0.5))
    ((where, found, *_),) = problems_of(cloud, given)
    assert (where, found) == (
        'route "GET /payments", cache',
        "an authorizer, and no key that tells callers apart",
    )


def test_a_cache_caches_nothing_unasked(cloud: Cloud) -> None:
    # Switched on for a stage, AWS' cache takes every GET.
    built(cloud, args(cache=Cache(size_gb=0.5)))
    assert cloud.mocks.of(METHOD_SETTINGS)["payments-settings"]["settings"]["cachingEnabled"] is False


def test_a_body_of_another_content_type_is_validated_too(cloud: Cloud) -> None:
    # AWS checks only the content types that have a model: text/plain passed unseen.
    built(cloud, payments())
    models = cloud.mocks.of(METHOD)["payments-POST /payments"]["requestModels"]
    assert models == {"application/json": "Payment", "$default": "Payment"}


def test_the_greedy_route_does_not_leave_the_root_out(cloud: Cloud) -> None:
    # {proxy+} does not match the root: GET / answered 403 "Missing Authentication Token".
    given = args({}, function=arn("whole"))
    built(cloud, given)
    assert {"payments-ANY /", "payments-ANY /{proxy+}"} <= {*cloud.mocks.of(METHOD)}


def test_a_mock_does_not_pass_a_body_on_as_its_status(cloud: Cloud) -> None:
    # Without a template a mock takes the caller's body for its instructions: {"statusCode": 500} was obeyed.
    built(cloud, args({"POST /a": Route(mock=MockAnswer(), public="for all")}))
    made = cloud.mocks.of("aws:apigateway/integration:Integration")["payments-POST /a"]
    assert made["passthroughBehavior"] == "NEVER"
