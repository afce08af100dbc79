"""What users of API Gateway suffered with WebSocket APIs, and what keeps it from happening here."""

from typing import Any, cast

import pulumi
import pytest

from components.access.authorizers import Authorizer, cognito, jwt, request_authorizer
from components.access.throttling import Throttle
from components.access.usage_plans import Quota, UsagePlan
from components.access.user_pool import UserPool, UserPoolArgs
from components.observability.account import ApiGatewayAccount
from components.problems import ComponentError
from components.routing.routes import Route
from components.websocket_api.api import WebSocketApi
from components.websocket_api.args import WebSocketApiArgs
from tests.components.options import options_of, waited_for
from tests.support.recording import Cloud
from tests.support.websocket_apis import args, arn, connect, message

ROUTE = "aws:apigatewayv2/route:Route"
STAGE = "aws:apigatewayv2/stage:Stage"
PERMISSION = "aws:lambda/permission:Permission"


def stage_of(cloud: Cloud, given: WebSocketApiArgs) -> dict[str, object]:
    cloud.run(lambda: WebSocketApi("chat", given))
    return cloud.mocks.of(STAGE)["chat-stage"]


def settings_of(cloud: Cloud, given: WebSocketApiArgs) -> list[dict[str, Any]]:
    """The settings of all routes, and of each that has its own."""
    stage = cast("dict[str, Any]", stage_of(cloud, given))
    return [stage["defaultRouteSettings"], *stage["routeSettings"]]


def test_a_deployment_without_a_route(cloud: Cloud) -> None:
    # "At least one route is required before deploying the API" (terraform-provider-aws#12961): the stage was first.
    stage_of(cloud, args())
    order = [one.type for one in cloud.mocks.registrations]
    assert order.index(STAGE) > max(index for index, one in enumerate(order) if one == ROUTE)


def test_a_change_that_is_never_deployed(cloud: Cloud) -> None:
    # The routes changed and the stage kept serving the old ones (terraform-provider-aws#36078).
    assert stage_of(cloud, args())["autoDeploy"] is True
    assert not [one for one in cloud.mocks.registrations if "Deployment" in one.type]


def test_a_stage_that_differs_at_each_preview(cloud: Cloud) -> None:
    # A managed deployment id and auto_deploy undid each other for ever (terraform-provider-aws#13633).
    assert "deploymentId" not in stage_of(cloud, args())


def test_sending_to_clients_by_the_custom_domain(cloud: Cloud) -> None:
    # Calls of @connections by the address of the custom domain got 403 (aws-lambda-dotnet#553).
    apis: list[WebSocketApi] = []
    cloud.run(lambda: apis.append(WebSocketApi("chat", args())))
    seen: list[str] = []
    cloud.run(lambda: apis[0].callback_url.apply(seen.append))
    assert seen == ["https://chat-0a1b2c3.execute-api.eu-west-1.amazonaws.com/live"]


def test_an_authorizer_that_websocket_apis_do_not_have(cloud: Cloud) -> None:
    # A builder took a JWT for $connect, and AWS refused it in the middle of the deployment.
    def program(authorizer: Authorizer) -> None:
        WebSocketApi("chat", {**args(), "authorizers": {"callers": authorizer}})

    with pytest.raises(ComponentError, match="a Lambda authorizer on \\$connect that checks the token"):
        cloud.run(lambda: program(jwt("https://login.example.com", ["chat"])))
    with pytest.raises(ComponentError, match="a Lambda authorizer on \\$connect that checks the pool's token"):
        cloud.run(lambda: program(cognito(UserPool("pool", UserPoolArgs(scopes={"chat": {"send": "Send messages."}})))))


def test_an_authorizer_on_messages(cloud: Cloud) -> None:
    # "Currently, authorization is restricted to the $connect route only", said AWS half-way.
    given = args({"send": {**message(), "authorizer": "callers"}})
    with pytest.raises(ComponentError, match="a connection is authorized once, when it is made"):
        cloud.run(lambda: WebSocketApi("chat", given))


def test_an_api_that_anyone_may_connect_to(cloud: Cloud) -> None:
    # Without a $connect route every handshake succeeds.
    with pytest.raises(ComponentError, match="without the route anyone may connect"):
        cloud.run(lambda: WebSocketApi("chat", {**args(), "routes": {"send": message()}}))


def test_an_authorizer_that_nobody_may_invoke(cloud: Cloud) -> None:
    # Each handshake got 500: the permission for the authorizer's function was forgotten.
    stage_of(cloud, args())
    assert cloud.mocks.of(PERMISSION)["chat-permission-authorize"]["function"] == arn("authorize")


def test_keys_and_plans_on_connect(cloud: Cloud) -> None:
    # There was no way to say that a handshake needs an API key, nor to count them (serverless#6096, aws-cdk#28756).
    plan = UsagePlan(quota=Quota(limit=10, period="DAY"), keys=["acme"])
    given: WebSocketApiArgs = {**args({"$connect": {**connect(), "api_key": True}}), "usage_plans": {"free": plan}}
    stage_of(cloud, given)
    assert cloud.mocks.of(ROUTE)["chat-$connect"]["apiKeyRequired"] is True
    assert cloud.mocks.of("aws:apigateway/usagePlan:UsagePlan")["chat-plan-free"]["apiStages"] == [
        {"apiId": "chat-0a1b2c3", "stage": "live"}
    ]


def test_a_throttle_of_zero_that_refuses_everything(cloud: Cloud) -> None:
    # Any other setting of the stage made both numbers 0, and every call got 429 (pulumi-aws#2363).
    routes = {"send": Route(function=arn("messages"), throttle=Throttle(rate=1, burst=2))}
    given: WebSocketApiArgs = {**args(routes), "detailed_metrics": True, "execution_logs": "ERROR"}
    settings = settings_of(cloud, given)
    assert len(settings) == 2
    assert all(one["throttlingRateLimit"] > 0 and one["throttlingBurstLimit"] > 0 for one in settings)


def test_a_function_whose_policy_is_full(cloud: Cloud) -> None:
    # A permission for each route filled the 20,480 bytes of a function's policy at some thirty routes (aws-cdk#19535).
    stage_of(cloud, args({f"r{number}": message() for number in range(100)}))
    assert sorted(cloud.mocks.of(PERMISSION)) == [
        "chat-permission-authorize",
        "chat-permission-connect",
        "chat-permission-messages",
    ]


def test_logging_that_the_account_is_not_ready_for(cloud: Cloud) -> None:
    # "CloudWatch Logs role ARN must be set in account settings": the first deployment failed, as nothing made the stage
    # wait for the role.
    def program() -> None:
        WebSocketApi("chat", {**args(), "account": ApiGatewayAccount("logs", {})})

    options = options_of(cloud, program)
    assert ("gateway:index:ApiGatewayAccount", "logs") in waited_for(options[STAGE, "chat-stage"])


def test_messages_in_the_log(cloud: Cloud) -> None:
    # Data trace wrote what customers sent to each other into CloudWatch.
    assert settings_of(cloud, {**args(), "execution_logs": "INFO"})[0]["dataTraceEnabled"] is False


def test_a_log_policy_that_is_full(cloud: Cloud) -> None:
    # Each API added a statement to a policy of 5,120 characters (serverless#10469); one statement covers this prefix.
    stage_of(cloud, args())
    group = cloud.mocks.of("aws:cloudwatch/logGroup:LogGroup")["chat-access-logs"]
    assert group["namePrefix"].startswith("/aws/vendedlogs/")


def test_a_route_key_of_another_kind_of_api(cloud: Cloud) -> None:
    # A path was taken as a route key, deployed, and matched no message.
    with pytest.raises(ComponentError, match="did you mean HttpApi"):
        cloud.run(lambda: WebSocketApi("chat", args({"GET /orders": message()})))


def test_an_answer_that_never_arrives(cloud: Cloud) -> None:
    # What a function returned went nowhere: a route needs a response, and an expression that selects it.
    stage_of(cloud, args({"send": Route(function=arn("messages"), returns_response=True)}))
    assert cloud.mocks.of(ROUTE)["chat-send"]["routeResponseSelectionExpression"] == "$default"
    assert "chat-response-send" in cloud.mocks.of("aws:apigatewayv2/routeResponse:RouteResponse")


def test_a_removed_setting_that_stays(cloud: Cloud) -> None:
    # What was left out kept its old value in AWS: detailed metrics went on being paid for.
    assert settings_of(cloud, args())[0]["detailedMetricsEnabled"] is False


def test_an_authorizer_with_a_cache(cloud: Cloud) -> None:
    # A time to live was sent for a WebSocket API, where AWS has none.
    authorizers = {"callers": request_authorizer(arn("authorize"))}
    cloud.run(lambda: WebSocketApi("chat", {**args(), "authorizers": authorizers}))
    authorizer = cloud.mocks.of("aws:apigatewayv2/authorizer:Authorizer")["chat-authorizer-callers"]
    assert not [key for key in authorizer if "ttl" in key.lower() or "payload" in key.lower()]


def test_addresses_in_the_region_of_the_program(cloud: Cloud) -> None:
    # The region of the environment, not of the resources, was written into addresses (stelvio#264).
    apis: list[WebSocketApi] = []
    cloud.run(lambda: apis.append(WebSocketApi("chat", args())))
    seen: list[list[str]] = []
    cloud.run(lambda: pulumi.Output.all(apis[0].url, apis[0].callback_url).apply(seen.append))
    assert all("eu-west-1" in address for address in seen[0])  # the Region of the recorded API; no call asks for one
