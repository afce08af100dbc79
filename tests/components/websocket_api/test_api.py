import json
from collections.abc import Callable, Mapping
from typing import cast

import pulumi
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pulumi.provider.experimental.analyzer import Analyzer

from components.access.throttling import Throttle
from components.routing.routes import Route
from components.websocket_api.api import WebSocketApi
from components.websocket_api.args import WebSocketApiArgs
from tests.support.recording import Cloud, is_unknown, new_cloud, policy_of
from tests.support.websocket_apis import SEND, args, arn, connect, message, notifications, with_iam

API = "aws:apigatewayv2/api:Api"
AUTHORIZER = "aws:apigatewayv2/authorizer:Authorizer"
INTEGRATION = "aws:apigatewayv2/integration:Integration"
INTEGRATION_RESPONSE = "aws:apigatewayv2/integrationResponse:IntegrationResponse"
MODEL = "aws:apigatewayv2/model:Model"
ROUTE = "aws:apigatewayv2/route:Route"
ROUTE_RESPONSE = "aws:apigatewayv2/routeResponse:RouteResponse"
STAGE = "aws:apigatewayv2/stage:Stage"
LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup"
ROLE = "aws:iam/role:Role"
ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy"
API_KEY = "aws:apigateway/apiKey:ApiKey"
USAGE_PLAN = "aws:apigateway/usagePlan:UsagePlan"
USAGE_PLAN_KEY = "aws:apigateway/usagePlanKey:UsagePlanKey"
PERMISSION = "aws:lambda/permission:Permission"
HOST = "notifications-0a1b2c3.execute-api.eu-west-1.amazonaws.com"
EXECUTION_ARN = "arn:aws:execute-api:eu-west-1:123456789012:notifications-0a1b2c3"


def built(cloud: Cloud, given_args: WebSocketApiArgs) -> WebSocketApi:
    """The API, after the program that builds it has ended."""
    apis: list[WebSocketApi] = []
    cloud.run(lambda: apis.append(WebSocketApi("notifications", given_args)))
    return apis[0]


def value(cloud: Cloud, read: Callable[[], pulumi.Input[object]]) -> object:
    """What an output of a program resolves to."""
    seen: list[object] = []
    cloud.run(lambda: pulumi.Output.from_input(read()).apply(seen.append))
    return seen[0]


def invoke_uri(function: str) -> str:
    return f"arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/{arn(function)}/invocations"


def test_an_api_is_exactly_these_resources(cloud: Cloud) -> None:
    built(cloud, notifications())
    assert cloud.mocks.custom() == [
        (API_KEY, "notifications-key-acme"),
        (USAGE_PLAN, "notifications-plan-free"),
        (USAGE_PLAN_KEY, "notifications-plan-free-acme"),
        (API, "notifications"),
        (AUTHORIZER, "notifications-authorizer-callers"),
        (INTEGRATION, "notifications-integration-connect"),
        (INTEGRATION, "notifications-integration-messages"),
        (INTEGRATION, "notifications-integration-route-$default"),
        (INTEGRATION, "notifications-integration-route-audit"),
        (INTEGRATION, "notifications-integration-route-report"),
        (INTEGRATION, "notifications-integration-route-store"),
        (INTEGRATION, "notifications-integration-route-summarize"),
        (INTEGRATION_RESPONSE, "notifications-integration-response-$default"),
        (INTEGRATION_RESPONSE, "notifications-integration-response-store"),
        (INTEGRATION_RESPONSE, "notifications-integration-response-store-success"),
        (INTEGRATION_RESPONSE, "notifications-integration-response-summarize"),
        (MODEL, "notifications-model-Send"),
        (ROUTE, "notifications-$connect"),
        (ROUTE, "notifications-$default"),
        (ROUTE, "notifications-$disconnect"),
        (ROUTE, "notifications-audit"),
        (ROUTE, "notifications-report"),
        (ROUTE, "notifications-send"),
        (ROUTE, "notifications-store"),
        (ROUTE, "notifications-summarize"),
        (ROUTE_RESPONSE, "notifications-response-$default"),
        (ROUTE_RESPONSE, "notifications-response-send"),
        (ROUTE_RESPONSE, "notifications-response-store"),
        (ROUTE_RESPONSE, "notifications-response-summarize"),
        (STAGE, "notifications-stage"),
        (LOG_GROUP, "notifications-access-logs"),
        (LOG_GROUP, "notifications-execution-logs"),
        (ROLE, "notifications-role-messages-send-message"),
        (ROLE_POLICY, "notifications-role-messages-send-message"),
        (PERMISSION, "notifications-permission-authorize-live"),
        (PERMISSION, "notifications-permission-connect"),
        (PERMISSION, "notifications-permission-messages"),
        (PERMISSION, "notifications-permission-summarize"),
    ]


def test_the_api_routes_by_a_field_of_the_message(cloud: Cloud) -> None:
    built(cloud, notifications())
    assert cloud.mocks.of(API)["notifications"] == {
        "protocolType": "WEBSOCKET",
        "routeSelectionExpression": "$request.body.action",
        "apiKeySelectionExpression": "$request.header.x-api-key",
        "description": "Messages to customers.",
        "tags": {"application": "shop"},
    }


def test_only_the_handshake_is_authorized(cloud: Cloud) -> None:
    built(cloud, notifications())
    keys = {"authorizationType", "authorizerId", "apiKeyRequired"}
    found = {one["routeKey"]: {key: one[key] for key in keys & one.keys()} for one in cloud.mocks.of(ROUTE).values()}
    open_routes = {"$disconnect", "$default", "send", "report", "audit", "store", "summarize"}
    assert found == {
        "$connect": {
            "authorizationType": "CUSTOM",
            "authorizerId": "notifications-authorizer-callers-0a1b2c3",
            "apiKeyRequired": True,
        },
        **{key: {"authorizationType": "NONE"} for key in open_routes},
    }


def test_a_lambda_authorizer_is_written_as_a_websocket_api_wants_it(cloud: Cloud) -> None:
    built(cloud, notifications())
    assert cloud.mocks.of(AUTHORIZER)["notifications-authorizer-callers"] == {
        "apiId": "notifications-0a1b2c3",
        "authorizerType": "REQUEST",
        "authorizerUri": invoke_uri("authorize:live"),
        "identitySources": ["route.request.querystring.token", "route.request.header.Origin", "context.apiId"],
        "name": "callers",
    }


def test_iam_needs_no_authorizer_resource(cloud: Cloud) -> None:
    built(cloud, with_iam())
    assert cloud.mocks.of(AUTHORIZER) == {}
    assert cloud.mocks.of(ROUTE)["notifications-$connect"]["authorizationType"] == "AWS_IAM"
    assert "authorizerId" not in cloud.mocks.of(ROUTE)["notifications-$connect"]


def test_routes_of_one_function_share_its_integration(cloud: Cloud) -> None:
    built(cloud, notifications())
    targets = {one["routeKey"]: one["target"] for one in cloud.mocks.of(ROUTE).values()}
    assert targets["send"] == targets["$disconnect"] == "integrations/notifications-integration-messages-0a1b2c3"
    assert targets["report"] == "integrations/notifications-integration-route-report-0a1b2c3"
    assert cloud.mocks.of(INTEGRATION)["notifications-integration-messages"] == {
        "apiId": "notifications-0a1b2c3",
        "integrationType": "AWS_PROXY",
        "integrationMethod": "POST",
        "integrationUri": invoke_uri("messages"),
        "timeoutMilliseconds": 29000,
    }
    assert cloud.mocks.of(INTEGRATION)["notifications-integration-route-report"]["timeoutMilliseconds"] == 500


def test_a_url_gets_the_message_and_what_is_mapped(cloud: Cloud) -> None:
    built(cloud, notifications())
    assert cloud.mocks.of(INTEGRATION)["notifications-integration-route-audit"] == {
        "apiId": "notifications-0a1b2c3",
        "integrationType": "HTTP_PROXY",
        "integrationMethod": "POST",
        "integrationUri": "https://audit.example.com/messages",
        "requestParameters": {
            "integration.request.header.connection": "context.connectionId",
            "integration.request.header.kind": "'notification'",
            "integration.request.querystring.action": "route.request.body.action",
        },
        "timeoutMilliseconds": 29000,
    }


def test_a_mapped_value_may_come_from_another_resource(cloud: Cloud) -> None:
    tenant = pulumi.Output.from_input("acme")
    audit = Route(url="https://audit.example.com", request_parameters={"overwrite:header.tenant": tenant})
    built(cloud, args({"audit": audit}))
    integration = cloud.mocks.of(INTEGRATION)["notifications-integration-route-audit"]
    assert integration["requestParameters"] == {"integration.request.header.tenant": "'acme'"}


def test_a_mock_answers_by_itself(cloud: Cloud) -> None:
    built(cloud, notifications())
    assert cloud.mocks.of(INTEGRATION)["notifications-integration-route-$default"] == {
        "apiId": "notifications-0a1b2c3",
        "integrationType": "MOCK",
        "requestTemplates": {"$default": '{"statusCode": 200}'},
        "templateSelectionExpression": "\\$default",
    }
    assert cloud.mocks.of(INTEGRATION_RESPONSE)["notifications-integration-response-$default"] == {
        "apiId": "notifications-0a1b2c3",
        "integrationId": "notifications-integration-route-$default-0a1b2c3",
        "integrationResponseKey": "$default",
        "responseTemplates": {"$default": '{"error":"unknown action"}'},
        "templateSelectionExpression": "\\$default",
    }


def test_templates_turn_a_function_into_a_custom_integration(cloud: Cloud) -> None:
    built(cloud, notifications())
    integration = cloud.mocks.of(INTEGRATION)["notifications-integration-route-summarize"]
    assert integration["integrationType"] == "AWS"
    assert integration["requestTemplates"] == {"$default": '{"text": $input.json("$.text")}'}
    assert integration["templateSelectionExpression"] == "\\$default"
    answer = cloud.mocks.of(INTEGRATION_RESPONSE)["notifications-integration-response-summarize"]
    assert answer["responseTemplates"] == {"$default": '{"summary": $input.json("$")}'}
    assert cloud.mocks.of(ROUTE)["notifications-summarize"]["operationName"] == "summarize"


def test_a_message_may_call_a_service_by_a_role_that_allows_nothing_else(cloud: Cloud) -> None:
    built(cloud, notifications())
    assert cloud.mocks.of(INTEGRATION)["notifications-integration-route-store"] == {
        "apiId": "notifications-0a1b2c3",
        "integrationType": "AWS",
        "integrationMethod": "POST",
        "integrationUri": "arn:aws:apigateway:eu-west-1:sqs:path/123456789012/messages",
        "credentialsArn": "arn:aws:iam::123456789012:role/notifications-role-messages-send-message-0a1b2c3",
        "requestParameters": {"integration.request.header.Content-Type": "'application/x-www-form-urlencoded'"},
        "requestTemplates": {
            "$default": "Action=SendMessage&MessageBody=#if($input.body)$util.urlEncode($input.body)#end"
        },
        "templateSelectionExpression": "\\$default",
        "timeoutMilliseconds": 29000,
    }
    policy = policy_of(cloud.mocks.of(ROLE_POLICY)["notifications-role-messages-send-message"]["policy"])
    assert [(one["Action"], one["Resource"]) for one in policy["Statement"]] == [
        (["sqs:SendMessage"], ["arn:aws:sqs:eu-west-1:123456789012:messages"])
    ]


def test_a_sender_learns_of_a_failed_service_that_it_failed_and_no_more(cloud: Cloud) -> None:
    built(cloud, notifications())
    answers = {
        one["integrationResponseKey"]: one.get("responseTemplates")
        for name, one in cloud.mocks.of(INTEGRATION_RESPONSE).items()
        if "store" in name
    }
    assert answers == {"/2\\d\\d/": None, "$default": {"$default": '{"message": "Internal server error"}'}}


def test_usage_plans_are_of_the_stage_and_give_secret_keys(cloud: Cloud) -> None:
    api = built(cloud, notifications())
    plan = cloud.mocks.of(USAGE_PLAN)["notifications-plan-free"]
    assert plan["apiStages"] == [{"apiId": "notifications-0a1b2c3", "stage": "v1"}]
    secret: list[bool] = []

    async def read() -> None:
        secret.append(await api.api_keys.is_secret())

    cloud.run(read)
    assert secret == [True]
    assert [*cast("dict[str, str]", value(cloud, lambda: api.api_keys))] == ["acme"]


def test_an_api_without_plans_has_no_keys(cloud: Cloud) -> None:
    api = built(cloud, args())
    assert value(cloud, lambda: api.api_keys) == {}


def test_an_answer_goes_back_only_where_the_route_says_so(cloud: Cloud) -> None:
    built(cloud, notifications())
    answering = {one["routeKey"] for one in cloud.mocks.of(ROUTE).values() if "routeResponseSelectionExpression" in one}
    assert answering == {"$default", "send", "store", "summarize"}
    assert cloud.mocks.of(ROUTE)["notifications-send"]["routeResponseSelectionExpression"] == "$default"
    assert cloud.mocks.of(ROUTE_RESPONSE)["notifications-response-send"] == {
        "apiId": "notifications-0a1b2c3",
        "routeId": "notifications-send-0a1b2c3",
        "routeResponseKey": "$default",
    }


def test_a_message_is_held_against_the_model_of_its_route(cloud: Cloud) -> None:
    built(cloud, notifications())
    model, send = cloud.mocks.of(MODEL)["notifications-model-Send"], cloud.mocks.of(ROUTE)["notifications-send"]
    assert (model["name"], model["contentType"]) == ("Send", "application/json")
    assert json.loads(model["schema"])["$schema"] == "http://json-schema.org/draft-04/schema#"
    assert json.loads(model["schema"])["required"] == SEND["required"]
    assert send["modelSelectionExpression"] == "$request.body.action"
    assert send["requestModels"] == {"send": "Send"}
    assert [name for name, one in cloud.mocks.of(ROUTE).items() if "requestModels" in one] == ["notifications-send"]


def test_the_model_of_a_route_follows_the_selection_of_routes(cloud: Cloud) -> None:
    routes = {"$default": Route(function=arn("messages"), validate={"body": "Send"})}
    built(cloud, {**args(routes), "models": {"Send": SEND}, "route_selection_expression": "$request.body.kind"})
    default = cloud.mocks.of(ROUTE)["notifications-$default"]
    assert default["modelSelectionExpression"] == "$request.body.kind"
    assert default["requestModels"] == {"$default": "Send"}
    assert cloud.mocks.of(API)["notifications"]["routeSelectionExpression"] == "$request.body.kind"


def test_the_settings_of_a_route_inherit_nothing_so_all_are_sent(cloud: Cloud) -> None:
    built(cloud, notifications())
    stage = cloud.mocks.of(STAGE)["notifications-stage"]
    common = {"dataTraceEnabled": False, "detailedMetricsEnabled": True, "loggingLevel": "ERROR"}
    assert stage["defaultRouteSettings"] == {**common, "throttlingRateLimit": 50, "throttlingBurstLimit": 100}
    assert stage["routeSettings"] == [
        {**common, "routeKey": "$connect", "throttlingRateLimit": 5, "throttlingBurstLimit": 10},
        {**common, "routeKey": "report", "throttlingRateLimit": 0.5, "throttlingBurstLimit": 1},
    ]


def test_errors_are_logged_unasked_and_routes_are_not_counted_one_by_one(cloud: Cloud) -> None:
    built(cloud, args())
    assert cloud.mocks.of(STAGE)["notifications-stage"]["defaultRouteSettings"] == {
        "dataTraceEnabled": False,
        "detailedMetricsEnabled": False,
        "loggingLevel": "ERROR",
        "throttlingRateLimit": 50,
        "throttlingBurstLimit": 100,
    }


def test_execution_logs_go_to_a_group_that_forgets(cloud: Cloud) -> None:
    built(cloud, notifications())
    assert cloud.mocks.of(LOG_GROUP)["notifications-execution-logs"] == {
        "name": "/aws/apigateway/notifications-0a1b2c3/v1",
        "retentionInDays": 14,
        "tags": {"application": "shop"},
    }


def test_execution_logs_can_be_off(cloud: Cloud) -> None:
    built(cloud, {**args(), "execution_logs": "OFF"})
    assert cloud.mocks.of(STAGE)["notifications-stage"]["defaultRouteSettings"]["loggingLevel"] == "OFF"
    assert list(cloud.mocks.of(LOG_GROUP)) == ["notifications-access-logs"]


def test_the_stage_deploys_by_itself_and_writes_its_access_log(cloud: Cloud) -> None:
    built(cloud, notifications())
    stage, group = cloud.mocks.of(STAGE)["notifications-stage"], cloud.mocks.of(LOG_GROUP)["notifications-access-logs"]
    assert (stage["name"], stage["autoDeploy"], stage["stageVariables"]) == ("v1", True, {"tier": "gold"})
    assert group["retentionInDays"] == 14
    destination = stage["accessLogSettings"]["destinationArn"]
    assert destination.endswith(":log-group:/aws/vendedlogs/apigateway/notifications-0001")


def test_the_access_log_tells_connections_and_messages_apart_and_holds_no_token(cloud: Cloud) -> None:
    built(cloud, notifications())
    text = cloud.mocks.of(STAGE)["notifications-stage"]["accessLogSettings"]["format"]
    fields = json.loads(text)
    assert fields["eventType"] == "$context.eventType"
    assert {"connectionId", "messageId", "routeKey", "status", "integrationError", "authorizerError"} <= fields.keys()
    assert {"authorizerLatency", "authorizerStatus", "domainName", "userAgent", "caller"} <= fields.keys()
    assert not [one for one in fields.values() if "httpMethod" in one or "path" in one or "request." in one]
    assert len(text) < 3 * 1024  # AWS's limit of the format


def test_permissions_are_for_this_api_alone(cloud: Cloud) -> None:
    built(cloud, notifications())
    assert cloud.mocks.of(PERMISSION)["notifications-permission-authorize-live"] == {
        "action": "lambda:InvokeFunction",
        "function": arn("authorize"),
        "principal": "apigateway.amazonaws.com",
        "qualifier": "live",
        "sourceArn": f"{EXECUTION_ARN}/*",
    }


def test_tags_reach_everything_that_takes_tags(cloud: Cloud) -> None:
    built(cloud, notifications())
    tagged = [one.type for one in cloud.mocks.registrations if one.inputs.get("tags") == {"application": "shop"}]
    assert sorted(tagged) == sorted([API, API_KEY, STAGE, LOG_GROUP, LOG_GROUP, ROLE, USAGE_PLAN])


@pytest.mark.parametrize(("stage", "path"), [(None, "live"), ("v1", "v1")])
def test_clients_and_functions_get_their_addresses(cloud: Cloud, stage: str | None, path: str) -> None:
    api = built(cloud, args() if stage is None else {**args(), "stage": stage})
    assert value(cloud, lambda: api.url) == f"wss://{HOST}/{path}"
    assert value(cloud, lambda: api.callback_url) == f"https://{HOST}/{path}"
    assert value(cloud, lambda: api.stage_name) == path
    assert value(cloud, lambda: api.execution_arn) == EXECUTION_ARN


def test_a_grant_to_send_allows_nothing_else(cloud: Cloud) -> None:
    api = built(cloud, args())
    grant = api.grant_manage_connections()
    assert grant["actions"] == ["execute-api:ManageConnections"]
    assert value(cloud, lambda: pulumi.Output.all(*grant["resources"])) == [f"{EXECUTION_ARN}/live/POST/@connections/*"]


def test_a_grant_names_each_method_it_allows(cloud: Cloud) -> None:
    api = built(cloud, args())
    grant = api.grant_manage_connections(["GET", "DELETE"])
    assert value(cloud, lambda: pulumi.Output.all(*grant["resources"])) == [
        f"{EXECUTION_ARN}/live/GET/@connections/*",
        f"{EXECUTION_ARN}/live/DELETE/@connections/*",
    ]


def test_callers_by_iam_are_granted_the_handshake_and_no_more(cloud: Cloud) -> None:
    grant = built(cloud, with_iam()).grant_invoke()
    assert grant["actions"] == ["execute-api:Invoke"]
    assert value(cloud, lambda: pulumi.Output.all(*grant["resources"])) == [f"{EXECUTION_ARN}/live/$connect"]


def test_who_may_connect_is_in_the_inputs_and_outputs_of_the_component(cloud: Cloud) -> None:
    public = Route(function=arn("connect"), public="anyone may watch the public ticker")
    api = built(cloud, {**args(), "authorizers": {}, "routes": {"$connect": public, "$default": message()}})
    reason = "public: anyone may watch the public ticker"
    assert cloud.mocks.of("gateway:index:WebSocketApi")["notifications"]["routes"]["$connect"] == reason
    assert value(cloud, lambda: api.routes) == {"$connect": reason, "$default": "connected clients"}


def test_a_quiet_api_logs_no_warning(cloud: Cloud) -> None:
    built(cloud, notifications())
    assert cloud.warnings == []


def test_an_api_builds_while_nothing_of_aws_is_known(preview: Cloud) -> None:
    built(preview, notifications())
    routes = preview.mocks.of(ROUTE)
    assert len(routes) == 8
    assert all(is_unknown(one["apiId"]) and is_unknown(one["target"]) for one in routes.values())
    assert routes["notifications-$connect"]["authorizationType"] == "CUSTOM"
    assert is_unknown(preview.mocks.of(PERMISSION)["notifications-permission-messages"]["sourceArn"])


def test_a_whole_number_of_another_language_stays_one(cloud: Cloud) -> None:
    routes = {"report": cast("Route", {**message(), "timeout_milliseconds": 500.0})}
    built(cloud, cast("WebSocketApiArgs", {**args(routes), "throttle": {"rate": 1.5, "burst": 3.0}}))
    assert cloud.mocks.of(INTEGRATION)["notifications-integration-route-report"]["timeoutMilliseconds"] == 500
    assert cloud.mocks.of(STAGE)["notifications-stage"]["defaultRouteSettings"]["throttlingBurstLimit"] == 3


POOL: Mapping[str, Route] = {
    "$connect": connect(),
    "$disconnect": message(),
    "send": Route(function=arn("messages"), returns_response=True),
    "report": Route(function=arn("messages"), timeout_milliseconds=500),
    "audit": Route(url="https://audit.example.com"),
    "status": Route(mock={"body": "{}"}, throttle=Throttle(rate=3, burst=4)),
}


def registered(keys: list[str]) -> dict[tuple[str, str], dict[str, object]]:
    cloud = new_cloud()
    built(cloud, {**args(), "routes": {key: POOL[key] for key in keys}})
    return {(one.type, one.name): one.inputs for one in cloud.mocks.registrations if one.custom}


@settings(max_examples=20, deadline=None)
@given(st.permutations(sorted(POOL)))
def test_the_order_of_routes_makes_no_difference(keys: list[str]) -> None:
    assert registered(keys) == registered(sorted(POOL))


@settings(max_examples=20, deadline=None)
@given(st.sets(st.sampled_from(sorted(POOL)), max_size=4), st.sampled_from(sorted(POOL)))
def test_another_route_changes_no_resource_but_the_settings_of_the_stage(some: set[str], other: str) -> None:
    keys = sorted(some | {"$connect"})
    before, after = registered(keys), registered([*keys, *({other} - {*keys})])
    assert before.keys() <= after.keys()
    changed = {one for one in before if before[one] != after[one]}
    own_throttle = other not in keys and "throttle" in POOL[other]
    assert changed == ({(STAGE, "notifications-stage")} if own_throttle else set())


def test_the_api_can_be_used_from_other_languages() -> None:
    result = Analyzer("gateway").analyze([WebSocketApi])
    api = result["component_definitions"]["WebSocketApi"]
    assert [key for key, one in api.inputs.items() if not one.optional] == ["routes", "throttle"]
    assert [key for key, one in {**api.inputs, **api.outputs}.items() if not one.description] == []
    assert {"url", "callbackUrl", "apiId", "executionArn", "stageName", "logGroupName", "routes", "apiKeys"} == {
        *api.outputs
    }
