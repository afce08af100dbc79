"""What stands behind the routes of a REST API: each route's integration and its answers, as AWS wants them. Pure.

Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-integration-settings.html
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import pulumi

from components.knowledge import limits
from components.rest_api import mapping as rest_mapping
from components.rest_api.service_actions import service_call
from components.routing.integrations import FunctionTarget, MockAnswer
from components.routing.request_shaping import Answer
from components.routing.routes import Route
from components.routing.service_actions import ServiceAction

JSON = "application/json"
NEVER = "NEVER"
"""Refuse a body of a content type that has no template with 415, rather than hand it on unseen."""
LONGEST_STREAM = 900_000
"""Milliseconds: https://docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode.html"""
VARIABLE = re.compile(r"\{([A-Za-z0-9._-]+)\+?\}")
"""A variable in the URL of a route."""

Values = Mapping[str, pulumi.Input[str]]


@dataclass(frozen=True)
class AnswerPlan:
    """One answer of an integration that is no proxy."""

    selection_pattern: str | None = None
    """Which results it is for; None for all that no other answer is for."""
    templates: Values = field(default_factory=dict[str, pulumi.Input[str]])
    headers: Values = field(default_factory=dict[str, pulumi.Input[str]])
    """Expressions of AWS by the names of headers; texts stand in single quotes."""
    model: str | None = None


@dataclass(frozen=True)
class Connection:
    """The way to what stands in a VPC."""

    link_id: pulumi.Input[str]
    """Identifier of the VPC link."""
    target: pulumi.Input[str] | None
    """ARN of the load balancer behind a VPC link V2; one of the first version leads to a single one."""


@dataclass(frozen=True)
class IntegrationPlan:
    """An integration as AWS takes it."""

    type: str
    """`AWS_PROXY`, `AWS`, `HTTP_PROXY`, `HTTP` or `MOCK`."""
    uri: pulumi.Input[str] | None = None
    http_method: str | None = None
    request_parameters: pulumi.Input[Mapping[str, pulumi.Input[str]]] | None = None
    request_templates: Values = field(default_factory=dict[str, pulumi.Input[str]])
    credentials: pulumi.Input[str] | None = None
    answers: Mapping[str, AnswerPlan] = field(default_factory=dict[str, AnswerPlan])
    """By status; none for a proxy, which answers by itself."""
    declared: Mapping[str, bool] = field(default_factory=dict[str, bool])
    """The parameters that the method must declare, and whether they are required."""
    connection: Connection | None = None
    """The way to a private service."""

    @property
    def passthrough(self) -> str | None:
        """What happens to a body without a template, where templates make a difference."""
        if self.type.endswith("_PROXY"):
            return None
        return NEVER if self.request_templates else "WHEN_NO_TEMPLATES"


def is_proxy(route: Mapping[str, object]) -> bool:
    """Whether request and answer are passed on as they are."""
    shaped = "request_templates" in route or "responses" in route
    return any(name in route for name in ("function", "url", "private")) and not shaped


def integration_plan(
    key: str,
    route: Route,
    target: FunctionTarget | None,
    credentials: pulumi.Input[str] | None,
    execution_arn: pulumi.Input[str],
) -> IntegrationPlan:
    """The integration of a route without problems.

    Args:
        key: the route's key.
        route: the route.
        target: its function, if a function answers it.
        credentials: the role, if an AWS service answers it.
        execution_arn: ARN prefix of the API's requests.
    """
    if target is not None:
        return _function(route, target)
    if "url" in route:
        return _url(key, route)
    if "service" in route:
        return _service(route, route["service"], credentials, execution_arn)
    return _mock(route, route.get("mock", MockAnswer()))


def timeout(route: Route) -> int | None:
    """Milliseconds until API Gateway gives up; None for what AWS has by default, 29 seconds."""
    if "timeout_milliseconds" in route:
        return int(route["timeout_milliseconds"])
    return LONGEST_STREAM if route.get("stream") else None


def _function(route: Route, target: FunctionTarget) -> IntegrationPlan:
    uri = target.invoke_uri(stream=route.get("stream", False))
    if is_proxy(route):
        # Lambda is always invoked by POST, whatever the method of the route.
        return IntegrationPlan("AWS_PROXY", uri, "POST")
    mapping = rest_mapping.request_mapping(route.get("request_parameters", {}))
    return IntegrationPlan(
        "AWS",
        uri,
        "POST",
        request_parameters=mapping or None,
        request_templates=route.get("request_templates", {}),
        answers=_answers(route, {"200": AnswerPlan()}),
        declared=rest_mapping.declared(mapping.values()),
    )


def _url(key: str, route: Route) -> IntegrationPlan:
    url = route.get("url", "")
    method, _, path = key.partition(" ")
    mapping = rest_mapping.request_mapping(route.get("request_parameters", {}))
    variables = VARIABLE.findall(url if isinstance(url, str) else path)
    of_path = {f"integration.request.path.{name}": f"method.request.path.{name}" for name in variables}
    parameters: pulumi.Input[Mapping[str, pulumi.Input[str]]] | None = {**of_path, **mapping} or None
    if isinstance(url, pulumi.Output) and of_path:
        parameters = _named_in(url, of_path, mapping)
    return IntegrationPlan(
        "HTTP_PROXY" if is_proxy(route) else "HTTP",
        url if isinstance(url, pulumi.Output) else VARIABLE.sub(r"{\1}", str(url)),
        route.get("url_method", method),
        request_parameters=parameters,
        request_templates=route.get("request_templates", {}),
        answers={} if is_proxy(route) else _answers(route, {"200": AnswerPlan()}),
        declared=rest_mapping.declared([*of_path.values(), *mapping.values()]),
    )


def _named_in(url: pulumi.Output[str], of_path: Values, mapping: Values) -> pulumi.Output[dict[str, str]]:
    """The parameters, of the path only those that the URL names: AWS refuses others."""

    def chosen(given: list[object]) -> dict[str, str]:
        text, others = str(given[0]), given[1:]
        named = {f"integration.request.path.{name}" for name in VARIABLE.findall(text)}
        kept = {target: str(value) for target, value in of_path.items() if target in named}
        return {**kept, **{target: str(value) for target, value in zip(mapping, others, strict=True)}}

    return pulumi.Output.all(url, *mapping.values()).apply(chosen)


def _service(
    route: Route,
    action: ServiceAction,
    credentials: pulumi.Input[str] | None,
    execution_arn: pulumi.Input[str],
) -> IntegrationPlan:
    call = service_call(action, execution_arn)
    mapping = {**call.parameters, **rest_mapping.request_mapping(route.get("request_parameters", {}))}
    templates = route.get("request_templates") or ({} if call.template is None else {JSON: call.template})
    # What the service says of a failure names accounts and ARNs, which is nothing for a caller.
    failures = {
        "400": AnswerPlan(r"4\d{2}", {JSON: '{"message": "Bad request"}'}),
        "500": AnswerPlan(r"5\d{2}", {JSON: '{"message": "Internal server error"}'}),
    }
    return IntegrationPlan(
        "AWS",
        call.uri,
        call.method,
        request_parameters=mapping or None,
        request_templates=templates,
        credentials=credentials,
        answers=_answers(route, {"200": AnswerPlan(), **failures}),
        declared=rest_mapping.declared(mapping.values()),
    )


def _mock(route: Route, mock: MockAnswer) -> IntegrationPlan:
    status = str(int(mock.get("status", 200)))
    headers = {name.lower(): value for name, value in mock.get("headers", {}).items()}
    content_type = headers.get("content-type", JSON)
    answer = AnswerPlan(
        templates={content_type: mock.get("body", "")},
        headers={name: f"'{value}'" for name, value in {"content-type": content_type, **headers}.items()},
    )
    return IntegrationPlan(
        "MOCK",
        request_templates=route.get("request_templates", {JSON: f'{{"statusCode": {status}}}'}),
        answers=_answers(route, {status: answer}),
    )


def _answers(route: Route, default: Mapping[str, AnswerPlan]) -> dict[str, AnswerPlan]:
    own = {status: _answer(one) for status, one in route.get("responses", {}).items()}
    answers = own if own and "mock" not in route else {**default, **own}
    mapped = route.get("response_parameters", {})
    return {
        status: AnswerPlan(
            answer.selection_pattern,
            answer.templates,
            {**answer.headers, **rest_mapping.response_mapping(mapped.get(status, {}))},
            answer.model,
        )
        for status, answer in answers.items()
    }


def _answer(given: Answer) -> AnswerPlan:
    return AnswerPlan(
        selection_pattern=given.get("selection_pattern"),
        templates=given.get("templates", {}),
        headers={name: header_mapping(value) for name, value in given.get("headers", {}).items()},
        model=given.get("model"),
    )


def header_mapping(value: pulumi.Input[str]) -> pulumi.Input[str]:
    """A header of an answer as AWS takes it: an expression of AWS or of HTTP APIs, or a text in single quotes."""
    if isinstance(value, str) and value.startswith(("integration.response.", "context.", "stageVariables.")):
        return value
    return rest_mapping.mapped(value)


HIGHEST_TIMEOUT = limits.REST["integration timeout"].value
"""Milliseconds that AWS allows without a raised quota."""
