"""CORS of REST APIs, which API Gateway leaves to the API: preflight answers and headers. Pure: no Pulumi resource.

With several origins the answer to a preflight request names the one that asks, if it is one of them; so do answers
that are made by templates. Answers of functions and web services must carry their own headers.

Answers that API Gateway makes by itself (401, 403, 429 and others) know no conditions. With several origins they say
`*`: without credentials that lets a page read no more than why its call failed. With credentials it would be ignored,
and the origin of whoever asks would let every page learn what its visitors may do; so these answers get no header then.
Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-cors.html
"""

import json
from collections.abc import Mapping, Sequence

import pulumi

from components.access.cors import DEFAULT_HEADERS, DEFAULT_METHODS, METHODS, Cors
from components.rest_api.gateway_responses import DEFAULTS, GatewayResponse
from components.rest_api.integrations import JSON, AnswerPlan, IntegrationPlan

ANY = "*"
PREFLIGHT_STATUS = "204"

_ORIGIN, _CREDENTIALS, _VARY = "Access-Control-Allow-Origin", "Access-Control-Allow-Credentials", "Vary"


def preflight(cors: Cors) -> IntegrationPlan:
    """What answers the preflight requests of a path."""
    methods, headers = cors.get("methods", DEFAULT_METHODS), cors.get("headers", DEFAULT_HEADERS)
    if ANY in methods and cors.get("credentials"):
        # With credentials browsers take * for the name of a method.
        methods = METHODS
    answer = AnswerPlan(
        headers={
            "Access-Control-Allow-Methods": f"'{','.join(methods)}'",
            "Access-Control-Allow-Headers": f"'{','.join(headers)}'",
            "Access-Control-Max-Age": f"'{int(cors.get('max_age', 0))}'",
        }
    )
    template = f'{{"statusCode": {PREFLIGHT_STATUS}}}'
    return IntegrationPlan(
        "MOCK", request_templates={JSON: template}, answers={PREFLIGHT_STATUS: with_headers(answer, cors, body="")}
    )


def with_headers(answer: AnswerPlan, cors: Cors, body: str = "$input.body") -> AnswerPlan:
    """The answer with its CORS headers.

    Args:
        answer: the answer.
        cors: the settings.
        body: what stands for the body where the answer has no template of its own.
    """
    origins = [*cors["origins"]]
    headers: dict[str, pulumi.Input[str]] = {_ORIGIN: _quoted(ANY if ANY in origins else origins[0])}
    if cors.get("credentials"):
        headers[_CREDENTIALS] = "'true'"
    if cors.get("expose_headers") and body:
        headers["Access-Control-Expose-Headers"] = f"'{','.join(cors.get('expose_headers', ()))}'"
    templates = answer.templates
    if not _one_for_all(origins):
        headers[_VARY] = "'Origin'"
        templates = {
            kind: pulumi.Output.concat(_echo(origins), template)
            for kind, template in (answer.templates or {JSON: body}).items()
        }
    return AnswerPlan(answer.selection_pattern, templates, {**headers, **answer.headers}, answer.model)


def gateway_responses(cors: Cors | None, given: Mapping[str, GatewayResponse]) -> dict[str, GatewayResponse]:
    """The gateway responses with CORS headers, and those that stand for all others."""
    headers = {} if cors is None else _headers_without_conditions(cors)
    if not headers:
        return {**given}
    # A type that is given takes the place of the default one, headers included.
    wanted: dict[str, GatewayResponse] = {
        **given,
        **{kind: GatewayResponse() for kind in DEFAULTS if kind not in given},
    }
    return {kind: {**one, "headers": {**headers, **one.get("headers", {})}} for kind, one in wanted.items()}


def names_the_asker(cors: Cors) -> bool:
    """Whether an answer depends on the page that asks."""
    return not _one_for_all([*cors["origins"]])


def warnings(cors: Cors) -> list[str]:
    """What the settings leave undone."""
    if _headers_without_conditions(cors):
        return []
    warning = (
        "cors with credentials and several origins: answers that API Gateway makes by itself (401, 403, 429, …) carry "
        "no CORS headers, and pages see them as network errors. Name one origin, or do without credentials"
    )
    return [warning]


def _headers_without_conditions(cors: Cors) -> dict[str, pulumi.Input[str]]:
    origins = [*cors["origins"]]
    if _one_for_all(origins):
        headers: dict[str, pulumi.Input[str]] = {_ORIGIN: ANY if ANY in origins else origins[0]}
        return {**headers, _CREDENTIALS: "true"} if cors.get("credentials") else headers
    return {} if cors.get("credentials") else {_ORIGIN: ANY}


def _one_for_all(origins: Sequence[pulumi.Input[str]]) -> bool:
    """Whether one value is right for every page: there is one origin, and it is no wildcard for a scheme."""
    return ANY in origins or (len(origins) == 1 and not _is_scheme(origins[0]))


def _is_scheme(origin: pulumi.Input[str]) -> bool:
    return isinstance(origin, str) and origin.endswith("://*")


def _echo(origins: Sequence[pulumi.Input[str]]) -> pulumi.Output[str]:
    """The beginning of a template: it names the origin that asks, if it is one of these."""
    return pulumi.Output.all(*origins).apply(_echo_of)


def _echo_of(origins: list[str]) -> str:
    # HTTP/2 spells headers in lower case, HTTP/1.1 as the caller likes.
    read = '#set($origin = $input.params("Origin"))#if($origin == "")#set($origin = $input.params("origin"))#end'
    tests = [
        f"$origin.startsWith({json.dumps(origin[:-1])})" if _is_scheme(origin) else f"$origin == {json.dumps(origin)}"
        for origin in origins
    ]
    override = f"#set($context.responseOverride.header.{_ORIGIN} = $origin)"
    return f"{read}#if({' || '.join(tests)}){override}#end"


def _quoted(value: pulumi.Input[str]) -> pulumi.Input[str]:
    return f"'{value}'" if isinstance(value, str) else pulumi.Output.concat("'", value, "'")
