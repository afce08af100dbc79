import json

import pulumi
import pulumi_aws as aws
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components import ComponentError, HttpApi, LambdaFunction, LambdaFunctionArgs, Route, Throttle, jwt, python_package
from tests.support.apis import (
    API,
    AUTHORIZER,
    INTEGRATION,
    LOG_GROUP,
    PERMISSION,
    ROUTE,
    STAGE,
    args,
    arn,
    built,
    orders,
    resolved,
    route,
)
from tests.support.recording import Cloud, is_unknown, new_cloud


def test_an_api_is_exactly_these_resources(cloud: Cloud) -> None:
    built(cloud, orders())
    assert cloud.mocks.custom() == [
        (API, "orders"),
        (AUTHORIZER, "orders-authorizer-customers"),
        (AUTHORIZER, "orders-authorizer-staff"),
        (INTEGRATION, "orders-integration-create"),
        (INTEGRATION, "orders-integration-delete-live"),
        (INTEGRATION, "orders-integration-health"),
        (INTEGRATION, "orders-integration-orders"),
        (ROUTE, "orders-DELETE /orders/{id}"),
        (ROUTE, "orders-GET /orders"),
        (ROUTE, "orders-GET /orders/health"),
        (ROUTE, "orders-GET /orders/{id}"),
        (ROUTE, "orders-POST /orders"),
        (STAGE, "orders-stage"),
        (LOG_GROUP, "orders-access-logs"),
        (PERMISSION, "orders-permission-create"),
        (PERMISSION, "orders-permission-delete-live"),
        (PERMISSION, "orders-permission-health"),
        (PERMISSION, "orders-permission-orders"),
    ]


def test_routes_carry_their_authorization(cloud: Cloud) -> None:
    built(cloud, orders())
    customers = {"authorizationType": "JWT", "authorizerId": "orders-authorizer-customers-0a1b2c3"}
    staff = {"authorizationType": "JWT", "authorizerId": "orders-authorizer-staff-0a1b2c3"}
    keys = {"authorizationType", "authorizerId", "authorizationScopes"}
    found = {name: {key: one[key] for key in keys & one.keys()} for name, one in cloud.mocks.of(ROUTE).items()}
    assert found == {
        "orders-GET /orders": customers,
        "orders-POST /orders": {**customers, "authorizationScopes": ["orders/write"]},
        "orders-GET /orders/{id}": customers,
        "orders-DELETE /orders/{id}": staff,
        "orders-GET /orders/health": {"authorizationType": "NONE"},
    }


def test_routes_reach_the_integration_of_their_function(cloud: Cloud) -> None:
    built(cloud, orders())
    targets = {one["routeKey"]: one["target"] for one in cloud.mocks.of(ROUTE).values()}
    assert targets == {
        "GET /orders": "integrations/orders-integration-orders-0a1b2c3",
        "POST /orders": "integrations/orders-integration-create-0a1b2c3",
        "GET /orders/{id}": "integrations/orders-integration-orders-0a1b2c3",
        "DELETE /orders/{id}": "integrations/orders-integration-delete-live-0a1b2c3",
        "GET /orders/health": "integrations/orders-integration-health-0a1b2c3",
    }
    assert cloud.mocks.of(INTEGRATION)["orders-integration-delete-live"] == {
        "apiId": "orders-0a1b2c3",
        "integrationType": "AWS_PROXY",
        "integrationUri": arn("delete:live"),
        "payloadFormatVersion": "2.0",
    }


def test_a_permission_is_for_this_api_alone(cloud: Cloud) -> None:
    built(cloud, orders())
    assert cloud.mocks.of(PERMISSION)["orders-permission-delete-live"] == {
        "action": "lambda:InvokeFunction",
        "function": arn("delete"),
        "principal": "apigateway.amazonaws.com",
        "qualifier": "live",
        "sourceArn": "arn:aws:execute-api:eu-west-1:123456789012:orders-0a1b2c3/*",
    }


def test_both_numbers_of_a_throttle_are_always_sent(cloud: Cloud) -> None:
    built(cloud, orders())
    stage = cloud.mocks.of(STAGE)["orders-stage"]
    assert stage["defaultRouteSettings"] == {"throttlingRateLimit": 200, "throttlingBurstLimit": 400}
    assert stage["routeSettings"] == [
        {"routeKey": "DELETE /orders/{id}", "throttlingRateLimit": 0.5, "throttlingBurstLimit": 1},
        {"routeKey": "POST /orders", "throttlingRateLimit": 20, "throttlingBurstLimit": 40},
    ]


def test_the_stage_deploys_by_itself_and_writes_its_access_log(cloud: Cloud) -> None:
    built(cloud, orders())
    stage, group = cloud.mocks.of(STAGE)["orders-stage"], cloud.mocks.of(LOG_GROUP)["orders-access-logs"]
    assert (stage["name"], stage["autoDeploy"], stage["apiId"]) == ("$default", True, "orders-0a1b2c3")
    assert group["namePrefix"] == "/aws/vendedlogs/apigateway/orders-"
    assert group["retentionInDays"] == 14
    assert stage["accessLogSettings"]["destinationArn"].endswith(":log-group:/aws/vendedlogs/apigateway/orders-0001")


def test_a_stage_waits_for_the_routes_it_has_settings_of_and_for_the_permissions(cloud: Cloud) -> None:
    built(cloud, {**orders(), "stages": {"beta": {}}})
    order = [one.type for one in cloud.mocks.registrations]
    last = max(place for place, one in enumerate(order) if one in {ROUTE, PERMISSION})
    assert order.count(STAGE) == 2
    assert order.index(STAGE) > last


def test_the_access_log_is_json_with_errors_and_no_token(cloud: Cloud) -> None:
    built(cloud, orders())
    text = cloud.mocks.of(STAGE)["orders-stage"]["accessLogSettings"]["format"]
    fields = json.loads(text)
    assert fields["requestId"] == "$context.requestId"
    assert {"integrationError", "authorizerError", "errorMessage", "errorType", "extendedRequestId"} <= fields.keys()
    assert {"domainName", "userAgent", "caller", "protocol", "integrationLatency"} <= fields.keys()
    assert not [value for value in fields.values() if "claims" in value or "request.header" in value]
    assert len(text) < 3 * 1024  # AWS's limit of the format


def test_an_authorizer_gets_its_issuer_and_audiences(cloud: Cloud) -> None:
    built(cloud, orders())
    assert cloud.mocks.of(AUTHORIZER)["orders-authorizer-staff"] == {
        "apiId": "orders-0a1b2c3",
        "authorizerType": "JWT",
        "identitySources": ["$request.header.Authorization"],
        "jwtConfiguration": {"audiences": ["back-office", "audit"], "issuer": "https://login.example.com/"},
        "name": "staff",
    }


def test_cors_is_sent_whole(cloud: Cloud) -> None:
    built(cloud, orders())
    assert cloud.mocks.of(API)["orders"]["corsConfiguration"] == {
        "allowOrigins": ["https://shop.example.com"],
        "allowMethods": ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
        "allowHeaders": ["authorization", "content-type"],
        "exposeHeaders": [],
        "maxAge": 600,
        "allowCredentials": False,
    }


def test_tags_reach_everything_that_takes_tags(cloud: Cloud) -> None:
    built(cloud, orders())
    tagged = [one.type for one in cloud.mocks.registrations if one.inputs.get("tags") == {"application": "shop"}]
    assert sorted(tagged) == sorted([API, STAGE, LOG_GROUP])


def test_the_reason_of_a_public_route_is_in_the_inputs_and_outputs_of_the_component(cloud: Cloud) -> None:
    api = built(cloud, orders())
    reason = "public: called by the uptime monitor, returns no data"
    inputs = cloud.mocks.of("gateway:index:HttpApi")["orders"]
    assert inputs["routes"]["GET /orders/health"] == reason
    assert resolved(cloud, lambda: api.routes)["GET /orders/health"] == reason


def test_a_quiet_api_logs_no_warning(cloud: Cloud) -> None:
    built(cloud, orders())
    assert cloud.warnings == []


@pytest.mark.parametrize(("stage", "url"), [("$default", ""), ("v1", "/v1")])
def test_the_url_has_the_stage_and_no_slash_at_its_end(cloud: Cloud, stage: str, url: str) -> None:
    api = built(cloud, {**orders(), "stage": stage})
    base = f"https://orders-0a1b2c3.execute-api.eu-west-1.amazonaws.com{url}"
    assert resolved(cloud, lambda: api.url) == base
    assert resolved(cloud, lambda: api.url_for("/orders/{id}")) == f"{base}/orders/{{id}}"


def test_url_for_refuses_a_path_without_a_route(cloud: Cloud) -> None:
    api = built(cloud, orders())
    with pytest.raises(ComponentError, match=r'did you mean "/orders/\{id\}"\?') as caught:
        api.url_for("/order/{id}")
    assert "/orders, /orders/health, /orders/{id}" in str(caught.value)


def test_url_for_takes_any_path_when_a_route_catches_all(cloud: Cloud) -> None:
    api = built(cloud, args({"$default": route()}))
    assert str(resolved(cloud, lambda: api.url_for("/anything/at/all"))).endswith(".amazonaws.com/anything/at/all")


def test_a_function_may_come_in_every_form(cloud: Cloud) -> None:
    def program() -> None:
        component = LambdaFunction(
            "component",
            LambdaFunctionArgs(code=python_package("functions/orders"), handler="orders.list.handler"),
        )
        role = "arn:aws:iam::123456789012:role/x"
        resource = aws.lambda_.Function("resource", role=role)
        alias = aws.lambda_.Alias("alias", name="live", function_name="resource", function_version="1")
        routes = {
            "GET /component": Route(function=component),
            "GET /resource": Route(function=resource),
            "GET /alias": Route(function=alias),
            "GET /arn": Route(function=arn("known")),
            "GET /output": Route(function=pulumi.Output.from_input(arn("later:blue"))),
        }
        HttpApi("orders", args(routes))

    cloud.run(program)
    uris = {name: one["integrationUri"] for name, one in cloud.mocks.of(INTEGRATION).items()}
    assert uris == {
        "orders-integration-component": arn("component-0a1b2c3"),
        "orders-integration-resource": arn("resource-0a1b2c3"),
        "orders-integration-alias": arn("resource:live"),
        "orders-integration-known": arn("known"),
        "orders-integration-GET /output": arn("later:blue"),
    }
    invoked = {name: (one["function"], one.get("qualifier")) for name, one in cloud.mocks.of(PERMISSION).items()}
    assert invoked == {
        "orders-permission-component": ("component-0a1b2c3", None),
        "orders-permission-resource": ("resource-0a1b2c3", None),
        "orders-permission-alias": ("resource", "live"),
        "orders-permission-known": (arn("known"), None),
        "orders-permission-GET /output": (arn("later"), "blue"),
    }


def test_an_operation_keeps_its_name(cloud: Cloud) -> None:
    built(cloud, args({"GET /orders": Route(function=arn("orders"), operation_name="listOrders")}))
    assert cloud.mocks.of(ROUTE)["orders-GET /orders"]["operationName"] == "listOrders"


def test_an_api_builds_while_nothing_of_aws_is_known(preview: Cloud) -> None:
    api = built(preview, orders())
    routes = preview.mocks.of(ROUTE)
    assert len(routes) == 5
    assert all(is_unknown(one["apiId"]) and is_unknown(one["target"]) for one in routes.values())
    assert is_unknown(routes["orders-GET /orders"]["authorizerId"])
    assert routes["orders-GET /orders"]["authorizationType"] == "JWT"
    assert is_unknown(preview.mocks.of(PERMISSION)["orders-permission-orders"]["sourceArn"])

    known: list[bool] = []

    async def read() -> None:
        known.append(await api.url.is_known())

    preview.run(read)
    assert known == [False]


def test_a_secret_audience_stays_secret(cloud: Cloud) -> None:
    audience = pulumi.Output.secret("shop")
    cloud.run(lambda: HttpApi("orders", {**args(), "authorizers": {"customers": jwt("https://a.example", [audience])}}))
    (authorizer,) = [one for one in cloud.mocks.registrations if one.type == AUTHORIZER]
    assert authorizer.inputs["jwtConfiguration"]["audiences"] == ["shop"]
    assert [path for path in authorizer.secret_paths if path.startswith("jwtConfiguration")]


POOL = {
    "GET /a": route(arn("a")),
    "POST /a": Route(function=arn("b"), scopes=["a/write"]),
    "GET /a/{id}": Route(function=arn("a"), public="anyone may read this"),
    "ANY /b/{rest+}": Route(function=arn("c"), throttle=Throttle(rate=1, burst=2)),
    "$default": Route(function=arn("c"), throttle=Throttle(rate=3, burst=4)),
}


def registered(keys: list[str]) -> dict[tuple[str, str], dict[str, object]]:
    cloud = new_cloud()
    built(cloud, args({key: POOL[key] for key in keys}))
    return {(one.type, one.name): one.inputs for one in cloud.mocks.registrations if one.custom}


@settings(max_examples=25, deadline=None)
@given(st.permutations(sorted(POOL)))
def test_the_order_of_routes_makes_no_difference(keys: list[str]) -> None:
    assert registered(keys) == registered(sorted(POOL))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(sorted(POOL)), min_size=1, max_size=4, unique=True), st.sampled_from(sorted(POOL)))
def test_another_route_changes_no_resource_but_the_settings_of_the_stage(keys: list[str], other: str) -> None:
    before, after = registered(keys), registered([*keys, *({other} - {*keys})])
    assert before.keys() <= after.keys()
    changed = {one for one in before if before[one] != after[one]}
    own_throttle = other not in keys and "throttle" in POOL[other]
    assert changed == ({(STAGE, "orders-stage")} if own_throttle else set())
