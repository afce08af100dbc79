"""The AWS services that an HTTP API calls by itself (`integrationSubtype`).

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-aws-services-reference.html
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from local.emulator.gateway.backends import ServiceCall
from local.emulator.gateway.exchange import message
from local.emulator.gateway.json_paths import parsed
from local.emulator.gateway.parameter_mapping import resolved
from local.emulator.gateway.records import as_map, nested
from local.emulator.gateway.roles import RoleNotAssumableError, denial

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from local.emulator.gateway.backends import Reply
    from local.emulator.gateway.exchange import Answer, Exchange

Parameters = dict[str, str]


@dataclass(frozen=True)
class Subtype:
    """One action of a service: what it must be given, and the request that carries it out."""

    required: frozenset[str]
    request: Callable[[Parameters], tuple[str, str, dict[str, str], bytes]]  # method, path, headers, body
    service: str
    then: Callable[[Reply, ServiceCall, float], Awaitable[Reply]] | None = (
        None  # a second request, made of the first's answer
    )


def _query(action: str) -> Callable[[Parameters], tuple[str, str, dict[str, str], bytes]]:
    def request(parameters: Parameters) -> tuple[str, str, dict[str, str], bytes]:
        form = {"Action": action, "Version": "2012-11-05"}
        for name, value in parameters.items():
            form |= _attributes(name, value) if name.endswith("Attributes") else {name: value}
        return "POST", "/", {"content-type": "application/x-www-form-urlencoded"}, urlencode(form).encode()

    return request


def _attributes(name: str, value: str) -> dict[str, str]:
    """A map of attributes as the Query protocol numbers it: `MessageAttribute.1.Value.StringValue`."""
    form: dict[str, str] = {}
    for number, (key, entry) in enumerate(as_map(parsed(value)).items(), 1):
        prefix = f"{name.removesuffix('s')}.{number}"
        form[f"{prefix}.Name"] = key
        form |= {f"{prefix}.Value.{field}": str(text) for field, text in as_map(entry).items()}
    return form


def _json(
    target: str, version: str, body: Callable[[Parameters], Any]
) -> Callable[[Parameters], tuple[str, str, dict[str, str], bytes]]:
    def request(parameters: Parameters) -> tuple[str, str, dict[str, str], bytes]:
        headers = {"content-type": f"application/x-amz-json-{version}", "x-amz-target": target}
        return "POST", "/", headers, json.dumps(body(parameters)).encode()

    return request


def _entry_of_event(parameters: Parameters) -> Any:
    entry: dict[str, Any] = dict(parameters)
    if "Resources" in entry:
        listed = parsed(entry["Resources"])
        entry["Resources"] = listed if isinstance(listed, list) else entry["Resources"].split(",")
    return {"Entries": [entry]}


def _lower_first(parameters: Parameters) -> Any:
    return {name[0].lower() + name[1:]: value for name, value in parameters.items()}


def _session_of_configuration(parameters: Parameters) -> tuple[str, str, dict[str, str], bytes]:
    """Ministack has only the newer interface: a session first, then what it holds."""
    named = {"Application": "Application", "Environment": "Environment", "Configuration": "ConfigurationProfile"}
    body = {f"{name}Identifier": parameters.get(parameter) for parameter, name in named.items()}
    return "POST", "/configurationsessions", {"content-type": "application/json"}, json.dumps(body).encode()


async def _configuration(session: Reply, request: ServiceCall, seconds: float) -> Reply:
    token = as_map(parsed(session.text)).get("InitialConfigurationToken")
    if token is None:
        return session
    query = [("configuration_token", str(token))]
    return await replace(request, method="GET", path="/configuration", query=query, headers={}, body=b"").send(seconds)


def _states(action: str, *required: str) -> Subtype:
    return Subtype(frozenset(required), _json(f"AWSStepFunctions.{action}", "1.0", _lower_first), "states")


SUBTYPES = {
    "AppConfig-GetConfiguration": Subtype(
        frozenset({"Application", "Environment", "Configuration", "ClientId"}),
        _session_of_configuration,
        "appconfigdata",
        _configuration,
    ),
    "EventBridge-PutEvents": Subtype(
        frozenset({"Detail", "DetailType", "Source"}), _json("AWSEvents.PutEvents", "1.1", _entry_of_event), "events"
    ),
    "Kinesis-PutRecord": Subtype(
        frozenset({"StreamName", "Data", "PartitionKey"}), _json("Kinesis_20131202.PutRecord", "1.1", dict), "kinesis"
    ),
    "SQS-DeleteMessage": Subtype(frozenset({"QueueUrl", "ReceiptHandle"}), _query("DeleteMessage"), "sqs"),
    "SQS-PurgeQueue": Subtype(frozenset({"QueueUrl"}), _query("PurgeQueue"), "sqs"),
    "SQS-ReceiveMessage": Subtype(frozenset({"QueueUrl"}), _query("ReceiveMessage"), "sqs"),
    "SQS-SendMessage": Subtype(frozenset({"QueueUrl", "MessageBody"}), _query("SendMessage"), "sqs"),
    "StepFunctions-StartExecution": _states("StartExecution", "StateMachineArn"),
    "StepFunctions-StartSyncExecution": _states("StartSyncExecution", "StateMachineArn"),
    "StepFunctions-StopExecution": _states("StopExecution", "ExecutionArn"),
}


def problem(data: Mapping[str, Any]) -> str | None:
    """What CreateIntegration refuses of a service integration."""
    name = data["integrationSubtype"]
    if name not in SUBTYPES:
        return f"Invalid integration subtype {name}: one of {', '.join(SUBTYPES)}"
    if not data.get("credentialsArn"):
        return f"CredentialsArn is required for integration subtype {name}"
    if missing := sorted(SUBTYPES[name].required - set(data.get("requestParameters") or {})):
        return f"Missing required request parameters of integration subtype {name}: {', '.join(missing)}"
    return None


async def call(integration: Mapping[str, Any], exchange: Exchange, seconds: float) -> Reply | Answer:
    """Carries out the action of an integration, as its role.

    Returns:
        What the service answered; API Gateway's own answer where it may not be asked.
    """
    subtype = SUBTYPES[integration["integrationSubtype"]]
    mapped = {name: resolved(value, exchange) for name, value in nested(integration, "requestParameters").items()}
    parameters = {name: value for name, value in mapped.items() if value is not None}
    region = parameters.pop("Region", exchange.region)
    method, path, headers, body = subtype.request(parameters)
    request = ServiceCall(subtype.service, region, exchange.account, method, path, [], headers, body)
    try:
        refused = denial(integration["credentialsArn"], request)
    except RoleNotAssumableError:
        return message(500, "Internal Server Error")
    if refused:
        return message(403, refused)
    reply = await request.send(seconds)
    return await subtype.then(reply, request, seconds) if subtype.then else reply
