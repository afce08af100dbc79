"""AWS Lambda: versions of layers.

https://docs.aws.amazon.com/lambda/latest/api/API_PublishLayerVersion.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from local.provider.resource_type import Attribute, Exact, Reading, ResourceType

if TYPE_CHECKING:
    from local.provider.resource_type import Problem, Request
    from local.provider.values import Properties

_SOURCES: Final = ("code", "s3Bucket")


def _check_layer(inputs: Properties) -> list[Problem]:
    if not any(inputs.get(name) for name in _SOURCES):
        return [("code", "is required: give `code`, or `s3Bucket` with `s3Key`")]
    if inputs.get("s3Bucket") and not inputs.get("s3Key"):
        return [("s3Key", "is required with `s3Bucket`")]
    return []


def _amend_layer(operation: str, request: Request, inputs: Properties, state: Properties) -> Request | None:
    del inputs
    if operation != "DeleteLayerVersion":
        return request
    return None if state.get("skipDestroy") else {**request, "VersionNumber": int(request["VersionNumber"])}


def _present_layer(answer: Request) -> Request:
    return {**answer, "LayerName": answer["LayerArn"].rpartition(":")[2]}


LAYER_VERSION: Final = ResourceType(
    type="aws:lambda/layerVersion:LayerVersion",
    service="lambda",
    create="PublishLayerVersion",
    read=(Reading("GetLayerVersionByArn"),),
    delete="DeleteLayerVersion",
    id="{LayerVersionArn}",
    identity={"Arn": "id", "LayerName": "layerName", "VersionNumber": "version"},
    import_separator="\n",
    attributes={
        "arn": Attribute("LayerVersionArn"),
        "layerName": Attribute(
            exact=Exact(
                pattern=r"[A-Za-z0-9_-]{1,64}", meaning="it has 1 to 64 letters, digits, hyphens and underscores"
            )
        ),
        "code": Attribute("Content.ZipFile", unechoed=True),
        "s3Bucket": Attribute("Content.S3Bucket", unechoed=True),
        "s3Key": Attribute("Content.S3Key", unechoed=True),
        "s3ObjectVersion": Attribute("Content.S3ObjectVersion", unechoed=True),
        "codeSha256": Attribute("Content.CodeSha256"),
        "sourceCodeSize": Attribute("Content.CodeSize"),
        "sourceCodeHash": Attribute(local=True, replaces=True),
        "skipDestroy": Attribute(local=True),
    },
    outputs={
        "sourceCodeHash": lambda facts: facts.get("sourceCodeHash") or facts["codeSha256"],
        "signingJobArn": lambda facts: facts.get("signingJobArn", ""),
        "signingProfileVersionArn": lambda facts: facts.get("signingProfileVersionArn", ""),
    },
    exclusive=(_SOURCES,),
    check=_check_layer,
    amend=_amend_layer,
    present=_present_layer,
)

TYPES: Final = (LAYER_VERSION,)
