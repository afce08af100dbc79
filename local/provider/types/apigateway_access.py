"""Amazon API Gateway V1: who may call, and how much: authorizers, API keys and usage plans.

https://docs.aws.amazon.com/apigateway/latest/api/API_UsagePlan.html
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from local.provider.patches import text_of
from local.provider.resource_type import Attribute, Change, Exact, Naming, Patch, Reading, ResourceType, Tagging
from local.provider.values import Unknown, object_of, objects_of

if TYPE_CHECKING:
    from local.provider.resource_type import PatchOperation, Problem, Request
    from local.provider.values import Properties, Value

_NOT_NEGATIVE: Final = Attribute(default=0.0, exact=Exact(minimum=0))
_SOURCE: Final = re.compile(
    r"method\.request\.(header|querystring|multivaluequerystring|multivalueheader)\.[\w!#$%&'*+.^`|~-]+"
    r"|stageVariables\.\w+|context\.[\w.]+"
)
_TOKEN_SOURCE: Final = re.compile(r"method\.request\.header\.[\w!#$%&'*+.^`|~-]+")
_DEFAULT_SOURCE: Final = "method.request.header.Authorization"
_LAST_OFFSET: Final = {"DAY": 0, "WEEK": 6, "MONTH": 27}


def _check_authorizer(inputs: Properties) -> list[Problem]:
    """What an authorizer needs together: https://docs.aws.amazon.com/apigateway/latest/api/API_CreateAuthorizer.html."""
    kind = inputs.get("type", "TOKEN")
    if isinstance(kind, Unknown):
        return []
    problems: list[Problem] = []
    needed = "providerArns" if kind == "COGNITO_USER_POOLS" else "authorizerUri"
    if not inputs.get(needed):
        problems.append((needed, f"is required by an authorizer of type {kind}"))
    if kind != "TOKEN" and inputs.get("identityValidationExpression"):
        problems.append(("identityValidationExpression", f"is for authorizers of type TOKEN, not {kind}"))
    source, ttl = inputs.get("identitySource"), inputs.get("authorizerResultTtlInSeconds", 300)
    if kind == "REQUEST" and not source and ttl != 0:
        problems.append(("identitySource", "is required by an authorizer of type REQUEST whose results are cached"))
    if isinstance(source, str) and source:
        pattern = _SOURCE if kind == "REQUEST" else _TOKEN_SOURCE
        wrong = [part.strip() for part in source.split(",") if not pattern.fullmatch(part.strip())]
        form = "method.request.header.<name>" + (" (or querystring, stageVariables, context)" * (kind == "REQUEST"))
        problems += [("identitySource", f"has {part!r}; a source is written as {form}") for part in wrong]
    return problems


def _amend_authorizer(operation: str, request: Request, inputs: Properties, state: Properties) -> Request:
    """AWS asks for the type that the provider lets a program leave out."""
    del inputs, state
    return {"type": "TOKEN", **request} if operation == "CreateAuthorizer" else request


def _check_usage_plan(inputs: Properties) -> list[Problem]:
    quota = object_of(inputs.get("quotaSettings"))
    last, offset = _LAST_OFFSET.get(quota.get("period", "")), quota.get("offset") or 0
    if last is None or isinstance(offset, Unknown) or offset <= last:
        return []
    return [("quotaSettings.offset", f"is {offset:g}; it must be from 0 to {last} for the period {quota['period']}")]


def _stage_operations(before: Value, wanted: Value) -> list[PatchOperation]:
    """A stage that has changed is detached and attached anew, since its limits cannot be taken away one by one."""
    known, new = objects_of(before), objects_of(wanted)
    operations: list[PatchOperation] = [
        {"op": "remove", "path": "/apiStages", "value": _stage_key(stage)} for stage in known if stage not in new
    ]
    for stage in new:
        if stage in known:
            continue
        key = _stage_key(stage)
        operations.append({"op": "add", "path": "/apiStages", "value": key})
        for throttle in objects_of(stage.get("throttles")):
            pointer = f"/apiStages/{key}/throttle/{throttle['path']}"
            operations += [
                {"op": "replace", "path": f"{pointer}/{name}", "value": text_of(throttle.get(name) or 0)}
                for name in ("rateLimit", "burstLimit")
            ]
    return operations


def _stage_key(stage: Properties) -> str:
    return f"{stage['apiId']}:{stage['stage']}"


AUTHORIZER: Final = ResourceType(
    type="aws:apigateway/authorizer:Authorizer",
    service="apigateway",
    create="CreateAuthorizer",
    read=(Reading("GetAuthorizer"),),
    update=(
        Change(
            "UpdateAuthorizer",
            patches={
                **{
                    name: Patch(f"/{name}")
                    for name in (
                        "authorizerCredentials", "authorizerResultTtlInSeconds", "authorizerUri", "identitySource",
                        "identityValidationExpression", "name", "type",
                    )
                },
                "providerArns": Patch("/providerARNs"),
            },
        ),
    ),
    delete="DeleteAuthorizer",
    id="{id}",
    identity={"restApiId": "restApi", "authorizerId": "id"},
    import_id=("restApi", "id"),
    attributes={
        "restApi": Attribute("restApiId"),
        "name": Attribute(exact=Exact(minimum=1, maximum=128)),
        "type": Attribute(default="TOKEN"),
        "identitySource": Attribute(default=_DEFAULT_SOURCE),
        "authorizerResultTtlInSeconds": Attribute(default=300.0, exact=Exact(minimum=0, maximum=3600)),
        "authorizerUri": Attribute(
            exact=Exact(
                pattern=r"|arn:[\w-]+:apigateway:[\w-]+:lambda:path/.+/invocations",
                meaning="it is the invoke ARN of a function: arn:aws:apigateway:<region>:lambda:path/…/invocations",
            )
        ),
        "authorizerCredentials": Attribute(arn=True),
    },
    outputs={"arn": "arn:{partition}:apigateway:{region}::/restapis/{restApi}/authorizers/{id}"},
    naming=Naming(max_length=128),
    check=_check_authorizer,
    amend=_amend_authorizer,
)  # fmt: skip

API_KEY: Final = ResourceType(
    type="aws:apigateway/apiKey:ApiKey",
    service="apigateway",
    create="CreateApiKey",
    read=(Reading("GetApiKey", request={"includeValue": True}),),
    update=(
        Change(
            "UpdateApiKey",
            patches={name: Patch(f"/{name}") for name in ("customerId", "description", "enabled", "name")},
        ),
    ),
    delete="DeleteApiKey",
    id="{id}",
    identity={"apiKey": "id"},
    attributes={
        "enabled": Attribute(default=True),
        "value": Attribute(exact=Exact(minimum=20, maximum=128)),
    },
    outputs={"arn": "arn:{partition}:apigateway:{region}::/apikeys/{id}"},
    unsettled=frozenset({"lastUpdatedDate"}),
    naming=Naming(max_length=1024),
    tags=Tagging(member="", listing="GetTags"),  # the tags of the creation would not be those that can be changed
)

USAGE_PLAN: Final = ResourceType(
    type="aws:apigateway/usagePlan:UsagePlan",
    service="apigateway",
    create="CreateUsagePlan",
    read=(Reading("GetUsagePlan"),),
    update=(
        Change(
            "UpdateUsagePlan",
            patches={
                **{name: Patch(f"/{name}") for name in ("description", "name", "productCode")},
                "apiStages": Patch("/apiStages", operations=_stage_operations),
                "quotaSettings": Patch("/quota"),
                "throttleSettings": Patch("/throttle"),
            },
        ),
    ),
    delete="DeleteUsagePlan",
    id="{id}",
    identity={"usagePlanId": "id"},
    attributes={
        "quotaSettings": Attribute("quota"),
        "quotaSettings.limit": Attribute(exact=Exact(minimum=0)),
        "quotaSettings.offset": _NOT_NEGATIVE,
        "throttleSettings": Attribute("throttle"),
        "throttleSettings.burstLimit": _NOT_NEGATIVE,
        "throttleSettings.rateLimit": _NOT_NEGATIVE,
        "apiStages.throttles": Attribute("throttle", keyed_by="path"),
        "apiStages.throttles.path": Attribute(
            exact=Exact(
                pattern=r"/.*/(?:ANY|DELETE|GET|HEAD|OPTIONS|PATCH|POST|PUT|\*)",
                meaning="it is <path>/<method>, as /orders/{id}/GET",
            )
        ),
        "apiStages.throttles.burstLimit": _NOT_NEGATIVE,
        "apiStages.throttles.rateLimit": _NOT_NEGATIVE,
    },
    outputs={"arn": "arn:{partition}:apigateway:{region}::/usageplans/{id}"},
    naming=Naming(max_length=1024),
    tags=Tagging(member="", listing="GetTags"),  # the tags of the creation would not be those that can be changed
    check=_check_usage_plan,
)

USAGE_PLAN_KEY: Final = ResourceType(
    type="aws:apigateway/usagePlanKey:UsagePlanKey",
    service="apigateway",
    create="CreateUsagePlanKey",
    read=(Reading("GetUsagePlanKey"),),
    delete="DeleteUsagePlanKey",
    id="{keyId}",
    identity={"usagePlanId": "usagePlanId", "keyId": "keyId"},
    import_id=("usagePlanId", "keyId"),
    attributes={"keyType": Attribute(("keyType", "type"), exact=Exact(allowed=("API_KEY",)))},
)

TYPES: Final = (AUTHORIZER, API_KEY, USAGE_PLAN, USAGE_PLAN_KEY)
