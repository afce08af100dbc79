"""Amazon API Gateway V1: deployments, stages and the settings of a stage's methods.

https://docs.aws.amazon.com/apigateway/latest/api/API_Stage.html
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from local.provider.emulator_client import AwsError
from local.provider.patches import pointer_token
from local.provider.resource_type import Attribute, Change, Exact, Patch, Reading, ResourceType, Tagging
from local.provider.values import as_dict, object_of

if TYPE_CHECKING:
    from local.provider.resource_type import Call, Problem, Request
    from local.provider.values import Properties

_STAGE_NAME: Final = Exact(
    pattern=r"[A-Za-z0-9_-]{1,128}", meaning="a stage is called by 1 to 128 letters, digits, hyphens and underscores"
)
_METHOD_PATH: Final = Exact(
    pattern=r"\*/\*|(?:[^*]*/)(?:ANY|DELETE|GET|HEAD|OPTIONS|PATCH|POST|PUT|\*)",
    meaning="it is */* for every method of the stage, or <path without its first slash>/<method>, as orders/{id}/GET",
)
_VARIABLE_NAME: Final = re.compile(r"[A-Za-z0-9_]+")
_VARIABLE_VALUE: Final = re.compile(r"[A-Za-z0-9\-._~:/?#&=,]*")
_UNSET: Final = -1
"""A throttle of the real provider that says that there is none."""


def _refuse_while_active(operation: str, call: Call, request: Request, state: Properties) -> None:
    """AWS keeps a deployment that a stage points at; the emulator does not."""
    del state
    if operation != "DeleteDeployment":
        return
    stages: list[Any] = call("GetStages", {"restApiId": request["restApiId"]}).get("item") or []
    active = [stage["stageName"] for stage in stages if stage.get("deploymentId") == request["deploymentId"]]
    if active:
        reason = f"Active stages pointing to this deployment must be moved or deleted: {', '.join(active)}"
        raise AwsError(operation, "BadRequestException", reason)


def _variable_problems(inputs: Properties) -> list[Problem]:
    problems: list[Problem] = []
    for name, value in object_of(inputs.get("variables")).items():
        if not _VARIABLE_NAME.fullmatch(name):
            problems.append(("variables", f"has the name {name!r}; a name has letters, digits and underscores only"))
        if isinstance(value, str) and not _VARIABLE_VALUE.fullmatch(value):
            reason = f"is {value!r}; a value has letters, digits and -._~:/?#&=, only"
            problems.append((f'variables["{name}"]', reason))
    return problems


def _path_key(method_path: str) -> tuple[str, str]:
    """Path and method of a method path, which may have the slashes of the path written as `~1`."""
    path, _, method = method_path.rpartition("/")
    return path.replace("~1", "/"), method


def _pointer(facts: Properties) -> str:
    path, method = _path_key(facts["methodPath"])
    return f"/{pointer_token(path)}/{method}"


def _these_settings(answer: Request, facts: Properties) -> Request | None:
    path, method = _path_key(facts["methodPath"])
    for key, entry in object_of(answer.get("methodSettings")).items():
        known_path, known_method = _path_key(key)
        if (known_path.strip("/"), known_method) == (path.strip("/"), method):
            return {"settings": entry}
    return None


def _amend_settings(operation: str, request: Request, inputs: Properties, state: Properties) -> Request:
    """Settings go as they come, by a change of their stage."""
    del inputs
    if operation == "UpdateStage" and "patchOperations" not in request:
        return {**request, "patchOperations": [{"op": "remove", "path": _pointer(state)}]}
    return request


def _without_unset(inputs: Properties) -> Properties:
    settings = as_dict(inputs.get("settings"))
    if settings is None:
        return inputs
    return {**inputs, "settings": {name: value for name, value in settings.items() if value != _UNSET}}


DEPLOYMENT: Final = ResourceType(
    type="aws:apigateway/deployment:Deployment",
    service="apigateway",
    create="CreateDeployment",
    read=(Reading("GetDeployment"),),
    update=(Change("UpdateDeployment", patches={"description": Patch("/description")}),),
    delete="DeleteDeployment",
    id="{id}",
    identity={"restApiId": "restApi", "deploymentId": "id"},
    import_id=("restApi", "id"),
    attributes={
        "restApi": Attribute("restApiId"),
        "triggers": Attribute(local=True, replaces=True),
        "variables": Attribute(unechoed=True, replaces=True),  # AWS passes them on to a stage
    },
    first=_refuse_while_active,
    check=_variable_problems,
)

STAGE: Final = ResourceType(
    type="aws:apigateway/stage:Stage",
    service="apigateway",
    create="CreateStage",
    read=(Reading("GetStage"),),
    update=(
        Change(
            "UpdateStage",
            patches={
                **{
                    name: Patch(f"/{name}")
                    for name in (
                        "accessLogSettings", "cacheClusterEnabled", "cacheClusterSize", "clientCertificateId",
                        "description", "documentationVersion",
                    )
                },
                **{name: Patch(f"/{name}", adding="replace") for name in ("canarySettings", "variables")},
                "deployment": Patch("/deploymentId"),
                "xrayTracingEnabled": Patch("/tracingEnabled"),
            },
        ),
    ),
    delete="DeleteStage",
    id="ags-{restApi}-{stageName}",
    identity={"restApiId": "restApi", "stageName": "stageName"},
    import_id=("restApi", "stageName"),
    attributes={
        "restApi": Attribute("restApiId"),
        "deployment": Attribute("deploymentId"),
        "stageName": Attribute(exact=_STAGE_NAME),
        "xrayTracingEnabled": Attribute("tracingEnabled"),
        "canarySettings.percentTraffic": Attribute(default=0.0, exact=Exact(minimum=0, maximum=100)),
    },
    outputs={
        "arn": "arn:{partition}:apigateway:{region}::/restapis/{restApi}/stages/{stageName}",
        "executionArn": "arn:{partition}:execute-api:{region}:{account}:{restApi}/{stageName}",
        "invokeUrl": "{emulator}/_api/{restApi}/{stageName}",
        "webAclArn": lambda facts: facts.get("webAclArn", ""),
    },
    tags=Tagging(member="", listing="GetTags"),  # the tags of the creation would not be those that can be changed
    check=_variable_problems,
)  # fmt: skip

METHOD_SETTINGS: Final = ResourceType(
    type="aws:apigateway/methodSettings:MethodSettings",
    service="apigateway",
    create="GetStage",  # the settings are members of their stage, which has to be there
    read=(Reading("GetStage", select=_these_settings),),
    update=(
        Change(
            "UpdateStage",
            patches={
                "settings": Patch(
                    _pointer,
                    fields={
                        "metricsEnabled": "metrics/enabled",
                        "loggingLevel": "logging/loglevel",
                        "dataTraceEnabled": "logging/dataTrace",
                        "throttlingBurstLimit": "throttling/burstLimit",
                        "throttlingRateLimit": "throttling/rateLimit",
                        "cachingEnabled": "caching/enabled",
                        "cacheTtlInSeconds": "caching/ttlInSeconds",
                        "cacheDataEncrypted": "caching/dataEncrypted",
                        "requireAuthorizationForCacheControl": "caching/requireAuthorizationForCacheControl",
                        "unauthorizedCacheControlHeaderStrategy": "caching/unauthorizedCacheControlHeaderStrategy",
                    },
                )
            },
        ),
    ),
    delete="UpdateStage",
    id="{restApi}-{stageName}-{methodPath}",
    identity={"restApiId": "restApi", "stageName": "stageName", "methodPath": "methodPath"},
    import_id=("restApi", "stageName", "methodPath"),
    attributes={
        "restApi": Attribute("restApiId"),
        "stageName": Attribute(exact=_STAGE_NAME),
        "methodPath": Attribute(exact=_METHOD_PATH),
        "settings.loggingLevel": Attribute(default="OFF", exact=Exact(allowed=("OFF", "ERROR", "INFO"))),
        "settings.throttlingBurstLimit": Attribute(default=5000.0, exact=Exact(minimum=_UNSET)),
        "settings.throttlingRateLimit": Attribute(default=10000.0, exact=Exact(minimum=_UNSET)),
        "settings.cacheTtlInSeconds": Attribute(default=300.0, exact=Exact(minimum=0, maximum=3600)),
        "settings.requireAuthorizationForCacheControl": Attribute(default=True),
        "settings.unauthorizedCacheControlHeaderStrategy": Attribute(
            default="SUCCEED_WITH_RESPONSE_HEADER",
            exact=Exact(allowed=("FAIL_WITH_403", "SUCCEED_WITH_RESPONSE_HEADER", "SUCCEED_WITHOUT_RESPONSE_HEADER")),
        ),
    },
    amend=_amend_settings,
    prepare=_without_unset,
)

TYPES: Final = (DEPLOYMENT, STAGE, METHOD_SETTINGS)
