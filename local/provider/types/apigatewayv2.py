"""Amazon API Gateway V2: HTTP and WebSocket APIs.

https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from local.provider.resource_type import Attribute, Change, Exact, Naming, Reading, ResourceType, Tagging
from local.provider.values import Unknown

if TYPE_CHECKING:
    from local.provider.resource_type import Problem, Request
    from local.provider.values import Properties

_TAGS: Final = Tagging(listing="GetTags")  # `GetApi` and `GetStage` show the tags of the creation only
_PRIVATE: Final = re.compile(
    r"arn:[\w-]+:elasticloadbalancing:.*:listener/.+|arn:[\w-]+:servicediscovery:.*:service/.+"
)
_NOT_NEGATIVE: Final = Attribute(exact=Exact(minimum=0))
_STAGE_NAME: Final = Exact(
    pattern=r"\$default|[A-Za-z0-9_-]{1,128}",
    meaning="a stage is called $default, or by 1 to 128 letters, digits, hyphens and underscores",
)


def _api_endpoint(facts: Properties) -> str:
    """The address at which the emulator answers for the API, in the scheme of its protocol."""
    url = f"{facts['emulator']}/_api/{facts['id']}"
    return url.replace("http", "ws", 1) if facts.get("protocolType") == "WEBSOCKET" else url


def _invoke_url(facts: Properties) -> str:
    """The address of a stage, in the scheme of its API's protocol."""
    endpoint = _api_endpoint({**facts, "id": facts["apiId"], "protocolType": facts["ProtocolType"]})
    return f"{endpoint}/" if facts["name"] == "$default" else f"{endpoint}/{facts['name']}"


def _protocol(answer: Request, facts: Properties) -> Request:
    del facts
    return {"ProtocolType": answer["ProtocolType"]}


def _api_arn(facts: Properties) -> str:
    return f"arn:{facts['partition']}:apigateway:{facts['region']}::/apis/{facts['id']}"


def _check_api(inputs: Properties) -> list[Problem]:
    if inputs.get("protocolType") != "WEBSOCKET":
        return []
    return [(name, "is for HTTP APIs only") for name in ("corsConfiguration", "target", "routeKey") if inputs.get(name)]


def _check_integration(inputs: Properties) -> list[Problem]:
    """https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-private.html."""
    connection, uri = inputs.get("connectionType", "INTERNET"), inputs.get("integrationUri")
    if isinstance(connection, Unknown):
        return []
    if connection != "VPC_LINK":
        reason = f"is for connectionType VPC_LINK, not {connection}"
        return [("connectionId", reason)] if inputs.get("connectionId") else []
    problems: list[Problem] = []
    if not inputs.get("connectionId"):
        problems.append(("connectionId", "is required by connectionType VPC_LINK: the id of the link"))
    if inputs.get("integrationType") not in {"HTTP_PROXY", "HTTP"} and isinstance(inputs.get("integrationType"), str):
        problems.append(("integrationType", f"is {inputs['integrationType']}; through a link it is HTTP_PROXY"))
    if isinstance(uri, str) and uri.startswith("arn:") and not _PRIVATE.fullmatch(uri):
        reason = f"is {uri!r}; a link leads to the ARN of a listener, or of a service of Cloud Map"
        problems.append(("integrationUri", reason))
    return problems


def _check_authorizer(inputs: Properties) -> list[Problem]:
    needed = {"JWT": "jwtConfiguration", "REQUEST": "authorizerUri"}.get(inputs["authorizerType"])
    if needed and needed not in inputs:
        return [(needed, f"is required by an authorizer of type {inputs['authorizerType']}")]
    return []


def _amend_authorizer(operation: str, request: Request, inputs: Properties, state: Properties) -> Request:
    """Identity sources are required by botocore even where AWS lets a program leave them out."""
    del inputs, state
    if operation == "CreateAuthorizer":
        request.setdefault("IdentitySource", [])
    return request


def _present_authorizer(answer: Request) -> Request:
    """The emulator shows a payload format for every authorizer; AWS has none for those of type JWT."""
    if answer["AuthorizerType"] != "JWT":
        return answer
    return {name: value for name, value in answer.items() if name != "AuthorizerPayloadFormatVersion"}


API: Final = ResourceType(
    type="aws:apigatewayv2/api:Api",
    service="apigatewayv2",
    create="CreateApi",
    read=(Reading("GetApi"),),
    update=(Change("UpdateApi"),),
    delete="DeleteApi",
    id="{ApiId}",
    identity={"ApiId": "id"},
    attributes={
        "body": Attribute(refused="the emulator imports no OpenAPI document; declare the routes as resources"),
        "failOnWarnings": Attribute(refused="it steers the import of `body`"),
        "target": Attribute(refused="the emulator makes no quick-create route; declare integration, route and stage"),
        "routeKey": Attribute(refused="it belongs to quick create (`target`)"),
        "credentialsArn": Attribute(refused="it belongs to quick create (`target`)"),
        "ipAddressType": Attribute(unechoed=True, default="ipv4"),
        "name": Attribute(exact=Exact(minimum=1, maximum=128)),
        "description": Attribute(exact=Exact(maximum=1024)),
        "version": Attribute(exact=Exact(minimum=1, maximum=64)),
        "protocolType": Attribute(replaces=True),
        "corsConfiguration": Attribute(removal="DeleteCorsConfiguration"),
        "apiKeySelectionExpression": Attribute(default="$request.header.x-api-key"),
        "routeSelectionExpression": Attribute(default="$request.method $request.path"),
    },
    outputs={
        "arn": _api_arn,
        "apiEndpoint": _api_endpoint,
        "executionArn": "arn:{partition}:execute-api:{region}:{account}:{id}",
    },
    naming=Naming(max_length=128),
    tags=_TAGS,
    check=_check_api,
)

ROUTE: Final = ResourceType(
    type="aws:apigatewayv2/route:Route",
    service="apigatewayv2",
    create="CreateRoute",
    read=(Reading("GetRoute"),),
    update=(Change("UpdateRoute"),),
    delete="DeleteRoute",
    id="{RouteId}",
    identity={"ApiId": "apiId", "RouteId": "id"},
    import_id=("apiId", "id"),
    attributes={
        "authorizationType": Attribute(default="NONE"),
        "requestParameters": Attribute(keyed_by="requestParameterKey"),
        "operationName": Attribute(exact=Exact(minimum=1, maximum=64)),
    },
)

INTEGRATION: Final = ResourceType(
    type="aws:apigatewayv2/integration:Integration",
    service="apigatewayv2",
    create="CreateIntegration",
    read=(Reading("GetIntegration"),),
    update=(Change("UpdateIntegration"),),
    delete="DeleteIntegration",
    id="{IntegrationId}",
    identity={"ApiId": "apiId", "IntegrationId": "id"},
    import_id=("apiId", "id"),
    attributes={
        "timeoutMilliseconds": Attribute("TimeoutInMillis", default=30000),
        "responseParameters": Attribute(keyed_by="statusCode"),
        "integrationType": Attribute(replaces=True),
        "connectionType": Attribute(default="INTERNET"),
        "payloadFormatVersion": Attribute(default="1.0", exact=Exact(allowed=("1.0", "2.0"))),
    },
    check=_check_integration,
)

STAGE: Final = ResourceType(
    type="aws:apigatewayv2/stage:Stage",
    service="apigatewayv2",
    create="CreateStage",
    read=(Reading("GetStage"), Reading("GetApi", select=_protocol)),
    update=(Change("UpdateStage"),),
    delete="DeleteStage",
    id="{StageName}",
    identity={"ApiId": "apiId", "StageName": "name"},
    import_id=("apiId", "name"),
    attributes={
        "name": Attribute("StageName", exact=_STAGE_NAME),
        "description": Attribute(exact=Exact(maximum=1024)),
        "routeSettings": Attribute(keyed_by="routeKey"),
        "defaultRouteSettings.throttlingBurstLimit": _NOT_NEGATIVE,
        "defaultRouteSettings.throttlingRateLimit": _NOT_NEGATIVE,
        "routeSettings.throttlingBurstLimit": _NOT_NEGATIVE,
        "routeSettings.throttlingRateLimit": _NOT_NEGATIVE,
    },
    outputs={
        "arn": "arn:{partition}:apigateway:{region}::/apis/{apiId}/stages/{name}",
        "executionArn": "arn:{partition}:execute-api:{region}:{account}:{apiId}/{name}",
        "invokeUrl": _invoke_url,
    },
    naming=Naming(max_length=128),
    tags=_TAGS,
)

AUTHORIZER: Final = ResourceType(
    type="aws:apigatewayv2/authorizer:Authorizer",
    service="apigatewayv2",
    create="CreateAuthorizer",
    read=(Reading("GetAuthorizer"),),
    update=(Change("UpdateAuthorizer"),),
    delete="DeleteAuthorizer",
    id="{AuthorizerId}",
    identity={"ApiId": "apiId", "AuthorizerId": "id"},
    import_id=("apiId", "id"),
    attributes={
        "name": Attribute(exact=Exact(minimum=1, maximum=128)),
        "identitySources": Attribute("IdentitySource"),
        "authorizerPayloadFormatVersion": Attribute(exact=Exact(allowed=("1.0", "2.0"))),
        "authorizerUri": Attribute(exact=Exact(minimum=1, maximum=2048)),
        "jwtConfiguration.audiences": Attribute("Audience"),
        "authorizerType": Attribute(replaces=True),
    },
    naming=Naming(max_length=128),
    check=_check_authorizer,
    amend=_amend_authorizer,
    present=_present_authorizer,
)

DEPLOYMENT: Final = ResourceType(
    type="aws:apigatewayv2/deployment:Deployment",
    service="apigatewayv2",
    create="CreateDeployment",
    read=(Reading("GetDeployment"),),
    delete="DeleteDeployment",
    id="{DeploymentId}",
    identity={"ApiId": "apiId", "DeploymentId": "id"},
    import_id=("apiId", "id"),
    attributes={
        "triggers": Attribute(local=True, replaces=True),
        # AWS can change it; the emulator has no `UpdateDeployment`, so here it makes a new deployment.
        "description": Attribute(exact=Exact(maximum=1024)),
    },
    outputs={"autoDeployed": lambda facts: bool(facts.get("autoDeployed"))},
)

TYPES: Final = (API, ROUTE, INTEGRATION, STAGE, AUTHORIZER, DEPLOYMENT)
