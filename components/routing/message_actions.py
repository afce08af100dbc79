"""Service actions on queues, buses, streams, topics and state machines. Pure: no Pulumi resource.

A target is a resource of pulumi_aws or an ARN (of a queue also its URL), in the region of the API. All of these are
taken by REST APIs; by HTTP APIs all but `publish`.
"""

import re

import pulumi
import pulumi_aws as aws

from components.problems import ComponentError, Problem
from components.routing.service_actions import ServiceAction
from components.routing.service_targets import BODY, action_on, arn_of, changed, label_of, last

_QUEUE_URL = re.compile(
    r"https://sqs\.(?P<region>[a-z0-9-]+)\.amazonaws\.com(?:\.cn)?/(?P<account>\d+)/(?P<name>[^/]+)"
)
_ARN_PARTS = 6


def send_message(
    queue: aws.sqs.Queue | pulumi.Output[str] | str,
    body: pulumi.Input[str] = BODY,
    *,
    group_id: pulumi.Input[str] | None = None,
    deduplication_id: pulumi.Input[str] | None = None,
    delay_seconds: int | None = None,
    kms_key: pulumi.Input[str] | None = None,
) -> ServiceAction:
    """Sends a message to an SQS queue: the whole body by default. A FIFO queue needs a `group_id`."""
    if group_id is None and isinstance(queue, str) and queue.endswith(".fifo"):
        remedy = 'add one, such as group_id="$context.requestId" where the order does not matter'
        problem = Problem("queue", f'"{queue}" without group_id', "a group_id with a FIFO queue", remedy)
        raise ComponentError("send_message", [problem])
    if isinstance(queue, aws.sqs.Queue):
        url, arn = queue.url, queue.arn
    elif isinstance(queue, str) and not queue.startswith("https://"):
        url, arn = _queue_url(queue), queue
    else:
        url, arn = queue, changed(queue, _queue_arn)
        if isinstance(queue, pulumi.Output):
            url = queue.apply(lambda given: given if given.startswith("https://") else _queue_url(given))
    parameters = {
        "QueueUrl": url,
        "MessageBody": body,
        "MessageGroupId": group_id,
        "MessageDeduplicationId": deduplication_id,
        "DelaySeconds": None if delay_seconds is None else str(delay_seconds),
    }
    return action_on("sqs:SendMessage", label_of(queue, arn), parameters, [arn], kms_key=kms_key)


def put_events(
    bus: aws.cloudwatch.EventBus | pulumi.Output[str] | str,
    detail_type: pulumi.Input[str],
    source: pulumi.Input[str],
    detail: pulumi.Input[str] = BODY,
) -> ServiceAction:
    """Puts one event on an EventBridge bus; `detail` must be JSON and is the whole body by default."""
    arn = arn_of(bus, "events", "an event bus")
    parameters = {"EventBusName": arn, "DetailType": detail_type, "Source": source, "Detail": detail}
    return action_on("events:PutEvents", label_of(bus, arn), parameters, [arn])


def start_execution(
    state_machine: aws.sfn.StateMachine | pulumi.Output[str] | str,
    input: pulumi.Input[str] = BODY,  # noqa: A002 -- what Step Functions calls it
    name: pulumi.Input[str] | None = None,
) -> ServiceAction:
    """Starts a state machine and answers with the ARN of the execution."""
    return _execution("states:StartExecution", state_machine, input, name)


def start_sync_execution(
    state_machine: aws.sfn.StateMachine | pulumi.Output[str] | str,
    input: pulumi.Input[str] = BODY,  # noqa: A002 -- what Step Functions calls it
    name: pulumi.Input[str] | None = None,
) -> ServiceAction:
    """Runs an express state machine and answers with its result, within the timeout of the API."""
    return _execution("states:StartSyncExecution", state_machine, input, name)


def put_record(
    stream: aws.kinesis.Stream | pulumi.Output[str] | str,
    partition_key: pulumi.Input[str],
    data: pulumi.Input[str] = BODY,
    kms_key: pulumi.Input[str] | None = None,
) -> ServiceAction:
    """Puts one record into a Kinesis stream."""
    arn = arn_of(stream, "kinesis", "a Kinesis stream")
    parameters = {"StreamName": changed(arn, last), "Data": data, "PartitionKey": partition_key}
    return action_on("kinesis:PutRecord", label_of(stream, arn), parameters, [arn], kms_key=kms_key)


def publish(
    topic: aws.sns.Topic | pulumi.Output[str] | str,
    message: pulumi.Input[str] = BODY,
    subject: pulumi.Input[str] | None = None,
    group_id: pulumi.Input[str] | None = None,
    kms_key: pulumi.Input[str] | None = None,
) -> ServiceAction:
    """Publishes a message to an SNS topic. REST APIs only. A FIFO topic needs a `group_id`."""
    arn = arn_of(topic, "sns", "an SNS topic")
    parameters = {"TopicArn": arn, "Message": message, "Subject": subject, "MessageGroupId": group_id}
    return action_on("sns:Publish", label_of(topic, arn), parameters, [arn], kms_key=kms_key)


def _execution(
    action: str,
    state_machine: aws.sfn.StateMachine | pulumi.Output[str] | str,
    given: pulumi.Input[str],
    name: pulumi.Input[str] | None,
) -> ServiceAction:
    arn = arn_of(state_machine, "states", "a state machine")
    parameters = {"StateMachineArn": arn, "Input": given, "Name": name}
    return action_on(action, label_of(state_machine, arn), parameters, [arn])


def _queue_arn(given: str) -> str:
    if not given.startswith("https://"):
        return given
    match = _QUEUE_URL.fullmatch(given)
    if match is None:
        allowed = "https://sqs.REGION.amazonaws.com/ACCOUNT/NAME, the ARN, or the queue of pulumi_aws"
        problem = Problem("queue", f'the URL "{given}"', allowed, "pass the queue itself")
        raise ComponentError("send_message", [problem])
    partition = "aws-cn" if match["region"].startswith("cn-") else "aws"
    partition = "aws-us-gov" if match["region"].startswith("us-gov-") else partition
    return f"arn:{partition}:sqs:{match['region']}:{match['account']}:{match['name']}"


def _queue_url(arn: str) -> str:
    parts = arn.split(":")
    if len(parts) != _ARN_PARTS or parts[2] != "sqs":
        problem = Problem("queue", f'"{arn}"', "a queue of pulumi_aws, its ARN or its URL", "pass the queue itself")
        raise ComponentError("send_message", [problem])
    suffix = "amazonaws.com.cn" if parts[1] == "aws-cn" else "amazonaws.com"
    return f"https://sqs.{parts[3]}.{suffix}/{parts[4]}/{parts[5]}"
