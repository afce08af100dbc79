"""Gateway responses: what a REST API answers by itself, such as 401 or 429, in place of what stands behind it.

Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
"""

import re
from collections.abc import Mapping
from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from components.knowledge.quotas import outside
from components.problems import Problem, choices, did_you_mean, unknown_keys
from components.rest_api.place import Place

CLIENT_ERRORS = (
    "ACCESS_DENIED",
    "BAD_REQUEST_BODY",
    "BAD_REQUEST_PARAMETERS",
    "DEFAULT_4XX",
    "EXPIRED_TOKEN",
    "INVALID_API_KEY",
    "INVALID_SIGNATURE",
    "MISSING_AUTHENTICATION_TOKEN",
    "QUOTA_EXCEEDED",
    "REQUEST_TOO_LARGE",
    "RESOURCE_NOT_FOUND",
    "THROTTLED",
    "UNAUTHORIZED",
    "UNSUPPORTED_MEDIA_TYPE",
    "WAF_FILTERED",
)
SERVER_ERRORS = (
    "API_CONFIGURATION_ERROR",
    "AUTHORIZER_CONFIGURATION_ERROR",
    "AUTHORIZER_FAILURE",
    "DEFAULT_5XX",
    "INTEGRATION_FAILURE",
    "INTEGRATION_TIMEOUT",
)
TYPES = (*CLIENT_ERRORS, *SERVER_ERRORS)
DEFAULTS = ("DEFAULT_4XX", "DEFAULT_5XX")
"""The types that stand for all others of their class that are not given."""

_HEADER = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_MAPPED = re.compile(
    r"method\.request\.(header|querystring|path)\.[A-Za-z0-9._-]+|(context|stageVariables)\.[A-Za-z0-9._]+"
)


class GatewayResponse(TypedDict):
    """One answer that API Gateway gives by itself. What is left out is as AWS has it."""

    status: NotRequired[int]
    """HTTP status in place of the usual one."""
    headers: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Headers: a text, or `method.request.header.NAME`, `context.NAME` or another value of the request."""
    templates: NotRequired[Mapping[str, str]]
    """Bodies by content type: texts in which `$context.NAME` is replaced. There are no conditions. What
    `$context.error.message` says is for the caller; `$context.error.validationErrorString` shows him the model."""


def create_gateway_responses(place: Place, responses: Mapping[str, GatewayResponse]) -> list[aws.apigateway.Response]:
    """Makes the answers, by their types."""
    return [
        aws.apigateway.Response(
            f"{place.name}-response-{kind}",
            rest_api_id=place.api.id,
            response_type=kind,
            status_code=str(int(one["status"])) if "status" in one else None,
            response_parameters={
                f"gatewayresponse.header.{name}": header_value(value) for name, value in one.get("headers", {}).items()
            }
            or None,
            response_templates={**one.get("templates", {})} or None,
            opts=place.options_of_the_only_one(),
        )
        for kind, one in responses.items()
    ]


def header_value(value: pulumi.Input[str]) -> pulumi.Input[str]:
    """A header's value as AWS takes it: texts stand in quotes, values of the request do not."""
    if isinstance(value, str):
        return value if _MAPPED.fullmatch(value) else f"'{value}'"
    return pulumi.Output.concat("'", value, "'")


def gateway_response_problems(responses: Mapping[str, GatewayResponse]) -> list[Problem]:
    """Everything wrong with the answers."""
    return [problem for kind, one in responses.items() for problem in _problems(kind, one)]


def _problems(kind: str, response: GatewayResponse) -> list[Problem]:
    where = f'gateway response "{kind}"'
    found = unknown_keys(where, response, GatewayResponse)
    if kind not in TYPES:
        found.append(Problem(where, f'the type "{kind}"', choices(TYPES), did_you_mean(kind.upper(), TYPES, "use one")))
    if "status" in response:
        found += outside(
            f"{where}, status",
            response["status"],
            lowest=200,
            highest=599,
            unit="status codes",
            remedy="give an HTTP status",
        )
    for name, value in response.get("headers", {}).items():
        if not _HEADER.fullmatch(name):
            allowed = "the name of an HTTP header (RFC 9110, section 5.1)"
            found.append(Problem(where, f'the header "{name}"', allowed, "correct it"))
        if isinstance(value, str) and "'" in value:
            allowed = "texts without ': AWS puts them between quotes"
            found.append(Problem(where, f'the value "{value}"', allowed, "write it without the quote"))
    return found
