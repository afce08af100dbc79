"""Actions of AWS services that an HTTP API has, and rules for them. Pure: no Pulumi resource.

Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-aws-services-reference.html
"""

from collections.abc import Mapping
from dataclasses import dataclass

from components.http_api.parameter_rules import value_problems
from components.problems import Problem, choices, did_you_mean
from components.routing.service_actions import action_problems


@dataclass(frozen=True)
class Subtype:
    """An action that API Gateway offers to HTTP APIs."""

    name: str
    """What API Gateway calls it."""
    required: tuple[str, ...]
    """Parameters that must be there."""
    optional: tuple[str, ...] = ()
    """Parameters that may be there; each action also has Region."""


SUBTYPES: Mapping[str, Subtype] = {
    "appconfig:GetConfiguration": Subtype(
        "AppConfig-GetConfiguration",
        ("Application", "Environment", "Configuration", "ClientId"),
        ("ClientConfigurationVersion",),
    ),
    "events:PutEvents": Subtype(
        "EventBridge-PutEvents",
        ("Detail", "DetailType", "Source"),
        ("Time", "EventBusName", "Resources", "TraceHeader"),
    ),
    "kinesis:PutRecord": Subtype(
        "Kinesis-PutRecord", ("StreamName", "Data", "PartitionKey"), ("SequenceNumberForOrdering", "ExplicitHashKey")
    ),
    "sqs:DeleteMessage": Subtype("SQS-DeleteMessage", ("ReceiptHandle", "QueueUrl")),
    "sqs:PurgeQueue": Subtype("SQS-PurgeQueue", ("QueueUrl",)),
    "sqs:ReceiveMessage": Subtype(
        "SQS-ReceiveMessage",
        ("QueueUrl",),
        (
            "AttributeNames",
            "MaxNumberOfMessages",
            "MessageAttributeNames",
            "ReceiveRequestAttemptId",
            "VisibilityTimeout",
            "WaitTimeSeconds",
        ),
    ),
    "sqs:SendMessage": Subtype(
        "SQS-SendMessage",
        ("QueueUrl", "MessageBody"),
        (
            "DelaySeconds",
            "MessageAttributes",
            "MessageDeduplicationId",
            "MessageGroupId",
            "MessageSystemAttributes",
        ),
    ),
    "states:StartExecution": Subtype("StepFunctions-StartExecution", ("StateMachineArn",), ("Name", "Input")),
    "states:StartSyncExecution": Subtype(
        "StepFunctions-StartSyncExecution", ("StateMachineArn",), ("Name", "Input", "TraceHeader")
    ),
    "states:StopExecution": Subtype("StepFunctions-StopExecution", ("ExecutionArn",), ("Cause", "Error")),
}
"""Every action by the name that IAM has for it."""


def service_problems(key: str, route: Mapping[str, object]) -> list[Problem]:
    """Everything wrong with the AWS service behind the route `key`, where there is one."""
    if "service" not in route:
        return []
    where, service = f'route "{key}"', route["service"]
    found = action_problems(where, service)
    if "request_parameters" in route:
        remedy = "give them to the action, such as send_message(queue, body=…)"
        found.append(Problem(where, "request_parameters together with service", "one of the two", remedy))
    if found or not isinstance(service, Mapping):
        return found
    given: Mapping[str, object] = service  # pyright: ignore[reportUnknownVariableType] -- judged above
    subtype = SUBTYPES.get(str(given["action"]))
    if subtype is None:
        allowed = f"{choices(SUBTYPES)}: an HTTP API has no other"
        return [Problem(where, f'the action "{given["action"]}"', allowed, "use RestApi, which has every action")]
    return _parameter_problems(where, key, subtype, given["parameters"])


def _parameter_problems(where: str, key: str, subtype: Subtype, given: object) -> list[Problem]:
    if not isinstance(given, Mapping):
        return [Problem(where, f"parameters {given!r}", "the parameters by their names", "write {NAME: VALUE}")]
    parameters: Mapping[str, object] = given  # pyright: ignore[reportUnknownVariableType] -- judged one by one
    names = (*subtype.required, *subtype.optional, "Region")
    found = [
        Problem(where, f"{subtype.name} without {name}", f"{', '.join(subtype.required)} are required", "add it")
        for name in subtype.required
        if name not in parameters
    ]
    found += [
        Problem(
            where, f'the parameter "{name}" of {subtype.name}', choices(names), did_you_mean(name, names, "remove it")
        )
        for name in parameters
        if name not in names
    ]
    return found + [
        problem for name, value in parameters.items() for problem in value_problems(f"{where}, {name}", value, key)
    ]
