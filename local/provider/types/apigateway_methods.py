"""Amazon API Gateway V1: methods, what they call and what they answer.

https://docs.aws.amazon.com/apigateway/latest/api/API_Method.html
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from local.provider.resource_type import Attribute, Change, Exact, Patch, Reading, ResourceType
from local.provider.values import Unknown, object_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from local.provider.resource_type import Problem, Request
    from local.provider.values import Properties

MAX_TIMEOUT_MILLISECONDS: Final = 300_000
"""With a raised quota; without one it is 29 seconds, but what an account has been granted is not known here."""
MAX_STREAM_MILLISECONDS: Final = 900_000

_HTTP_METHOD: Final = Exact(allowed=("ANY", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"))
_STATUS: Final = Exact(pattern=r"[1-5]\d\d", meaning="it is an HTTP status of three digits")
_IDENTITY: Final = {"restApiId": "restApi", "resourceId": "resourceId", "httpMethod": "httpMethod"}
_REQUEST_PARAMETER: Final = re.compile(r"method\.request\.(path|querystring|header)\.[\w!#$%&'*+.^`|~-]+")
_RESPONSE_HEADER: Final = re.compile(r"method\.response\.header\.[\w!#$%&'*+.^`|~-]+")
_BACKEND_PARAMETER: Final = re.compile(r"integration\.request\.(path|querystring|header)\.[\w!#$%&'*+.^`|~-]+")
_WITH_AUTHORIZER: Final = ("CUSTOM", "COGNITO_USER_POOLS")


def _key_problems(inputs: Properties, name: str, pattern: re.Pattern[str], example: str) -> Iterator[Problem]:
    for key in object_of(inputs.get(name)):
        if not pattern.fullmatch(key):
            yield name, f"has the key {key!r}; a key is written as {example}"


def _check_method(inputs: Properties) -> list[Problem]:
    problems = list(
        _key_problems(
            inputs, "requestParameters", _REQUEST_PARAMETER, "method.request.<path|querystring|header>.<name>"
        )
    )
    authorization = inputs["authorization"]
    if isinstance(authorization, Unknown):
        return problems
    if authorization in _WITH_AUTHORIZER and not inputs.get("authorizerId"):
        problems.append(("authorizerId", f"is required with authorization {authorization}"))
    if authorization not in _WITH_AUTHORIZER and inputs.get("authorizerId"):
        problems.append(("authorizerId", f"is for authorization CUSTOM and COGNITO_USER_POOLS, not {authorization}"))
    if authorization != "COGNITO_USER_POOLS" and inputs.get("authorizationScopes"):
        problems.append(("authorizationScopes", f"is for authorization COGNITO_USER_POOLS, not {authorization}"))
    return problems


def _check_method_response(inputs: Properties) -> list[Problem]:
    return list(_key_problems(inputs, "responseParameters", _RESPONSE_HEADER, "method.response.header.<name>"))


def _check_integration(inputs: Properties) -> list[Problem]:
    """What an integration needs together: https://docs.aws.amazon.com/apigateway/latest/api/API_PutIntegration.html."""
    example = "integration.request.<path|querystring|header>.<name>"
    problems = list(_key_problems(inputs, "requestParameters", _BACKEND_PARAMETER, example))
    kind, limit = inputs["type"], MAX_TIMEOUT_MILLISECONDS
    if isinstance(kind, Unknown):
        return problems
    if kind != "MOCK":
        missing = [name for name in ("uri", "integrationHttpMethod") if not inputs.get(name)]
        problems += [(name, f"is required by an integration of type {kind}") for name in missing]
    if inputs.get("connectionType") == "VPC_LINK" and not inputs.get("connectionId"):
        problems.append(("connectionId", "is required with connectionType VPC_LINK"))
    if inputs.get("responseTransferMode") == "STREAM":
        limit = MAX_STREAM_MILLISECONDS
        if not kind.endswith("_PROXY"):
            problems.append(("responseTransferMode", f"STREAM is for AWS_PROXY and HTTP_PROXY, not {kind}"))
    timeout = inputs.get("timeoutMilliseconds")
    if isinstance(timeout, float) and timeout > limit:
        problems.append(("timeoutMilliseconds", f"is {timeout:g}; it must be from 50 to {limit}"))
    return problems


def _present_integration(answer: Request) -> Request:
    """`httpMethod` is the backend's there and the method's in the inputs; a mock has no backend."""
    shown = {name: value for name, value in answer.items() if name != "httpMethod"}
    return shown if answer.get("type") == "MOCK" else {**shown, "integrationHttpMethod": answer.get("httpMethod")}


METHOD: Final = ResourceType(
    type="aws:apigateway/method:Method",
    service="apigateway",
    create="PutMethod",
    read=(Reading("GetMethod"),),
    update=(
        Change(
            "UpdateMethod",
            patches={
                **{
                    name: Patch(f"/{name}")
                    for name in (
                        "apiKeyRequired", "authorizationScopes", "authorizerId", "operationName", "requestModels",
                        "requestParameters", "requestValidatorId",
                    )
                },
                "authorization": Patch("/authorizationType"),
            },
        ),
    ),
    delete="DeleteMethod",
    id="agm-{restApi}-{resourceId}-{httpMethod}",
    identity=_IDENTITY,
    import_id=("restApi", "resourceId", "httpMethod"),
    attributes={
        "restApi": Attribute("restApiId"),
        "httpMethod": Attribute(exact=_HTTP_METHOD),
        "authorization": Attribute(
            "authorizationType", exact=Exact(allowed=("NONE", "AWS_IAM", "CUSTOM", "COGNITO_USER_POOLS"))
        ),
    },
    check=_check_method,
)  # fmt: skip

METHOD_RESPONSE: Final = ResourceType(
    type="aws:apigateway/methodResponse:MethodResponse",
    service="apigateway",
    create="PutMethodResponse",
    read=(Reading("GetMethodResponse"),),
    update=(
        Change(
            "UpdateMethodResponse",
            patches={name: Patch(f"/{name}") for name in ("responseModels", "responseParameters")},
        ),
    ),
    delete="DeleteMethodResponse",
    id="agmr-{restApi}-{resourceId}-{httpMethod}-{statusCode}",
    identity={**_IDENTITY, "statusCode": "statusCode"},
    import_id=("restApi", "resourceId", "httpMethod", "statusCode"),
    attributes={
        "restApi": Attribute("restApiId"),
        "httpMethod": Attribute(exact=_HTTP_METHOD),
        "statusCode": Attribute(exact=_STATUS),
    },
    check=_check_method_response,
)

INTEGRATION: Final = ResourceType(
    type="aws:apigateway/integration:Integration",
    service="apigateway",
    create="PutIntegration",
    read=(Reading("GetIntegration"),),
    update=(
        Change(
            "UpdateIntegration",
            patches={
                **{
                    name: Patch(f"/{name}")
                    for name in (
                        "cacheNamespace", "connectionId", "connectionType", "contentHandling", "integrationTarget",
                        "requestParameters", "requestTemplates", "responseTransferMode", "tlsConfig", "uri",
                    )
                },
                "cacheKeyParameters": Patch("/cacheKeyParameters", named=True),
                "timeoutMilliseconds": Patch("/timeoutInMillis"),
            },
        ),
    ),
    delete="DeleteIntegration",
    id="agi-{restApi}-{resourceId}-{httpMethod}",
    identity=_IDENTITY,
    import_id=("restApi", "resourceId", "httpMethod"),
    attributes={
        "restApi": Attribute("restApiId"),
        "httpMethod": Attribute(exact=_HTTP_METHOD),
        "integrationHttpMethod": Attribute(exact=_HTTP_METHOD),
        "connectionType": Attribute(default="INTERNET"),
        "passthroughBehavior": Attribute(
            default="WHEN_NO_MATCH", exact=Exact(allowed=("WHEN_NO_MATCH", "WHEN_NO_TEMPLATES", "NEVER"))
        ),
        "timeoutMilliseconds": Attribute(
            "timeoutInMillis", default=29000, exact=Exact(minimum=50, maximum=MAX_STREAM_MILLISECONDS)
        ),
        "responseTransferMode": Attribute(default="BUFFERED"),
    },
    outputs={
        "cacheNamespace": lambda facts: facts.get("cacheNamespace") or facts["resourceId"],
        "passthroughBehavior": lambda facts: facts.get("passthroughBehavior") or "WHEN_NO_MATCH",
        "responseTransferMode": lambda facts: facts.get("responseTransferMode") or "BUFFERED",
    },
    check=_check_integration,
    present=_present_integration,
)  # fmt: skip

INTEGRATION_RESPONSE: Final = ResourceType(
    type="aws:apigateway/integrationResponse:IntegrationResponse",
    service="apigateway",
    create="PutIntegrationResponse",
    read=(Reading("GetIntegrationResponse"),),
    update=(Change("PutIntegrationResponse"),),  # as the real provider does
    delete="DeleteIntegrationResponse",
    id="agir-{restApi}-{resourceId}-{httpMethod}-{statusCode}",
    identity={**_IDENTITY, "statusCode": "statusCode"},
    import_id=("restApi", "resourceId", "httpMethod", "statusCode"),
    attributes={
        "restApi": Attribute("restApiId"),
        "httpMethod": Attribute(exact=_HTTP_METHOD),
        "statusCode": Attribute(exact=_STATUS),
    },
    check=_check_method_response,
)

TYPES: Final = (METHOD, METHOD_RESPONSE, INTEGRATION, INTEGRATION_RESPONSE)
