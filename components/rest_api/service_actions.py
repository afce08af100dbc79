"""How a REST API calls an action of an AWS service. Pure: no Pulumi resource.

Source: https://docs.aws.amazon.com/apigateway/latest/api/API_Integration.html, on `uri`
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pulumi

from components.problems import Problem, choices, did_you_mean
from components.rest_api import templates as rest_templates
from components.rest_api.mapping import source
from components.rest_api.templates import Fragment
from components.routing.expressions import Expression, ExpressionError, parse
from components.routing.service_actions import ServiceAction
from components.routing.service_targets import BODY

_FORM = "'application/x-www-form-urlencoded'"
_JSON = {"dynamodb": "'application/x-amz-json-1.0'", "states": "'application/x-amz-json-1.0'"}
_JSON_1_1 = "'application/x-amz-json-1.1'"

ACTIONS = (
    "appconfig:GetConfiguration",
    "dynamodb:GetItem",
    "dynamodb:PutItem",
    "dynamodb:Query",
    "events:PutEvents",
    "kinesis:PutRecord",
    "s3:GetObject",
    "s3:PutObject",
    "sns:Publish",
    "sqs:SendMessage",
    "states:StartExecution",
    "states:StartSyncExecution",
)
"""The actions that can be put into words here; AWS takes any."""


@dataclass(frozen=True)
class ServiceCall:
    """A call of a service as an integration takes it."""

    uri: pulumi.Input[str]
    method: str = "POST"
    parameters: Mapping[str, pulumi.Input[str]] = field(default_factory=dict[str, pulumi.Input[str]])
    """Parameters of the request to the service."""
    template: Fragment | None = None
    """What is sent as the body; None for the body of the caller."""


def service_call(action: ServiceAction, execution_arn: pulumi.Input[str]) -> ServiceCall:
    """The call of an action without problems, from the API with this ARN prefix of its requests."""
    service, _, name = action["action"].partition(":")
    match service:
        case "appconfig":
            return _configuration(action)
        case "s3":
            return _object(action, "GET" if name == "GetObject" else "PUT", execution_arn)
        case "sns":
            template = rest_templates.form({"Action": name, **action["parameters"]})
            return ServiceCall(_uri(action, "path//"), "POST", {_header("Content-Type"): _FORM}, template)
        case "sqs":
            members = {key: one for key, one in action["parameters"].items() if key != "QueueUrl"}
            template = rest_templates.form({"Action": name, **members})
            path = pulumi.Output.from_input(action["resources"][0]).apply(
                lambda arn: f"path/{arn.split(':')[4]}/{arn.split(':')[5]}"
            )
            return ServiceCall(_uri(action, path), "POST", {_header("Content-Type"): _FORM}, template)
        case _:
            return _json_call(action, service, name)


def service_problems(where: str, action: ServiceAction) -> list[Problem]:
    """Everything wrong with an action that a REST API shall call."""
    if action["action"] not in ACTIONS:
        remedy = did_you_mean(action["action"], ACTIONS, "call it from a function")
        return [Problem(where, f'the action "{action["action"]}"', choices(ACTIONS), remedy)]
    found: list[Problem] = []
    for name, value in action["parameters"].items():
        if not isinstance(value, str):
            continue
        try:
            parts = parse(value)
        except ExpressionError as error:
            found.append(Problem(where, f"{name}: {error}", "$request.…, $context.NAME or a text", "correct it"))
            continue
        named = [part for part in parts if isinstance(part, Expression)]
        found += [
            Problem(where, f'{name}: "{one}"', "names without quotes", "rename it")
            for one in named
            if "'" in one.name or '"' in one.name
        ]
        found += [
            Problem(where, f'{name}: "{one}"', "values of the request", "use what the caller sends")
            for one in named
            if one.source.startswith("response.")
        ]
    if action["action"] == "s3:PutObject" and action["parameters"].get("Body", BODY) != BODY:
        found.append(Problem(where, "a body made of parts", f"the whole body, {BODY}", "leave body out"))
    return found


def _json_call(action: ServiceAction, service: str, name: str) -> ServiceCall:
    given = action["parameters"]
    match service:
        case "events":
            entry = rest_templates.json_object({key: rest_templates.json_text(one) for key, one in given.items()})
            template = rest_templates.joined('{"Entries":[', entry, "]}")
        case "kinesis":
            template = rest_templates.json_object(
                {
                    key: rest_templates.json_base64(one) if key == "Data" else rest_templates.json_text(one)
                    for key, one in given.items()
                }
            )
        case "states":
            lowered = {key[0].lower() + key[1:]: rest_templates.json_text(one) for key, one in given.items()}
            template = rest_templates.json_object(lowered)
        case _:
            template = _item(given)
    headers: dict[str, pulumi.Input[str]] = {_header("Content-Type"): _JSON.get(service, _JSON_1_1)}
    if service == "events":
        headers[_header("X-Amz-Target")] = f"'AWSEvents.{name}'"
    return ServiceCall(_uri(action, f"action/{name}"), "POST", headers, template)


def _item(given: Mapping[str, pulumi.Input[str]]) -> Fragment:
    """The parameters of an action on a table, where `A.B.C` is the member C of the member B of A."""
    plain = {key: rest_templates.json_text(one) for key, one in given.items() if "." not in key}
    nested: dict[str, dict[str, Fragment]] = {}
    for key, value in given.items():
        if "." in key:
            member, _, rest = key.partition(".")
            name, _, kind = rest.rpartition(".")
            rendered = rest_templates.json_truth(value) if kind == "BOOL" else rest_templates.json_text(value)
            nested.setdefault(member, {})[name] = rest_templates.json_object({kind: rendered})
    return rest_templates.json_object(plain | {key: rest_templates.json_object(one) for key, one in nested.items()})


def _object(action: ServiceAction, method: str, execution_arn: pulumi.Input[str]) -> ServiceCall:
    bucket, key = action["parameters"]["Bucket"], str(action["parameters"]["Key"])
    path, parameters = _path(key)
    if method == "PUT":
        parameters[_header("Content-Type")] = "method.request.header.Content-Type"
    # The ARN of a bucket has no region: it is in the API's own.
    uri = _uri(action, rest_templates.joined("path/", bucket, "/", path), execution_arn)
    return ServiceCall(uri, method, parameters)


def _configuration(action: ServiceAction) -> ServiceCall:
    given = action["parameters"]
    of = (given["Application"], "/environments/", given["Environment"], "/configurations/", given["Configuration"])
    names = {"client_id": "ClientId", "client_configuration_version": "ClientConfigurationVersion"}
    parameters = {
        f"integration.request.querystring.{name}": _mapped(given[key]) for name, key in names.items() if key in given
    }
    return ServiceCall(_uri(action, rest_templates.joined("path/applications/", *of)), "GET", parameters)


def _path(text: str) -> tuple[str, dict[str, pulumi.Input[str]]]:
    """A path with a variable for each expression, and where these come from."""
    path, parameters = "", dict[str, pulumi.Input[str]]()
    for part in parse(text):
        if isinstance(part, Expression):
            name = f"part{len(parameters) + 1}"
            path += f"{{{name}}}"
            parameters[f"integration.request.path.{name}"] = source(part)
        else:
            path += part
    return path, parameters


def _mapped(value: pulumi.Input[str]) -> pulumi.Input[str]:
    parts = parse(value) if isinstance(value, str) else []
    if parts and isinstance(parts[0], Expression):
        return source(parts[0])
    return rest_templates.joined("'", value, "'")


def _header(name: str) -> str:
    return f"integration.request.header.{name}"


def _uri(action: ServiceAction, path: pulumi.Input[str], near: pulumi.Input[str] | None = None) -> pulumi.Output[str]:
    """`arn:PARTITION:apigateway:REGION:SERVICE:path/…`, in partition and region of the target or of another ARN."""
    service = action["action"].partition(":")[0]
    return pulumi.Output.all(near if near is not None else action["resources"][0], path).apply(
        lambda given: f"arn:{given[0].split(':')[1]}:apigateway:{given[0].split(':')[3]}:{service}:{given[1]}"
    )
