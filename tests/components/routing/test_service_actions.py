from collections.abc import Callable, Mapping
from typing import Any, cast

import pulumi
import pulumi_aws as aws
import pytest

from components import ComponentError, HttpApi, HttpApiArgs, Route
from components.routing.data_actions import get_configuration, get_item, get_object, put_item, put_object, query
from components.routing.message_actions import (
    publish,
    put_events,
    put_record,
    send_message,
    start_execution,
    start_sync_execution,
)
from components.routing.service_actions import ServiceAction
from tests.support.apis import INTEGRATION, PERMISSION, ROLE, ROLE_POLICY, answered, args, built, faults_of, problems_of
from tests.support.recording import Cloud, is_unknown, policy_of

ACCOUNT = "eu-west-1:123456789012"
QUEUE = f"arn:aws:sqs:{ACCOUNT}:orders"
BUS = f"arn:aws:events:{ACCOUNT}:event-bus/shop"
MACHINE = f"arn:aws:states:{ACCOUNT}:stateMachine:fulfil"
STREAM = f"arn:aws:kinesis:{ACCOUNT}:stream/clicks"
TOPIC = f"arn:aws:sns:{ACCOUNT}:news"
TABLE = f"arn:aws:dynamodb:{ACCOUNT}:table/orders"
BUCKET = "arn:aws:s3:::pictures"
ENVIRONMENT = f"arn:aws:appconfig:{ACCOUNT}:application/a1/environment/e1"
PROFILE = f"arn:aws:appconfig:{ACCOUNT}:application/a1/configurationprofile/p1"
KEY = f"arn:aws:kms:{ACCOUNT}:key/1234"


def plain(cloud: Cloud, action: ServiceAction) -> tuple[str, str, dict[str, str], list[str]]:
    """Action, label, parameters and resources, with every output resolved."""
    seen: list[Any] = []

    def program() -> None:
        pulumi.Output.all({**action["parameters"]}, [*action["resources"]]).apply(seen.append)

    cloud.run(program)
    ((parameters, resources),) = seen
    return action["action"], action["label"], parameters, resources


CASES: Mapping[str, tuple[Callable[[], ServiceAction], tuple[str, str, dict[str, str], list[str]]]] = {
    "a message by the ARN of the queue": (
        lambda: send_message(QUEUE),
        (
            "sqs:SendMessage",
            "orders-send-message",
            {"QueueUrl": "https://sqs.eu-west-1.amazonaws.com/123456789012/orders", "MessageBody": "$request.body"},
            [QUEUE],
        ),
    ),
    "a message by the URL of the queue": (
        lambda: send_message("https://sqs.cn-north-1.amazonaws.com.cn/123456789012/orders.fifo", group_id="$context.a"),
        (
            "sqs:SendMessage",
            "orders.fifo-send-message",
            {
                "QueueUrl": "https://sqs.cn-north-1.amazonaws.com.cn/123456789012/orders.fifo",
                "MessageBody": "$request.body",
                "MessageGroupId": "$context.a",
            },
            ["arn:aws-cn:sqs:cn-north-1:123456789012:orders.fifo"],
        ),
    ),
    "a message by an output": (
        lambda: send_message(pulumi.Output.from_input(QUEUE), body="$request.body.text", delay_seconds=5),
        (
            "sqs:SendMessage",
            "",
            {
                "QueueUrl": "https://sqs.eu-west-1.amazonaws.com/123456789012/orders",
                "MessageBody": "$request.body.text",
                "DelaySeconds": "5",
            },
            [QUEUE],
        ),
    ),
    "an event": (
        lambda: put_events(BUS, "order placed", "shop"),
        (
            "events:PutEvents",
            "shop-put-events",
            {"EventBusName": BUS, "DetailType": "order placed", "Source": "shop", "Detail": "$request.body"},
            [BUS],
        ),
    ),
    "an execution": (
        lambda: start_execution(MACHINE, name="$context.requestId"),
        (
            "states:StartExecution",
            "fulfil-start-execution",
            {"StateMachineArn": MACHINE, "Input": "$request.body", "Name": "$context.requestId"},
            [MACHINE],
        ),
    ),
    "an execution to its end": (
        lambda: start_sync_execution(MACHINE),
        (
            "states:StartSyncExecution",
            "fulfil-start-sync-execution",
            {"StateMachineArn": MACHINE, "Input": "$request.body"},
            [MACHINE],
        ),
    ),
    "a record": (
        lambda: put_record(STREAM, "$request.path.id"),
        (
            "kinesis:PutRecord",
            "clicks-put-record",
            {"StreamName": "clicks", "Data": "$request.body", "PartitionKey": "$request.path.id"},
            [STREAM],
        ),
    ),
    "a configuration": (
        lambda: get_configuration(ENVIRONMENT, PROFILE, "$request.querystring.client"),
        (
            "appconfig:GetConfiguration",
            "p1-get-configuration",
            {
                "Application": "a1",
                "Environment": "e1",
                "Configuration": "p1",
                "ClientId": "$request.querystring.client",
            },
            [f"arn:aws:appconfig:{ACCOUNT}:application/a1", ENVIRONMENT, PROFILE],
        ),
    ),
    "a publication": (
        lambda: publish(TOPIC, subject="news"),
        ("sns:Publish", "news-publish", {"TopicArn": TOPIC, "Message": "$request.body", "Subject": "news"}, [TOPIC]),
    ),
    "an object": (
        lambda: get_object(BUCKET, "public/${request.path.key}"),
        (
            "s3:GetObject",
            "pictures-get-object",
            {"Bucket": "pictures", "Key": "public/${request.path.key}"},
            [f"{BUCKET}/public/*"],
        ),
    ),
    "an object to write": (
        lambda: put_object(BUCKET),
        (
            "s3:PutObject",
            "pictures-put-object",
            {"Bucket": "pictures", "Key": "$request.path.key", "Body": "$request.body"},
            [f"{BUCKET}/*"],
        ),
    ),
    "an item": (
        lambda: get_item(TABLE, {"customer": "$context.a", "year.N": "$request.path.year"}),
        (
            "dynamodb:GetItem",
            "orders-get-item",
            {"TableName": "orders", "Key.customer.S": "$context.a", "Key.year.N": "$request.path.year"},
            [TABLE],
        ),
    ),
    "an item to write": (
        lambda: put_item(TABLE, {"id": "$context.requestId"}, condition="attribute_not_exists(id)"),
        (
            "dynamodb:PutItem",
            "orders-put-item",
            {
                "TableName": "orders",
                "Item.id.S": "$context.requestId",
                "ConditionExpression": "attribute_not_exists(id)",
            },
            [TABLE],
        ),
    ),
    "a query of an index": (
        lambda: query(TABLE, "customer = :c", {":c": "$request.path.id"}, index="by-customer"),
        (
            "dynamodb:Query",
            "orders-query",
            {
                "TableName": "orders",
                "KeyConditionExpression": "customer = :c",
                "ExpressionAttributeValues.:c.S": "$request.path.id",
                "IndexName": "by-customer",
            },
            [f"{TABLE}/index/by-customer"],
        ),
    ),
}


@pytest.mark.parametrize(("make", "expected"), CASES.values(), ids=CASES.keys())
def test_an_action_names_its_target_and_no_more(
    cloud: Cloud, make: Callable[[], ServiceAction], expected: tuple[str, str, dict[str, str], list[str]]
) -> None:
    action = make()
    assert plain(cloud, action) == expected
    assert action["grants"] == [action["action"]]


def test_a_target_may_be_a_resource(cloud: Cloud) -> None:
    actions: dict[str, ServiceAction] = {}

    def program() -> None:
        role = "arn:aws:iam::123456789012:role/x"
        environment = aws.appconfig.Environment("live", application_id="app1234")
        profile = aws.appconfig.ConfigurationProfile("flags", application_id="app1234", location_uri="hosted")
        actions["queue"] = send_message(aws.sqs.Queue("orders"))
        actions["bus"] = put_events(aws.cloudwatch.EventBus("shop"), "placed", "shop")
        actions["machine"] = start_execution(aws.sfn.StateMachine("fulfil", role_arn=role, definition="{}"))
        actions["stream"] = put_record(aws.kinesis.Stream("clicks"), "$context.requestId")
        actions["profile"] = get_configuration(environment, profile, "$context.a")
        actions["topic"] = publish(aws.sns.Topic("news"))
        actions["bucket"] = get_object(aws.s3.Bucket("pictures"))
        actions["table"] = get_item(aws.dynamodb.Table("items"), {"id": "$request.path.id"})

    cloud.run(program)
    assert {name: action["label"] for name, action in actions.items()} == {
        "queue": "orders-send-message",
        "bus": "shop-put-events",
        "machine": "fulfil-start-execution",
        "stream": "clicks-put-record",
        "profile": "flags-get-configuration",
        "topic": "news-publish",
        "bucket": "pictures-get-object",
        "table": "items-get-item",
    }
    assert {name: plain(cloud, action)[3] for name, action in actions.items()} == {
        "queue": [f"arn:aws:sqs:{ACCOUNT}:orders-0a1b2c3"],
        "bus": [f"arn:aws:events:{ACCOUNT}:event-bus/shop-0a1b2c3"],
        "machine": [f"arn:aws:states:{ACCOUNT}:stateMachine:fulfil-0a1b2c3"],
        "stream": [f"arn:aws:kinesis:{ACCOUNT}:stream/clicks-0a1b2c3"],
        "profile": [
            f"arn:aws:appconfig:{ACCOUNT}:application/app1234",
            f"arn:aws:appconfig:{ACCOUNT}:application/app1234/environment/live-0a1b2c3",
            f"arn:aws:appconfig:{ACCOUNT}:application/app1234/configurationprofile/flags-0a1b2c3",
        ],
        "topic": [f"arn:aws:sns:{ACCOUNT}:news-0a1b2c3"],
        "bucket": ["arn:aws:s3:::pictures-0a1b2c3/*"],
        "table": [f"arn:aws:dynamodb:{ACCOUNT}:table/items-0a1b2c3"],
    }
    assert plain(cloud, actions["queue"])[2]["QueueUrl"].endswith("/123456789012/orders-0a1b2c3")


@pytest.mark.parametrize(
    "make",
    [
        lambda: send_message(TOPIC),
        lambda: send_message("https://queue.example.com/orders"),
        lambda: send_message(f"{QUEUE}.fifo"),
        lambda: put_events("shop", "placed", "shop"),
        lambda: get_item(QUEUE, {"id": "1"}),
        lambda: publish(cast("str", 5)),
    ],
)
def test_another_target_is_refused_with_what_is_allowed(make: Callable[[], ServiceAction]) -> None:
    with pytest.raises(ComponentError, match="allowed:") as caught:
        make()
    assert len(caught.value.problems) == 1


def test_another_resource_is_refused_by_its_type(cloud: Cloud) -> None:
    with pytest.raises(ComponentError, match="found:   a Queue"):
        cloud.run(lambda: publish(cast("aws.sns.Topic", aws.sqs.Queue("orders"))))


def test_a_route_sends_a_message_with_a_role_for_nothing_else(cloud: Cloud) -> None:
    built(
        cloud, {**answered("POST /orders", service=send_message(QUEUE, kms_key=KEY)), "tags": {"application": "shop"}}
    )
    assert cloud.mocks.of(INTEGRATION) == {
        "orders-integration-POST /orders": {
            "apiId": "orders-0a1b2c3",
            "credentialsArn": "arn:aws:iam::123456789012:role/orders-role-orders-send-message-0a1b2c3",
            "integrationSubtype": "SQS-SendMessage",
            "integrationType": "AWS_PROXY",
            "payloadFormatVersion": "1.0",
            "requestParameters": {
                "QueueUrl": "https://sqs.eu-west-1.amazonaws.com/123456789012/orders",
                "MessageBody": "$request.body",
            },
            "timeoutMilliseconds": 30_000,
        }
    }
    role = cloud.mocks.of(ROLE)["orders-role-orders-send-message"]
    assert policy_of(role["assumeRolePolicy"])["Statement"] == [
        {"Effect": "Allow", "Principal": {"Service": "apigateway.amazonaws.com"}, "Action": "sts:AssumeRole"}
    ]
    assert role["tags"] == {"application": "shop"}
    (policy,) = cloud.mocks.of(ROLE_POLICY).values()
    assert policy_of(policy["policy"])["Statement"] == [
        {"Effect": "Allow", "Action": ["sqs:SendMessage"], "Resource": [QUEUE]},
        {"Effect": "Allow", "Action": ["kms:Decrypt", "kms:GenerateDataKey"], "Resource": [KEY]},
    ]
    assert cloud.mocks.of(PERMISSION) == {}


def test_routes_to_the_same_target_share_a_role(cloud: Cloud) -> None:
    routes = {
        "POST /orders": Route(service=send_message(QUEUE)),
        "POST /orders/{id}": Route(service=send_message(QUEUE, body="$request.path.id")),
        "POST /events": Route(service=put_events(BUS, "placed", "shop")),
    }
    built(cloud, args(routes))
    assert sorted(cloud.mocks.of(ROLE)) == ["orders-role-orders-send-message", "orders-role-shop-put-events"]
    assert len(cloud.mocks.of(INTEGRATION)) == 3


def test_two_targets_of_one_name_are_told_apart(cloud: Cloud) -> None:
    elsewhere = QUEUE.replace("eu-west-1", "us-east-1")
    routes = {"POST /a": Route(service=send_message(QUEUE)), "POST /b": Route(service=send_message(elsewhere))}
    assert faults_of(cloud, args(routes)) == [('route "POST /b"', 'a second target "orders-send-message"')]


def test_a_target_that_is_not_known_yet_is_called_after_its_route(preview: Cloud) -> None:
    def program() -> None:
        queue = aws.sqs.Queue("later")
        HttpApi("orders", answered("POST /orders", service=send_message(queue.arn)))

    preview.run(program)
    assert list(preview.mocks.of(ROLE)) == ["orders-role-POST /orders"]
    (integration,) = preview.mocks.of(INTEGRATION).values()
    assert is_unknown(integration["requestParameters"]["QueueUrl"])
    assert integration["integrationSubtype"] == "SQS-SendMessage"


WHERE = 'route "POST /orders"'


def service(action: object, **others: object) -> HttpApiArgs:
    """Valid arguments with one route that calls this action."""
    return answered("POST /orders", service=action, **others)


def with_parameters(**parameters: str) -> HttpApiArgs:
    """A message with these parameters too."""
    action = send_message(QUEUE)
    return service({**action, "parameters": {**action["parameters"], **parameters}})


PROBLEMS: Mapping[str, tuple[HttpApiArgs, tuple[str, str]]] = {
    "an action of REST APIs": (service(publish(TOPIC)), (WHERE, 'the action "sns:Publish"')),
    "no action at all": (service("sqs"), (WHERE, "service 'sqs'")),
    "half an action": (
        service({"action": "sqs:SendMessage", "label": "x", "parameters": {}, "grants": ["sqs:SendMessage"]}),
        (WHERE, 'no "resources"'),
    ),
    "every action": (
        service({**send_message(QUEUE), "grants": ["sqs:*"]}),
        (WHERE, 'the action "sqs:*" for the role'),
    ),
    "every resource": (
        service({**send_message(QUEUE), "resources": ["*"]}),
        (WHERE, 'the resource "*" for the role'),
    ),
    "no resource": (
        service({**send_message(QUEUE), "resources": []}),
        (WHERE, "a service with no action or no resource for its role"),
    ),
    "a missing parameter": (
        service({**send_message(QUEUE), "parameters": {"QueueUrl": "x"}}),
        (WHERE, "SQS-SendMessage without MessageBody"),
    ),
    "an unknown parameter": (
        with_parameters(MessageGroup="a"),
        (WHERE, 'the parameter "MessageGroup" of SQS-SendMessage'),
    ),
    "an expression that is none": (
        with_parameters(MessageGroupId="$request.headers.a"),
        (f"{WHERE}, MessageGroupId", '"$request.headers.a" is no expression'),
    ),
    "an expression over the answer": (
        with_parameters(MessageGroupId="$response.body.a"),
        (f"{WHERE}, MessageGroupId", '"$response.body.a"'),
    ),
    "a variable that the path lacks": (
        with_parameters(MessageGroupId="$request.path.id"),
        (f"{WHERE}, MessageGroupId", '"$request.path.id"'),
    ),
    "parameters beside the action's": (
        service(send_message(QUEUE), request_parameters={"append:header.a": "b"}),
        (WHERE, "request_parameters together with service"),
    ),
    "a function beside the action": (
        service(send_message(QUEUE), function="arn:aws:lambda:eu-west-1:123456789012:function:orders"),
        (WHERE, "function together with service"),
    ),
}


@pytest.mark.parametrize(("given", "expected"), PROBLEMS.values(), ids=PROBLEMS.keys())
def test_one_mistake_is_one_problem(cloud: Cloud, given: HttpApiArgs, expected: tuple[str, str]) -> None:
    assert faults_of(cloud, given) == [expected]


def test_an_action_of_rest_apis_is_refused_with_the_way_out(cloud: Cloud) -> None:
    ((_, _, allowed, remedy),) = problems_of(cloud, service(publish(TOPIC)))
    assert "sqs:SendMessage" in allowed
    assert remedy == "use RestApi, which has every action"
