"""Stacks of any size as other teams have them, always the same: as a stack export of Pulumi and a plan of Terraform.

A block is a REST, an HTTP and a WebSocket API with all that belongs to them; every second block has flaws.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import count, islice
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Iterator

PROJECT = "urn:pulumi:bench::bench::"
_REST, _API = "aws:apigateway/", "aws:apigatewayv2/"
_FORMAT = '{"requestId":"$context.requestId","ip":"$context.identity.sourceIp","status":"$context.status"}'
_ROUTES = 8
Json = dict[str, Any]


@dataclass(frozen=True)
class Generated:
    """One resource: its type and name in Pulumi, its inputs, and the inputs that come from other resources."""

    type: str
    name: str
    inputs: Json
    comes_from: dict[str, Generated] = field(default_factory=dict[str, "Generated"])

    @property
    def urn(self) -> str:
        """Its URN in the stack."""
        return f"{PROJECT}{self.type}::{self.name}"

    @property
    def id(self) -> str:
        """Its id at AWS."""
        return f"{self.name}-id"


def generated(size: int) -> list[Generated]:
    """The first resources of endless blocks."""
    return list(islice((one for number in count() for one in _block(number)), size))


def stack_export(resources: list[Generated]) -> Json:
    """What `pulumi stack export` prints of them."""
    states = [
        {
            "urn": one.urn,
            "custom": True,
            "id": one.id,
            "type": one.type,
            "inputs": one.inputs,
            "outputs": {**one.inputs, "id": one.id},
            "dependencies": [source.urn for source in one.comes_from.values()],
            "propertyDependencies": {key: [source.urn] for key, source in one.comes_from.items()},
        }
        for one in resources
    ]
    return {"version": 3, "deployment": {"manifest": {}, "resources": states}}


def terraform_plan(resources: list[Generated]) -> Json:
    """What `terraform show -json` prints of a plan that makes them."""
    planned = [
        {
            "address": f"{_terraform_type(one.type)}.{_label(one.name)}",
            "mode": "managed",
            "type": _terraform_type(one.type),
            "name": _label(one.name),
            "provider_name": "registry.terraform.io/hashicorp/aws",
            "schema_version": 0,
            "values": _terraform_values(one.inputs),
        }
        for one in resources
    ]
    changes = [
        {**{key: one[key] for key in ("address", "mode", "type", "name", "provider_name")}, "change": _creation(one)}
        for one in planned
    ]
    return {
        "format_version": "1.2",
        "terraform_version": "1.9.0",
        "planned_values": {"root_module": {"resources": planned}},
        "resource_changes": changes,
        "configuration": {"root_module": {"resources": []}},
    }


def _creation(planned: Json) -> Json:
    return {"actions": ["create"], "before": None, "after": planned["values"], "after_unknown": {}}


def _block(number: int) -> Iterator[Generated]:
    flawed = number % 2 == 1
    yield from _rest(f"rest{number}", flawed=flawed)
    yield from _http(f"http{number}", flawed=flawed)
    yield from _socket(f"socket{number}", flawed=flawed)


def _part(kind: str, name: str, inputs: Json, **comes_from: Generated) -> Generated:
    ids = {key: source.id for key, source in comes_from.items()}
    return Generated(kind, name, {**inputs, **ids}, comes_from)


def _rest(name: str, *, flawed: bool) -> Iterator[Generated]:
    api = Generated(f"{_REST}restApi:RestApi", name, {"endpointConfiguration": {"types": "REGIONAL"}})
    yield api
    for number in range(_ROUTES):
        path = _part(f"{_REST}resource:Resource", f"{name}-{number}", {"pathPart": f"things{number}"}, restApi=api)
        method = {"httpMethod": "GET", "authorization": "NONE" if flawed and not number else "AWS_IAM"}
        where = {"restApi": api, "resourceId": path}
        backend = {"httpMethod": "GET", "type": "HTTP_PROXY", "integrationHttpMethod": "GET"}
        url = f"http{'' if flawed else 's'}://backend.example.com/{number}"
        yield path
        yield _part(f"{_REST}method:Method", f"{name}-{number}", method, **where)
        yield _part(f"{_REST}integration:Integration", f"{name}-{number}", {**backend, "uri": url}, **where)
    deployment = _part(f"{_REST}deployment:Deployment", name, {"triggers": {"all": "1"}}, restApi=api)
    yield deployment
    logs = {} if flawed else {"accessLogSettings": {"destinationArn": "arn:aws:logs:x", "format": _FORMAT}}
    staged = {"stageName": f"live-{name}", "xrayTracingEnabled": not flawed, **logs}
    stage = _part(f"{_REST}stage:Stage", name, staged, restApi=api, deployment=deployment)
    yield stage
    settings = {"throttlingRateLimit": 100, "throttlingBurstLimit": 200, "loggingLevel": "ERROR"}
    given = {"methodPath": "*/*", "stageName": staged["stageName"], "settings": {} if flawed else settings}
    yield _part(f"{_REST}methodSettings:MethodSettings", name, given, restApi=api)
    domain = {"domainName": f"{name}.example.com", "securityPolicy": "TLS_1_0" if flawed else "TLS_1_2"}
    yield Generated(f"{_REST}domainName:DomainName", name, {**domain, "regionalCertificateArn": "arn:aws:acm:x"})


def _http(name: str, *, flawed: bool) -> Iterator[Generated]:
    api = Generated(f"{_API}api:Api", name, {"protocolType": "HTTP", "name": name})
    yield api
    jwt = {"issuer": "https://login.example.com/", "audiences": ["things"]}
    asks = {"authorizerType": "JWT", "identitySources": ["$request.header.Authorization"], "jwtConfiguration": jwt}
    authorizer = _part(f"{_API}authorizer:Authorizer", name, asks, apiId=api)
    yield authorizer
    for number in range(_ROUTES):
        backend = {"integrationType": "HTTP_PROXY", "integrationUri": f"https://backend.example.com/{number}"}
        integration = _part(f"{_API}integration:Integration", f"{name}-{number}", backend, apiId=api)
        yield integration
        route = {"routeKey": f"GET /things{number}", "target": f"integrations/{integration.id}"}
        if flawed and not number:
            yield _part(f"{_API}route:Route", f"{name}-{number}", route, apiId=api)
        else:
            asked = {**route, "authorizationType": "JWT", "authorizationScopes": ["things/read"]}
            yield _part(f"{_API}route:Route", f"{name}-{number}", asked, apiId=api, authorizerId=authorizer)
    yield _stage(name, api, {}, flawed=flawed)
    function = {"function": name, "action": "lambda:InvokeFunction", "principal": "apigateway.amazonaws.com"}
    source = {} if flawed else {"sourceArn": f"arn:aws:execute-api:us-east-1:111122223333:{api.id}/*/*"}
    yield Generated("aws:lambda/permission:Permission", name, {**function, **source})


def _socket(name: str, *, flawed: bool) -> Iterator[Generated]:
    api = Generated(f"{_API}api:Api", name, {"protocolType": "WEBSOCKET", "name": name})
    yield api
    authorization = {} if flawed else {"authorizationType": "AWS_IAM"}
    yield _part(f"{_API}route:Route", f"{name}-connect", {"routeKey": "$connect", **authorization}, apiId=api)
    yield _part(f"{_API}route:Route", f"{name}-default", {"routeKey": "$default"}, apiId=api)
    yield _stage(name, api, {"loggingLevel": "ERROR"}, flawed=flawed)


def _stage(name: str, api: Generated, more: Json, *, flawed: bool) -> Generated:
    safe = {
        "accessLogSettings": {"destinationArn": "arn:aws:logs:x", "format": _FORMAT},
        "defaultRouteSettings": {"throttlingRateLimit": 100, "throttlingBurstLimit": 200, **more},
    }
    return _part(
        f"{_API}stage:Stage", name, {"name": "live", "autoDeploy": True, **({} if flawed else safe)}, apiId=api
    )


def _terraform_type(kind: str) -> str:
    """`aws:apigateway/restApi:RestApi` is `aws_api_gateway_rest_api`."""
    module, _, name = kind.removeprefix("aws:").partition("/")
    prefix = {"apigateway": "api_gateway"}.get(module, module)
    return f"aws_{prefix}_{_snake(name.rpartition(':')[2])}"


def _terraform_values(inputs: Json) -> Json:
    """Names in snake case, and each block as a list of one."""
    names = {"restApi": "rest_api_id", "deployment": "deployment_id", "function": "function_name"}
    return {
        names.get(key, _snake(key)): [_terraform_values(cast("Json", value))] if isinstance(value, dict) else value
        for key, value in inputs.items()
    }


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def _label(name: str) -> str:
    return name.replace("-", "_")
