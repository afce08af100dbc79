"""AWS Lambda.

https://docs.aws.amazon.com/lambda/latest/api/
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from local.provider.assets import sha256_base64
from local.provider.places import found_in
from local.provider.resource_type import Attribute, Change, Exact, Naming, Reading, ResourceType, Tagging
from local.provider.values import Archive, as_dict

if TYPE_CHECKING:
    from local.provider.resource_type import Problem, Request
    from local.provider.values import Properties

_CODE_SOURCES: Final = ("code", "s3Bucket", "imageUri")
_NAME_MEANING: Final = "a function is called by 1 to 64 letters, digits, hyphens and underscores"


def _check_function(inputs: Properties) -> list[Problem]:
    """What a function needs together: https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html."""
    problems: list[Problem] = []
    package = inputs.get("packageType", "Zip")
    if package == "Image":
        problems += [
            (name, "is for zip packages only") for name in ("code", "handler", "runtime", "layers") if inputs.get(name)
        ]
    elif package == "Zip":
        missing = [name for name in ("handler", "runtime") if not inputs.get(name)]
        problems += [(name, "is required by a function in a zip package") for name in missing]
    if not any(inputs.get(name) for name in _CODE_SOURCES):
        problems.append(("code", "is required: give `code`, `s3Bucket` with `s3Key`, or `imageUri`"))
    if inputs.get("s3Bucket") and not inputs.get("s3Key"):
        problems.append(("s3Key", "is required with `s3Bucket`"))
    return problems


def _without_unreserved(inputs: Properties) -> Properties:
    """Minus one says that no concurrency is reserved, as absence does."""
    return {name: value for name, value in inputs.items() if name != "reservedConcurrentExecutions" or value != -1}


def _amend_function(operation: str, request: Request, inputs: Properties, state: Properties) -> Request | None:
    if operation == "CreateFunction":
        return {**request, "Publish": True} if inputs.get("publish") else request
    if operation == "UpdateFunctionCode" and isinstance(inputs.get("code"), Archive):
        # The same bytes are not sent twice: a change of the source hash alone must not make a version.
        same = sha256_base64(request["ZipFile"]) == state.get("codeSha256")
        same = same and inputs.get("architectures") in (None, state.get("architectures"))
        return None if same else request
    if operation == "PublishVersion":
        return {"FunctionName": request["FunctionName"]} if inputs.get("publish") else None
    if operation == "DeleteFunction" and state.get("skipDestroy"):
        return None
    return request


def _present_function(answer: Request) -> Request:
    """Without the structures that only say that there is no VPC and no SnapStart, and with the latest version."""
    shown = dict(answer)
    if not shown.get("VpcConfig", {}).get("SubnetIds"):
        shown.pop("VpcConfig", None)
    if shown.get("SnapStart", {}).get("ApplyOn") == "None":
        del shown["SnapStart"]
    shown["ImageConfig"] = shown.get("ImageConfigResponse", {}).get("ImageConfig")
    shown["Version"] = shown.get("LatestVersion", "$LATEST")
    return shown


def _latest_version(answer: Request, facts: Properties) -> Request:
    del facts
    numbers = [int(version["Version"]) for version in answer["Versions"] if version["Version"].isdigit()]
    return {"LatestVersion": str(max(numbers))} if numbers else {}


def _invoke_arn(arn: str, facts: Properties, date: str = "2015-03-31", action: str = "invocations") -> str:
    """The ARN by which API Gateway calls a function."""
    return f"arn:{facts['partition']}:apigateway:{facts['region']}:lambda:path/{date}/functions/{arn}/{action}"


_STEERING: Final = {
    name: Attribute(local=True)
    for name in (
        "skipDestroy", "replaceSecurityGroupsOnDestroy", "replacementSecurityGroupIds",
        "useResourceTimeoutForPropagation", "sourceCodeHash", "publish",
    )
}  # fmt: skip

FUNCTION: Final = ResourceType(
    type="aws:lambda/function:Function",
    service="lambda",
    create="CreateFunction",
    read=(
        Reading("GetFunction", at="Configuration"),
        Reading("ListVersionsByFunction", select=_latest_version, optional=True),
    ),
    update=(
        Change("UpdateFunctionConfiguration"),
        Change("UpdateFunctionCode"),
        Change("PutFunctionConcurrency"),
        Change("PublishVersion", always=True),
    ),
    delete="DeleteFunction",
    id="{name}",
    identity={"FunctionName": "name"},
    import_id=("name",),
    attributes={
        **_STEERING,
        "name": Attribute("FunctionName", exact=Exact(maximum=64, pattern="[A-Za-z0-9_-]+", meaning=_NAME_MEANING)),
        "arn": Attribute("FunctionArn"),
        "role": Attribute(arn=True),
        "code": Attribute(("Code.ZipFile", "ZipFile"), unechoed=True),
        "s3Bucket": Attribute(("Code.S3Bucket", "S3Bucket"), unechoed=True),
        "s3Key": Attribute(("Code.S3Key", "S3Key"), unechoed=True),
        "s3ObjectVersion": Attribute(("Code.S3ObjectVersion", "S3ObjectVersion"), unechoed=True),
        "imageUri": Attribute(("Code.ImageUri", "ImageUri"), unechoed=True),
        "sourceKmsKeyArn": Attribute(("Code.SourceKMSKeyArn", "SourceKMSKeyArn"), unechoed=True),
        "codeSha256": Attribute(replaces=False),
        "sourceCodeSize": Attribute("CodeSize"),
        "packageType": Attribute(default="Zip", replaces=True),
        "timeout": Attribute(default=3, exact=Exact(minimum=1, maximum=900)),
        "memorySize": Attribute(default=128, exact=Exact(minimum=128, maximum=10240)),
        "ephemeralStorage.size": Attribute(exact=Exact(minimum=512, maximum=10240)),
        "environment": Attribute(default={"variables": {}}),
        "vpcConfig": Attribute(default={"subnetIds": [], "securityGroupIds": []}),
        "vpcConfig.vpcId": Attribute(computed=True),
        "deadLetterConfig": Attribute(default={"targetArn": ""}),
        "tracingConfig": Attribute(default={"mode": "PassThrough"}),
        "layers": Attribute(ordered=True, receive=lambda layers: [layer["Arn"] for layer in layers]),
        "fileSystemConfig": Attribute("FileSystemConfigs"),
        "imageConfig.commands": Attribute("Command", ordered=True),
        "imageConfig.entryPoints": Attribute("EntryPoint", ordered=True),
        "reservedConcurrentExecutions": Attribute(
            ("ReservedConcurrentExecutions", "Concurrency.ReservedConcurrentExecutions"),
            removal="DeleteFunctionConcurrency",
            default=-1,
            exact=Exact(minimum=-1),
        ),
        "capacityProviderConfig": Attribute(refused="the emulator has no capacity providers"),
        "codeSigningConfigArn": Attribute(refused="the emulator checks no code signatures"),
        "durableConfig": Attribute(refused="the emulator has no durable functions"),
        "tenancyConfig": Attribute(refused="the emulator isolates no tenants"),
        "publishTo": Attribute(refused="it belongs to capacity providers, which the emulator does not have"),
        "snapStart.optimizationStatus": Attribute(computed=True),
    },
    outputs={
        "invokeArn": lambda facts: _invoke_arn(facts["arn"], facts),
        "qualifiedArn": "{arn}:{version}",
        "qualifiedInvokeArn": lambda facts: _invoke_arn(facts["qualifiedArn"], facts),
        "responseStreamingInvokeArn": lambda facts: _invoke_arn(
            facts["arn"], facts, "2021-11-15", "response-streaming-invocations"
        ),
        "sourceCodeHash": lambda facts: facts.get("sourceCodeHash") or facts.get("codeSha256"),
        "reservedConcurrentExecutions": lambda facts: facts.get("reservedConcurrentExecutions", -1),
        "signingJobArn": lambda facts: facts.get("signingJobArn", ""),
        "signingProfileVersionArn": lambda facts: facts.get("signingProfileVersionArn", ""),
    },
    unsettled=frozenset(
        {
            "lastModified",
            "version",
            "qualifiedArn",
            "qualifiedInvokeArn",
            "codeSha256",
            "sourceCodeHash",
            "sourceCodeSize",
        }
    ),
    naming=Naming(max_length=64),
    tags=Tagging(identified_by="{arn}"),
    exclusive=(_CODE_SOURCES,),
    check=_check_function,
    prepare=_without_unreserved,
    amend=_amend_function,
    present=_present_function,
)


def _this_statement(answer: Request, facts: Properties) -> Request | None:
    """The permission in the function's policy, in the words of the operation that adds one."""
    statements: list[Any] = json.loads(answer["Policy"])["Statement"]
    found = next((statement for statement in statements if statement["Sid"] == facts["statementId"]), None)
    if found is None:
        return None
    principal: Any = found["Principal"]
    principals = as_dict(principal)
    conditions = {key: value for block in found.get("Condition", {}).values() for key, value in block.items()}
    return {
        "Action": found["Action"],
        "Principal": next(iter(principals.values())) if principals else principal,
        "StatementId": found["Sid"],
        **{member: conditions[key] for key, member in _CONDITION_KEYS.items() if key in conditions},
    }


_CONDITION_KEYS: Final = {
    "AWS:SourceArn": "SourceArn",
    "AWS:SourceAccount": "SourceAccount",
    "aws:PrincipalOrgID": "PrincipalOrgID",
    "lambda:EventSourceToken": "EventSourceToken",
    "lambda:FunctionUrlAuthType": "FunctionUrlAuthType",
    "lambda:InvokedViaFunctionUrl": "InvokedViaFunctionUrl",
}

PERMISSION: Final = ResourceType(
    type="aws:lambda/permission:Permission",
    service="lambda",
    create="AddPermission",
    read=(Reading("GetPolicy", select=_this_statement),),
    delete="RemovePermission",
    id="{statementId}",
    identity={"FunctionName": "function", "StatementId": "statementId", "Qualifier": "qualifier"},
    import_id=("function", "statementId"),
    attributes={
        "function": Attribute("FunctionName"),
        "statementIdPrefix": Attribute(local=True, replaces=True),
    },
    naming=Naming("statementId", max_length=100, prefix="statementIdPrefix"),
    exclusive=(("statementId", "statementIdPrefix"),),
)

ALIAS: Final = ResourceType(
    type="aws:lambda/alias:Alias",
    service="lambda",
    create="CreateAlias",
    read=(Reading("GetAlias"),),
    update=(Change("UpdateAlias"),),
    delete="DeleteAlias",
    id="{AliasArn}",
    find=found_in("ListAliases", "Aliases", "AliasArn", place=("Name",), within=("FunctionName",)),
    identity={"FunctionName": "functionName", "Name": "name"},
    import_id=("functionName", "name"),
    attributes={"arn": Attribute("AliasArn")},
    outputs={"invokeArn": lambda facts: _invoke_arn(facts["arn"], facts)},
    naming=Naming(max_length=128),
)

TYPES: Final = (FUNCTION, PERMISSION, ALIAS)
